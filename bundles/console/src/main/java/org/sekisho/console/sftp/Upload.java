package org.sekisho.console.sftp;

import java.util.Arrays;

/** A file that is being sent: it stays in memory until it is whole. Used by one thread. */
final class Upload {

  /** Far more than the lines of the most tunnels. */
  static final int MOST = 1 << 20;

  private static final int FIRST = 8192;

  private final int slot;
  private byte[] content = new byte[FIRST];
  private int size;
  private boolean broken;

  Upload(int slot) {
    this.slot = slot;
  }

  /** The number of the configuration it is for. */
  int slot() {
    return slot;
  }

  /** Octets so far. */
  int size() {
    return size;
  }

  /** Whether octets were refused, so that it cannot become whole any more. */
  boolean broken() {
    return broken;
  }

  /**
   * Takes octets; who sends again what was sent overwrites it, gaps are refused.
   *
   * @return false when they are refused, and all that follows
   */
  boolean write(long offset, byte[] octets) {
    if (broken || offset < 0 || offset > size || octets.length > MOST - offset) {
      broken = true;
      discard();
      return false;
    }
    int end = (int) offset + octets.length;
    if (end > content.length) {
      byte[] larger = Arrays.copyOf(content, Math.min(MOST, Math.max(end, 2 * content.length)));
      Arrays.fill(content, (byte) 0);
      content = larger;
    }
    System.arraycopy(octets, 0, content, (int) offset, octets.length);
    size = Math.max(size, end);
    return true;
  }

  /**
   * Leaves out what is behind an octet; scp says so at the end instead of at the beginning.
   *
   * @return false when there is not as much
   */
  boolean truncate(long length) {
    if (broken || length < 0 || length > size) {
      return false;
    }
    Arrays.fill(content, (int) length, size, (byte) 0);
    size = (int) length;
    return true;
  }

  /** A copy of the octets; the caller zeroes it. */
  byte[] content() {
    return Arrays.copyOf(content, size);
  }

  /** Forgets the octets: there are secrets among them. */
  void discard() {
    Arrays.fill(content, (byte) 0);
    content = new byte[0];
    size = 0;
  }
}
