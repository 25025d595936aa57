package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Why a tunnel does not come up, against strongSwan: `show ipsec diagnosis` names the field, and
 * the lines it proposes, typed in as they stand, bring the tunnel up. One lab for all causes.
 */
@ExtendWith(LabExtension.class)
@Order(4)
class DiagnosisIT {

  private static final Duration SAID = Duration.ofSeconds(45);
  private static final String KEY = "interop-psk-0123456789";
  private static final String DIAGNOSIS = "show ipsec diagnosis 100";

  /** The lines every cause starts from. */
  private static final List<String> SOUND =
      List.of(
          "ipsec ike retry 2 2",
          "ipsec ike version 100 2",
          "ipsec sa policy 1100 100 esp anti-replay-check=off",
          "ipsec ike encryption 100 aes256-cbc",
          "ipsec ike hash 100 sha256",
          "ipsec ike group 100 modp2048",
          "ipsec ike proposal-limitation 100 off",
          "ipsec ike pfs 100 off",
          "ipsec ike probe-rekey 100 off",
          "ipsec ike negotiation receive 100 on",
          "ipsec ike nat-traversal 100 on",
          "no ipsec ike local address 100",
          "no ipsec ike local id 100",
          "no ipsec ike remote id 100",
          "ipsec ike local name 100 192.168.100.1 ipv4-addr",
          "ipsec ike remote address 100 203.0.113.10",
          "ipsec ike remote name 100 203.0.113.10 ipv4-addr",
          "ipsec ike pre-shared-key 100 text " + KEY);

  private static final List<String> DIALS =
      List.of(
          "LOCAL_ADDR=203.0.113.10", "REMOTE_ADDR=203.0.113.2", "START=start", "CLOSE_ACTION=none");

  /**
   * One cause.
   *
   * @param name what is wrong
   * @param gateway settings of strongSwan beyond the sound ones
   * @param lines what the router's administrator got wrong
   * @param says what the diagnosis must contain
   * @param fix the first way out it proposes
   */
  private record Cause(
      String name, List<String> gateway, List<String> lines, String says, String... fix) {}

