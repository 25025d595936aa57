package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What docs/known-problems.md names is there: every row a test or a reason, every test a method.
 */
class KnownProblemsTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final int PROBLEMS = 25;
  private static final List<String> HOLES =
      List.of(
          "CVE-2013-2944",
          "CVE-2014-2338",
          "CVE-2014-9221",
          "CVE-2016-1344",
          "CVE-2017-9022",
          "CVE-2018-16151",
          "CVE-2019-10155",
          "CVE-2021-45079",
          "CVE-2022-23094",
          "CVE-2022-40617",
          "CVE-2023-23009",
          "CVE-2023-28771",
          "CVE-2023-38710",
          "CVE-2023-41913",
          "CVE-2024-2357",
          "CVE-2024-3652",
          "CVE-2025-62291",
          "CVE-2026-12413",
          "CVE-2026-35333",
          "CVE-2026-50722",
          "VU#419128");

  private record Row(String first, String last) {}

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/known-problems.md"))) {
      String[] cells = line.split("\\|");
      if (cells.length == 5 && (cells[1].strip().matches("\\d+|CVE-.*|VU#.*"))) {
        rows.add(new Row(cells[1].strip(), cells[4].strip()));
      }
    }
    return rows;
  }

  /** Sources of test classes by their simple names; several modules may have one of a name. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : List.of("bundles", "simulator", "itests")) {
      List<Path> files;
      try (Stream<Path> all = Files.walk(ROOT.resolve(module))) {
        files = all.filter(f -> f.toString().matches(".*/src/test/.*\\.java")).toList();
      }
      for (Path file : files) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
    }
    return sources;
  }

  @Test
  void everyRowIsThere() throws IOException {
    List<String> first = rows().stream().map(Row::first).toList();
    assertEquals(
        IntStream.rangeClosed(1, PROBLEMS).mapToObj(String::valueOf).toList(),
        first.stream().filter(f -> f.matches("\\d+")).toList());
    assertEquals(
        new TreeSet<>(HOLES), new TreeSet<>(first.stream().filter(HOLES::contains).toList()));
    assertEquals(HOLES.size() + PROBLEMS, first.size());
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Map<String, String> sources = sources();
    for (Row row : rows()) {
      Matcher test = TEST.matcher(row.last());
      int named = 0;
      while (test.find()) {
        String source = sources.getOrDefault(test.group(1), "");
        assertTrue(
            source.contains("void " + test.group(2) + "("), row.first() + " " + test.group());
        named++;
      }
      assertTrue(named > 0 || row.last().startsWith("– "), row.first() + " names no test");
    }
  }
}
