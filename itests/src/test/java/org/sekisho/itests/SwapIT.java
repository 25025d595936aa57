package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bundles are exchanged, stopped and started while TCP, UDP and pings run through the tunnel, and
 * nothing is lost. One round takes about 20 seconds; {@code -Dsekisho.swap.seconds=60} repeats
 * rounds for so long.
 */
@ExtendWith(LabExtension.class)
@Order(4)
class SwapIT {

  private static final long NANOS =
      TimeUnit.SECONDS.toNanos(Integer.getInteger("sekisho.swap.seconds", 1));

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> ANY_PACKET =
      List.of(
          "ipsec ike local id 100 0.0.0.0/0 ::/0",
          "ipsec ike remote id 100 0.0.0.0/0 ::/0",
          "ip tunnel tcp mss limit 1300");

  /** TCP may need so long for its rate when packets waited for a moment. */
  private static final int SLOW_MILLIS = 1_000;

  @Test
  void nothingIsLostWhileBundlesAreSwapped(Lab lab, @TempDir Path directory) throws Exception {
    // user-space ESP of a strongSwan drops bursts at its socket, which would count as the router's
    lab.networkOfTwoRouters("nat");
    lab.gatewayRouter().start(TwoRouters.gateway(ANY_PACKET));
    lab.router()
        .startWith(
            List.of("swap.watch=2"),
            TwoRouters.branch(
                Stream.concat(ANY_PACKET.stream(), Stream.of("ipsec auto refresh 100 on"))
                    .toList()));
    Await.until(
        PATIENCE,
        "IP Tunnel[100] Up in the router's log",
        () -> lab.router().log().contains("IP Tunnel[100] Up"),
        () -> lab.router().show("show log"));
    SwapJars jars = new SwapJars(lab.router().data());
    String jca = jars.update("crypto-jca");
    String ipsecmb = jars.update("crypto-ipsecmb");
    String keepalive = jars.update("keepalive");
    List<String> refused = List.of(jars.unsigned("crypto-jca"), jars.faulty("wrong"));
    String failing = jars.faulty("throws");

    Path running = Files.createFile(directory.resolve("running"));
    Process receiver = flow(lab.cloudHost(), directory.resolve("receiver"));
    await(directory.resolve("receiver"), "ready");
    Process sender =
        flow(lab.branchHost(), directory.resolve("sender"), Lab.CLOUD_HOST, running.toString());
    await(directory.resolve("receiver"), "quiet ");
    Pings pings = Pings.start(lab.branchHost(), Lab.CLOUD_HOST, 100);
    List<String> before = bundles(lab);
    long start = System.nanoTime();
    do {
      refused.forEach(file -> expectRefused(lab, file));
      assertEquals(before, bundles(lab), "what is refused changes nothing");
      swap(lab, "jca", jca);
      expectFailure(lab, failing);
      swap(lab, "ipsecmb", ipsecmb);
      use(lab, "jca");
      lab.router().show("bundle swap " + keepalive);
      comeAndGo(lab);
      for (String name : List.of("crypto-jca", "crypto-ipsecmb", "keepalive")) {
        lab.router().show("bundle swap " + name);
      }
      assertEquals(before, bundles(lab));
    } while (System.nanoTime() - start < NANOS);
    Files.delete(running);
    pings.stopAndExpectNoLoss(500);
    expectNoLoss(sender, directory.resolve("sender"), receiver, directory.resolve("receiver"));

    lab.router().show("bundle swap " + jca);
    lab.router().kill();
    lab.router().startAgain();
    assertTrue(version(lab, "crypto-jca").startsWith(SwapJars.VERSION + " "), "after a crash");
    lab.router().show("bundle swap crypto-jca");
    assertEquals(before, bundles(lab));
  }

  private static void use(Lab lab, String provider) {
    lab.router().show("ipsec crypto provider " + provider);
  }

