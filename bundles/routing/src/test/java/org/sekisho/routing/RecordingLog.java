package org.sekisho.routing;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

/** Keeps the lines for a test to look at. */
final class RecordingLog implements EventLog {

  private final List<LogEntry> entries = new CopyOnWriteArrayList<>();

  @Override
  public void log(LogLevel level, String text) {
    entries.add(new LogEntry(Instant.EPOCH, level, text));
  }

  @Override
  public List<LogEntry> entries() {
    return entries;
  }

  List<String> texts() {
    return entries.stream().map(LogEntry::text).toList();
  }

  @Override
  public void clear() {
    entries.clear();
  }

  @Override
  public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
    throw new UnsupportedOperationException("not needed here");
  }
}
