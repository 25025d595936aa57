package org.sekisho.tun;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071) of headers; {@link PayloadSum} has what follows them. */
final class InternetChecksum {

  private static final long LOW = 0xffffffffL;

  private InternetChecksum() {}

  /** A sum as 16 bits, not complemented. */
  static int fold(long sum) {
    long folded = (sum & LOW) + (sum >>> 32);
    folded = (folded & 0xffff) + (folded >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    folded = (folded & 0xffff) + (folded >>> 16);
    return (int) folded;
  }

  /**
   * The sum of the addresses of an IP packet, the part of the pseudo-header that segments share.
   *
   * @param memory big-endian
   */
  static long addresses(ByteBuffer memory, int packet, boolean ipv6) {
    return ipv6
        ? words(memory, packet + 8)
            + words(memory, packet + 16)
            + words(memory, packet + 24)
            + words(memory, packet + 32)
        : words(memory, packet + 12);
  }

  /**
   * The sum of an IPv4 header.
   *
   * @param memory big-endian
   * @param length octets, a multiple of 4 and at least 20
   */
  static long ipv4Header(ByteBuffer memory, int packet, int length) {
    long sum =
        words(memory, packet) + words(memory, packet + 8) + (memory.getInt(packet + 16) & LOW);
    for (int at = packet + 20; at < packet + length; at += 4) {
      sum += memory.getInt(at) & LOW;
    }
    return sum;
  }

  private static long words(ByteBuffer memory, int at) {
    long word = memory.getLong(at);
    return (word & LOW) + (word >>> 32);
  }

  /** Writes the header checksum of an IPv4 packet. */
  static void putIpv4(ByteBuffer memory, int packet, int headerLength) {
    memory.putShort(packet + 10, (short) 0);
    memory.putShort(packet + 10, (short) ~fold(ipv4Header(memory, packet, headerLength)));
  }

  /**
   * Writes a transport checksum.
   *
   * @param sum pseudo-header and transport octets with a zero checksum field
   * @param udp whether zero, which means "none" in UDP, becomes all ones (RFC 768)
   */
  static void putTransport(ByteBuffer memory, int field, long sum, boolean udp) {
    int checksum = ~fold(sum) & 0xffff;
    memory.putShort(field, (short) (udp && checksum == 0 ? 0xffff : checksum));
  }
}
