package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Context;
import org.sekisho.config.language.LineException;
import org.sekisho.config.running.WholeRouter;

/**
 * Every command of the language in its usual forms is known: applied, stored, or refused with a
 * sentence of its own. Before {@code >} in the list of lines stands what is selected.
 */
class LanguageTest {

  private static final Path LINES = Path.of("src/test/resources/language/lines.rtx");

  @Test
  void noLineIsUnknown() throws IOException {
    WholeRouter router = new WholeRouter();
    List<String> unknown = new ArrayList<>();
    List<String> lines =
        Files.readAllLines(LINES).stream().filter(l -> !l.startsWith("#")).toList();
    assertTrue(lines.size() > 300, "the list is whole");
    for (String line : lines) {
      String typed = line.replaceFirst("^[a-z0-9]+> ", "");
      try {
        if (router.match(typed, context(line)).isEmpty()) {
          unknown.add(typed + ": no command");
        }
      } catch (LineException e) {
        unknown.add(typed + ": " + e.error().text().english() + " at " + e.error().column());
      }
    }
    assertEquals(List.of(), unknown);
  }

  private static Context context(String line) {
    if (line.startsWith("tunnel> ") || line.startsWith("l2tp> ")) {
      return Context.tunnel(1);
    }
    return line.startsWith("pp> ") ? Context.pp(1) : Context.GLOBAL;
  }
}
