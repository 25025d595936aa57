package org.sekisho.esp;

/**
 * What became of the packets of one batch into a tunnel, collected while several threads work and
 * added to the tunnel's counters by one at a time.
 */
final class SentPackets {

  private int packets4;
  private long octets4;
  private int packets6;
  private long octets6;
  private int withoutSa;
  private int malformed;

  /** Starts anew. */
  void clear() {
    packets4 = 0;
    octets4 = 0;
    packets6 = 0;
    octets6 = 0;
    withoutSa = 0;
    malformed = 0;
  }

  /** Counts a packet that is sent. */
  void count(InnerHeader header) {
    if (header.isIpv6()) {
      packets6++;
      octets6 += header.totalLength();
    } else {
      packets4++;
      octets4 += header.totalLength();
    }
  }

  /** Counts packets that no SA could carry. */
  void withoutSa(int packets) {
    withoutSa += packets;
  }

  /** Counts a packet that is no well-formed IP or does not fit its slot. */
  void malformed() {
    malformed++;
  }

  /** Adds to the counters of the tunnel; while the monitor of {@link Lanes#departure} is held. */
  void addTo(TunnelTraffic traffic) {
    traffic.sent(packets4, octets4, packets6, octets6);
    traffic.noSaDrops.add(withoutSa);
    traffic.malformedDrops.add(malformed);
  }
}