  private static final List<Cause> CAUSES =
      List.of(
          new Cause(
              "IKE cipher",
              List.of(),
              List.of("ipsec ike encryption 100 aes-cbc", "ipsec ike proposal-limitation 100 on"),
              "Differs: cipher: peer aes256-cbc; ours aes-cbc",
              "ipsec ike encryption 100 aes256-cbc"),
          new Cause(
              "IKE hash",
              List.of(),
              List.of("ipsec ike hash 100 sha", "ipsec ike proposal-limitation 100 on"),
              "Differs: hash: peer sha256 prf-sha256; ours sha prf-sha",
              "ipsec ike hash 100 sha256"),
          new Cause(
              "key exchange group",
              List.of(),
              List.of("ipsec ike group 100 modp1024", "ipsec ike proposal-limitation 100 on"),
              "Differs: group: peer modp2048; ours modp1024",
              "ipsec ike group 100 modp2048"),
          new Cause(
              "an algorithm that only a line brings in",
              List.of("IKE=aes256-md5-modp2048"),
              List.of(),
              "Differs: hash: peer md5 prf-md5",
              "ipsec ike hash 100 md5"),
          new Cause(
              "ESP cipher",
              List.of(),
              List.of(
                  "ipsec sa policy 1100 100 esp aes-cbc anti-replay-check=off",
                  "ipsec ike proposal-limitation 100 on"),
              "Differs: cipher: peer aes256-cbc; ours aes-cbc",
              "ipsec sa policy 1100 100 esp aes256-cbc anti-replay-check=off"),
          new Cause(
              "ESP hash, seen in the gateway's own attempt",
              DIALS,
              List.of(
                  "ipsec sa policy 1100 100 esp aes256-cbc sha-hmac anti-replay-check=off",
                  "ipsec ike proposal-limitation 100 on"),
              "Differs: hash: peer sha256; ours sha",
              "ipsec sa policy 1100 100 esp aes256-cbc sha256-hmac anti-replay-check=off"),
          new Cause(
              "networks",
              List.of("LOCAL_TS=10.10.0.0/24", "REMOTE_TS=192.168.100.0/24"),
              List.of(
                  "ipsec ike local id 100 192.168.200.0/24",
                  "ipsec ike remote id 100 10.20.0.0/16"),
              "What: traffic selectors differ",
              "ipsec ike local id 100 192.168.100.0/24",
              "ipsec ike remote id 100 10.10.0.0/24"),
          new Cause(
              "remote name",
              List.of(),
              List.of("ipsec ike remote name 100 203.0.113.99 ipv4-addr"),
              "Peer: calls itself 203.0.113.10 (ipv4-addr)",
              "ipsec ike remote name 100 203.0.113.10 ipv4-addr"),
          new Cause(
              "local name, known from the gateway's own attempt",
              with(DIALS, "REMOTE_ID=192.168.100.1"),
              List.of("ipsec ike local name 100 192.168.100.77 ipv4-addr"),
              "calls this router 192.168.100.1 (ipv4-addr)",
              "ipsec ike local name 100 192.168.100.1 ipv4-addr"),
          new Cause(
              "pre-shared key",
              List.of(),
              List.of("ipsec ike pre-shared-key 100 text another-key"),
              "the peer refused our key or name",
              "ipsec ike pre-shared-key 100 text <key>"),
          new Cause(
              "pre-shared key, seen in the gateway's own attempt",
              DIALS,
              List.of("ipsec ike pre-shared-key 100 text another-key"),
              "What: pre-shared key differs",
              "ipsec ike pre-shared-key 100 text <key>"),
          new Cause(
              "remote address",
              List.of(),
              List.of("ipsec ike remote address 100 203.0.113.99"),
              "ICMP: 203.0.113.2: host unreachable",
              "ipsec ike remote address 100 203.0.113.10"),
          new Cause(
              "local address",
              List.of(),
              List.of("ipsec ike local address 100 198.51.100.7"),
              "sending failed",
              "no ipsec ike local address 100"),
          new Cause(
              "IKE version",
              List.of(),
              List.of("no ipsec ike version 100"),
              "IKEv1, the default, is not available here",
              "ipsec ike version 100 2"));

  private static List<String> with(List<String> settings, String another) {
    return Stream.concat(settings.stream(), Stream.of(another)).toList();
  }

  @TestFactory
  Stream<DynamicTest> theProposedLinesBringTheTunnelUp(Lab lab) {
    Variant variant = Variant.initiator("azure-gcm");
    lab.network(variant.topology());
    lab.router().start(variant.configuration());
    List<DynamicTest> tests = new ArrayList<>();
    for (Cause cause : CAUSES) {
      tests.add(test(lab, cause.name(), () -> typedLinesHelp(lab, cause)));
    }
    tests.add(test(lab, "the peer is not let in", () -> letIn(lab)));
    tests.add(test(lab, "renewal with PFS", () -> renewalWithPfs(lab)));
    tests.add(test(lab, "schedule, policy of a cloud, and Japanese", () -> speaks(lab)));
    tests.add(test(lab, "nobody listens", () -> nobodyListens(lab)));
    tests.add(test(lab, "answers come from elsewhere", () -> answersFromElsewhere(lab)));
    tests.add(test(lab, "UDP 4500 is blocked", () -> blocked(lab, 4500, "open UDP 4500")));
    tests.add(test(lab, "UDP 500 is blocked", () -> blocked(lab, 500, "open UDP 500")));
    return tests.stream();
  }

