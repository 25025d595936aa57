package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Configurations change under a router that works; one boot for all checks. */
@ExtendWith(LabExtension.class)
class LoadIT {

  private static final String ADDRESS = "ip lan1 address 192.168.100.1/24";

  @Test
  void changesDisturbNothingElseAndGoBackWhenTheyCutTheirAuthorOff(Lab lab) {
    Variant variant = Variant.initiator("azure-gcm");
    lab.network(variant.topology());
    lab.gateway().start(variant);
    lab.router().startWith(List.of("ssh=0.0.0.0:2222"), variant.configuration());
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();

    anotherTunnelChangesUnderPings(lab);
    lineThatCutsItsAuthorOffGoes(lab);
  }

  private static void anotherTunnelChangesUnderPings(Lab lab) {
    Pings pings = Pings.start(lab.branchHost(), Lab.CLOUD_HOST, 1_000);
    Command.Result dialogue =
        lab.router()
            .type(
                List.of(
                    "tunnel select 2",
                    "ipsec tunnel 102",
                    "ipsec sa policy 102 2 esp aes256-cbc sha256-hmac",
                    "ip tunnel mtu 1300",
                    "tunnel enable 2",
                    "ip tunnel mtu 1350",
                    "tunnel select none"));
    assertTrue(dialogue.succeeded(), dialogue.output());
    pings.stopAndExpectNoLoss(200);
  }

  private static void lineThatCutsItsAuthorOffGoes(Lab lab) {
    Router router = lab.router();
    List<String> before = configuration(router);
    assertTrue(before.contains(ADDRESS), before.toString());
    router.show("save 1");
    router.show("no ip lan1 address");
    router.show("save 2 \"nobody gets in\"");
    router.show("load 1 silent");
    assertEquals(before, configuration(router));

    Command.Result load = router.execFromLan("load 2 silent rollback-timer=30");
    assertFalse(configuration(router).contains(ADDRESS), load.output());
    assertFalse(
        lab.in(lab.branchHost(), "ping", "-q", "-c", "1", "-w", "1", "192.168.100.1").succeeded(),
        load.output());
    Await.until(
        Duration.ofSeconds(60),
        "the old configuration is back and the console in reach",
        () -> router.execFromLan("show environment").succeeded(),
        () -> router.show("show log"));
    assertEquals(before, configuration(router));
    assertTrue(
        router
            .log()
            .contains("The configuration was not confirmed in time: the one before is back"));
  }

  /** `show config` without its head, which holds a date. */
  private static List<String> configuration(Router router) {
    return router.show("show config").lines().filter(line -> !line.startsWith("#")).toList();
  }
}
