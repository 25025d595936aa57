package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Bundles are exchanged, stopped and started while TCP, UDP and pings run through the tunnel, and
 * nothing is lost. {@code -Dsekisho.swap.seconds=60} does it again and again for so long, {@code
 * -Dsekisho.swap.tcp} is the octets of TCP a second.
 */
@ExtendWith(LabExtension.class)
@Isolated("what other labs take from it would count as lost by the swap")
class SwapIT {

  private static final long NANOS =
      TimeUnit.SECONDS.toNanos(Integer.getInteger("sekisho.swap.seconds", 1));

  /** What every cipher carries on a machine that is busy with other tests. */
  private static final int TCP = Integer.getInteger("sekisho.swap.tcp", 250_000);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> ANY_PACKET =
      List.of("ipsec ike local id 100 0.0.0.0/0 ::/0", "ipsec ike remote id 100 0.0.0.0/0 ::/0");

  private static final List<String> CIPHERS = List.of("crypto-jca", "crypto-bc", "crypto-ipsecmb");

  /** More than wait for a cipher, in all queues. */
  private static final int BURST = 5_000;

  private static final Pattern ROW =
      Pattern.compile(
          "\"bundle\": \"([^\"]+)\",\\s*\"version\": \"([^\"]+)\",\\s*"
              + "\"state\": \"([^\"]+)\",\\s*\"swapped\": (\\w+),\\s*"
              + "\"used_by\": \\[[^]]*],\\s*\"id\": (\\d+),\\s*"
              + "\"modified\": \"([^\"]+)\",\\s*\"started\": ([^\\s}]+)");

  private static final Pattern ESP_SPI =
      Pattern.compile("Protocol: ESP .*\\R.*\\RSPI: ((?:[0-9a-f]{2} ?){4})");

  /** A row of {@code show status bundle | json}, without what changes by itself. */
  private record Row(
      String version, String state, String swapped, String id, String modified, String started) {}

  @Test
  void nothingIsLostWhileBundlesAreSwapped(Lab lab, @TempDir Path directory) throws Exception {
    boot(lab);
    SwapJars jars = new SwapJars(lab.router().data());
    List<String> refused =
        List.of(jars.unsigned("crypto-jca"), jars.ofStranger("crypto-jca"), jars.faulty("wrong"));
    List<String> files =
        Stream.concat(
                Stream.of(jars.faulty("throws"), jars.addition()),
                Stream.of("crypto-jca", "crypto-ipsecmb", "keepalive", "routing", "console")
                    .map(jars::update))
            .toList();

    Traffic traffic = new Traffic(lab, directory, TCP);
    Map<String, Row> before = bundles(lab);
    refuse(lab, refused);
    assertEquals(before, bundles(lab), "what is refused changes nothing");
    long start = System.nanoTime();
    int rounds = 0;
    do {
      comeAndGo(lab);
      ikeComesAndGoes(lab);
      swap(lab, files);
      rounds++;
    } while (System.nanoTime() - start < NANOS);
    System.out.println("swap: " + rounds + " rounds, " + traffic.stopAndExpectNoLoss(200));

    whatTheQueueCannotHoldIsCounted(lab);
    swappedBundlesOutliveACrash(lab, before);
  }

  private static void boot(Lab lab) {
    // user-space ESP of a strongSwan drops bursts at its socket, which would count as the router's
    lab.networkOfTwoRouters("nat");
    CompletableFuture<Void> gateway =
        CompletableFuture.runAsync(() -> lab.gatewayRouter().start(TwoRouters.gateway(ANY_PACKET)));
    List<String> tunnel = new ArrayList<>(ANY_PACKET);
    tunnel.add("ipsec auto refresh 100 on");
    lab.router().startWith(List.of("swap.watch=1"), TwoRouters.branch(tunnel));
    gateway.join();
    Await.until(
        PATIENCE,
        "IP Tunnel[100] Up in the router's log",
        () -> lab.router().log().contains("IP Tunnel[100] Up"),
        () -> lab.router().show("show log"));
  }

  private static void refuse(Lab lab, List<String> files) {
    String said = lab.router().type(files.stream().map(f -> "bundle swap " + f).toList()).output();
    List<String> sentences =
        said.lines().filter(l -> l.startsWith("Error: ") && l.contains("is refused")).toList();
    assertEquals(3, sentences.size(), said);
    assertTrue(sentences.get(0).contains("not signed"), said);
    assertTrue(sentences.get(1).contains("CN=Swap test"), said);
    assertTrue(sentences.get(2).contains("crypto-bc is refused, it failed its examination"), said);
  }

  /** Bundles stop and start; without any cipher packets wait. */
  private static void comeAndGo(Lab lab) {
    List<String> lines = new ArrayList<>();
    for (String name : List.of("log", "keepalive", "routing")) {
      lines.addAll(List.of("bundle stop " + name, "bundle start " + name));
    }
    CIPHERS.forEach(name -> lines.add("bundle stop " + name));
    lines.add("# pause 0.2");
    CIPHERS.forEach(name -> lines.add("bundle start " + name));
    lab.router().type(lines).orFail();
    List<String> log = lab.router().log();
    assertTrue(log.contains("[IPSEC] crypto provider is back, packets pass again"), log.toString());
  }

  /** ESP flows on without IKE, and IKE that is back makes SAs of its own. */
  private static void ikeComesAndGoes(Lab lab) {
    Set<String> before = spis(lab);
    assertEquals(2, before.size(), before.toString());
    lab.router().type(List.of("bundle stop ike", "# pause 0.5", "bundle start ike")).orFail();
    Await.until(
        PATIENCE,
        "new SAs of the tunnel",
        () -> spis(lab).stream().filter(spi -> !before.contains(spi)).count() == 2,
        () -> lab.router().show("show log"));
  }

