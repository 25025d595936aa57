package org.sekisho.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2026-11-23 is a Monday. */
class MomentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "*/* 08:30 2026-11-23T08:30:00 true",
        "*/* 08:30 2026-11-23T08:30:01 false",
        "*/* 8:30:15 2026-11-23T08:30:15 true",
        "*/* *:00 2026-11-23T21:00:00 true",
        "*/* *:* 2026-11-23T21:17:00 true",
        "*/* 9-17:0,30 2026-11-23T17:30:00 true",
        "*/* 9-17:0,30 2026-11-23T18:30:00 false",
        "11/23 08:30 2026-11-23T08:30:00 true",
        "11/24 08:30 2026-11-23T08:30:00 false",
        "1,3,11/* 08:30 2026-11-23T08:30:00 true",
        "-10/* 08:30 2026-11-23T08:30:00 false",
        "10-/20-25 08:30 2026-11-23T08:30:00 true",
        "*/mon 08:30 2026-11-23T08:30:00 true",
        "*/MON-FRI 08:30 2026-11-23T08:30:00 true",
        "*/tue-fri 08:30 2026-11-23T08:30:00 false",
        "*/fri-mon 08:30 2026-11-23T08:30:00 true",
        "*/fri-mon 08:30 2026-11-24T08:30:00 false",
        "*/sun,wed 08:30 2026-11-22T08:30:00 true",
      })
  void contains(String date, String time, LocalDateTime instant, boolean expected) {
    assertEquals(expected, Moments.parse(date, time).contains(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13/* 08:30",
        "*/0 08:30",
        "*/32 08:30",
        "*/* 24:00",
        "*/* 08:60",
        "*/* 08:30:60",
        "*/mon,3 08:30",
        "*/5-2 08:30",
        "*/- 08:30",
        "*/foo 08:30",
        "*/mon-wed-fri 08:30",
        "* 08:30",
        "*/*/* 08:30",
        "*/1,,2 08:30",
      })
  void refuses(String text) {
    String[] words = text.split(" ");
    assertThrows(IllegalArgumentException.class, () -> Moments.parse(words[0], words[1]));
  }
}
