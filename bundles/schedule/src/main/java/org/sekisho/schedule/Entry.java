package org.sekisho.schedule;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;

/**
 * A line {@code schedule at}.
 *
 * @param id its number; of those due at one time the smaller runs first
 * @param moments when, empty where it is no time of day
 * @param startup whether it runs when the router has started
 * @param delaySeconds after how long it runs once, 0 where it is no timer
 * @param context what is selected for the command
 * @param command the command
 */
record Entry(
    int id,
    Optional<Moments> moments,
    boolean startup,
    int delaySeconds,
    Context context,
    String command) {

  private static final String ANY_DAY = "*/*";

  static Entry of(Setting line) {
    return of(line.arguments());
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException when its date or time is none
   */
  static Entry of(Arguments line) {
    String when = line.text(ScheduleCommands.WHEN).toLowerCase(Locale.ROOT);
    String day = line.text(ScheduleCommands.DAY, ANY_DAY);
    boolean startup = when.equals("startup");
    int delay = when.startsWith("+") ? Integer.parseInt(when.substring(1)) : 0;
    Optional<Moments> moments =
        startup || delay > 0 ? Optional.empty() : Optional.of(Moments.parse(day, when));
    Context context =
        line.has("PP")
            ? Context.pp(line.integer("PP"))
            : line.has("TUNNEL") ? Context.tunnel(line.integer("TUNNEL")) : Context.GLOBAL;
    return new Entry(
        line.integer(ScheduleCommands.ID), moments, startup, delay, context, command(line));
  }

  private static String command(Arguments line) {
    return line.list().stream()
        .filter(a -> a.name().equals(ScheduleCommands.COMMAND))
        .map(a -> quoted(a.token()))
        .collect(Collectors.joining(" "));
  }

  /** A word as it must be typed. */
  private static String quoted(String word) {
    if (word.matches("[^\\s#?|>\\\\'\"]+")) {
      return word;
    }
    return word.contains("'") ? word.replaceAll("[\\s#?|>\\\\'\"]", "\\\\$0") : "'" + word + "'";
  }
}
