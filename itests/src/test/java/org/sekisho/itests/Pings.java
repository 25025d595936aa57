package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pings that run while something else happens, twenty a second where nothing else is said. */
final class Pings {

  private static final Pattern ANSWER = Pattern.compile("icmp_seq=(\\d+) ttl");
  private static final Pattern SENT = Pattern.compile("(\\d+) packets transmitted");

  /** Sequence numbers are of 16 bits. */
  private static final int LONGEST = 65_000;

  private static final int A_SECOND = 20;

  private final Process process;
  private final Path output;
  private final int inFlight;

  private Pings(Process process, Path output, int inFlight) {
    this.process = process;
    this.output = output;
    this.inFlight = inFlight;
  }

  /**
   * Starts them.
   *
   * @param namespace where they start
   * @param address where they go
   */
  static Pings start(String namespace, String address) {
    return start(namespace, address, A_SECOND);
  }

  /**
   * Starts them.
   *
   * @param perSecond how many a second, at most 1,000
   */
  static Pings start(String namespace, String address, int perSecond) {
    String interval = String.format(Locale.ROOT, "%.3f", 1.0 / perSecond);
    List<String> command =
        new ArrayList<>(List.of("ip", "netns", "exec", namespace, "ping", "-n", "-i", interval));
    command.add(address);
    try {
      Path output = Files.createTempFile("sekisho-itest-ping", ".out");
      // half a second of them may be on its way when they end
      return new Pings(Command.start(command, output), output, perSecond / 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops them, and fails when fewer were sent than expected or one was lost. */
  void stopAndExpectNoLoss(int atLeast) {
    assertTrue(process.isAlive(), "ping ended by itself");
    String text = stop();
    Matcher sent = SENT.matcher(text);
    assertTrue(sent.find(), text);
    int count = Integer.parseInt(sent.group(1));
    assertTrue(count >= atLeast && count < LONGEST, "pings sent: " + count);
    BitSet answered = new BitSet(count + 1);
    ANSWER.matcher(text).results().forEach(r -> answered.set(Integer.parseInt(r.group(1))));
    List<Integer> lost = new ArrayList<>();
    for (int i = answered.nextClearBit(1); i <= count; i = answered.nextClearBit(i + 1)) {
      lost.add(i);
    }
    lost.removeIf(i -> i > answered.length() - 1 && i > count - inFlight);
    assertTrue(lost.isEmpty(), "of " + count + " pings these were lost: " + lost);
  }

  private String stop() {
    try {
      // SIGINT makes ping print its summary and Java sends none
      Command.run("kill", "-INT", Long.toString(process.pid()));
      assertTrue(process.waitFor(10, TimeUnit.SECONDS), "ping did not stop");
      String text = Command.read(output);
      Files.delete(output);
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
