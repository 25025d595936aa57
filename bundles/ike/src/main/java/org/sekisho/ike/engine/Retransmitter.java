package org.sekisho.ike.engine;

import java.util.function.LongSupplier;

/**
 * Repeats one message, octet for octet, until stopped (RFC 7296 section 2.1): after 0.5, 1, 2, 4
 * seconds and then at the configured interval, until the time to give up. Time in which this router
 * did not run, as a paused virtual machine, is not held against the peer.
 */
final class Retransmitter {

  private static final long FIRST_MILLIS = 500;

  /** A deadline missed by more than this was missed because nothing ran. */
  private static final long PAUSE_MILLIS = 1_000;

  private final DeadlineQueue deadlines;
  private final LongSupplier clock;
  private final Runnable send;
  private final Runnable exhausted;
  private final long longestPause;
  private long giveUpAt;
  private long pause = FIRST_MILLIS;
  private DeadlineQueue.Deadline next;

  /**
   * Sends at once.
   *
   * @param clock the engine's clock in milliseconds
   * @param longestPauseMillis pause between later copies
   * @param giveUpMillis how long to try
   * @param exhausted called when the time is over
   */
  Retransmitter(
      DeadlineQueue deadlines,
      LongSupplier clock,
      long longestPauseMillis,
      long giveUpMillis,
      Runnable send,
      Runnable exhausted) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.send = send;
    this.exhausted = exhausted;
    this.longestPause = longestPauseMillis;
    this.giveUpAt = clock.getAsLong() + giveUpMillis;
    send.run();
    schedule();
  }

  private void schedule() {
    long now = clock.getAsLong();
    long at = Math.min(now + Math.min(pause, longestPause), giveUpAt);
    pause = 2 * pause;
    next = deadlines.at(at, () -> due(at));
  }

  private void due(long at) {
    long now = clock.getAsLong();
    if (now - at > PAUSE_MILLIS) {
      giveUpAt = Math.max(giveUpAt + now - at, now + longestPause);
    }
    if (now >= giveUpAt) {
      next = null;
      exhausted.run();
    } else {
      send.run();
      schedule();
    }
  }

  /** Gives up no later than the instant. */
  void giveUpBy(long at) {
    giveUpAt = Math.min(giveUpAt, at);
    if (next != null && next.at() > giveUpAt) {
      next.cancel();
      next = deadlines.at(giveUpAt, () -> due(giveUpAt));
    }
  }

  void stop() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }
}
