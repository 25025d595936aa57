package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/**
 * Problems that other implementations have had with each other at renewals, shown absent: crossing
 * renewals that break the message windows (libreswan 4.12), doubles after a renewal that timed out
 * (libreswan 514), packets on an SA the peer has dropped, and an RTX that keeps the old SA for 30
 * seconds only.
 */
class InteropProblemsTest {

  private final List<PacketFate> losses = new ArrayList<>();
  private VirtualNetwork network;
  private VirtualNode branch;
  private VirtualNode cloud;

  private void up(long seed) {
    network = new VirtualNetwork(seed);
    branch = new VirtualNode(network, "203.0.113.2");
    cloud = new VirtualNode(network, "203.0.113.10");
    var quick = GatewayProfile.firstGroup(KeyExchangeMethod.CURVE25519);
    cloud.configure(EstablishTest.cloudConfig().algorithms(quick).build());
    branch.configure(EstablishTest.branchConfig().algorithms(quick).build());
    network.runSeconds(7);
  }

  private Traffic traffic() {
    return new Traffic(network, branch, 100, cloud, 1, (node, at, fate) -> losses.add(fate));
  }

  private void oneOfEach() {
    for (VirtualNode node : List.of(branch, cloud)) {
      assertEquals(1, node.count(Kind.IKE, State.ESTABLISHED), () -> "" + node.sas());
      assertEquals(1, node.count(Kind.CHILD_RECV, State.ESTABLISHED), () -> "" + node.sas());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100})
  void crossingRenewalsLeaveTheMessageWindowsInOrder(int times) {
    up(times);
    Traffic traffic = traffic();
    for (int i = 0; i < times; i++) {
      branch.engine.rekeyChild(branch.clock(), 100);
      network.run(i % 4);
      cloud.engine.rekeyChild(cloud.clock(), 1);
      network.runSeconds(12);
    }
    for (int i = 0; i < 10; i++) {
      branch.engine.probe(branch.clock(), 100);
      cloud.engine.probe(cloud.clock(), 1);
      network.runSeconds(1);
    }
    oneOfEach();
    assertEquals(List.of("up 100 100"), branch.events);
    assertEquals(List.of(), losses);
    assertTrue(traffic.back.delivered > 50L * times);
  }

  /** The path is blocked at a renewal of the IKE SA and comes back around every timer. */
  @ParameterizedTest
  @ValueSource(
      ints = {100, 600, 1_600, 3_600, 8_000, 20_000, 49_900, 50_100, 56_000, 100_500, 112_000})
  void aBlockedRenewalLeavesNoDoubles(int millis) {
    for (int before : new int[] {0, 15}) {
      up(millis + before);
      new Keepalive(network, branch, 100, 3_000);
      new Keepalive(network, cloud, 1, 8_000);
      traffic();
      branch.engine.rekeyIke(branch.clock(), 100);
      network.run(before);
      network.cut(branch, cloud);
      network.run(millis);
      network.mend(branch, cloud);
      network.runSeconds(200);
      losses.clear();
      network.runSeconds(60);
      oneOfEach();
      assertEquals(1, cloud.pairs.size());
      assertEquals(List.of(), losses);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSecondAfterARenewalTheOldPairIsNotNeeded(boolean peerLeads) {
    up(5);
    int old = cloud.outbound().sa.inboundSpi();
    traffic();
    if (peerLeads) {
      cloud.engine.rekeyChild(cloud.clock(), 1);
    } else {
      branch.engine.rekeyChild(branch.clock(), 100);
    }
    network.runSeconds(1);
    cloud.pairs.remove(old); // without a word
    network.runSeconds(60);
    assertEquals(List.of(), losses);
  }

  @Test
  void withoutAnyTrafficTheNewPairIsUsedWithinThirtySeconds() {
    up(6);
    int old = branch.outbound().sa.inboundSpi();
    cloud.engine.rekeyChild(cloud.clock(), 1);
    network.runSeconds(29);
    assertFalse(branch.outbound().sa.inboundSpi() == old);
  }
}
