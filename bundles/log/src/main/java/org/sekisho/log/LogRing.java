package org.sekisho.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

/**
 * The newest lines, oldest dropped first. A line equal to the one before it is counted instead of
 * kept; the count becomes a line of its own when another text comes, or when a minute of repeats
 * has gathered. Thread-safe.
 */
final class LogRing {

  private static final Duration LONGEST_FOLD = Duration.ofSeconds(60);

  private final int capacity;
  private final Deque<LogEntry> lines = new ArrayDeque<>();
  private LogEntry base;
  private int repeats;
  private Instant firstRepeat;
  private Instant lastRepeat;

  LogRing(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a line.
   *
   * @return the lines that are now final and may be sent on: none while a repeat is only counted
   */
  synchronized List<LogEntry> add(LogEntry entry) {
    List<LogEntry> settled = new ArrayList<>(2);
    if (base != null && base.level() == entry.level() && base.text().equals(entry.text())) {
      if (repeats == 0) {
        firstRepeat = entry.time();
      }
      repeats++;
      lastRepeat = entry.time();
      if (Duration.between(firstRepeat, lastRepeat).compareTo(LONGEST_FOLD) >= 0) {
        settle(settled);
      }
      return settled;
    }
    settle(settled);
    base = entry;
    push(entry);
    settled.add(entry);
    return settled;
  }

  /** All lines, oldest first; repeats counted so far are the last one. */
  synchronized List<LogEntry> entries() {
    List<LogEntry> all = new ArrayList<>(lines);
    if (repeats > 0) {
      all.add(repeated());
    }
    return all;
  }

  synchronized void clear() {
    lines.clear();
    base = null;
    repeats = 0;
  }

  private void settle(List<LogEntry> settled) {
    if (repeats > 0) {
      LogEntry folded = repeated();
      push(folded);
      settled.add(folded);
      repeats = 0;
    }
  }

  private LogEntry repeated() {
    LogLevel level = base.level();
    return new LogEntry(lastRepeat, level, "same message repeated " + repeats + " times");
  }

  private void push(LogEntry entry) {
    if (lines.size() == capacity) {
      lines.removeFirst();
    }
    lines.addLast(entry);
  }
}
