package org.sekisho.itests;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what other processes do. */
final class Await {

  private static final long PAUSE_MILLIS = 500;

  private Await() {}

  /**
   * Waits until a condition holds.
   *
   * @return how long it took
   * @throws AssertionError when it does not hold within the limit; its text says what was awaited
   *     and what there was instead
   */
  static Duration until(
      Duration limit, String what, BooleanSupplier condition, Supplier<String> instead) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > limit.toNanos()) {
        throw new AssertionError(
            "not within %d s: %s; instead:%n%s".formatted(limit.toSeconds(), what, instead.get()));
      }
      pause(Duration.ofMillis(PAUSE_MILLIS));
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
