package org.sekisho.api.ipsec;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A range of inner addresses, ports and protocols (RFC 7296 section 3.13.1, RFC 4301 section
 * 4.4.1).
 *
 * @param protocol IP protocol, 0 for any
 * @param startPort first port (or ICMP type and code), 0 with 65535 for any
 * @param endPort last port
 * @param start first address
 * @param end last address, same family
 */
public record TrafficSelector(
    int protocol, int startPort, int endPort, InetAddress start, InetAddress end) {

  /** Every IPv4 packet. */
  public static final TrafficSelector ANY_IPV4 = any(4);

  /** Every IPv6 packet. */
  public static final TrafficSelector ANY_IPV6 = any(16);

  /** Checks that both addresses are of one family. */
  public TrafficSelector {
    if (start.getAddress().length != end.getAddress().length) {
      throw new IllegalArgumentException("start and end differ in family");
    }
    if (protocol < 0 || protocol > 255) {
      throw new IllegalArgumentException("protocol " + protocol);
    }
  }

  /** All protocols and ports of an address range. */
  public static TrafficSelector of(InetAddress start, InetAddress end) {
    return new TrafficSelector(0, 0, 65535, start, end);
  }

  /** Whether the selector is for IPv6 addresses. */
  public boolean isIpv6() {
    return start.getAddress().length == 16;
  }

  /** Whether the address lies in the range. */
  public boolean contains(InetAddress address) {
    byte[] a = address.getAddress();
    byte[] low = start.getAddress();
    return a.length == low.length
        && Arrays.compareUnsigned(low, a) <= 0
        && Arrays.compareUnsigned(a, end.getAddress()) <= 0;
  }

  private static TrafficSelector any(int length) {
    byte[] low = new byte[length];
    byte[] high = new byte[length];
    Arrays.fill(high, (byte) 0xff);
    try {
      return of(InetAddress.getByAddress(low), InetAddress.getByAddress(high));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String toString() {
    String range = start.getHostAddress() + "-" + end.getHostAddress();
    if (protocol == 0 && startPort == 0 && endPort == 65535) {
      return range;
    }
    return range + "[" + protocol + "/" + startPort + "-" + endPort + "]";
  }
}
