package org.sekisho.esp;

import java.nio.ByteBuffer;

/**
 * What the data plane must know of an inner IPv4 or IPv6 packet: addresses, protocol and ports for
 * the selectors (RFC 4301 section 4.4.1.1), traffic class, DF, and where its TCP header lies. One
 * instance is reused for all packets of a loop; nothing is allocated.
 */
final class InnerHeader {

  /** Protocol or ports that this packet does not show: a later fragment, or no such field. */
  static final int UNKNOWN = -1;

  /** IP protocol number of TCP. */
  static final int TCP = 6;

  private static final int HOP_BY_HOP = 0;
  private static final int ICMP = 1;
  private static final int UDP = 17;
  private static final int DCCP = 33;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int ICMPV6 = 58;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int SCTP = 132;
  private static final int MOBILITY = 135;
  private static final int UDP_LITE = 136;

  /** More extension headers than this are no longer looked through. */
  private static final int MAX_EXTENSION_HEADERS = 8;

  private int offset;
  private boolean ipv6;
  private int totalLength;
  private int trafficClass;
  private boolean dontFragment;
  private int protocol;
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int sourcePort;
  private int destinationPort;
  private int tcpOffset;

  /**
   * Reads the headers of a packet.
   *
   * @param offset where it starts
   * @param length octets that may be read; the packet itself may be shorter
   * @return false when it is no well-formed IPv4 or IPv6 packet of at most that length
   */
  boolean parse(ByteBuffer memory, int offset, int length) {
    this.offset = offset;
    sourcePort = UNKNOWN;
    destinationPort = UNKNOWN;
    tcpOffset = UNKNOWN;
    if (length < 20) {
      return false;
    }
    return switch ((memory.get(offset) & 0xf0) >>> 4) {
      case 4 -> parseIpv4(memory, length);
      case 6 -> parseIpv6(memory, length);
      default -> false;
    };
  }

  private boolean parseIpv4(ByteBuffer memory, int length) {
    ipv6 = false;
    int headerLength = (memory.get(offset) & 0x0f) * 4;
    totalLength = memory.getShort(offset + 2) & 0xffff;
    if (headerLength < 20 || totalLength < headerLength || totalLength > length) {
      return false;
    }
    trafficClass = memory.get(offset + 1) & 0xff;
    int fragment = memory.getShort(offset + 6) & 0xffff;
    dontFragment = (fragment & 0x4000) != 0;
    protocol = memory.get(offset + 9) & 0xff;
    sourceHigh = 0;
    sourceLow = memory.getInt(offset + 12) & 0xffffffffL;
    destinationHigh = 0;
    destinationLow = memory.getInt(offset + 16) & 0xffffffffL;
    if ((fragment & 0x1fff) == 0) {
      parseTransport(memory, headerLength);
    }
    return true;
  }

  private boolean parseIpv6(ByteBuffer memory, int length) {
    ipv6 = true;
    if (length < 40) {
      return false;
    }
    totalLength = 40 + (memory.getShort(offset + 4) & 0xffff);
    if (totalLength > length) {
      return false;
    }
    trafficClass = (memory.getShort(offset) >>> 4) & 0xff;
    dontFragment = true;
    sourceHigh = memory.getLong(offset + 8);
    sourceLow = memory.getLong(offset + 16);
    destinationHigh = memory.getLong(offset + 24);
    destinationLow = memory.getLong(offset + 32);
    parseExtensionHeaders(memory);
    return true;
  }

  /**
   * Finds the next-layer protocol behind the extension headers that RFC 4301 tells to skip. A chain
   * that is cut off or too long leaves the protocol unknown.
   */
  private void parseExtensionHeaders(ByteBuffer memory) {
    int next = memory.get(offset + 6) & 0xff;
    int at = 40;
    protocol = UNKNOWN;
    for (int i = 0; i < MAX_EXTENSION_HEADERS && isExtension(next); i++) {
      if (at + 8 > totalLength) {
        return;
      }
      int header = next;
      next = memory.get(offset + at) & 0xff;
      if (header != FRAGMENT) {
        at += ((memory.get(offset + at + 1) & 0xff) + 1) * 8;
        continue;
      }
      boolean later = (memory.getShort(offset + at + 2) & 0xfff8) != 0;
      at += 8;
      if (later) {
        protocol = isExtension(next) ? UNKNOWN : next;
        return;
      }
    }
    if (!isExtension(next) && at <= totalLength) {
      protocol = next;
      parseTransport(memory, at);
    }
  }

  private static boolean isExtension(int next) {
    return next == HOP_BY_HOP || next == ROUTING || next == FRAGMENT || next == DESTINATION_OPTIONS;
  }

  private void parseTransport(ByteBuffer memory, int headerLength) {
    int at = offset + headerLength;
    int available = totalLength - headerLength;
    switch (protocol) {
      case TCP, UDP, DCCP, SCTP, UDP_LITE -> {
        if (available >= 4) {
          sourcePort = memory.getShort(at) & 0xffff;
          destinationPort = memory.getShort(at + 2) & 0xffff;
        }
        if (protocol == TCP && available >= 20) {
          tcpOffset = at;
        }
      }
      // Type and code, or the mobility header type, take the place of both ports (RFC 7296
      // section 3.13.1).
      case ICMP, ICMPV6 -> {
        if (available >= 2) {
          sourcePort = memory.getShort(at) & 0xffff;
          destinationPort = sourcePort;
        }
      }
      case MOBILITY -> {
        if (available >= 3) {
          sourcePort = (memory.get(at + 2) & 0xff) << 8;
          destinationPort = sourcePort;
        }
      }
      default -> {
        // No ports: matches selectors for any port only.
      }
    }
  }

  /** Where the packet starts in the memory. */
  int offset() {
    return offset;
  }

  /** Whether it is IPv6. */
  boolean isIpv6() {
    return ipv6;
  }

  /** Octets of the packet by its own length field. */
  int totalLength() {
    return totalLength;
  }

  /** DSCP and ECN octet. */
  int trafficClass() {
    return trafficClass;
  }

  /** Whether it must not be fragmented; IPv6 always. */
  boolean dontFragment() {
    return dontFragment;
  }

  /** Next-layer protocol, or {@link #UNKNOWN}. */
  int protocol() {
    return protocol;
  }

  /** Upper half of the source address; 0 for IPv4. */
  long sourceHigh() {
    return sourceHigh;
  }

  /** Lower half of the source address, or the IPv4 address. */
  long sourceLow() {
    return sourceLow;
  }

  /** Upper half of the destination address; 0 for IPv4. */
  long destinationHigh() {
    return destinationHigh;
  }

  /** Lower half of the destination address, or the IPv4 address. */
  long destinationLow() {
    return destinationLow;
  }

  /** Source port, ICMP type and code, or {@link #UNKNOWN}. */
  int sourcePort() {
    return sourcePort;
  }

  /** Destination port, ICMP type and code, or {@link #UNKNOWN}. */
  int destinationPort() {
    return destinationPort;
  }

  /** Where a whole basic TCP header starts in the memory, or {@link #UNKNOWN}. */
  int tcpOffset() {
    return tcpOffset;
  }
}
