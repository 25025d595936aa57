package org.sekisho.ike.engine;

/**
 * Repeats one message, octet for octet, until stopped (RFC 7296 section 2.1): after 0.5, 1, 2, 4
 * seconds and then at the configured interval, until the time to give up.
 */
final class Retransmitter {

  private static final long FIRST_MILLIS = 500;

  private final DeadlineQueue deadlines;
  private final Runnable send;
  private final Runnable exhausted;
  private final long longestPause;
  private long giveUpAt;
  private long pause = FIRST_MILLIS;
  private DeadlineQueue.Deadline next;

  /**
   * Sends at once.
   *
   * @param longestPauseMillis pause between later copies
   * @param giveUpMillis how long to try
   * @param exhausted called when the time is over
   */
  Retransmitter(
      DeadlineQueue deadlines,
      long now,
      long longestPauseMillis,
      long giveUpMillis,
      Runnable send,
      Runnable exhausted) {
    this.deadlines = deadlines;
    this.send = send;
    this.exhausted = exhausted;
    this.longestPause = longestPauseMillis;
    this.giveUpAt = now + giveUpMillis;
    send.run();
    schedule(now);
  }

  private void schedule(long now) {
    long at = Math.min(now + Math.min(pause, longestPause), giveUpAt);
    pause = 2 * pause;
    next = deadlines.at(at, () -> due(at));
  }

  private void due(long now) {
    if (now >= giveUpAt) {
      next = null;
      exhausted.run();
    } else {
      send.run();
      schedule(now);
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
