package org.sekisho.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sekisho.config.running.WholeRouter;

/** docs/commands.md is that of the declarations. */
class CommandsDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "commands.md");

  @Test
  void thePageIsUpToDate() throws IOException {
    String page = CommandsDocument.of(new WholeRouter().commands());
    if (Boolean.getBoolean("commands.write")) {
      Files.writeString(DOCUMENT, page);
    }
    assertEquals(
        page,
        Files.readString(DOCUMENT),
        "docs/commands.md is not that of the commands: run this test with -Dcommands.write=true");
  }
}
