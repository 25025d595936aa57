package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What holds for every tunnel that is up. */
final class TunnelChecks {

  private static final List<String> SCENARIO_LOG =
      List.of(
          "[IKE2] SA:1/IKE temporarily assigned",
          "[IKE2] SA:1/IKE established",
          "[IKE2] SA:2/CHLD_SEND temporarily assigned",
          "[IKE2] SA:3/CHLD_RECV temporarily assigned",
          "[IKE2] SA:2/CHLD_SEND established",
          "[IKE2] SA:3/CHLD_RECV established",
          "IP Tunnel[100] Up");

  private TunnelChecks() {}

  /** The console says what the packets say. */
  static void expectUp(Lab lab) {
    String status = lab.router().show("show status tunnel 100");
    assertTrue(status.contains("Current status is Online."), status);
    String sas = lab.router().show("show ipsec sa");
    assertTrue(sas.matches("(?s).*tun\\[0*100\\]esp +send .*"), sas);
    assertTrue(sas.matches("(?s).*tun\\[0*100\\]esp +recv .*"), sas);
  }

  /** The gateway renews the child SA, then the IKE SA, then the child SA of that, under pings. */
  static void expectRenewals(Lab lab) {
    Pings pings = Pings.start(lab.branchHost(), Lab.CLOUD_HOST);
    renew(lab, "child");
    renew(lab, "ike");
    renew(lab, "child");
    Await.pause(Duration.ofSeconds(1));
    pings.stopAndExpectNoLoss(20);
  }

  private static void renew(Lab lab, String what) {
    Set<String> before = identities(lab, what);
    lab.gateway().renew(what);
    Await.until(
        Duration.ofSeconds(15),
        "the gateway's " + what + " SA renewed and the old one gone",
        () -> {
          Set<String> now = identities(lab, what);
          Set<String> kept = new HashSet<>(now);
          kept.retainAll(before);
          return !now.isEmpty() && kept.isEmpty();
        },
        lab.gateway()::log);
  }

  private static Set<String> identities(Lab lab, String what) {
    return what.equals("child")
        ? lab.gateway().children().stream().map(Gateway.ChildSa::spi).collect(Collectors.toSet())
        : lab.gateway()
            .sas()
            .lines()
            .filter(line -> line.contains(", ESTABLISHED, IKEv2, "))
            .map(line -> line.substring(line.indexOf("IKEv2, ")).replace("*", ""))
            .collect(Collectors.toSet());
  }

  /** The log starts with the scenario's lines, in its order, between whatever other lines. */
  static void expectScenarioLog(Lab lab) {
    List<String> seen = lab.router().log().stream().filter(SCENARIO_LOG::contains).toList();
    assertEquals(
        SCENARIO_LOG,
        seen.subList(0, Math.min(seen.size(), SCENARIO_LOG.size())),
        () -> lab.router().show("show log"));
  }

  /** The gateway's log has fragments both ways (RFC 7383), of these messages among others. */
  static void expectFragments(Lab lab, String... messages) {
    String log = lab.gateway().log();
    assertTrue(log.contains("splitting IKE message"), log);
    assertTrue(log.contains("reassembled fragmented IKE message"), log);
    for (String message : messages) {
      assertTrue(
          log.matches("(?s).*" + message + " \\d+ \\[ EF\\(1/.*"), message + " in one\n" + log);
    }
  }

  /** The gateway knows PPKs and no additional key exchanges: the router uses what both have. */
  static void expectPpkWithoutMlKem(Lab lab) {
    String sas = lab.router().show("show ipsec sa gateway 100 detail");
    assertTrue(sas.contains("bit + PPK"), sas);
    String log = lab.gateway().log();
    assertTrue(log.contains("PPK"), log);
  }
}
