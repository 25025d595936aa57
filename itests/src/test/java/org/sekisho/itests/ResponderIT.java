package org.sekisho.itests;

import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each gateway of lab/variants.table dials the router. */
@ExtendWith(LabExtension.class)
@Order(4)
class ResponderIT {

  static Stream<Variant> variants() {
    return Variant.all("responder");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variants")
  void answersAndKeepsTheTunnelThroughRenewals(Variant variant, Lab lab) {
    lab.up(variant);
    lab.expectPings();
    TunnelChecks.expectUp(lab);
    TunnelChecks.expectRenewals(lab);
    if (variant.name().equals("fragments")) {
      TunnelChecks.expectFragments(lab, "IKE_AUTH request", "CREATE_CHILD_SA response");
    }
    if (variant.name().equals("post-quantum")) {
      TunnelChecks.expectPpkWithoutMlKem(lab);
    }
  }
}
