package org.sekisho.esp;

import org.sekisho.api.ipsec.TunnelCounters;

/** Counters of a tunnel over all its SAs; each is written by the loop of its direction only. */
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

  /** Counts a packet into the tunnel. */
  void sent(InnerHeader header) {
    if (header.isIpv6()) {
      sentPackets6.increment();
      sentOctets6.add(header.totalLength());
    } else {
      sentPackets4.increment();
      sentOctets4.add(header.totalLength());
    }
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
