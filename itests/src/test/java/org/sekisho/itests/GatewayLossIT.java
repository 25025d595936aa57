package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gateway loses its power and comes back. */
@ExtendWith(LabExtension.class)
@Order(6)
class GatewayLossIT {

  /** Ten seconds six times, the keepalive's default, and what a busy machine takes to show it. */
  private static final Duration NOTICED = Duration.ofSeconds(66);

  /** Before that there is nothing to see. */
  private static final Duration SILENCE = Duration.ofSeconds(45);

  @Test
  void noticesWithinAMinuteAndComesBackWithoutHelp(Lab lab) {
    lab.up(Variant.initiator("azure-nat"));
    lab.expectPings();
    lab.gateway().kill();
    lab.idle(SILENCE);
    Await.until(
        NOTICED.minus(SILENCE),
        "IP Tunnel[100] Down in the router's log",
        () -> lab.router().log().contains("IP Tunnel[100] Down"),
        () -> lab.router().show("show log"));
    String status = lab.router().show("show status tunnel 100");
    assertTrue(status.contains("Current status is Offline."), status);
    lab.gateway().startAgain();
    lab.gateway().awaitChild(Duration.ofSeconds(120));
    lab.expectPings();
    TunnelChecks.expectUp(lab);
  }
}
