package org.sekisho.esp;

import java.nio.ByteBuffer;
import java.util.List;
import org.sekisho.api.ipsec.TrafficSelector;

/**
 * Checks inner packets against the traffic selectors of a security association, both ways (RFC 4301
 * sections 5.1 and 5.2). Immutable, nothing is allocated for a packet.
 */
final class SelectorCheck {

  private final Range[] local;
  private final Range[] remote;
  private final boolean anyIpv4;
  private final boolean anyIpv6;

  /**
   * Prepares the selectors.
   *
   * @param local selectors of our side
   * @param remote selectors of the peer's side
   */
  SelectorCheck(List<TrafficSelector> local, List<TrafficSelector> remote) {
    this.local = local.stream().map(Range::new).toArray(Range[]::new);
    this.remote = remote.stream().map(Range::new).toArray(Range[]::new);
    anyIpv4 = local.contains(TrafficSelector.ANY_IPV4) && remote.contains(TrafficSelector.ANY_IPV4);
    anyIpv6 = local.contains(TrafficSelector.ANY_IPV6) && remote.contains(TrafficSelector.ANY_IPV6);
  }

  /** Whether a packet of ours may leave on the SA. */
  boolean permitsOutbound(InnerHeader header) {
    return permitsAll(header) || (anySource(local, header) && anyDestination(remote, header));
  }

  /** Whether a packet of the peer may come out of the SA. */
  boolean permitsInbound(InnerHeader header) {
    return permitsAll(header) || (anySource(remote, header) && anyDestination(local, header));
  }

  private boolean permitsAll(InnerHeader header) {
    return header.isIpv6() ? anyIpv6 : anyIpv4;
  }

  private static boolean anySource(Range[] ranges, InnerHeader h) {
    for (Range range : ranges) {
      if (range.matches(h, h.sourceHigh(), h.sourceLow(), h.sourcePort())) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyDestination(Range[] ranges, InnerHeader h) {
    for (Range range : ranges) {
      if (range.matches(h, h.destinationHigh(), h.destinationLow(), h.destinationPort())) {
        return true;
      }
    }
    return false;
  }

  /** One selector with its addresses as numbers. */
  private static final class Range {

    private final boolean ipv6;
    private final int protocol;
    private final int startPort;
    private final int endPort;
    private final long startHigh;
    private final long startLow;
    private final long endHigh;
    private final long endLow;

    Range(TrafficSelector selector) {
      byte[] start = selector.start().getAddress();
      byte[] end = selector.end().getAddress();
      ipv6 = selector.isIpv6();
      protocol = selector.protocol();
      startPort = selector.startPort();
      endPort = selector.endPort();
      startHigh = ipv6 ? ByteBuffer.wrap(start).getLong(0) : 0;
      startLow = low(start);
      endHigh = ipv6 ? ByteBuffer.wrap(end).getLong(0) : 0;
      endLow = low(end);
    }

    private static long low(byte[] address) {
      ByteBuffer octets = ByteBuffer.wrap(address);
      return address.length == 16 ? octets.getLong(8) : octets.getInt(0) & 0xffffffffL;
    }

    boolean matches(InnerHeader header, long high, long low, int port) {
      return header.isIpv6() == ipv6
          && (protocol == 0 || protocol == header.protocol())
          && matchesPort(port)
          && compare(startHigh, startLow, high, low) <= 0
          && compare(high, low, endHigh, endLow) <= 0;
    }

    /**
     * A packet that shows no ports fits a selector for any port, or for OPAQUE, written as 65535 to
     * 0 (RFC 7296 section 3.13.1).
     */
    private boolean matchesPort(int port) {
      if (startPort == 0 && endPort == 65535) {
        return true;
      }
      if (port == InnerHeader.UNKNOWN) {
        return startPort == 65535 && endPort == 0;
      }
      return startPort <= port && port <= endPort;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
      int upper = Long.compareUnsigned(high, otherHigh);
      return upper != 0 ? upper : Long.compareUnsigned(low, otherLow);
    }
  }
}
