package org.sekisho.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;

class LogRingTest {

  private static final Instant START = Instant.parse("2017-07-15T09:55:33Z");

  private final LogRing ring = new LogRing(5);

  @Test
  void keepsTheNewestLines() {
    for (int i = 0; i < 8; i++) {
      add(i, "line " + i);
    }
    assertEquals(List.of("line 3", "line 4", "line 5", "line 6", "line 7"), texts());
  }

  @Test
  void countsRepeatsAndSettlesThemWithTheNextText() {
    assertEquals(1, add(0, "a").size());
    assertEquals(0, add(1, "a").size());
    assertEquals(0, add(2, "a").size());
    List<LogEntry> settled = add(3, "b");

    assertEquals(
        List.of("same message repeated 2 times", "b"),
        settled.stream().map(LogEntry::text).toList());
    assertEquals(START.plusSeconds(2), settled.get(0).time(), "the time of the last repeat");
    assertEquals(List.of("a", "same message repeated 2 times", "b"), texts());
  }

  @Test
  void showsRepeatsThatAreStillCounted() {
    add(0, "a");
    add(1, "a");
    assertEquals(List.of("a", "same message repeated 1 times"), texts());
  }

  @Test
  void settlesAMinuteOfRepeats() {
    add(0, "a");
    for (int second = 1; second <= 60; second++) {
      assertEquals(0, add(second, "a").size());
    }
    assertEquals("same message repeated 61 times", add(61, "a").get(0).text());
    assertEquals(0, add(62, "a").size(), "the next minute starts");
  }

  @Test
  void anotherLevelIsAnotherLine() {
    add(0, "a");
    ring.add(new LogEntry(START, LogLevel.DEBUG, "a"));
    assertEquals(List.of("a", "a"), texts());
  }

  @Test
  void forgetsRepeatsWhenCleared() {
    add(0, "a");
    add(1, "a");
    ring.clear();
    assertEquals(List.of(), texts());
    add(2, "a");
    assertEquals(List.of("a"), texts());
  }

  private List<LogEntry> add(int second, String text) {
    return ring.add(new LogEntry(START.plusSeconds(second), LogLevel.INFO, text));
  }

  private List<String> texts() {
    return ring.entries().stream().map(LogEntry::text).toList();
  }
}
