package org.sekisho.tun;

import java.nio.ByteBuffer;

/**
 * struct virtio_net_hdr (linux/virtio_net.h), which precedes each packet of a TUN device opened
 * with IFF_VNET_HDR: flags 0, gso_type 1, hdr_len 2, gso_size 4, csum_start 6, csum_offset 8. The
 * 16-bit fields are in the processor's byte order.
 */
final class VirtioNetHeader {

  /** Octets. */
  static final int LENGTH = 10;

  /**
   * Flag: the transport checksum is to be completed. Its field holds the sum of the pseudo-header,
   * not complemented.
   */
  static final int NEEDS_CSUM = 1;

  /** gso_type: an ordinary packet. */
  static final int GSO_NONE = 0;

  /** gso_type: TCP over IPv4. */
  static final int GSO_TCPV4 = 1;

  /** gso_type: TCP over IPv6. */
  static final int GSO_TCPV6 = 4;

  /** gso_type: UDP, a datagram each. */
  static final int GSO_UDP_L4 = 5;

  /** Bit of gso_type: the first TCP segment carries CWR, the others do not (RFC 3168). */
  static final int GSO_ECN = 0x80;

  private VirtioNetHeader() {}

  /** Flags of the header at an offset. */
  static int flags(ByteBuffer buffer, int at) {
    return buffer.get(at) & 0xff;
  }

  /** Type of the super-packet, without {@link #GSO_ECN}. */
  static int gsoType(ByteBuffer buffer, int at) {
    return buffer.get(at + 1) & 0xff & ~GSO_ECN;
  }

  /** Payload octets of a segment; the last may have fewer. */
  static int gsoSize(ByteBuffer nativeOrder, int at) {
    return nativeOrder.getShort(at + 4) & 0xffff;
  }

  /** Where the checksummed part begins, from the packet's first octet. */
  static int csumStart(ByteBuffer nativeOrder, int at) {
    return nativeOrder.getShort(at + 6) & 0xffff;
  }

  /** Where the checksum lies, from {@link #csumStart}. */
  static int csumOffset(ByteBuffer nativeOrder, int at) {
    return nativeOrder.getShort(at + 8) & 0xffff;
  }

  /**
   * Describes a super-packet.
   *
   * @param gsoType with or without {@link #GSO_ECN}
   * @param headerLength octets of all headers, repeated in each segment
   * @param gsoSize payload octets of a segment
   * @param csumStart where the transport header begins
   * @param csumOffset where the checksum lies in it
   */
  static void put(
      ByteBuffer nativeOrder,
      int at,
      int gsoType,
      int headerLength,
      int gsoSize,
      int csumStart,
      int csumOffset) {
    nativeOrder.put(at, (byte) NEEDS_CSUM);
    nativeOrder.put(at + 1, (byte) gsoType);
    nativeOrder.putShort(at + 2, (short) headerLength);
    nativeOrder.putShort(at + 4, (short) gsoSize);
    nativeOrder.putShort(at + 6, (short) csumStart);
    nativeOrder.putShort(at + 8, (short) csumOffset);
  }
}