  private static void swap(Lab lab, String provider, String file) {
    use(lab, provider);
    String said = lab.router().show("bundle swap " + file);
    assertTrue(said.contains("Signed by CN=Swap test"), said);
    assertTrue(said.contains("It passed the examination of ciphers"), said);
    assertTrue(version(lab, "crypto-" + provider).startsWith(SwapJars.VERSION + " "), said);
  }

  private static void expectRefused(Lab lab, String file) {
    Command.Result result = lab.router().exec("bundle swap " + file);
    assertFalse(result.succeeded(), result.output());
    assertTrue(result.output().contains("is refused"), result.output());
  }

  /** It is right on the side and throws at real packets: the one before comes back by itself. */
  private static void expectFailure(Lab lab, String file) {
    String running = version(lab, "crypto-bc");
    use(lab, "bc");
    Command.Result result = lab.router().exec("bundle swap " + file);
    assertFalse(result.succeeded(), result.output());
    assertTrue(result.output().contains("this bundle was made to fail"), result.output());
    assertEquals(running, version(lab, "crypto-bc"));
    List<String> failures =
        lab.router().log().stream().filter(l -> l.contains("crypto provider bc failed")).toList();
    assertTrue(failures.get(failures.size() - 1).endsWith("packets lost: 0"), failures.toString());
  }

  /** All ciphers away for a moment; IKE, keepalive, routing and log away and back. */
  private static void comeAndGo(Lab lab) {
    List<String> lines = new ArrayList<>();
    for (String group :
        List.of("crypto-ipsecmb crypto-bc crypto-jca", "ike", "keepalive", "routing", "log")) {
      List<String> names = List.of(group.split(" "));
      names.forEach(name -> lines.add("bundle stop " + name));
      names.forEach(name -> lines.add("bundle start " + name));
    }
    lab.router().type(lines).orFail();
    Await.until(
        PATIENCE,
        "the tunnel's new SAs",
        () -> lab.router().show("show ipsec sa").contains("esp  send"),
        () -> lab.router().show("show log"));
  }

  private static List<String> bundles(Lab lab) {
    return lab.router().show("show status bundle").lines().map(SwapIT::withoutUsers).toList();
  }

  /** Who uses a bundle differs from moment to moment. */
  private static String withoutUsers(String row) {
    return row.length() < 60 ? row.strip() : row.substring(0, 60).strip();
  }

  /** Version and all that follows in a bundle's row. */
  private static String version(Lab lab, String name) {
    return bundles(lab).stream()
        .filter(row -> row.startsWith(name + " "))
        .findFirst()
        .orElseThrow()
        .substring(name.length())
        .strip();
  }

  private static Process flow(String namespace, Path output, String... arguments) throws Exception {
    List<String> command =
        List.of(
            "ip",
            "netns",
            "exec",
            namespace,
            System.getProperty("java.home") + "/bin/java",
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-cp",
            Path.of(Flow.class.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString(),
            Flow.class.getName());
    return Command.start(Stream.concat(command.stream(), Stream.of(arguments)).toList(), output);
  }

  private static void await(Path output, String line) {
    Await.until(PATIENCE, line, () -> read(output).contains(line), () -> read(output));
  }

  private static String read(Path output) {
    try {
      return Command.read(output);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void expectNoLoss(Process sender, Path sent, Process receiver, Path received)
      throws Exception {
    for (Process process : List.of(sender, receiver)) {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("a flow stands still: " + read(sent) + read(received));
      }
    }
    String both = read(sent) + read(received);
    assertTrue(number(both, "sent") > 0, both);
    assertEquals(number(both, "sent"), number(both, "received"), both);
    assertTrue(number(both, "slow") <= SLOW_MILLIS, both);
    System.out.println("swap: " + both.replace('\n', ' '));
  }

  private static long number(String text, String what) {
    Matcher found = Pattern.compile("(?m)^" + what + " (\\d+)$").matcher(text);
    assertTrue(found.find(), text);
    return Long.parseLong(found.group(1));
  }
}
