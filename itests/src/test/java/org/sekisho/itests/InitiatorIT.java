package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The router dials each gateway of lab/variants.table. */
@ExtendWith(LabExtension.class)
@Order(2)
class InitiatorIT {

  static Stream<Variant> variants() {
    return Variant.all("initiator");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void bringsTheTunnelUpAndKeepsItThroughRenewals(Variant variant, Lab lab) {
    lab.up(variant);
    lab.expectPings();
    TunnelChecks.expectUp(lab);
    TunnelChecks.expectRenewals(lab);
    if (variant.name().equals("azure-gcm")) {
      TunnelChecks.expectScenarioLog(lab);
    }
    if (variant.name().equals("azure-cookie")) {
      assertTrue(lab.gateway().log().contains("COOKIE"), "the gateway asked for no cookie");
    }
    if (variant.name().equals("fragments")) {
      TunnelChecks.expectFragments(lab, "IKE_AUTH request", "IKE_AUTH response");
    }
    if (variant.name().equals("post-quantum")) {
      TunnelChecks.expectPpkWithoutMlKem(lab);
    }
    if (variant.name().equals("invalid-ke")) {
      assertTrue(lab.gateway().log().contains("INVAL_KE"), "the gateway asked for no other group");
    }
  }
}
