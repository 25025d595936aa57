package org.sekisho.config.check;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

/** Prints what a router would log: a declaration that is wrong. */
final class ErrorLog implements EventLog {

  private final PrintStream err;

  ErrorLog(PrintStream err) {
    this.err = err;
  }

  @Override
  public void log(LogLevel level, String text) {
    err.println("sekisho: " + text);
  }

  @Override
  public List<LogEntry> entries() {
    return List.of();
  }

  @Override
  public void clear() {
    // nothing is kept
  }

  @Override
  public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
    return () -> {};
  }
}
