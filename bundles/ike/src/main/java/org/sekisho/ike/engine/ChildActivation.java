package org.sekisho.ike.engine;

import org.sekisho.api.ipsec.ChildSa;

/**
 * When this router begins to send on a CHILD SA the peer has started: after its first packet, which
 * the data plane sees, or after a while (RFC 7296 section 2.8).
 */
final class ChildActivation {

  /** Longest wait. */
  static final long MILLIS = 5_000;

  /** After this the peer has given up, and who repeats its request is somebody else. */
  private static final long LONGEST_MILLIS = 60_000;

  private final EngineContext context;
  private final int inboundSpi;
  private final long since;
  private DeadlineQueue.Deadline timer;

  /** Of a pair that was just installed. */
  ChildActivation(EngineContext context, int inboundSpi, ChildSa.Activation when) {
    this.context = context;
    this.inboundSpi = inboundSpi;
    this.since = context.now();
    if (when == ChildSa.Activation.ON_FIRST_PACKET) {
      timer = context.after(MILLIS, this::begin);
    }
  }

  /** Whether it waits. */
  boolean isWaiting() {
    return timer != null;
  }

  /** Starts sending on it; the peer certainly receives on it by now. */
  void begin() {
    if (timer != null) {
      stop();
      context.output.activateChild(inboundSpi);
    }
  }

  /** The peer seems not to have the pair yet: wait again. */
  void postpone() {
    if (timer != null && context.now() - since < LONGEST_MILLIS) {
      DeadlineQueue.cancel(timer);
      timer = context.after(MILLIS, this::begin);
    }
  }

  /** It lost a collision, is in use, or gone: never begin by timer. */
  void stop() {
    DeadlineQueue.cancel(timer);
    timer = null;
  }
}
