package org.sekisho.esp;

import org.sekisho.api.ipsec.TunnelCounters;

/**
 * Counters of a tunnel over all its SAs; those of a direction have one writer at a time (see {@link
 * Counter}).
 */
final class TunnelTraffic {

  private final Counter receivedPackets4 = new Counter();
  private final Counter receivedOctets4 = new Counter();
  private final Counter receivedPackets6 = new Counter();
  private final Counter receivedOctets6 = new Counter();
  private final Counter sentPackets4 = new Counter();
  private final Counter sentOctets4 = new Counter();
  private final Counter sentPackets6 = new Counter();
  private final Counter sentOctets6 = new Counter();

  /** Packets no SA could carry: none alive, outside all selectors, or the wait was too long. */
  final Counter noSaDrops = new Counter();

  /** Packets that are no well-formed IP or do not fit their slot; the loop writes it. */
  final Counter malformedDrops = new Counter();

  /** Counts a packet out of the tunnel. */
  void received(InnerHeader header) {
    if (header.isIpv6()) {
      receivedPackets6.increment();
      receivedOctets6.add(header.totalLength());
    } else {
      receivedPackets4.increment();
      receivedOctets4.add(header.totalLength());
    }
  }

  /** Counts packets into the tunnel. */
  void sent(int packets4, long octets4, int packets6, long octets6) {
    sentPackets4.add(packets4);
    sentOctets4.add(octets4);
    sentPackets6.add(packets6);
    sentOctets6.add(octets6);
  }

  /** The values now; any thread. */
  TunnelCounters snapshot() {
    return new TunnelCounters(
        receivedPackets4.get(),
        receivedOctets4.get(),
        receivedPackets6.get(),
        receivedOctets6.get(),
        sentPackets4.get(),
        sentOctets4.get(),
        sentPackets6.get(),
        sentOctets6.get(),
        noSaDrops.get());
  }
}
