package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** TCP, UDP and 100 pings a second from the branch's host to the cloud's ({@link Flow}). */
final class Traffic {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PINGS_A_SECOND = 100;

  /** TCP may need so long for its rate when packets waited for a moment. */
  private static final int BELOW_MILLIS = 1_000;

  private final Path running;
  private final Path sent;
  private final Path received;
  private final Process receiver;
  private final Process sender;
  private final Pings pings;

  /**
   * Starts it; it flows when this returns.
   *
   * @param directory for its files
   * @param rate octets of TCP a second
   */
  Traffic(Lab lab, Path directory, int rate) throws IOException {
    running = Files.createFile(directory.resolve("running"));
    sent = directory.resolve("sent");
    received = directory.resolve("received");
    receiver = Command.start(java(lab.cloudHost(), Flow.class, rate), received);
    await("ready");
    sender = Command.start(java(lab.branchHost(), Flow.class, rate, Lab.CLOUD_HOST, running), sent);
    await("flows");
    pings = Pings.start(lab.branchHost(), Lab.CLOUD_HOST, PINGS_A_SECOND);
  }

  /** The command that runs a program of the tests in a namespace. */
  static List<String> java(String namespace, Class<?> program, Object... arguments) {
    String classes = program.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Stream.concat(
            Stream.of(
                "ip",
                "netns",
                "exec",
                namespace,
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                classes,
                program.getName()),
            Stream.of(arguments).map(Object::toString))
        .toList();
  }

  private void await(String line) {
    Await.until(PATIENCE, line, () -> read(received).contains(line), this::words);
  }

  /**
   * Ends it; fails when a datagram or a ping was lost, or TCP was below half its rate for longer
   * than it may.
   *
   * @param waited milliseconds that a packet must have waited at least, because it was made to
   * @return its figures, one line
   */
  String stopAndExpectNoLoss(int waited) throws IOException, InterruptedException {
    Files.delete(running);
    pings.stopAndExpectNoLoss(5 * PINGS_A_SECOND);
    for (Process process : List.of(sender, receiver)) {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("a flow stands still: " + words());
      }
    }
    assertEquals(number("sent"), number("received"), this::words);
    assertTrue(number("below") <= BELOW_MILLIS, this::words);
    assertTrue(number("slowest") >= waited, this::words);
    return words().replace('\n', ' ');
  }

  private long number(String what) {
    Matcher found = Pattern.compile("(?m)^" + what + " (\\d+)$").matcher(words());
    assertTrue(found.find(), this::words);
    return Long.parseLong(found.group(1));
  }

  private String words() {
    return read(sent) + read(received);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Command.read(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
