package org.sekisho.esp;

import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.net.Endpoint;

/**
 * The receiving half of an SA pair (RFC 4301 section 4.4.2). Window, peer watch and counters are
 * written in the turns of {@link Lanes#delivery}.
 */
final class InboundSa {

  private static final int TRAILER = 2;

  private final int spi;
  private final int tunnel;
  private final int ivLength;
  private final int icvLength;
  private final SelectorCheck selectors;
  private final OutboundSa pair;
  private final ReplayWindow window;
  private PeerWatch peer;
  private final SaTransforms transforms;
  private boolean used;

  private final Counter packets = new Counter();
  private final Counter octets = new Counter();
  private final Counter lastNanos = new Counter();
  final Counter replayDrops = new Counter();
  final Counter integrityDrops = new Counter();
  final Counter selectorDrops = new Counter();

  /** Verified packets that were no well-formed tunnel packets: padding, next header, inner IP. */
  final Counter malformedDrops = new Counter();

  /** Packets with outer CE and inner Not-ECT (RFC 6040). */
  final Counter congestionDrops = new Counter();

  /**
   * Makes the receiving half.
   *
   * @param sa the pair
   * @param selectors its selectors
   * @param transforms open its packets
   * @param pair the sending half, activated by the first packet
   */
  InboundSa(ChildSa sa, SelectorCheck selectors, SaTransforms transforms, OutboundSa pair) {
    EspSuite suite = sa.suite();
    this.spi = sa.inboundSpi();
    this.tunnel = sa.tunnel();
    this.ivLength = suite.encryption().ivLength();
    this.icvLength = suite.icvLength();
    this.selectors = selectors;
    this.transforms = transforms;
    this.pair = pair;
    this.window = new ReplayWindow(sa.replayWindow(), suite.esn());
    this.peer = new PeerWatch(sa.remote());
  }

  /** SPI in the packets. */
  int spi() {
    return spi;
  }

  /** Number of the tunnel the packets come out of. */
  int tunnel() {
    return tunnel;
  }

  /** Octets in front of the inner packet. */
  int headerLength() {
    return EspEncapsulator.ESP_HEADER + ivLength;
  }

  /** Octets of ICV at the end. */
  int icvLength() {
    return icvLength;
  }

  /** Length of the shortest packet: headers, trailer and ICV. */
  int minimumLength() {
    return headerLength() + TRAILER + icvLength;
  }

  /** Selectors of the pair. */
  SelectorCheck selectors() {
    return selectors;
  }

  /** The sending half of the pair. */
  OutboundSa pair() {
    return pair;
  }

  /** Anti-replay window. */
  ReplayWindow window() {
    return window;
  }

  /** Opens its packets. */
  SaTransforms transforms() {
    return transforms;
  }

  /** The peer's address was changed by IKE; in a turn. */
  void expectPeer(Endpoint remote) {
    peer = new PeerWatch(remote);
  }

  /** Watches the peer's address. */
  PeerWatch peer() {
    return peer;
  }

  /**
   * Notes a verified packet and starts sending on the pair (RFC 7296 section 2.8).
   *
   * @return whether it is the first
   */
  boolean verified(long nowNanos) {
    lastNanos.set(nowNanos);
    if (used) {
      return false;
    }
    used = true;
    pair.activate();
    return true;
  }

  /** Counts an accepted packet. */
  void accepted(int innerOctets) {
    packets.increment();
    octets.add(innerOctets);
  }

  /** Packets accepted; any thread. */
  long packets() {
    return packets.get();
  }

  /** Inner octets accepted; any thread. */
  long octets() {
    return octets.get();
  }

  /** When the last verified packet arrived, 0 for never; any thread. */
  long lastNanos() {
    return lastNanos.get();
  }
}
