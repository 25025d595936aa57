package org.sekisho.api.ipsec;

/**
 * Inner traffic of a tunnel, as {@code show status tunnel} prints it.
 *
 * @param receivedPackets4 IPv4 packets out of the tunnel
 * @param receivedOctets4 their octets
 * @param receivedPackets6 IPv6 packets out of the tunnel
 * @param receivedOctets6 their octets
 * @param sentPackets4 IPv4 packets into the tunnel
 * @param sentOctets4 their octets
 * @param sentPackets6 IPv6 packets into the tunnel
 * @param sentOctets6 their octets
 * @param noSaDrops packets dropped because no SA could carry them
 */
public record TunnelCounters(
    long receivedPackets4,
    long receivedOctets4,
    long receivedPackets6,
    long receivedOctets6,
    long sentPackets4,
    long sentOctets4,
    long sentPackets6,
    long sentOctets6,
    long noSaDrops) {

  /** A tunnel nothing has passed. */
  public static final TunnelCounters ZERO = new TunnelCounters(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
