package org.sekisho.ike.engine;

import java.util.function.LongSupplier;

/** So many times at once, and so many more a second (a token bucket on the engine's clock). */
final class Allowance {

  private final LongSupplier clock;
  private final long burst;
  private final long perSecond;
  private long thousandths;
  private long at;

  Allowance(LongSupplier clock, long burst, long perSecond) {
    this.clock = clock;
    this.burst = 1_000 * burst;
    this.perSecond = perSecond;
    this.thousandths = this.burst;
  }

  /** Takes one; false when none is left. */
  boolean take() {
    if (!isLeft()) {
      return false;
    }
    thousandths -= 1_000;
    return true;
  }

  /** Whether one is left. */
  boolean isLeft() {
    long now = clock.getAsLong();
    long gained = Math.min(now - at, burst) * perSecond;
    thousandths = Math.min(burst, thousandths + gained);
    at = now;
    return thousandths >= 1_000;
  }
}
