package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The table in docs is that of the tests, and no statement is missing. */
class ConformanceTableTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");

  /** How many statements each group has. */
  private static final Map<String, Integer> COUNTS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("A", 18),
              Map.entry("B", 13),
              Map.entry("C", 23),
              Map.entry("D", 18),
              Map.entry("E", 18),
              Map.entry("F", 13),
              Map.entry("G", 24),
              Map.entry("H", 15),
              Map.entry("I", 12),
              Map.entry("J", 20),
              Map.entry("K", 16),
              Map.entry("L", 20),
              Map.entry("M", 9),
              Map.entry("N", 10),
              Map.entry("O", 5),
              Map.entry("P", 20)));

  @Test
  void everyStatementHasItsTest() {
    List<String> expected = new ArrayList<>();
    COUNTS.forEach(
        (letter, count) -> {
          for (int i = 1; i <= count; i++) {
            expected.add("%s%02d".formatted(letter, i));
          }
        });
    assertEquals(expected, ConformanceTable.statements().stream().map(Statement::id).toList());
  }

  @Test
  void everyDeviationIsExplained() {
    for (Statement s : ConformanceTable.statements()) {
      assertTrue(!s.deviates() || s.remark().length() > 20, s.id());
      assertFalse((s.text() + s.remark()).contains("|"), s.id());
    }
  }

  @Test
  void theDocumentIsUpToDate() throws IOException {
    String table =
        ConformanceTable.render(ConformanceTable.statements(), ConformanceTable::promised);
    if (Boolean.getBoolean("conformance.write")) {
      Files.writeString(DOCUMENT, table);
    }
    assertEquals(
        table,
        Files.readString(DOCUMENT),
        "docs/conformance.md is not that of the tests: run this test with -Dconformance.write=true");
  }
}
