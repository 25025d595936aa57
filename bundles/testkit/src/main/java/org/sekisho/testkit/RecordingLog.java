package org.sekisho.testkit;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

/** An event log that keeps every line of every level for a test to look at. Thread-safe. */
public final class RecordingLog implements EventLog {

  private final List<LogEntry> entries = new CopyOnWriteArrayList<>();
  private final List<Consumer<LogEntry>> subscribers = new CopyOnWriteArrayList<>();

  /** A log without lines. */
  public RecordingLog() {
    // nothing to set up
  }

  @Override
  public void log(LogLevel level, String text) {
    LogEntry entry = new LogEntry(Instant.EPOCH, level, text);
    entries.add(entry);
    subscribers.forEach(s -> s.accept(entry));
  }

  @Override
  public List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  /** The texts, oldest first. */
  public List<String> texts() {
    return entries.stream().map(LogEntry::text).toList();
  }

  /** The texts of one level, oldest first. */
  public List<String> texts(LogLevel level) {
    return entries.stream().filter(e -> e.level() == level).map(LogEntry::text).toList();
  }

  @Override
  public void clear() {
    entries.clear();
  }

  @Override
  public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }
}
