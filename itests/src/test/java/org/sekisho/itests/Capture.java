package org.sekisho.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Packets seen on an interface, as tcpdump prints them. */
final class Capture {

  private final Process process;
  private final Path output;

  private Capture(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts to listen; returns when packets are seen. */
  static Capture start(String namespace, String device, Duration time, String filter) {
    try {
      Path output = Files.createTempFile("sekisho-itest-capture", ".out");
      Process process =
          Command.start(
              List.of(
                  "ip",
                  "netns",
                  "exec",
                  namespace,
                  "timeout",
                  "--preserve-status",
                  Long.toString(time.toSeconds()),
                  "tcpdump",
                  "-i",
                  device,
                  "-n",
                  "-v",
                  "-l",
                  "--immediate-mode",
                  filter),
              output);
      Capture capture = new Capture(process, output);
      Await.until(
          Duration.ofSeconds(10),
          "tcpdump listening",
          () -> capture.text().contains("listening on"),
          capture::text);
      return capture;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end and returns what it saw. */
  String finish() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("tcpdump did not end");
      }
      String text = text();
      Files.delete(output);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private String text() {
    try {
      return Command.read(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
