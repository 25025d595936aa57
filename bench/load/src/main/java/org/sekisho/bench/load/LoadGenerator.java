package org.sekisho.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.simulator.Configs;

/**
 * Many branch routers in one process. Arguments: LOCAL REMOTE GROUP COUNT KEY; branch {@code n}
 * calls itself {@code b<n>.bench} and expects {@code gw.bench}. Between commands, lines on standard
 * input, it answers what the responder asks. Each command is answered by one line.
 *
 * <ul>
 *   <li>{@code cycle N K}: N times a tunnel up and down again, K at once; {@code N SECONDS}
 *   <li>{@code up K}: every branch's tunnel up, K at a time; {@code N SECONDS}
 *   <li>{@code count}: how many tunnels are up
 *   <li>{@code quit}: every tunnel down, and the end
 * </ul>
 */
public final class LoadGenerator {

  private static final long LONGEST_WAIT_MILLIS = 20;
  private static final long GIVE_UP_SECONDS = 120;

  private final long start = System.nanoTime();
  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
  private final List<Branch> branches = new ArrayList<>();

  private LoadGenerator() throws IOException {}

  /** Runs until {@code quit} or the end of standard input. */
  public static void main(String[] args) throws IOException, InterruptedException {
    LoadGenerator generator = new LoadGenerator();
    InetAddress local = InetAddress.getByName(args[0]);
    SecureRandom random = new SecureRandom();
    for (int n = 1; n <= Integer.parseInt(args[3]); n++) {
      Branch branch =
          new Branch(local, config(n, args[1], args[2], args[4]), new JcaIkeCrypto(), random);
      branch.channel().register(generator.selector, SelectionKey.OP_READ, branch);
      generator.branches.add(branch);
    }
    BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(commands), "commands");
    reader.setDaemon(true);
    reader.start();
    System.out.println("ready");
    String[] words;
    do {
      generator.serve(() -> !commands.isEmpty(), Long.MAX_VALUE);
      words = commands.take().split(" ");
      System.out.println(generator.command(words));
    } while (!words[0].equals("quit"));
  }

  private static void read(BlockingQueue<String> commands) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      System.err.println("standard input: " + e.getMessage());
    }
    commands.add("quit");
  }

  private static GatewayConfig config(int number, String remote, String group, String key) {
    AlgorithmPolicy algorithms =
        new AlgorithmPolicy(
            true,
            Optional.of(AlgorithmPolicy.Cipher.of("aes256-cbc")),
            Optional.of(AlgorithmPolicy.integrity("sha256")),
            Optional.of(AlgorithmPolicy.group(group)),
            Optional.of(AlgorithmPolicy.Cipher.of("aes256-gcm")),
            Optional.empty());
    return Configs.gateway(1, "b" + number + ".bench", "gw.bench", remote)
        .psk(key)
        .algorithms(algorithms)
        .build();
  }

  private String command(String[] words) throws IOException {
    return switch (words[0]) {
      case "cycle" -> cycle(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      case "up" -> up(Integer.parseInt(words[1]));
      case "count" -> Long.toString(countUp());
      case "quit" -> quit();
      default -> "unknown: " + words[0];
    };
  }

  private long countUp() {
    return branches.stream().filter(Branch::isUp).count();
  }

  private String cycle(int total, int atOnce) throws IOException {
    Deque<Branch> idle = new ArrayDeque<>(branches);
    List<Branch> rising = new ArrayList<>();
    List<Branch> falling = new ArrayList<>();
    int[] counts = new int[2]; // begun, done
    long begun = System.nanoTime();
    boolean done =
        serve(
            () -> {
              move(rising, Branch::isUp, falling, true);
              int before = falling.size();
              move(falling, Branch::isIdle, idle, false);
              counts[1] += before - falling.size();
              while (counts[0] < total && rising.size() + falling.size() < atOnce) {
                Branch next = idle.removeFirst();
                next.connect(now());
                rising.add(next);
                counts[0]++;
              }
              return counts[1] == total;
            },
            now() + TimeUnit.SECONDS.toMillis(GIVE_UP_SECONDS));
    return answer(done, counts[1], begun);
  }

  private void move(
      List<Branch> from, Predicate<Branch> test, Collection<Branch> to, boolean disconnect) {
    for (Iterator<Branch> i = from.iterator(); i.hasNext(); ) {
      Branch branch = i.next();
      if (test.test(branch)) {
        i.remove();
        to.add(branch);
        if (disconnect) {
          branch.disconnect(now());
        }
      }
    }
  }

  private String up(int atOnce) throws IOException {
    Deque<Branch> waiting = new ArrayDeque<>(branches);
    List<Branch> rising = new ArrayList<>();
    long begun = System.nanoTime();
    boolean done =
        serve(
            () -> {
              rising.removeIf(Branch::isUp);
              while (!waiting.isEmpty() && rising.size() < atOnce) {
                Branch next = waiting.removeFirst();
                next.connect(now());
                rising.add(next);
              }
              return waiting.isEmpty() && rising.isEmpty();
            },
            now() + TimeUnit.SECONDS.toMillis(GIVE_UP_SECONDS));
    return answer(done, countUp(), begun);
  }

  private String answer(boolean done, long count, long begun) {
    if (done) {
      return count + " " + (System.nanoTime() - begun) / 1e9;
    }
    String why =
        branches.stream()
            .map(Branch::failure)
            .filter(f -> f != null)
            .findFirst()
            .orElse("no answer");
    return "failed: " + count + " in " + GIVE_UP_SECONDS + " s: " + why;
  }

  private String quit() throws IOException {
    branches.forEach(branch -> branch.disconnect(now()));
    serve(() -> branches.stream().allMatch(Branch::isIdle), now() + 5_000);
    return "bye";
  }

  private long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Runs all branches until something holds; false when that took too long. */
  private boolean serve(BooleanSupplier until, long deadline) throws IOException {
    while (!until.getAsBoolean()) {
      if (now() > deadline) {
        return false;
      }
      selector.select(
          key -> receive((Branch) key.attachment()),
          Math.max(1, Math.min(waitMillis(), LONGEST_WAIT_MILLIS)));
      long now = now();
      for (Branch branch : branches) {
        OptionalLong next = branch.nextDeadline();
        if (next.isPresent() && next.getAsLong() <= now) {
          branch.tick(now);
        }
      }
    }
    return true;
  }

  private long waitMillis() {
    long earliest = Long.MAX_VALUE;
    for (Branch branch : branches) {
      earliest = Math.min(earliest, branch.nextDeadline().orElse(Long.MAX_VALUE));
    }
    return earliest == Long.MAX_VALUE ? earliest : earliest - now();
  }

  private void receive(Branch branch) {
    try {
      branch.receive(now(), buffer);
    } catch (IOException e) {
      // a port unreachable while the responder starts; the engine sends again
      System.err.println("receive: " + e.getMessage());
    }
  }
}