  private static DynamicTest test(Lab lab, String name, Runnable check) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          try {
            check.run();
          } catch (AssertionError e) {
            lab.saveEvidence("DiagnosisIT." + name);
            throw e;
          }
        });
  }

  /** Both sides without SAs, the router with its lines, the gateway with its settings. */
  private static void prepare(Lab lab, List<String> settings, String... lines) {
    lab.gateway().stop();
    type(lab, SOUND);
    type(lab, List.of(lines));
    type(lab, List.of("ipsec refresh sa", "clear ipsec diagnosis"));
    lab.gateway().start(Variant.initiator("azure-gcm"), with(sound(), settings));
  }

  private static void type(Lab lab, List<String> lines) {
    lab.router().type(lines).orFail();
  }

  private static void typedLinesHelp(Lab lab, Cause cause) {
    prepare(lab, cause.gateway(), cause.lines().toArray(String[]::new));
    lab.router().exec("connect tunnel 100").orFail();
    awaitSaid(lab, cause.says());
    List<String> fix = firstFix(lab.router().show(DIAGNOSIS));
    assertEquals(List.of(cause.fix()), fix, () -> lab.router().show(DIAGNOSIS));
    type(lab, fix.stream().map(line -> line.replace("<key>", KEY)).toList());
    awaitUp(lab);
    String past = lab.router().show(DIAGNOSIS);
    assertTrue(!past.contains("  failing"), past);
  }

  private static void awaitSaid(Lab lab, String what) {
    Await.until(
        SAID,
        "a diagnosis with " + what,
        () -> lab.router().show(DIAGNOSIS).contains(what),
        () -> lab.router().show(DIAGNOSIS) + lab.router().show("show log"));
  }

  private static void awaitUp(Lab lab) {
    lab.gateway().awaitChild(SAID);
    Await.until(
        SAID,
        "the tunnel up",
        () -> lab.router().show("show status tunnel 100").contains("Current status is Online."),
        () -> lab.router().show(DIAGNOSIS) + lab.router().show("show log"));
  }

  /** The lines to type after the first `Fix:`. */
  private static List<String> firstFix(String diagnosis) {
    return diagnosis
        .lines()
        .dropWhile(line -> !line.strip().startsWith("Fix: "))
        .skip(1)
        .takeWhile(line -> line.startsWith("        "))
        .map(String::strip)
        .toList();
  }

  private static void letIn(Lab lab) {
    prepare(lab, List.of(), "ipsec ike negotiation receive 100 off");
    lab.router().exec("disconnect tunnel 100").orFail();
    lab.gateway().start(Variant.initiator("azure-gcm"), with(sound(), DIALS));
    awaitSaid(lab, "the peer starts key exchanges and is not let in");
    List<String> fix = firstFix(lab.router().show(DIAGNOSIS));
    assertEquals(List.of("ipsec ike negotiation receive 100 on"), fix);
    type(lab, fix);
    awaitUp(lab);
  }

  private static List<String> sound() {
    return List.of("IKE=aes256-sha256-modp2048", "ESP=aes256-sha256", "RETRANSMIT_TIMEOUT=1");
  }

  private static String[] with(List<String> settings, List<String> others) {
    return Stream.concat(settings.stream(), others.stream()).toArray(String[]::new);
  }

  /** The tunnel is up at once; the probe finds out that it could not be renewed. */
  private static void renewalWithPfs(Lab lab) {
    prepare(lab, List.of(), "ipsec ike pfs 100 on", "ipsec ike probe-rekey 100 on");
    awaitUp(lab);
    awaitSaid(lab, "key exchange at renewal (PFS) differs");
    String said = lab.router().show(DIAGNOSIS);
    assertTrue(said.contains("Sent: key exchange modp2048"), said);
    assertTrue(
        lab.router().log().stream().anyMatch(line -> line.contains("renewal failed, SA kept")),
        () -> lab.router().show("show log"));
    List<String> fix = firstFix(said);
    assertEquals(List.of("ipsec ike pfs 100 off"), fix, said);
    awaitUp(lab);
    type(lab, fix);
    awaitSaid(lab, "past: it has worked since");
    lab.expectPings();
  }

  /** The tunnel of the cause before is up. */
  private static void speaks(Lab lab) {
    String schedule = lab.router().show("show ipsec sa schedule");
    assertTrue(schedule.matches("(?s)SA\\[\\d+] IKE, sgw 100, age .*"), schedule);
    assertTrue(schedule.contains("This router renews it in "), schedule);
    String check = lab.router().show("check ipsec tunnel 100 against azure");
    assertTrue(check.contains("Result: nothing is known that will not match"), check);
    Command.Result japanese =
        lab.router().type(List.of("console character ja.utf8", DIAGNOSIS)).orFail();
    assertTrue(japanese.output().contains("対処: "), japanese.output());
    type(lab, List.of("console character en.ascii"));
  }

  /** The gateway's host is there and its IKE service is not: told at once, by ICMP. */
  private static void nobodyListens(Lab lab) {
    prepare(lab, List.of());
    lab.gateway().stop();
    type(lab, List.of("ipsec refresh sa", "clear ipsec diagnosis"));
    lab.router().exec("connect tunnel 100").orFail();
    awaitSaid(lab, "the gateway's host answers that no IKE service listens");
    String said = lab.router().show(DIAGNOSIS);
    assertTrue(said.contains("ICMP: 203.0.113.10: port unreachable"), said);
    assertTrue(
        lab.router().log().stream()
            .anyMatch(line -> line.contains("no IKE service listens on UDP 500 of 203.0.113.10")),
        () -> lab.router().show("show log"));
    lab.gateway().startAgain();
    awaitUp(lab);
  }

  /**
   * The address dialled passes UDP 500 on, to a gateway that answers from its own and is silent.
   */
  private static void answersFromElsewhere(Lab lab) {
    prepare(lab, List.of("LOCAL_ADDR=%any"));
    lab.in(lab.gatewayNamespace(), "ip", "address", "add", "203.0.113.11/24", "dev", "wan0")
        .orFail();
    filter(lab, "add table ip block");
    filter(lab, "add chain ip block in { type filter hook input priority 0; }");
    filter(lab, "add rule ip block in ip daddr 203.0.113.10 udp dport 4500 drop");
    filter(lab, "add chain ip block out { type route hook output priority -400; }");
    filter(
        lab,
        "add rule ip block out ip saddr 203.0.113.10 udp sport 500 notrack ip saddr set"
            + " 203.0.113.11");
    type(lab, List.of("ipsec refresh sa", "clear ipsec diagnosis"));
    lab.router().exec("connect tunnel 100").orFail();
    awaitSaid(lab, "answers from 203.0.113.11");
    List<String> fix = firstFix(lab.router().show(DIAGNOSIS));
    assertEquals(List.of("ipsec ike remote address 100 203.0.113.11"), fix);
    type(lab, fix);
    awaitUp(lab);
    filter(lab, "delete table ip block");
    lab.in(lab.gatewayNamespace(), "ip", "address", "delete", "203.0.113.11/24", "dev", "wan0")
        .orFail();
  }

  /** The way out is not in the router's lines: it says what to open, and opening it helps. */
  private static void blocked(Lab lab, int port, String says) {
    prepare(lab, List.of(), "ipsec ike nat-traversal 100 on force=on");
    filter(lab, "add table inet block");
    filter(lab, "add chain inet block in { type filter hook input priority 0; }");
    filter(lab, "add rule inet block in udp dport " + port + " drop");
    type(lab, List.of("ipsec refresh sa", "clear ipsec diagnosis"));
    awaitSaid(lab, says);
    filter(lab, "delete table inet block");
    lab.router().exec("connect tunnel 100").orFail();
    awaitUp(lab);
  }

  private static void filter(Lab lab, String rule) {
    lab.in(lab.gatewayNamespace(), "nft", rule).orFail();
  }
}
