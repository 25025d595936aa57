package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The router stops, politely or not. */
@ExtendWith(LabExtension.class)
class StopIT {

  @Test
  void sigtermDeletesTheSasAtTheGateway(Lab lab) {
    lab.up(Variant.initiator("azure-gcm"));
    lab.router().stop();
    Await.until(
        Duration.ofSeconds(5),
        "no SA left at the gateway",
        () -> !lab.gateway().sas().contains("IKEv2"),
        lab.gateway()::sas);
    assertTrue(lab.gateway().log().contains("received DELETE for IKE_SA"), lab.gateway().log());
    List<String> state = lab.kernelState();
    assertFalse(state.stream().anyMatch(line -> line.contains("tunnel100")), state.toString());
  }

  @Test
  void sigkillAndRestartLeaveAWorkingRouterAndNothingStale(Lab lab) {
    lab.up(Variant.initiator("azure-gcm"));
    lab.expectPings();
    String before = String.join("\n", lab.kernelState());
    lab.router().kill();
    lab.router().startAgain();
    lab.awaitTunnel(Lab.TUNNEL_UP);
    lab.expectPings();
    assertEquals(before, String.join("\n", lab.kernelState()));
  }
}
