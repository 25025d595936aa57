package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/** Renewals led by either side, in virtual time. */
class RenewalTest {

  private final VirtualNetwork network = new VirtualNetwork(2);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 21);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 22);

  private void up(Configs.Builder branchConfig, Configs.Builder cloudConfig) {
    cloud.configure(cloudConfig.build());
    branch.configure(branchConfig.build());
    network.runSeconds(1);
    assertTrue(branch.gateway().childUp());
  }

  /** One packet each way every so often; none may be lost. */
  private void traffic(long seconds, long every) {
    for (long t = 0; t < seconds; t += every) {
      network.runSeconds(every);
      branch.ping(cloud);
      cloud.ping(branch);
    }
    assertEquals(0, branch.lostPackets, () -> "branch lost packets: " + branch.log);
    assertEquals(0, cloud.lostPackets, () -> "cloud lost packets: " + cloud.log);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ourChildRenewalKeepsTheOldPairForReceiving(boolean pfs) {
    Configs.Builder config = EstablishTest.branchConfig();
    if (pfs) {
      config.pfs();
    }
    up(config, EstablishTest.cloudConfig());
    int first = branch.outbound().sa.inboundSpi();
    branch.engine.rekeyChild(network.now(), 100);
    traffic(10, 1);
    assertEquals(2, branch.pairs.size());
    assertTrue(branch.pairs.containsKey(first));
    assertEquals(1, branch.count(Kind.CHILD_RECV, State.SUPERSEDED));
    assertFalse(branch.outbound().sa.inboundSpi() == first);
    assertFalse(cloud.outbound().sa.outboundSpi() == first);
    assertEquals(
        pfs,
        branch.sas().stream()
            .anyMatch(s -> s.kind() == Kind.CHILD_SEND && s.algorithms().contains("bit")));
  }

  /** {@code ipsec ike rekey delete G immediate}: one pair and one IKE SA, and nothing lost. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withImmediateTheOldSaGoesWhenTheNewOneIsInUse(boolean behind) {
    up(EstablishTest.branchConfig().deleteAtOnce(), EstablishTest.cloudConfig());
    int first = branch.outbound().sa.inboundSpi();
    if (behind) {
      network.duplication = 0.5; // late copies of requests and answers change nothing
    }
    branch.engine.rekeyChild(network.now(), 100);
    traffic(5, 1);
    assertEquals(List.of(branch.outbound()), List.copyOf(branch.pairs.values()));
    assertFalse(branch.outbound().sa.inboundSpi() == first);
    assertEquals(1, cloud.pairs.size());
    branch.engine.rekeyIke(network.now(), 100);
    traffic(5, 1);
    assertEquals(1, branch.sas().stream().filter(s -> s.kind() == Kind.IKE).count());
    assertEquals(1, cloud.sas().stream().filter(s -> s.kind() == Kind.IKE).count());
    assertEquals(
        List.of(
            "[IKE2] SA:4/CHLD_SEND temporarily assigned",
            "[IKE2] SA:5/CHLD_RECV temporarily assigned",
            "[IKE2] SA:4/CHLD_SEND established",
            "[IKE2] SA:5/CHLD_RECV established",
            "[IKE2] SA:2/CHLD_SEND deleted",
            "[IKE2] SA:3/CHLD_RECV deleted",
            "[IKE2] SA:2/IKE temporarily assigned",
            "[IKE2] SA:2/IKE established",
            "[IKE2] SA:1/IKE deleted"),
        branch.log.subList(6, branch.log.size()));
  }

  /** Packets overtake the messages that delete what they were sent on. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsUnderWayWhenAPairIsDeletedArrives(boolean peerLeads) {
    network.maxDelay = 300;
    up(EstablishTest.branchConfig().deleteAtOnce(), EstablishTest.cloudConfig().deleteAtOnce());
    List<PacketFate> losses = new ArrayList<>();
    Traffic traffic =
        new Traffic(network, branch, 100, cloud, 1, (node, at, fate) -> losses.add(fate));
    for (int i = 0; i < 20; i++) {
      if (peerLeads) {
        cloud.engine.rekeyChild(network.now(), 1);
      } else {
        branch.engine.rekeyChild(network.now(), 100);
      }
      network.runSeconds(5);
      assertEquals(1, branch.pairs.size());
    }
    assertEquals(List.of(), losses);
    assertTrue(traffic.there.delivered > 1_000 && traffic.back.delivered > 1_000);
  }

  @Test
  void peerLedChildRenewalIsUsedAfterFiveSecondsWithoutTraffic() {
    up(EstablishTest.branchConfig(), EstablishTest.cloudConfig());
    int first = branch.outbound().sa.inboundSpi();
    cloud.engine.rekeyChild(network.now(), 1);
    network.run(500);
    assertEquals(first, branch.outbound().sa.inboundSpi());
    network.runSeconds(5);
    assertFalse(first == branch.outbound().sa.inboundSpi());
  }

  @Test
  void peerLedChildRenewalIsUsedWithItsFirstPacket() {
    up(EstablishTest.branchConfig(), EstablishTest.cloudConfig());
    int first = branch.outbound().sa.inboundSpi();
    cloud.engine.rekeyChild(network.now(), 1);
    network.run(500);
    cloud.ping(branch);
    assertFalse(first == branch.outbound().sa.inboundSpi());
    traffic(20, 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ikeRenewalMovesTheChildren(boolean peerLeads) {
    up(EstablishTest.branchConfig(), EstablishTest.cloudConfig());
    if (peerLeads) {
      cloud.engine.rekeyIke(network.now(), 1);
    } else {
      branch.engine.rekeyIke(network.now(), 100);
    }
    traffic(5, 1);
    assertEquals(1, branch.count(Kind.IKE, State.SUPERSEDED));
    assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(1, branch.pairs.size());
    branch.engine.rekeyChild(network.now(), 100);
    traffic(5, 1);
    cloud.engine.rekeyChild(network.now(), 1);
    traffic(5, 1);
    assertEquals(3, branch.pairs.size());
    // the old IKE SA may go, its children stay
    VirtualNode owner = peerLeads ? cloud : branch;
    owner.engine.delete(network.now(), 1);
    traffic(5, 1);
    assertEquals(0, branch.count(Kind.IKE, State.SUPERSEDED));
    assertEquals(3, branch.pairs.size());
  }

  @Test
  void fortyEightHoursShowTheAgesOfTheSeed() {
    // branch: child 27000 s, IKE 28800 s; the gateway acts at 95 % of 27000 and 28800
    up(
        EstablishTest.branchConfig().life(28800, 27000),
        EstablishTest.cloudConfig().life(28800, 95, 27000, 95));
    long start = network.now();
    traffic(48 * 3600, 30);
    long firstRenewal = branch.installedAt.get(1) - start;
    assertTrue(firstRenewal >= 20_250_000 && firstRenewal <= 20_280_000, "child " + firstRenewal);
    assertEquals(1, branch.events.size(), branch.events::toString);
    long interval = branch.installedAt.get(2) - branch.installedAt.get(1);
    assertTrue(interval >= 20_250_000 && interval <= 20_280_000, "second " + interval);
    // the pair renewed by the branch stays until 27000 s (and the 30 s of grace) are over
    long firstGone = branch.removedAt.get(0)[0] - start;
    assertTrue(firstGone >= 27_000_000 && firstGone <= 27_035_000, "gone " + firstGone);
    assertTrue(branch.pairs.size() <= 2, "pairs " + branch.pairs.size());
  }

  @Test
  void oldIkeSaLivesItsWholeLifeAsInTheSeed() {
    up(
        EstablishTest.branchConfig().life(28800, 27000),
        EstablishTest.cloudConfig().life(28800, 95, 27000, 95));
    network.runSeconds(21_650);
    assertEquals(1, branch.count(Kind.IKE, State.SUPERSEDED));
    network.runSeconds(28_800 - 21_650 + 20);
    assertEquals(1, branch.count(Kind.IKE, State.SUPERSEDED));
    network.runSeconds(20);
    assertEquals(0, branch.count(Kind.IKE, State.SUPERSEDED));
    assertTrue(branch.log.contains("[IKE2] SA:1/IKE deleted"));
  }

  @Test
  void gatewayLeadsWhenItsTimersAreEarlier() {
    up(
        EstablishTest.branchConfig().life(129_600, 129_600),
        EstablishTest.cloudConfig().life(28_800, 95, 27_000, 95));
    traffic(48 * 3600, 30);
    assertEquals(1, branch.events.size(), branch.events::toString);
  }

  @Test
  void olderGatewayProfileHoldsForFortyEightHours() {
    up(
        EstablishTest.branchConfig().life(28_800, 27_000),
        EstablishTest.cloudConfig().life(10_800, 95, 3_600, 95));
    traffic(48 * 3600, 30);
    assertEquals(1, branch.events.size(), branch.events::toString);
    assertTrue(branch.pairs.size() <= 3, "pairs " + branch.pairs.size());
  }

  @Test
  void equalTimersOnBothSidesCollideWithoutLoss() {
    up(EstablishTest.branchConfig(), EstablishTest.cloudConfig());
    traffic(48 * 3600, 30);
    assertEquals(1, branch.events.size(), branch.events::toString);
  }
}
