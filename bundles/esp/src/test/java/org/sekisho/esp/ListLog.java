package org.sekisho.esp;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

/** Keeps all lines. */
final class ListLog implements EventLog {

  private final List<LogEntry> entries = new CopyOnWriteArrayList<>();

  @Override
  public void log(LogLevel level, String text) {
    entries.add(new LogEntry(Instant.EPOCH, level, text));
  }

  /** The texts of one level. */
  List<String> texts(LogLevel level) {
    return entries.stream().filter(e -> e.level() == level).map(LogEntry::text).toList();
  }

  @Override
  public List<LogEntry> entries() {
    return entries;
  }

  @Override
  public void clear() {
    entries.clear();
  }

  @Override
  public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
    return () -> {};
  }
}
