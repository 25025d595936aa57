package org.sekisho.schedule;

import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The instants a date and a time of {@code schedule at} stand for, to the second.
 *
 * <p>A date is {@code MONTH/DAY}; a time is {@code HOUR:MINUTE} or {@code HOUR:MINUTE:SECOND}. Each
 * but the second is {@code *}, or numbers and ranges with commas between them: {@code 1,3}, {@code
 * 2-7}, {@code 2-}, {@code -7}. Days may be days of the week instead: {@code sun,wed}, {@code
 * mon-fri}.
 */
final class Moments {

  private static final List<String> WEEK = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

  private final BitSet months;
  private final BitSet days;
  private final boolean weekly;
  private final BitSet hours;
  private final BitSet minutes;
  private final int second;

  private Moments(String date, String time) {
    String[] monthAndDay = date.split("/", -1);
    String[] clock = time.split(":", -1);
    if (monthAndDay.length != 2 || clock.length < 2 || clock.length > 3) {
      throw new IllegalArgumentException(date + " " + time);
    }
    months = numbers(monthAndDay[0], 1, 12);
    String day = monthAndDay[1].toLowerCase(Locale.ROOT);
    weekly = day.matches(".*[a-z].*");
    days = weekly ? daysOfWeek(day) : numbers(day, 1, 31);
    hours = numbers(clock[0], 0, 23);
    minutes = numbers(clock[1], 0, 59);
    second = clock.length == 3 ? number(clock[2], 0, 59) : 0;
  }

  /**
   * Reads them.
   *
   * @param date as typed
   * @param time as typed
   * @throws IllegalArgumentException when they are none
   */
  static Moments parse(String date, String time) {
    return new Moments(date, time);
  }

  private static int number(String text, int min, int max) {
    if (!text.matches("\\d{1,2}")) {
      throw new IllegalArgumentException(text);
    }
    int number = Integer.parseInt(text);
    if (number < min || number > max) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  private static BitSet numbers(String text, int min, int max) {
    BitSet set = new BitSet(max + 1);
    if (text.equals("*")) {
      set.set(min, max + 1);
      return set;
    }
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      int from = dash == 0 ? min : number(dash < 0 ? part : part.substring(0, dash), min, max);
      int to = from;
      if (dash >= 0) {
        String end = part.substring(dash + 1);
        to = end.isEmpty() && dash > 0 ? max : number(end, min, max);
      }
      if (to < from) {
        throw new IllegalArgumentException(part);
      }
      set.set(from, to + 1);
    }
    return set;
  }

  private static BitSet daysOfWeek(String text) {
    BitSet set = new BitSet(WEEK.size());
    for (String part : text.split(",", -1)) {
      String[] ends = part.split("-", -1);
      int from = WEEK.indexOf(ends[0]);
      int to = WEEK.indexOf(ends[ends.length - 1]);
      if (from < 0 || to < 0 || ends.length > 2) {
        throw new IllegalArgumentException(part);
      }
      // fri-mon goes over the end of the week
      for (int day = from; day != to; day = (day + 1) % WEEK.size()) {
        set.set(day);
      }
      set.set(to);
    }
    return set;
  }

  /** Whether an instant is one of them; fractions of its second do not count. */
  boolean contains(LocalDateTime instant) {
    int day = weekly ? instant.getDayOfWeek().getValue() % WEEK.size() : instant.getDayOfMonth();
    return instant.getSecond() == second
        && minutes.get(instant.getMinute())
        && hours.get(instant.getHour())
        && days.get(day)
        && months.get(instant.getMonthValue());
  }
}
