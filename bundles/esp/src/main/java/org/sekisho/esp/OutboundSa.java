package org.sekisho.esp;

import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.ipsec.ChildSa;

/**
 * The sending half of an SA pair (RFC 4301 section 4.4.2). Sequence number, route and transform
 * belong to the outbound {@link BatchGate}; the active flag is one volatile write.
 */
final class OutboundSa {

  /** Without ESN the last sequence number; the counter must not cycle (RFC 4303 section 3.3.3). */
  static final long LAST_SEQUENCE = 0xffffffffL;

  /** The renewal is asked for when a sixteenth of the numbers is left: minutes at full speed. */
  static final long NEARLY_LAST_SEQUENCE = LAST_SEQUENCE - (LAST_SEQUENCE >>> 4);

  /** And asked for again each time so many more are used: a listener may have been too busy. */
  private static final long ASK_AGAIN_MASK = (1L << 24) - 1;

  private final int inboundSpi;
  private final int spi;
  private final boolean extended;
  private final int ivLength;
  private final int icvLength;
  private final int alignment;
  private final SelectorCheck selectors;
  private final Counter packets = new Counter();
  private final Counter octets = new Counter();
  private final Counter lastNanos = new Counter();

  private volatile boolean active;
  private Route route;
  private EspTransform transform;
  private long sequence;

  /**
   * Makes the sending half.
   *
   * @param sa the pair
   * @param selectors its selectors
   * @param transform seals its packets
   * @param active whether it is used at once
   */
  OutboundSa(ChildSa sa, SelectorCheck selectors, EspTransform transform, boolean active) {
    EspSuite suite = sa.suite();
    this.inboundSpi = sa.inboundSpi();
    this.spi = sa.outboundSpi();
    this.extended = suite.esn();
    this.ivLength = suite.encryption().ivLength();
    this.icvLength = suite.icvLength();
    this.alignment = Math.max(4, suite.encryption().blockLength());
    this.selectors = selectors;
    this.route = new Route(sa.udpEncapsulation(), sa.local(), sa.remote());
    this.transform = transform;
    this.active = active;
  }

  /** SPI of the other half, the name of the pair. */
  int inboundSpi() {
    return inboundSpi;
  }

  /** SPI in the packets. */
  int spi() {
    return spi;
  }

  /** Octets of IV after the ESP header. */
  int ivLength() {
    return ivLength;
  }

  /** Octets of ICV at the end. */
  int icvLength() {
    return icvLength;
  }

  /** What padding rounds the ciphertext up to: the block length, at least 4 (RFC 4303 2.4). */
  int alignment() {
    return alignment;
  }

  /** Selectors of the pair. */
  SelectorCheck selectors() {
    return selectors;
  }

  /** Whether the SA is used for sending; any thread. */
  boolean isActive() {
    return active;
  }

  /** Starts sending on the SA with the next packet; any thread. */
  void activate() {
    active = true;
  }

  /** Outer addresses. */
  Route route() {
    return route;
  }

  /** Changes the outer addresses; under the outbound gate. */
  void route(Route newRoute) {
    route = newRoute;
  }

  /** The transform, null while no crypto provider is there. */
  EspTransform transform() {
    return transform;
  }

  /** Changes the transform and returns the one before; under the outbound gate. */
  EspTransform transform(EspTransform newTransform) {
    EspTransform before = transform;
    transform = newTransform;
    return before;
  }

  /** Whether all sequence numbers are used: the SA sends no more. */
  boolean isExhausted() {
    return !extended && sequence >= LAST_SEQUENCE;
  }

  /** Takes the next sequence number, the first is 1; not when {@link #isExhausted}. */
  long nextSequence() {
    return ++sequence;
  }

  /** Whether the number just taken is one at which the renewal of the pair is asked for. */
  boolean isNearlyExhausted() {
    return !extended
        && sequence >= NEARLY_LAST_SEQUENCE
        && ((sequence - NEARLY_LAST_SEQUENCE) & ASK_AGAIN_MASK) == 0;
  }

  /** Continues after a sequence number; for tests of the end of the numbers. */
  void skipTo(long lastUsed) {
    sequence = lastUsed;
  }

  /** Counts a packet. */
  void sent(int innerOctets, long nowNanos) {
    packets.increment();
    octets.add(innerOctets);
    lastNanos.set(nowNanos);
  }

  /** Packets sent; any thread. */
  long packets() {
    return packets.get();
  }

  /** Inner octets sent; any thread. */
  long octets() {
    return octets.get();
  }

  /** When the last packet was sent, 0 for never; any thread. */
  long lastNanos() {
    return lastNanos.get();
  }
}
