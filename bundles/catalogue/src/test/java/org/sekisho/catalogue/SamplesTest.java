package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.config.Text;
import org.sekisho.config.running.ImportReport;
import org.sekisho.config.running.ImportReport.Entry;
import org.sekisho.config.running.WholeRouter;

/**
 * Whole configurations as administrators paste them, and the verdict on each line. In the files A
 * is for applied, S for stored only and R for refused; behind {@code >} stands what the line above
 * is told.
 */
class SamplesTest {

  private static final Path SAMPLES = Path.of("src/test/resources/samples");

  /** The keys and passwords of the samples are trees and fruit. */
  private static final Pattern SECRET =
      Pattern.compile(
          " (hinoki|sugi|matsu|kusunoki|keyaki|yuzu|momiji|sakura|ume|nara|kaki|mikan|biwa|nashi"
              + "|ringo|suika|kuri)-|SECRET|ffeeddcc");

  private static final WholeRouter ROUTER = new WholeRouter();

  static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyLineGetsItsVerdict(Path sample) throws IOException {
    List<String> annotated = Files.readAllLines(sample);
    List<String> lines = plain(sample);
    assertEquals(annotated, annotated(lines, ROUTER.check(String.join("\r\n", lines) + "\r\n")));
  }

  /** The lines as an administrator has them. */
  private static List<String> plain(Path sample) throws IOException {
    return Files.readAllLines(sample).stream()
        .filter(l -> !l.startsWith(">"))
        .map(l -> l.isEmpty() ? l : l.substring(2))
        .toList();
  }

  private static List<String> annotated(List<String> lines, ImportReport report) {
    List<String> annotated = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < lines.size(); i++) {
      Entry entry = next < report.lines().size() ? report.lines().get(next) : null;
      if (entry == null || entry.number() != i + 1) {
        annotated.add(lines.get(i).isEmpty() ? "" : "  " + lines.get(i));
        continue;
      }
      next++;
      annotated.add(entry.verdict().name().charAt(0) + " " + lines.get(i));
      if (entry.verdict() == ImportReport.Verdict.REFUSED) {
        annotated.add("> " + entry.reason().english());
      }
      for (Text remark : entry.remarks()) {
        annotated.add("> " + remark.english());
      }
    }
    return annotated;
  }

  @Test
  void thereIsOneForEachKindOfConfiguration() throws IOException {
    assertEquals(19, samples().size());
  }

  @Test
  void noReportHoldsASecret() throws IOException {
    for (Path sample : samples()) {
      for (Entry entry : ROUTER.check(String.join("\n", plain(sample))).lines()) {
        assertFalse(SECRET.matcher(entry.shown()).find(), entry.shown());
      }
    }
  }
}
