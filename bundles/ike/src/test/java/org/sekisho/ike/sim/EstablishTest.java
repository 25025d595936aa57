package org.sekisho.ike.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/** Two engines set SAs up. */
class EstablishTest {

  private final VirtualNetwork network = new VirtualNetwork(1);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 11);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 12);

  static Configs.Builder branchConfig() {
    return Configs.gateway(100, "203.0.113.2", "203.0.113.10", "203.0.113.10").initiate();
  }

  static Configs.Builder cloudConfig() {
    return Configs.gateway(1, "203.0.113.10", "203.0.113.2", null);
  }

  @Test
  void logLinesAreThoseOfTheSeedInTheirOrder() {
    cloud.configure(cloudConfig().build());
    branch.configure(branchConfig().build());
    network.runSeconds(2);
    List<String> expected =
        List.of(
            "[IKE2] SA:1/IKE temporarily assigned",
            "[IKE2] SA:1/IKE established",
            "[IKE2] SA:2/CHLD_SEND temporarily assigned",
            "[IKE2] SA:3/CHLD_RECV temporarily assigned",
            "[IKE2] SA:2/CHLD_SEND established",
            "[IKE2] SA:3/CHLD_RECV established");
    assertEquals(expected, branch.log);
    assertEquals(expected, cloud.log);
    assertEquals(List.of("up 100 100"), branch.events);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
    assertEquals(3, branch.sas().size());
    SaStatus ike = branch.sas().get(0);
    assertTrue(ike.remainingSeconds() > 28795 && ike.remainingSeconds() <= 28800);
    assertEquals("AES256-GCM, PRF SHA2-512, ECP 521bit", ike.algorithms());
  }

  @Test
  void bothDialAtOnceAndEndWithTraffic() {
    cloud.configure(
        Configs.gateway(1, "203.0.113.10", "203.0.113.2", "203.0.113.2").initiate().build());
    branch.configure(branchConfig().build());
    network.runSeconds(60);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
    assertTrue(branch.count(Kind.IKE, State.ESTABLISHED) <= 2);
  }
}
