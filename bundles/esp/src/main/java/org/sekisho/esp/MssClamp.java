package org.sekisho.esp;

import java.nio.ByteBuffer;

/**
 * Lowers the maximum segment size in TCP SYN and SYN/ACK segments (RFC 9293 section 3.7.1) so that
 * full segments fit the tunnel; never raises it and never adds the option.
 */
final class MssClamp {

  private static final int SYN = 0x02;
  private static final int END_OF_OPTIONS = 0;
  private static final int NO_OPERATION = 1;
  private static final int MSS = 2;
  private static final int MSS_LENGTH = 4;
  private static final int CHECKSUM_AT = 16;

  /** The IPv6 header is this much longer than the IPv4 header. */
  private static final int IPV6_EXTRA = 20;

  private MssClamp() {}

  /**
   * Clamps in place; a malformed option list is left as it is from the fault on.
   *
   * @param header the parsed packet
   * @param limit largest MSS for IPv4, 20 less is used for IPv6; 0 for off
   */
  static void clamp(ByteBuffer memory, InnerHeader header, int limit) {
    int tcp = header.tcpOffset();
    if (limit <= 0 || tcp == InnerHeader.UNKNOWN || (memory.get(tcp + 13) & SYN) == 0) {
      return;
    }
    int end = tcp + ((memory.get(tcp + 12) & 0xf0) >>> 2);
    if (end > header.offset() + header.totalLength()) {
      return;
    }
    int most = header.isIpv6() ? Math.max(1, limit - IPV6_EXTRA) : limit;
    int at = tcp + 20;
    while (at < end) {
      int kind = memory.get(at);
      if (kind == END_OF_OPTIONS) {
        return;
      }
      if (kind == NO_OPERATION) {
        at++;
        continue;
      }
      if (at + 2 > end) {
        return;
      }
      int length = memory.get(at + 1) & 0xff;
      if (length < 2 || at + length > end) {
        return;
      }
      if (kind == MSS && length == MSS_LENGTH) {
        lower(memory, tcp, at + 2, most);
      }
      at += length;
    }
  }

  private static void lower(ByteBuffer memory, int tcp, int at, int most) {
    int before = memory.getShort(at) & 0xffff;
    if (before <= most) {
      return;
    }
    memory.putShort(at, (short) most);
    // A value at an odd place spans two checksum words; the sum does not mind swapped octets
    // (RFC 1071 section 2).
    boolean odd = ((at - tcp) & 1) != 0;
    int checksum = memory.getShort(tcp + CHECKSUM_AT) & 0xffff;
    int updated =
        odd
            ? Checksum.update(checksum, swap(before), swap(most))
            : Checksum.update(checksum, before, most);
    memory.putShort(tcp + CHECKSUM_AT, (short) updated);
  }

  private static int swap(int word) {
    return ((word & 0xff) << 8) | ((word >>> 8) & 0xff);
  }
}
