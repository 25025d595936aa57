package org.sekisho.tun;

import java.nio.ByteBuffer;

/**
 * Where the fields of IP, TCP and UDP headers lie (RFC 791, 8200, 9293, 768), and small readers.
 */
final class IpLayout {

  static final int IPV4_HEADER = 20;
  static final int IPV6_HEADER = 40;
  static final int TCP_HEADER = 20;
  static final int UDP_HEADER = 8;

  static final int TCP = 6;
  static final int UDP = 17;

  static final int IPV4_TOTAL_LENGTH = 2;
  static final int IPV4_ID = 4;
  static final int IPV4_CHECKSUM = 10;
  static final int IPV6_PAYLOAD_LENGTH = 4;
  static final int TCP_SEQUENCE = 4;
  static final int TCP_ACK = 8;
  static final int TCP_FLAGS = 13;
  static final int TCP_WINDOW = 14;
  static final int TCP_CHECKSUM = 16;
  static final int UDP_LENGTH = 4;
  static final int UDP_CHECKSUM = 6;

  static final int FIN = 0x01;
  static final int PSH = 0x08;
  static final int ACK = 0x10;
  static final int ECE = 0x40;
  static final int CWR = 0x80;

  private IpLayout() {}

  /** IP version of the packet at an offset. */
  static int version(ByteBuffer memory, int packet) {
    return memory.get(packet) >>> 4 & 0xf;
  }

  /** Octets of a packet by its own header, of which the first eight must be readable. */
  static int totalLength(ByteBuffer memory, int packet) {
    return version(memory, packet) == 6
        ? IPV6_HEADER + (memory.getShort(packet + IPV6_PAYLOAD_LENGTH) & 0xffff)
        : memory.getShort(packet + IPV4_TOTAL_LENGTH) & 0xffff;
  }

  /** Octets of the TCP header at an offset, options included. */
  static int tcpHeaderLength(ByteBuffer memory, int tcp) {
    return (memory.get(tcp + 12) & 0xf0) >>> 2;
  }

  /**
   * Whether an IPv6 packet has the unspecified source address, which must not be forwarded (RFC
   * 4291 section 2.5.2): such come from the kernel itself, for example its group reports (RFC 3810)
   * on a device without link-local address.
   */
  static boolean isFromNobody(ByteBuffer memory, int packet, int length) {
    return length >= IPV6_HEADER
        && version(memory, packet) == 6
        && memory.getLong(packet + 8) == 0
        && memory.getLong(packet + 16) == 0;
  }
}
