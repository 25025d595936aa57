package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.ike.config.AlgorithmPolicy;

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
    assertEquals("AES256-GCM, PRF SHA2-512, MODP 2048bit", ike.algorithms());
  }

  /** RFC 7296 section 1.2: a group that is good enough costs no second round trip. */
  @Test
  void anAcceptableGroupIsTakenAndAWeakOneIsNot() {
    int[] requests = new int[1];
    network.drop =
        d -> {
          requests[0] += d.exchangeType() == 34 && !d.isResponse() ? 1 : 0;
          return false;
        };
    cloud.configure(cloudConfig().build());
    branch.configure(branchConfig().build());
    network.runSeconds(2);
    assertEquals(1, requests[0]);
    branch.configure(branchConfig().algorithms(group(KeyExchangeMethod.MODP_1024)).build());
    branch.engine.refresh(network.now());
    network.runSeconds(2);
    assertEquals(3, requests[0]);
    assertTrue(branch.sas().get(0).algorithms().contains("ECP 521bit"));
  }

  private static AlgorithmPolicy group(KeyExchangeMethod method) {
    return new AlgorithmPolicy(
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.of(method),
        Optional.empty(),
        Optional.empty());
  }

  /** Of two IKE SAs made at the same moment one is deleted by the side that made it. */
  @Test
  void bothDialAtOnceAndEndWithOneIkeSa() {
    for (long seed = 0; seed < 20; seed++) {
      VirtualNetwork net = new VirtualNetwork(seed);
      VirtualNode one = new VirtualNode(net, "203.0.113.2", seed + 11);
      VirtualNode two = new VirtualNode(net, "203.0.113.10", seed + 12);
      net.maxDelay = 10 + seed;
      two.configure(
          Configs.gateway(1, "203.0.113.10", "203.0.113.2", "203.0.113.2").initiate().build());
      one.configure(branchConfig().build());
      net.runSeconds(1);
      for (int i = 0; i < 60; i++) {
        net.runSeconds(1);
        one.ping(two);
        two.ping(one);
      }
      long which = seed;
      assertEquals(0, one.lostPackets + two.lostPackets, () -> which + "\n" + one.log);
      for (VirtualNode node : List.of(one, two)) {
        assertEquals(1, node.sas().stream().filter(s -> s.kind() == Kind.IKE).count());
        assertEquals(1, node.pairs.size());
      }
      assertEquals(List.of("up 100 100"), one.events);
    }
  }
}
