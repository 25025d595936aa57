package org.sekisho.esp;

import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.ipsec.ChildSa;

/**
 * The sending half of an SA pair (RFC 4301 section 4.4.2). Sequence numbers and counters are
 * written while the monitor of {@link Lanes#departure} is held. Route and active flag are volatile.
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
  private volatile Route route;
  private final SaTransforms transforms;
  private volatile long sequence;

  /**
   * Makes the sending half.
   *
   * @param sa the pair
   * @param selectors its selectors
   * @param transforms seal its packets
   * @param active whether it is used at once
   */
  OutboundSa(ChildSa sa, SelectorCheck selectors, SaTransforms transforms, boolean active) {
    EspSuite suite = sa.suite();
    this.inboundSpi = sa.inboundSpi();
    this.spi = sa.outboundSpi();
    this.extended = suite.esn();
    this.ivLength = suite.encryption().ivLength();
    this.icvLength = suite.icvLength();
    this.alignment = suite.alignment();
    this.selectors = selectors;
    this.route = new Route(sa.udpEncapsulation(), sa.local(), sa.remote());
    this.transforms = transforms;
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

  /** Changes the outer addresses; batches in work may still use those before. */
  void route(Route newRoute) {
    route = newRoute;
  }

  /** Seals its packets. */
  SaTransforms transforms() {
    return transforms;
  }

  /**
   * Whether all sequence numbers are used: the SA sends no more. Any thread.
   *
   * @param pending how many numbers will be drawn for packets chosen already
   */
  boolean isExhausted(int pending) {
    return !extended && sequence + pending >= LAST_SEQUENCE;
  }

  /** How many of the numbers wanted are left; in the draw. */
  int drawable(int wanted) {
    return extended ? wanted : (int) Math.min(wanted, LAST_SEQUENCE - sequence);
  }

  /**
   * Draws sequence numbers; one thread at a time, and no more than are {@link #drawable}.
   *
   * @return the first; the very first is 1
   */
  long draw(int count) {
    long before = sequence;
    sequence = before + count;
    return before + 1;
  }

  /** Whether one of the numbers just drawn is one at which the renewal of the pair is asked for. */
  boolean isNearlyExhausted(int drawn) {
    if (extended || sequence < NEARLY_LAST_SEQUENCE) {
      return false;
    }
    long into = sequence - NEARLY_LAST_SEQUENCE;
    return into - drawn < (into & ~ASK_AGAIN_MASK);
  }

  /** Continues after a sequence number; for tests of the end of the numbers. */
  void skipTo(long lastUsed) {
    sequence = lastUsed;
  }

  /** Counts packets. */
  void sent(int count, long innerOctets, long nowNanos) {
    packets.add(count);
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
