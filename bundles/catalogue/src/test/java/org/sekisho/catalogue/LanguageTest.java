package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Context;
import org.sekisho.config.language.LineException;
import org.sekisho.config.running.WholeRouter;

/**
 * Every command of the language in its usual forms is known: applied, stored, or refused with a
 * sentence of its own, and takes numbers of the ranges the language has. Before {@code >} in the
 * lists stands what is selected.
 */
class LanguageTest {

  private static final Path LINES = Path.of("src/test/resources/language/lines.rtx");
  private static final Path RANGES = Path.of("src/test/resources/language/ranges.rtx");
  private static final Pattern RANGE = Pattern.compile("<(\\d+)\\.\\.(\\d+)>");
  private static final WholeRouter ROUTER = new WholeRouter();

  @Test
  void noLineIsUnknown() throws IOException {
    List<String> unknown = new ArrayList<>();
    List<String> lines =
        Files.readAllLines(LINES).stream().filter(l -> !l.startsWith("#")).toList();
    assertTrue(lines.size() > 300, "the list is whole");
    for (String line : lines) {
      String typed = line.replaceFirst("^[a-z0-9]+> ", "");
      try {
        if (ROUTER.match(typed, context(line)).isEmpty()) {
          unknown.add(typed + ": no command");
        }
      } catch (LineException e) {
        unknown.add(typed + ": " + e.error().text().english() + " at " + e.error().column());
      }
    }
    assertEquals(List.of(), unknown);
  }

  @Test
  void numbersHaveTheRangesOfTheLanguage() throws IOException {
    List<String> wrong = new ArrayList<>();
    int ranges = 0;
    for (String line : Files.readAllLines(RANGES)) {
      Matcher range = RANGE.matcher(line);
      if (range.find()) {
        ranges++;
        long lowest = Long.parseLong(range.group(1));
        long highest = Long.parseLong(range.group(2));
        for (long number : new long[] {lowest, highest, lowest - 1, highest + 1}) {
          boolean within = lowest <= number && number <= highest;
          String typed = range.replaceFirst(Long.toString(number)).replaceFirst("^[a-z0-9]+> ", "");
          if (isTaken(typed, context(line)) != within) {
            wrong.add(typed + (within ? " is refused" : " is taken"));
          }
        }
      }
    }
    assertTrue(ranges > 60, "the list is whole");
    assertEquals(List.of(), wrong);
  }

  private static boolean isTaken(String line, Context context) {
    try {
      return ROUTER.match(line, context).isPresent();
    } catch (LineException e) {
      return false;
    }
  }

  private static Context context(String line) {
    if (line.startsWith("tunnel> ") || line.startsWith("l2tp> ")) {
      return Context.tunnel(1);
    }
    return line.startsWith("pp> ") ? Context.pp(1) : Context.GLOBAL;
  }
}
