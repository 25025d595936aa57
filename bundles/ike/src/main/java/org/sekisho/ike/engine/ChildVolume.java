package org.sekisho.ike.engine;

import java.util.function.LongSupplier;
import org.sekisho.ike.config.Lifetimes;

/**
 * The life of a CHILD SA in octets (RFC 4301 section 4.4.2.1). Looks at the data plane's counters
 * the more often the sooner the next limit may be reached: at least every ten seconds, at most four
 * times a second. At the percentage of {@code ipsec ike duration} the pair is renewed; at the whole
 * of a volume that a line names it stops.
 */
final class ChildVolume {

  private static final long SHORTEST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final EngineContext context;
  private final LongSupplier octets;
  private final Runnable renew;
  private final Runnable stop;
  private final long softLimit;
  private final long hardLimit;
  private long last;
  private long lastAt;
  private boolean renewed;
  private DeadlineQueue.Deadline timer;

  /**
   * @param octets inner octets so far, both directions together
   * @param renew called once, at the percentage
   * @param stop called once, at the whole volume, in a later call than {@code renew}
   */
  ChildVolume(
      EngineContext context,
      Lifetimes lifetimes,
      LongSupplier octets,
      Runnable renew,
      Runnable stop) {
    this.context = context;
    this.octets = octets;
    this.renew = renew;
    this.stop = stop;
    long whole = lifetimes.childKilobytes() * 1024;
    this.softLimit = whole * lifetimes.childRekeyPercent() / 100;
    this.hardLimit = lifetimes.childKilobytesConfigured() ? whole : Long.MAX_VALUE;
    if (whole > 0) {
      lastAt = context.now();
      timer = context.after(SHORTEST_PAUSE_MILLIS, this::check);
    }
  }

  private void check() {
    timer = null;
    long present = octets.getAsLong();
    if (renewed && present >= hardLimit) {
      stop.run();
      return;
    }
    long limit = renewed ? hardLimit : softLimit;
    long carried = Math.max(0, present - last);
    long elapsed = Math.max(1, context.now() - lastAt);
    last = present;
    lastAt = context.now();
    boolean due = !renewed && present >= softLimit;
    if (due) {
      renewed = true;
      limit = hardLimit;
    }
    if (limit != Long.MAX_VALUE) {
      timer = context.after(pause(limit - present, carried, elapsed), this::check);
    }
    if (due) {
      renew.run();
    }
  }

  /** Half of the time the limit is away at the present rate. */
  private static long pause(long left, long carried, long elapsed) {
    double untilLimit = carried == 0 ? Double.MAX_VALUE : (double) left * elapsed / carried;
    return (long) Math.max(SHORTEST_PAUSE_MILLIS, Math.min(LONGEST_PAUSE_MILLIS, untilLimit / 2));
  }

  /** Whether the percentage was reached. */
  boolean isRenewed() {
    return renewed;
  }

  /** The pair ends: nothing is counted any more. */
  void end() {
    DeadlineQueue.cancel(timer);
  }
}
