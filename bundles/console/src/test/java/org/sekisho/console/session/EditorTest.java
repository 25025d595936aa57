package org.sekisho.console.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.Test;

/** What the line editor keeps, whatever is typed. */
class EditorTest {

  private static final String CTRL_U = "\u0015";
  private static final String CTRL_Y = "\u0019";
  private static final String ESC = "\u001b";

  private static Editor editor(String keys) throws IOException {
    Terminal terminal =
        new ExternalTerminal(
            "test",
            "xterm",
            new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream(),
            StandardCharsets.UTF_8);
    terminal.enterRawMode();
    return new Editor(terminal, new Completion(null, line -> List.of()));
  }

  private static String line(String keys) throws IOException {
    return editor(keys).line("> ");
  }

  @Test
  void aLineWithoutAnEndIsKeptUpToWhatIsRefused() throws IOException {
    assertEquals(4096, line("x".repeat(100_000) + "\r").length());
    assertEquals(4096, line("y ".repeat(50_000) + "\r").length());
  }

  @Test
  void anAnswerWithoutAnEndIsBounded() throws IOException {
    assertEquals(4096, editor("x".repeat(20_000) + "\r").answer("Password: ", false).length());
  }

  @Test
  void whatIsPastedFromTheEditorItselfIsBounded() throws IOException {
    String killed = "z".repeat(3000) + CTRL_U;
    assertEquals(4096, line(killed + CTRL_Y.repeat(50) + "\r").length());
    assertEquals(3000, line(killed + ESC + "9" + ESC + "9" + CTRL_Y + "\r").length());
  }

  @Test
  void aLineOfTheRightLengthIsWhole() throws IOException {
    String right = "x".repeat(4095);
    assertTrue(right.equals(line(right + "\r")));
  }
}
