package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * EAP-MSCHAPv2 that fails first, against strongSwan in both roles; that it works is a matter of the
 * variants eap and eap-client.
 */
@ExtendWith(LabExtension.class)
@Order(4)
class EapIT {

  private static final Duration SAID = Duration.ofSeconds(60);

  @Test
  void theRightPasswordTypedInBringsTheTunnelUp(Lab lab) {
    Variant variant = Variant.initiator("eap");
    lab.network(variant.topology());
    lab.gateway().start(variant, "EAP_SECRET=the-right-one");
    lab.router().start(variant.configuration());
    expect(lab, "the server refused the name or password of branch, check ipsec ike eap myname");
    lab.router().show("ipsec ike eap myname 100 branch the-right-one");
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    assertFalse(lab.router().show("show config").contains("the-right-one"), "password shown");
  }

  @Test
  void aUserWhoIsAddedMayCome(Lab lab) {
    Variant variant = Variant.responder("eap-client");
    lab.network(variant.topology());
    lab.router().start(variant.configuration());
    lab.gateway().start(variant, "EAP_ID=guest");
    lab.gateway().initiate("net");
    expect(lab, "no user guest, check auth user and auth user group 1");
    lab.router().show("auth user 2 guest eap-secret-1");
    lab.router().show("auth user group 1 1 2");
    lab.gateway().initiate("net").orFail();
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    assertTrue(
        lab.router().log().contains("[IKE2] Tunnel[100] the peer is user guest by EAP-MSCHAPv2"),
        () -> lab.router().show("show log"));
  }

  private static void expect(Lab lab, String cause) {
    Await.until(
        SAID,
        "a line of log: " + cause,
        () -> lab.router().log().stream().anyMatch(line -> line.contains(cause)),
        () -> lab.router().show("show log"));
  }
}
