package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two pairs of child SAs of one tunnel, alive at once. */
@ExtendWith(LabExtension.class)
class ChildPairsIT {

  /**
   * The gateway makes the narrow pair first and the wide one second. It prefers the narrow one for
   * what it sends, so that what it sends comes on the old pair, while the router must send on the
   * newest. As responder the router may do so when it knows that the gateway has the new pair (RFC
   * 7296 section 2.8): one packet that only the wide pair can carry says it.
   */
  @Test
  void receivesOnTheOldPairAndSendsOnTheNewest(Lab lab) {
    Variant variant = Variant.responder("azure-gcm");
    lab.network(variant.topology());
    lab.router().start(variant.configuration());
    lab.gateway().start(variant, "CHILDREN=net narrow");
    lab.gateway().initiate("narrow").orFail();
    lab.expectPings();
    lab.gateway().initiate("net").orFail();
    lab.in(lab.gatewayNamespace(), "ping", "-c", "1", "-W", "1", "-I", "10.10.0.1", "172.16.0.1");
    Gateway.ChildSa narrowBefore = child(lab, "narrow");
    lab.expectPings();
    Gateway.ChildSa narrow = child(lab, "narrow");
    Gateway.ChildSa net = child(lab, "net");
    String both = narrowBefore + "\n" + narrow + "\n" + net;
    assertTrue(narrow.out() >= narrowBefore.out() + 12, both);
    assertEquals(narrowBefore.in(), narrow.in(), both);
    assertTrue(net.in() >= 12, both);
    String sas = lab.router().show("show ipsec sa");
    assertEquals(2, sas.lines().filter(line -> line.matches(".*esp +send .*")).count(), sas);
    assertEquals(2, sas.lines().filter(line -> line.matches(".*esp +recv .*")).count(), sas);
  }

  private static Gateway.ChildSa child(Lab lab, String name) {
    List<Gateway.ChildSa> found =
        lab.gateway().children().stream().filter(child -> child.child().equals(name)).toList();
    assertEquals(1, found.size(), () -> lab.gateway().sas());
    return found.get(0);
  }
}
