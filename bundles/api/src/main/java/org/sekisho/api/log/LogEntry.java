package org.sekisho.api.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * One line of the log.
 *
 * @param time when it was logged
 * @param level importance
 * @param text the line without its time
 */
public record LogEntry(Instant time, LogLevel level, String text) {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  /**
   * The line as {@code show log} prints it: {@code 2017/07/15 09:55:33: [IKE2] SA:1/IKE …}, in the
   * time zone that holds now, so that all lines of one listing agree.
   */
  public String line() {
    return FORMAT.format(time.atZone(ZoneId.systemDefault())) + ": " + text;
  }
}
