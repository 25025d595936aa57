package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams through two routers, compared end to end (see {@link Streams}): TCP and UDP over IPv4 and
 * IPv6, both ways at the same time, while the NAT box between the routers drops one packet of a
 * hundred and lets others overtake some. Offloads are on and off at either router and either host.
 * {@code -Dsekisho.streams.seconds=60} makes the streams of each case longer.
 */
@ExtendWith(LabExtension.class)
@Order(3)
class OffloadIT {

  private static final int SECONDS = Integer.getInteger("sekisho.streams.seconds", 8);
  private static final String BRANCH_HOST6 = "fd00:1::10";
  private static final String CLOUD_HOST6 = "fd00:2::10";

  private static final List<String> ANY_PACKET =
      List.of(
          "ipsec ike local id 100 0.0.0.0/0 ::/0",
          "ipsec ike remote id 100 0.0.0.0/0 ::/0",
          "ip tunnel tcp mss limit 1300");

  private static final List<String> BRANCH =
      TwoRouters.branch(
          Stream.concat(ANY_PACKET.stream(), Stream.of("ipsec auto refresh 100 on")).toList());

  private static final List<String> GATEWAY = TwoRouters.gateway(ANY_PACKET);

  /** Drops 1 %; 3 % go through a narrow class of the queue and are overtaken by all others. */
  private static final String IMPAIRMENT =
      """
      table ip impair {
        chain forward {
          type filter hook forward priority 0;
          numgen random mod 100 0 counter drop
          numgen random mod 100 < 3 meta priority set 1:3 counter
        }
      }
      """;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void noOctetIsWrongAndNoStreamStandsStill(Lab lab, @TempDir Path directory) throws Exception {
    lab.networkOfTwoRouters("nat");
    lab.gatewayRouter().startWith(routerOffload(false), GATEWAY);
    lab.router().startWith(routerOffload(true), BRANCH);
    impair(lab, directory);
    hosts(lab, true, false);
    compare(lab, directory, true, false);

    lab.gatewayRouter().restartWith(routerOffload(true));
    lab.router().restartWith(routerOffload(false));
    hosts(lab, false, true);
    compare(lab, directory, false, true);

    lab.router().restartWith(routerOffload(true));
    hosts(lab, true, true);
    compare(lab, directory, true, true);
  }

  private static List<String> routerOffload(boolean on) {
    return List.of(
        "tun.offload=" + (on ? "uso" : "none"), "udp.offload=" + (on ? "gso,gro" : "none"));
  }

  private static void impair(Lab lab, Path directory) throws IOException {
    Path rules = Files.writeString(directory.resolve("impair.nft"), IMPAIRMENT);
    lab.in(natBox(lab), "nft", "-f", rules.toString()).orFail();
    for (String device : List.of("in0", "out0")) {
      String[][] commands = {
        {"qdisc", "add", "dev", device, "root", "handle", "1:", "htb", "default", "1"},
        {"class", "add", "dev", device, "parent", "1:", "classid", "1:1", "htb", "rate", "10gbit"},
        {"class", "add", "dev", device, "parent", "1:", "classid", "1:3", "htb", "rate", "4mbit"},
        {"qdisc", "add", "dev", device, "parent", "1:3", "pfifo", "limit", "50"}
      };
      for (String[] command : commands) {
        String[] all = new String[command.length + 1];
        all[0] = "tc";
        System.arraycopy(command, 0, all, 1, command.length);
        lab.in(natBox(lab), all).orFail();
      }
    }
  }

  private static String natBox(Lab lab) {
    return lab.branchRouter().replaceFirst("l$", "n");
  }

  /**
   * Offloads of the two hosts and the ends of the routers that face them. Where they are off, each
   * packet is lost or overtaken by itself; where they are on, it may be a train of them.
   */
  private static void hosts(Lab lab, boolean branch, boolean cloud) {
    hosts(lab, lab.branchHost(), lab.branchRouter(), branch);
    hosts(lab, lab.cloudHost(), lab.gatewayNamespace(), cloud);
  }

