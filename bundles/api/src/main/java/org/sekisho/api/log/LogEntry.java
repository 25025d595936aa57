package org.sekisho.api.log;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * One line of the log.
 *
 * @param time local time of the router
 * @param level importance
 * @param text the line without its time
 */
public record LogEntry(LocalDateTime time, LogLevel level, String text) {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  /** The line as {@code show log} prints it: {@code 2017/07/15 09:55:33: [IKE2] SA:1/IKE …}. */
  public String line() {
    return FORMAT.format(time) + ": " + text;
  }
}
