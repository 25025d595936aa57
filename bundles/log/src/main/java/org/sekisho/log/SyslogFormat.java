package org.sekisho.log;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import org.sekisho.api.log.LogEntry;

/** Forms of a syslog datagram ({@code syslog format type}). */
enum SyslogFormat {
  /** {@code <PRI>MSG}, at most 231 bytes: what an RTX sends by default. */
  YAMAHA(231) {
    @Override
    String text(String priority, LogEntry entry, String hostname, ZoneId zone) {
      return priority + entry.text();
    }
  },
  /** RFC 3164 section 4.1, at most 1024 bytes. */
  RFC3164(1024) {
    @Override
    String text(String priority, LogEntry entry, String hostname, ZoneId zone) {
      return priority
          + BSD_TIME.format(entry.time().atZone(zone))
          + " "
          + hostname
          + " "
          + entry.text();
    }
  },
  /** RFC 5424 section 6, at most 2048 bytes. */
  RFC5424(2048) {
    @Override
    String text(String priority, LogEntry entry, String hostname, ZoneId zone) {
      String time =
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
              entry.time().truncatedTo(ChronoUnit.SECONDS).atZone(zone));
      return priority + "1 " + time + " " + hostname + " sekisho - - - " + entry.text();
    }
  };

  private static final DateTimeFormatter BSD_TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

  private final int longest;

  SyslogFormat(int longest) {
    this.longest = longest;
  }

  /** The format an administrator names. */
  static SyslogFormat of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  abstract String text(String priority, LogEntry entry, String hostname, ZoneId zone);

  /**
   * Makes the datagram.
   *
   * @param facility 0 to 23
   * @param hostname name of this router
   * @param zone time zone of the entry's time
   */
  byte[] encode(LogEntry entry, int facility, String hostname, ZoneId zone) {
    String priority = "<" + (facility * 8 + entry.level().severity()) + ">";
    byte[] bytes = text(priority, entry, hostname, zone).getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= longest) {
      return bytes;
    }
    int end = longest;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--; // never cut a character in two
    }
    return Arrays.copyOf(bytes, end);
  }
}
