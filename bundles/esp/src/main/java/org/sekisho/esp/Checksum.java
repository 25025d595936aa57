package org.sekisho.esp;

/** Incremental update of the Internet checksum (RFC 1624 section 3, equation 3). */
final class Checksum {

  private Checksum() {}

  /**
   * The checksum after one 16-bit word of the covered data changed.
   *
   * @param checksum checksum field before the change
   * @param before the word before
   * @param after the word now
   */
  static int update(int checksum, int before, int after) {
    int sum = (~checksum & 0xffff) + (~before & 0xffff) + (after & 0xffff);
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return ~sum & 0xffff;
  }
}
