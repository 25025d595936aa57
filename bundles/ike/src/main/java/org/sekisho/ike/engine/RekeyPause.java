package org.sekisho.ike.engine;

/** How long to wait before a renewal that failed is tried again: longer after each failure. */
final class RekeyPause {

  /** After this an SA that a newer one has taken over from looks again whether that lives. */
  static final long STANDBY_MILLIS = 60_000;

  private static final long FIRST_MILLIS = 10_000;
  private static final long LONGEST_MILLIS = 300_000;
  private static final long JITTER_MILLIS = 5_000;

  private final EngineContext context;
  private int failures;

  RekeyPause(EngineContext context) {
    this.context = context;
  }

  /** Counts a failure and gives the pause after it, in milliseconds. */
  long afterFailure() {
    failures++;
    return Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures - 1, 5))
        + context.jitter(JITTER_MILLIS);
  }

  int failures() {
    return failures;
  }
}
