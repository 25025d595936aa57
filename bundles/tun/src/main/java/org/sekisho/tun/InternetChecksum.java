package org.sekisho.tun;

import java.nio.ByteBuffer;

/** The Internet checksum (RFC 1071) over big-endian direct memory. */
final class InternetChecksum {

  private static final long LOW = 0xffffffffL;

  private InternetChecksum() {}

  /**
   * Adds up memory; several results may be added before {@link #fold}, if all but the last are of
   * even length.
   *
   * <p>Four octets would be added at a time, if it were not quicker to read eight: one sum of the
   * whole words, which may overflow, and one of their upper halves give the sum of the lower halves
   * by subtraction. That is three operations for eight octets; 1,400 octets took 110 ns, against
   * 180 ns with a carry that is compared and added.
   *
   * @param memory in big-endian order
   * @param from first octet
   * @param length octets, at most 4 GB
   * @return a sum to be folded, not negative
   */
  static long sum(ByteBuffer memory, int from, int length) {
    long words0 = 0;
    long words1 = 0;
    long upper0 = 0;
    long upper1 = 0;
    int at = from;
    int end = from + length;
    for (int last = end - 32; at <= last; at += 32) {
      long a = memory.getLong(at);
      long b = memory.getLong(at + 8);
      long c = memory.getLong(at + 16);
      long d = memory.getLong(at + 24);
      words0 += a;
      upper0 += a >>> 32;
      words1 += b;
      upper1 += b >>> 32;
      words0 += c;
      upper0 += c >>> 32;
      words1 += d;
      upper1 += d >>> 32;
    }
    for (int last = end - 8; at <= last; at += 8) {
      long a = memory.getLong(at);
      words0 += a;
      upper0 += a >>> 32;
    }
    long upper = upper0 + upper1;
    long lower = words0 + words1 - (upper << 32);
    return lower + upper + rest(memory, at, end);
  }

  private static long rest(ByteBuffer memory, int from, int end) {
    int at = from;
    long sum = 0;
    if (at <= end - 4) {
      sum += memory.getInt(at) & LOW;
      at += 4;
    }
    if (at <= end - 2) {
      sum += memory.getShort(at) & 0xffff;
      at += 2;
    }
    if (at < end) {
      sum += (memory.get(at) & 0xff) << 8;
    }
    return sum;
  }

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
   */
  static long addresses(ByteBuffer memory, int packet, boolean ipv6) {
    return ipv6 ? sum(memory, packet + 8, 32) : sum(memory, packet + 12, 8);
  }

  /** Writes the header checksum of an IPv4 packet. */
  static void putIpv4(ByteBuffer memory, int packet, int headerLength) {
    memory.putShort(packet + 10, (short) 0);
    memory.putShort(packet + 10, (short) ~fold(sum(memory, packet, headerLength)));
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
