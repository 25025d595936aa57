package org.sekisho.api.log;

import java.util.List;
import java.util.function.Consumer;

/**
 * The router's log: a ring of the newest lines, also sent to syslog hosts. Any thread may call any
 * method; none of them blocks on I/O.
 */
public interface EventLog {

  /**
   * Records one line at the current time.
   *
   * @param level how important; {@code debug} and {@code notice} lines are dropped unless the
   *     administrator switched them on ({@code syslog debug on})
   * @param text the line without its time, for example {@code [IKE2] SA:1/IKE established}; one
   *     line, never a secret
   */
  void log(LogLevel level, String text);

  /** Records an {@link LogLevel#INFO} line. */
  default void info(String text) {
    log(LogLevel.INFO, text);
  }

  /** The lines in the ring, oldest first. */
  List<LogEntry> entries();

  /** Forgets all lines. */
  void clear();

  /**
   * Calls the subscriber for each new line until the returned handle is closed.
   *
   * @param subscriber is called on the logging thread and must return quickly
   */
  AutoCloseable subscribe(Consumer<LogEntry> subscriber);
}
