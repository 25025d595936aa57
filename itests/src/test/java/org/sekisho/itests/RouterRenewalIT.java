package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The router renews its SAs itself, at 75 % of the shortest life an RTX takes; then the gateway
 * renews them. Both stand behind a NAT.
 */
@ExtendWith(LabExtension.class)
@Order(1)
class RouterRenewalIT {

  /** 75 % of 300 s, up to 30 s of spread, and some seconds to see that the old pair still lives. */
  private static final Duration RENEWED = Duration.ofSeconds(265);

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void renewsInTimeAndLosesNoPing(Lab lab) {
    Variant variant = Variant.initiator("azure-natboth");
    List<String> configuration = new ArrayList<>();
    for (String line : variant.configuration()) {
      if (line.contains("duration ipsec-sa")) {
        configuration.add("  ipsec ike duration ipsec-sa 100 300");
        configuration.add("  ipsec ike duration ike-sa 100 300");
      } else {
        configuration.add(line);
      }
    }
    lab.network(variant.topology());
    lab.gateway().start(variant);
    lab.router().start(configuration);
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    lab.pingAndLoseNone(RENEWED, 3000);
    expectTwo("SA:\\d+/IKE established", lab);
    expectTwo("SA:\\d+/CHLD_SEND established", lab);
    expectTwo("SA:\\d+/CHLD_RECV established", lab);
    TunnelChecks.expectRenewals(lab);
    lab.expectPings();
  }

  private static void expectTwo(String line, Lab lab) {
    long seen = lab.router().log().stream().filter(l -> l.matches("\\[IKE2\\] " + line)).count();
    assertTrue(
        seen >= 2,
        () -> seen + " times '" + line + "' in the log:\n" + lab.router().show("show log"));
  }
}