  private static void hosts(Lab lab, String host, String router, boolean on) {
    String state = on ? "on" : "off";
    lab.in(host, "ethtool", "-K", "eth0", "tx", state, "gso", state, "tso", state).orFail();
    lab.in(host, "ethtool", "-K", "eth0", "gro", state).orFail();
    // GRO on the way in gives the tunnel UDP trains of hosts that send datagrams one by one
    lab.in(router, "ethtool", "-K", "lan0", "gro", state, "rx-udp-gro-forwarding", state).orFail();
    lab.in(router, "ethtool", "-K", "wan0", "tx-udp-segmentation", state).orFail();
  }

  private static void compare(Lab lab, Path directory, boolean branch, boolean cloud)
      throws Exception {
    Await.until(
        Lab.TUNNEL_UP,
        "a ping through the tunnel",
        () -> lab.in(lab.branchHost(), "ping", "-c", "1", "-W", "1", Lab.CLOUD_HOST).succeeded(),
        () -> lab.router().show("show log"));
    ipv6(lab, lab.branchHost(), BRANCH_HOST6, lab.branchRouter(), "fd00:1::1", "fd00:2::/64");
    ipv6(lab, lab.cloudHost(), CLOUD_HOST6, lab.gatewayNamespace(), "fd00:2::1", "fd00:1::/64");
    expectOffload(lab, lab.branchRouter(), branch);
    expectOffload(lab, lab.gatewayNamespace(), cloud);
    long[] before = impaired(lab);

    Path branchOutput = directory.resolve("branch");
    Path cloudOutput = directory.resolve("cloud");
    Process branchEnd = streams(lab.branchHost(), branchOutput, Lab.CLOUD_HOST, CLOUD_HOST6);
    Process cloudEnd = streams(lab.cloudHost(), cloudOutput, Lab.BRANCH_HOST, BRANCH_HOST6);
    String outcome = end(branchEnd, branchOutput) + end(cloudEnd, cloudOutput);
    assertEquals(0, branchEnd.exitValue() + cloudEnd.exitValue(), outcome);
    assertEquals(14, outcome.lines().filter(line -> line.matches("(TCP|UDP) .*")).count(), outcome);

    long[] after = impaired(lab);
    assertTrue(after[0] > before[0] && after[1] > before[1], "packets were dropped and delayed");
  }

  /** The router's language has no IPv6 routes yet; what is by hand here is gone with its device. */
  private static void ipv6(
      Lab lab, String host, String address, String router, String own, String remote) {
    lab.in(host, "ip", "address", "replace", address + "/64", "dev", "eth0", "nodad").orFail();
    lab.in(host, "ip", "route", "replace", "default", "via", own, "dev", "eth0", "onlink").orFail();
    lab.in(router, "ip", "address", "replace", own + "/64", "dev", "lan0", "nodad").orFail();
    lab.in(router, "ip", "route", "replace", remote, "dev", "tunnel100").orFail();
    lab.in(router, "sysctl", "-qw", "net.ipv6.conf.all.forwarding=1").orFail();
  }

  private static void expectOffload(Lab lab, String router, boolean on) {
    String features = lab.in(router, "ethtool", "-k", "tunnel100").orFail().output();
    String segmentation = "tcp-segmentation-offload: " + (on ? "on" : "off");
    assertTrue(features.contains(segmentation), features);
  }

  /** Packets dropped and packets delayed until now. */
  private static long[] impaired(Lab lab) {
    String rules = lab.in(natBox(lab), "nft", "list", "table", "ip", "impair").orFail().output();
    return Pattern.compile("counter packets (\\d+)")
        .matcher(rules)
        .results()
        .map(MatchResult::group)
        .mapToLong(found -> Long.parseLong(found.replaceAll("\\D", "")))
        .toArray();
  }

  private static Process streams(String namespace, Path output, String... peers)
      throws IOException {
    String[] command = {
      "ip",
      "netns",
      "exec",
      namespace,
      System.getProperty("java.home") + "/bin/java",
      "-Xmx64m",
      "-XX:+UseSerialGC",
      "-cp",
      Path.of(Streams.class.getProtectionDomain().getCodeSource().getLocation().getPath())
          .toString(),
      Streams.class.getName(),
      Integer.toString(SECONDS),
      peers[0],
      peers[1]
    };
    return Command.start(List.of(command), output);
  }

  private static String end(Process streams, Path output) throws Exception {
    Duration limit = Duration.ofSeconds(SECONDS + 120);
    if (!streams.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      streams.destroyForcibly().waitFor();
      throw new AssertionError("a stream stands still:\n" + Command.read(output));
    }
    return Command.read(output);
  }
}
