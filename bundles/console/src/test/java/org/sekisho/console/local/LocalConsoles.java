package org.sekisho.console.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.sekisho.console.ConsoleState;
import org.sekisho.console.Consoles;

/** Starts local consoles that answer a wrong password at once. */
public record LocalConsoles(LocalConsole console, Path socket) implements AutoCloseable {

  /** Starts one, whose socket is there when this returns. */
  public static LocalConsoles start(Consoles consoles, ConsoleState state, Path data)
      throws IOException {
    Path socket = data.resolve("console.sock");
    return new LocalConsoles(new LocalConsole(consoles, state, socket, Duration.ZERO), socket);
  }

  @Override
  public void close() throws IOException {
    console.stop();
  }
}
