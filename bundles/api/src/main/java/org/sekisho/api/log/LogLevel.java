package org.sekisho.api.log;

/** Levels of the RTX log, with the syslog severity each is sent with (RFC 5424 section 6.2.1). */
public enum LogLevel {
  /** Packet filters and rejections; off by default. */
  NOTICE(5),
  /** What an administrator wants to see; on by default. */
  INFO(6),
  /** Details for finding faults; off by default. */
  DEBUG(7);

  private final int severity;

  LogLevel(int severity) {
    this.severity = severity;
  }

  /** The syslog severity, 0 to 7. */
  public int severity() {
    return severity;
  }
}
