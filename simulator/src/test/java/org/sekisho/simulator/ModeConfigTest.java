package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.config.AddressPool;
import org.sekisho.ike.config.ModeConfig;

/** Inner addresses by configuration payload (RFC 7296 sections 2.19, 3.15). */
class ModeConfigTest {

  private static final ModeConfig ASK = new ModeConfig(true, List.of(), List.of());

  private final VirtualNetwork network = new VirtualNetwork(8);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 81);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 82);

  private static AddressPool pool(String first, String last) {
    return new AddressPool(Configs.address(first), Configs.address(last));
  }

  private static ModeConfig give(String first, String last) {
    return new ModeConfig(
        false, List.of(pool(first, last)), List.of(Configs.address("10.10.0.53")));
  }

  private void up(Configs.Builder branchConfig, Configs.Builder cloudConfig) {
    cloud.configure(cloudConfig.build());
    branch.configure(branchConfig.build());
    network.runSeconds(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void theInitiatorGetsAnAddressAndTheSelectorsAreThat(double loss) {
    network.loss = loss;
    up(
        EstablishTest.branchConfig().modeConfig(ASK),
        EstablishTest.cloudConfig().modeConfig(give("10.99.0.10", "10.99.0.20")));
    network.runSeconds(loss > 0 ? 200 : 8);
    assertTrue(
        branch.events.contains("assigned 100 [10.99.0.10] [10.10.0.53]"), branch.log::toString);
    assertEquals("[10.99.0.10-10.99.0.10]", branch.outbound().sa.localSelectors().toString());
    assertEquals("[10.99.0.10-10.99.0.10]", cloud.outbound().sa.remoteSelectors().toString());
    branch.engine.rekeyChild(network.now(), 100);
    network.runSeconds(60);
    assertEquals("[10.99.0.10-10.99.0.10]", branch.outbound().sa.localSelectors().toString());
    branch.engine.disconnect(network.now(), 100);
    network.runSeconds(5);
    assertTrue(branch.events.contains("assigned 100 [] []"));
  }

  @Test
  void aPeerThatComesBackGetsItsAddressAgain() {
    up(
        EstablishTest.branchConfig().modeConfig(ASK),
        EstablishTest.cloudConfig().modeConfig(give("10.99.0.10", "10.99.0.11")));
    for (int i = 0; i < 5; i++) {
      branch.engine.peerDead(network.now(), 100, "test");
      network.runSeconds(5);
    }
    assertEquals("[10.99.0.10-10.99.0.10]", branch.outbound().sa.localSelectors().toString());
    assertEquals(1, branch.events.stream().filter(e -> e.startsWith("assigned")).count());
  }

  /** G10: the IKE SA stays, the CHILD SA is refused with INTERNAL_ADDRESS_FAILURE. */
  @Test
  void anEmptyPoolIsToldAndTheSecondPeerWaits() {
    VirtualNode other = new VirtualNode(network, "203.0.113.3", 83);
    ModeConfig one = give("10.99.0.10", "10.99.0.10");
    cloud.configure(
        EstablishTest.cloudConfig().modeConfig(one).build(),
        Configs.gateway(2, "203.0.113.10", "203.0.113.3", null).modeConfig(one).build());
    branch.configure(EstablishTest.branchConfig().modeConfig(ASK).build());
    network.runSeconds(1);
    other.configure(
        Configs.gateway(5, "203.0.113.3", "203.0.113.10", "203.0.113.10")
            .initiate()
            .modeConfig(ASK)
            .build());
    network.runSeconds(1);
    assertTrue(branch.gateway().childUp());
    assertFalse(other.gateway().childUp());
    assertEquals(1, other.count(Kind.IKE, State.ESTABLISHED));
    assertTrue(
        other.log.stream().anyMatch(l -> l.contains("INTERNAL_ADDRESS_FAILURE")),
        other.log::toString);
    cloud.configure(
        Configs.gateway(2, "203.0.113.10", "203.0.113.3", null).modeConfig(one).build());
    network.runSeconds(120);
    assertTrue(other.gateway().childUp(), () -> other.log + " " + cloud.log);
  }

  /** O01: no pool, no reply, and the tunnel comes up all the same. */
  @Test
  void aPeerWithoutPoolIsNoReasonToStayDown() {
    up(EstablishTest.branchConfig().modeConfig(ASK), EstablishTest.cloudConfig());
    assertTrue(branch.gateway().childUp());
    assertTrue(branch.log.stream().anyMatch(l -> l.contains("assigned no inner address")));
    branch.ping(cloud);
    assertEquals(0, branch.lostPackets);
  }

  @Test
  void aPeerThatDoesNotAskIsNotLimited() {
    up(
        EstablishTest.branchConfig(),
        EstablishTest.cloudConfig().modeConfig(give("10.99.0.10", "10.99.0.20")));
    assertEquals("[0.0.0.0-255.255.255.255]", cloud.outbound().sa.remoteSelectors().toString());
  }
}
