package org.sekisho.ike.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Log lines that somebody who is not authenticated can cause: each at most once an hour, and few a
 * minute together, so that nobody can wash other lines out of the log.
 */
final class StrangerLog {

  private static final int BURST = 5;
  private static final long REFILL_MILLIS = 60_000;
  private static final long REPEAT_MILLIS = 3_600_000;
  private static final int REMEMBERED = 32;

  private final EngineOutput output;
  private final LongSupplier clock;
  private final Map<String, Long> written =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };
  private int left = BURST;
  private long refilledAt;

  /**
   * @param clock the engine's clock in milliseconds
   */
  StrangerLog(EngineOutput output, LongSupplier clock) {
    this.output = output;
    this.clock = clock;
  }

  /** The line is news again when it comes next. */
  void forget(String line) {
    written.remove(line);
  }

  /** Writes the line unless it was written lately or too many were. */
  void log(String line) {
    long now = clock.getAsLong();
    long due = Math.min((now - refilledAt) / REFILL_MILLIS, BURST - left);
    left += (int) due;
    refilledAt = left == BURST ? now : refilledAt + due * REFILL_MILLIS;
    Long last = written.get(line);
    if (left > 0 && (last == null || now - last >= REPEAT_MILLIS)) {
      left--;
      written.remove(line);
      written.put(line, now);
      output.log(line);
    }
  }
}
