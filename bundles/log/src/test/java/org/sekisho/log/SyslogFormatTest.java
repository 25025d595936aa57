package org.sekisho.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

class SyslogFormatTest {

  private static final LogEntry ENTRY =
      new LogEntry(
          LocalDateTime.of(2017, 7, 5, 9, 55, 33).atZone(ZoneId.of("+09:00")).toInstant(),
          LogLevel.INFO,
          "IP Tunnel[100] Up");

  @Test
  void yamahaIsPriorityAndMessage() {
    assertEquals("<14>IP Tunnel[100] Up", encode(SyslogFormat.YAMAHA, ENTRY, 1));
    assertEquals("<134>IP Tunnel[100] Up", encode(SyslogFormat.YAMAHA, ENTRY, 16));
  }

  @Test
  void rfc3164HasTimeAndHost() {
    assertEquals(
        "<14>Jul  5 09:55:33 rt1 IP Tunnel[100] Up", encode(SyslogFormat.RFC3164, ENTRY, 1));
  }

  @Test
  void rfc5424HasVersionAndZone() {
    assertEquals(
        "<14>1 2017-07-05T09:55:33+09:00 rt1 sekisho - - - IP Tunnel[100] Up",
        encode(SyslogFormat.RFC5424, ENTRY, 1));
  }

  @Test
  void cutsLongLinesBetweenCharacters() {
    LogEntry longLine = new LogEntry(ENTRY.time(), LogLevel.DEBUG, "あ".repeat(200));
    String sent = encode(SyslogFormat.YAMAHA, longLine, 1);
    assertEquals("<15>" + "あ".repeat(75), sent);
  }

  private static String encode(SyslogFormat format, LogEntry entry, int facility) {
    byte[] bytes = format.encode(entry, facility, "rt1", ZoneId.of("+09:00"));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