  private static Set<String> spis(Lab lab) {
    return ESP_SPI
        .matcher(lab.router().exec("show ipsec sa gateway 100 detail").output())
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  /**
   * Each cipher in its turn is in use and exchanged, one of them throws, further bundles are
   * exchanged, one is added; then all but crypto-jca and the console go back.
   */
  private static void swap(Lab lab, List<String> files) {
    Map<String, Row> before = bundles(lab);
    List<String> lines = new ArrayList<>();
    for (String name : List.of("jca-update", "bc-throws", "ipsecmb-update")) {
      lines.add("ipsec crypto provider " + name.replaceFirst("-.*", ""));
      lines.add("bundle swap " + file(files, "crypto-" + name));
    }
    lines.add("ipsec crypto provider jca");
    for (String name : List.of("keepalive-update", "routing-update", "addition")) {
      lines.add("bundle swap " + file(files, name));
    }
    String said = lab.router().type(lines).output();
    assertEquals(6, count(said, "Signed by CN=Swap test"), said);
    assertEquals(3, count(said, "It passed the examination of ciphers"), said);
    assertEquals(5, count(said, "No error; it stays"), said);
    assertEquals(1, count(said, "Error: "), said);
    assertTrue(
        said.contains(
            "Error: crypto-bc 0.1.1 went wrong, java.lang.IllegalStateException:"
                + " this bundle was made to fail; the bundle that ran before runs again"),
        said);
    List<String> log = lab.router().log();
    assertEquals(
        1,
        log.stream()
            .filter(l -> l.matches(".* crypto provider bc failed .* packets lost: 0"))
            .count(),
        log.toString());

    lab.router().exec("bundle swap " + file(files, "console-update")); // its session ends with it
    Await.until(
        PATIENCE,
        "the console that was swapped in, after its watch",
        () -> lab.router().exec("show log").output().contains("[SWAP] console 0.1.1 of"),
        () -> lab.router().output());

    Map<String, Row> after = bundles(lab);
    expectSwapped(before, after);

    List<String> back =
        Stream.of("crypto-ipsecmb", "keepalive", "routing", SwapJars.ADDITION)
            .map(name -> "bundle swap " + name)
            .toList();
    lab.router().type(back).orFail();
    assertFalse(bundles(lab).containsKey(SwapJars.ADDITION));
  }

  /** What was swapped has its new version, all others have neither changed nor started anew. */
  private static void expectSwapped(Map<String, Row> before, Map<String, Row> after) {
    Map<String, Row> left = new HashMap<>(after);
    assertEquals("active", left.remove(SwapJars.ADDITION).state());
    Map<String, Row> expected = new HashMap<>(before);
    for (String name :
        List.of("crypto-jca", "crypto-bc", "crypto-ipsecmb", "keepalive", "routing", "console")) {
      Row old = expected.remove(name);
      Row now = left.remove(name);
      assertEquals(old.id(), now.id(), name);
      assertEquals("active", now.state(), name);
      assertFalse(old.started().equals(now.started()), name);
      String version = name.equals("crypto-bc") ? old.version() : SwapJars.VERSION;
      assertEquals(version, now.version(), name);
    }
    assertEquals(expected, left);
  }

  /** Without a cipher for too long: the log says how many of a burst are lost. */
  private static void whatTheQueueCannotHoldIsCounted(Lab lab) {
    long before = arrived(lab);
    lab.router().type(CIPHERS.stream().map(name -> "bundle stop " + name).toList()).orFail();
    Command.run(
            Command.LIMIT, Traffic.java(lab.branchHost(), Flow.Burst.class, Lab.CLOUD_HOST, BURST))
        .orFail();
    lab.router().type(CIPHERS.stream().map(name -> "bundle start " + name).toList()).orFail();
    String log = lab.router().show("show log");
    Matcher lost = Pattern.compile("lost because too many waited: (\\d+)").matcher(log);
    assertTrue(lost.find(), log);
    int counted = Integer.parseInt(lost.group(1));
    Await.until(
        PATIENCE,
        "the other " + (BURST - counted) + " of " + BURST,
        () -> arrived(lab) - before == BURST - counted,
        () -> "arrived: " + (arrived(lab) - before));
  }

  /** Packets that the other router took out of the tunnel. */
  private static long arrived(Lab lab) {
    String said = lab.gatewayRouter().show("show status tunnel 100");
    Matcher received = Pattern.compile("Received: +\\(IPv4\\) (\\d+) packet").matcher(said);
    assertTrue(received.find(), said);
    return Long.parseLong(received.group(1));
  }

  private static void swappedBundlesOutliveACrash(Lab lab, Map<String, Row> before) {
    lab.router().kill();
    lab.router().startAgain();
    Map<String, Row> after = bundles(lab);
    after.forEach(
        (name, row) -> {
          boolean swapped = name.equals("crypto-jca") || name.equals("console");
          assertEquals(swapped ? SwapJars.VERSION : before.get(name).version(), row.version());
          assertEquals("active", row.state(), name);
        });
    lab.router().show("bundle swap crypto-jca");
    assertEquals(before.get("crypto-jca").version(), bundles(lab).get("crypto-jca").version());
  }

  private static String file(List<String> files, String name) {
    return files.stream().filter(f -> f.endsWith("/" + name + ".jar")).findFirst().orElseThrow();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static Map<String, Row> bundles(Lab lab) {
    return ROW.matcher(lab.router().show("show status bundle | json"))
        .results()
        .collect(Collectors.toMap(r -> r.group(1), SwapIT::row, (a, b) -> b, TreeMap::new));
  }

  private static Row row(MatchResult r) {
    return new Row(r.group(2), r.group(3), r.group(4), r.group(5), r.group(6), r.group(7));
  }
}
