package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pings that run while something else happens. */
final class Pings {

  private static final Pattern SUMMARY =
      Pattern.compile("(\\d+) packets transmitted, (\\d+) received");

  private final Process process;
  private final Path output;

  private Pings(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts pings, twenty a second.
   *
   * @param namespace where they start
   * @param address where they go
   * @param arguments further arguments of ping(8), such as {@code -w SECONDS}
   */
  static Pings start(String namespace, String address, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("ip", "netns", "exec", namespace, "ping", "-q", "-i", "0.05"));
    command.addAll(List.of(arguments));
    command.add(address);
    try {
      Path output = Files.createTempFile("sekisho-itest-ping", ".out");
      return new Pings(Command.start(command, output), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops them if they still run, and fails when fewer were sent than expected or one was lost. */
  void stopAndExpectNoLoss(int atLeast) {
    String summary = stop();
    Matcher counts = SUMMARY.matcher(summary);
    assertTrue(counts.find(), summary);
    assertTrue(Integer.parseInt(counts.group(1)) >= atLeast, summary);
    assertEquals(counts.group(1), counts.group(2), summary);
  }

  private String stop() {
    try {
      // SIGINT makes ping print its summary and Java sends none
      Command.run("kill", "-INT", Long.toString(process.pid()));
      assertTrue(process.waitFor(10, TimeUnit.SECONDS), "ping did not stop");
      String summary = Command.read(output);
      Files.delete(output);
      return summary;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits for pings that end by themselves, then {@link #stopAndExpectNoLoss}. */
  void finishAndExpectNoLoss(Duration limit, int atLeast) {
    try {
      assertTrue(process.waitFor(limit.toSeconds(), TimeUnit.SECONDS), "ping did not end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    stopAndExpectNoLoss(atLeast);
  }
}
