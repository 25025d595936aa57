package org.sekisho.esp;

/** Lets through a number of events a second; for one thread at a time. */
final class RateLimit {

  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private boolean started;
  private long windowStart;
  private int used;

  /** Allows that many events in each second. */
  RateLimit(int perSecond) {
    this.perSecond = perSecond;
  }

  /**
   * Whether one more event may pass.
   *
   * @param nowNanos {@link System#nanoTime}
   */
  boolean tryPass(long nowNanos) {
    if (!started || nowNanos - windowStart >= SECOND) {
      started = true;
      windowStart = nowNanos;
      used = 0;
    }
    if (used == perSecond) {
      return false;
    }
    used++;
    return true;
  }
}
