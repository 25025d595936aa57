package org.sekisho.schedule;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.api.config.ConfigSnapshot;

/**
 * Which entries are due. Told of changes by the configuration's thread and asked by the timer's;
 * thread-safe.
 */
final class Schedule {

  /** A clock that was set is not caught up with; a machine that was busy is. */
  private static final Duration MOST_CAUGHT_UP = Duration.ofSeconds(60);

  /** An entry and why it is due. */
  record Due(Entry entry, String why) {}

  // Guarded by this.
  private List<Entry> entries = List.of();
  private final Map<Entry, Long> timers = new HashMap<>();
  private LocalDateTime told;
  private boolean started;

  /**
   * Begins.
   *
   * @param now local time; what is due before or at it does not run
   * @param started whether the lines of the start were run already, by an earlier version of this
   *     bundle
   */
  Schedule(LocalDateTime now, boolean started) {
    told = now.truncatedTo(ChronoUnit.SECONDS);
    this.started = started;
  }

  /**
   * Takes a configuration; timers that were there go on.
   *
   * @param monotonicSeconds time for timers
   */
  synchronized void configure(ConfigSnapshot config, long monotonicSeconds) {
    entries =
        config.all(ScheduleCommands.NAME).stream()
            .map(Entry::of)
            .sorted(Comparator.comparingInt(Entry::id))
            .toList();
    timers.keySet().retainAll(entries);
    for (Entry e : entries) {
      if (e.delaySeconds() > 0) {
        timers.putIfAbsent(e, monotonicSeconds + e.delaySeconds());
      }
    }
  }

  /** The entries of the start, the first time this is asked. */
  synchronized List<Due> start() {
    if (started) {
      return List.of();
    }
    started = true;
    return entries.stream().filter(Entry::startup).map(e -> new Due(e, "Startup")).toList();
  }

  /**
   * The entries that came due since this was asked last, in their order.
   *
   * @param now local time
   * @param monotonicSeconds time for timers
   */
  synchronized List<Due> due(LocalDateTime now, long monotonicSeconds) {
    List<Due> due = new ArrayList<>();
    for (Entry e : entries) {
      Long at = timers.get(e);
      if (at != null && at <= monotonicSeconds) {
        timers.put(e, Long.MAX_VALUE); // once
        due.add(new Due(e, "Timer"));
      }
    }
    LocalDateTime second = now.truncatedTo(ChronoUnit.SECONDS);
    Duration passed = Duration.between(told, second);
    if (passed.isNegative() || passed.compareTo(MOST_CAUGHT_UP) > 0) {
      told = second.minusSeconds(1);
    }
    while (told.isBefore(second)) {
      told = told.plusSeconds(1);
      for (Entry e : entries) {
        if (e.moments().isPresent() && e.moments().get().contains(told)) {
          due.add(new Due(e, "Time"));
        }
      }
    }
    return due;
  }
}
