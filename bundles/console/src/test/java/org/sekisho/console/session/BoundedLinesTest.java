package org.sekisho.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {

  private static BoundedLines of(String text) {
    return new BoundedLines(new BufferedReader(new StringReader(text)));
  }

  @Test
  void endsAsTerminalsAndFilesHaveThem() {
    List<String> lines = new ArrayList<>();
    of("a\n\nb\r\nc\rd\r\r\ne").forEachRemaining(lines::add);
    assertEquals(List.of("a", "", "b", "c", "d", "", "e"), lines);
    assertFalse(of("").hasNext());
  }

  @Test
  void aLineWithoutAnEndIsKeptUpToWhatIsRefused() throws IOException {
    BoundedLines lines = of("x".repeat(100_000) + "\nnext");
    assertEquals("x".repeat(4096), lines.read());
    assertEquals("next", lines.read());
    assertNull(lines.read());
  }

  @Test
  void answersAreTheLinesBehindTheOneThatAsked() throws IOException {
    BoundedLines lines = of("ask\nanswer\nafter");
    assertEquals("ask", lines.next());
    assertEquals("answer", lines.read());
    assertEquals("after", lines.next());
  }
}
