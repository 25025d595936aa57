package org.sekisho.tun;

import java.nio.ByteBuffer;

/**
 * Consecutive segments of one flow that will be one super-packet. The kernel must be able to cut it
 * into the same packets again, so the rules are those of the kernel's own GRO: all headers equal
 * but for what counts up, all payloads equal but for the last, which may be shorter.
 *
 * <p>IPv4 identifications go up by one. With DF they may also stay the same: such a packet is never
 * fragmented, and its identification means nothing (RFC 6864).
 */
final class OpenFlow {

  /** Bounds iovecs far below the kernel's 1024; full-size segments end at 64 KB before. */
  static final int MAX_SEGMENTS = 128;

  private static final int LONGEST = 65_535;
  private static final int DF = 0x4000;
  private static final int MAY_DIFFER = IpLayout.PSH | IpLayout.FIN;

  private final int[] packets = new int[MAX_SEGMENTS];
  private int count;
  private ByteBuffer memory;
  private int offset;
  private boolean ipv6;
  private boolean tcp;
  private long key;
  private int transport;
  private int headers;
  private int size;
  private int length;
  private int flags;
  private int idStep;
  private int lastId;
  private boolean ended;

  /** Starts with a segment; what was in it before is forgotten. */
  void open(FlowPacket packet, ByteBuffer memory, int index) {
    this.memory = memory;
    offset = packet.offset();
    ipv6 = packet.isIpv6();
    tcp = packet.isTcp();
    key = packet.key();
    transport = packet.transportOffset();
    headers = packet.headers();
    size = packet.payload();
    length = headers + size;
    flags = packet.flags();
    idStep = -1;
    lastId = packet.id();
    ended = (flags & MAY_DIFFER) != 0;
    packets[0] = index;
    count = 1;
  }

  /** Whether a packet with ports is of this flow. */
  boolean isOf(FlowPacket packet) {
    return key == packet.key()
        && ipv6 == packet.isIpv6()
        && tcp == packet.isTcp()
        && sameInt(packet, transport)
        && hasAddressesOf(packet);
  }

  /** Whether a packet has the addresses of this flow. */
  boolean hasAddressesOf(FlowPacket packet) {
    if (ipv6 != packet.isIpv6()) {
      return false;
    }
    if (!ipv6) {
      return sameLong(packet, 12);
    }
    return sameLong(packet, 8)
        && sameLong(packet, 16)
        && sameLong(packet, 24)
        && sameLong(packet, 32);
  }

  /**
   * Adds a segment of this flow.
   *
   * @return false when it does not continue what is here
   */
  boolean append(FlowPacket packet, int index) {
    if (ended
        || count == MAX_SEGMENTS
        || packet.headers() != headers
        || packet.payload() > size
        || length + packet.payload() > LONGEST
        || !sameIpHeader(packet)
        || tcp && !continuesTcp(packet)) {
      return false;
    }
    packets[count++] = index;
    length += packet.payload();
    flags |= packet.flags() & MAY_DIFFER;
    ended = packet.payload() < size || (packet.flags() & MAY_DIFFER) != 0;
    return true;
  }

  /** Counts the identification on: a flow that refuses a packet must not be asked again. */
  private boolean sameIpHeader(FlowPacket packet) {
    if (ipv6) {
      // version, traffic class and flow label; next header and hop limit
      return sameInt(packet, 0) && sameShort(packet, 6);
    }
    // version, header length and type of service; flags; time to live and protocol
    if (!sameShort(packet, 0) || !sameShort(packet, 6) || !sameShort(packet, 8)) {
      return false;
    }
    int step = packet.id() - lastId & 0xffff;
    boolean atomic = (memory.getShort(offset + 6) & DF) != 0;
    if (step != 1 && !(atomic && step == 0) || idStep >= 0 && idStep != step) {
      return false;
    }
    idStep = step;
    lastId = packet.id();
    return true;
  }

  private boolean continuesTcp(FlowPacket packet) {
    int now = packet.flags();
    if (packet.sequence()
            != memory.getInt(offset + transport + IpLayout.TCP_SEQUENCE) + (length - headers)
        || ((now ^ flags) & ~(MAY_DIFFER | IpLayout.CWR)) != 0
        || (now & IpLayout.CWR) != 0
        || !sameInt(packet, transport + IpLayout.TCP_ACK)
        || memory.get(offset + transport + 12) != memory.get(packet.offset() + transport + 12)
        || !sameShort(packet, transport + IpLayout.TCP_WINDOW)
        || !sameShort(packet, transport + 18)) {
      return false;
    }
    for (int at = transport + IpLayout.TCP_HEADER; at < headers; at += 4) {
      if (!sameInt(packet, at)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameShort(FlowPacket packet, int at) {
    return memory.getShort(offset + at) == memory.getShort(packet.offset() + at);
  }

  private boolean sameInt(FlowPacket packet, int at) {
    return memory.getInt(offset + at) == memory.getInt(packet.offset() + at);
  }

  private boolean sameLong(FlowPacket packet, int at) {
    return memory.getLong(offset + at) == memory.getLong(packet.offset() + at);
  }

  /** Whether nothing can follow. */
  boolean isEnded() {
    return ended;
  }

  /** A number that packets of the flow share, and others hardly. */
  long key() {
    return key;
  }

  /** How many segments. */
  int count() {
    return count;
  }

  /** Index of a segment in its batch. */
  int packet(int i) {
    return packets[i];
  }

  /** Octets of all headers of each segment. */
  int headers() {
    return headers;
  }

  /** Octets of the super-packet. */
  int length() {
    return length;
  }

  /**
   * Writes the virtio header and the headers of the super-packet.
   *
   * @param nativeOrder memory in the processor's byte order
   * @param bigEndian the same memory
   * @param at where the virtio header goes; the others follow it
   */
  void putHeaders(ByteBuffer nativeOrder, ByteBuffer bigEndian, int at) {
    int checksum = tcp ? IpLayout.TCP_CHECKSUM : IpLayout.UDP_CHECKSUM;
    VirtioNetHeader.put(nativeOrder, at, gsoType(), headers, size, transport, checksum);
    int packet = at + VirtioNetHeader.LENGTH;
    bigEndian.put(packet, memory, offset, headers);
    if (ipv6) {
      bigEndian.putShort(
          packet + IpLayout.IPV6_PAYLOAD_LENGTH, (short) (length - IpLayout.IPV6_HEADER));
    } else {
      bigEndian.putShort(packet + IpLayout.IPV4_TOTAL_LENGTH, (short) length);
      InternetChecksum.putIpv4(bigEndian, packet, transport);
    }
    int header = packet + transport;
    int covered = length - transport;
    if (tcp) {
      bigEndian.put(header + IpLayout.TCP_FLAGS, (byte) flags);
    } else {
      bigEndian.putShort(header + IpLayout.UDP_LENGTH, (short) covered);
    }
    long pseudoHeader =
        InternetChecksum.addresses(bigEndian, packet, ipv6)
            + (tcp ? IpLayout.TCP : IpLayout.UDP)
            + covered;
    bigEndian.putShort(header + checksum, (short) InternetChecksum.fold(pseudoHeader));
  }

  private int gsoType() {
    if (!tcp) {
      return VirtioNetHeader.GSO_UDP_L4;
    }
    int type = ipv6 ? VirtioNetHeader.GSO_TCPV6 : VirtioNetHeader.GSO_TCPV4;
    return (flags & IpLayout.CWR) != 0 ? type | VirtioNetHeader.GSO_ECN : type;
  }
}
