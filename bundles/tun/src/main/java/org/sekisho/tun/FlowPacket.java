package org.sekisho.tun;

import java.nio.ByteBuffer;

/**
 * What coalescing must know of a packet: whether it belongs to a TCP or UDP flow, and whether it
 * may be a part of a super-packet, which needs every octet that the parts must share to be well
 * known and both checksums to be right: the kernel computes them anew, so that a wrong one would
 * become right. One instance is reused for all packets.
 */
final class FlowPacket {

  /** How a packet is treated. */
  enum Kind {
    /** No IP packet, or not as long as it says. */
    JUNK,
    /** An IP packet of no flow: fragment, ICMP, IPv4 options, IPv6 extension headers, and so on. */
    OTHER,
    /** A packet of a flow that travels alone, such as SYN, RST and pure acknowledgements. */
    ALONE,
    /** A segment or datagram that may be coalesced. */
    SEGMENT
  }

  private static final int MERGEABLE_FLAGS =
      IpLayout.ACK | IpLayout.PSH | IpLayout.FIN | IpLayout.ECE | IpLayout.CWR;
  private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;

  private final PayloadSum sums = new PayloadSum();
  private ByteBuffer memory;
  private int offset;
  private boolean ipv6;
  private boolean tcp;
  private int transport;
  private int headers;
  private int payload;
  private long key;

  /**
   * Looks at a packet.
   *
   * @param memory big-endian
   * @param offset where it starts
   * @param length its octets
   */
  Kind look(ByteBuffer memory, int offset, int length) {
    this.memory = memory;
    this.offset = offset;
    if (length < IpLayout.IPV4_HEADER) {
      return Kind.JUNK;
    }
    int version = IpLayout.version(memory, offset);
    ipv6 = version == 6;
    if (version != 4 && !ipv6 || IpLayout.totalLength(memory, offset) != length) {
      return Kind.JUNK;
    }
    int header = ipv6 ? IpLayout.IPV6_HEADER : IpLayout.IPV4_HEADER;
    int protocol = memory.get(offset + (ipv6 ? 6 : 9)) & 0xff;
    tcp = protocol == IpLayout.TCP;
    int shortest = tcp ? IpLayout.TCP_HEADER : IpLayout.UDP_HEADER;
    if (!tcp && protocol != IpLayout.UDP || length < header + shortest || !isSimple()) {
      return Kind.OTHER;
    }
    transport = offset + header;
    key = memory.getInt(transport) * 0x9e3779b97f4a7c15L + addressHash();
    return isSegment(length) ? Kind.SEGMENT : Kind.ALONE;
  }

  /** Neither options nor fragment. */
  private boolean isSimple() {
    return ipv6
        || (memory.get(offset) & 0xf) == 5
            && (memory.getShort(offset + 6) & MORE_FRAGMENTS_OR_OFFSET) == 0;
  }

  private long addressHash() {
    return ipv6
        ? memory.getLong(offset + 16) * 31 + memory.getLong(offset + 32)
        : memory.getLong(offset + 12);
  }

  private boolean isSegment(int length) {
    int covered = length - (transport - offset);
    int header = tcp ? IpLayout.tcpHeaderLength(memory, transport) : IpLayout.UDP_HEADER;
    headers = transport - offset + header;
    payload = length - headers;
    boolean mergeable =
        payload > 0
            && (tcp
                ? header >= IpLayout.TCP_HEADER
                    && (flags() & IpLayout.ACK) != 0
                    && (flags() & ~MERGEABLE_FLAGS) == 0
                : (memory.getShort(transport + IpLayout.UDP_LENGTH) & 0xffff) == covered
                    && memory.getShort(transport + IpLayout.UDP_CHECKSUM) != 0);
    return mergeable && isIntact(covered);
  }

  private boolean isIntact(int covered) {
    long sum =
        InternetChecksum.addresses(memory, offset, ipv6)
            + (tcp ? IpLayout.TCP : IpLayout.UDP)
            + covered
            + sums.sum(memory, transport, covered);
    return InternetChecksum.fold(sum) == 0xffff
        && (ipv6
            || InternetChecksum.fold(
                    InternetChecksum.ipv4Header(memory, offset, IpLayout.IPV4_HEADER))
                == 0xffff);
  }

  /** Where the packet starts in the memory. */
  int offset() {
    return offset;
  }

  /** Whether it is IPv6. */
  boolean isIpv6() {
    return ipv6;
  }

  /** Whether it is TCP; else UDP. */
  boolean isTcp() {
    return tcp;
  }

  /** A number that packets of one flow share, and others hardly. */
  long key() {
    return key;
  }

  /** Where the transport header starts, from the packet's first octet. */
  int transportOffset() {
    return transport - offset;
  }

  /** Octets of all headers of a {@link Kind#SEGMENT}. */
  int headers() {
    return headers;
  }

  /** Octets behind the headers of a {@link Kind#SEGMENT}. */
  int payload() {
    return payload;
  }

  /** TCP flags; 0 for UDP. */
  int flags() {
    return tcp ? memory.get(transport + IpLayout.TCP_FLAGS) & 0xff : 0;
  }

  /** TCP sequence number. */
  int sequence() {
    return memory.getInt(transport + IpLayout.TCP_SEQUENCE);
  }

  /** IPv4 identification. */
  int id() {
    return memory.getShort(offset + IpLayout.IPV4_ID) & 0xffff;
  }
}
