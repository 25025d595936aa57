package org.sekisho.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

/** A log that can be waited for. */
final class TestLog implements EventLog {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<LogEntry> entries = new ArrayList<>();
  private final List<Consumer<LogEntry>> subscribers = new CopyOnWriteArrayList<>();

  @Override
  public void log(LogLevel level, String text) {
    LogEntry entry = new LogEntry(Instant.EPOCH, level, text);
    synchronized (this) {
      entries.add(entry);
      notifyAll();
    }
    subscribers.forEach(s -> s.accept(entry));
  }

  /** Waits for a line with that beginning and gives it. */
  String await(String beginning) throws InterruptedException {
    return await(beginning, 1);
  }

  /** Waits until there are so many lines with that beginning; gives the last of them. */
  synchronized String await(String beginning, int count) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<String> lines = texts().stream().filter(l -> l.startsWith(beginning)).toList();
      if (lines.size() >= count) {
        return lines.get(count - 1);
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("not logged: " + beginning + "; there is " + texts());
      }
      wait(left);
    }
  }

  /** The lines. */
  synchronized List<String> texts() {
    return entries.stream().map(LogEntry::text).toList();
  }

  /** How many subscriptions are open. */
  int subscriptions() {
    return subscribers.size();
  }

  @Override
  public synchronized List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public synchronized void clear() {
    entries.clear();
  }

  @Override
  public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }
}
