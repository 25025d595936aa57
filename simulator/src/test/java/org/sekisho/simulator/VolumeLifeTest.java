package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/** Lives of CHILD SAs in kilobytes: {@code ipsec ike duration ipsec-sa G SECONDS KBYTES}. */
class VolumeLifeTest {

  private final VirtualNetwork network = new VirtualNetwork(5);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 51);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 52);

  private void up(Configs.Builder branchConfig, Configs.Builder cloudConfig) {
    cloud.configure(cloudConfig.build());
    branch.configure(branchConfig.build());
    network.runSeconds(1);
    assertTrue(branch.gateway().childUp());
  }

  /** Traffic on whatever pair is in use, a second's worth at a time. */
  private void carry(VirtualNode node, long seconds, long octetsPerSecond) {
    for (long i = 0; i < seconds; i++) {
      if (node.outbound() != null) {
        node.outbound().octets += octetsPerSecond;
      }
      network.runSeconds(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void threeQuartersOfTheVolumeRenewThePair(boolean peerCounts) {
    Configs.Builder counting = peerCounts ? EstablishTest.cloudConfig() : branch();
    counting.kilobytes(1_000);
    up(peerCounts ? branch() : counting, peerCounts ? counting : EstablishTest.cloudConfig());
    VirtualNode node = peerCounts ? cloud : branch;
    int first = node.outbound().sa.inboundSpi();
    carry(node, 70, 10 * 1024);
    assertEquals(first, node.outbound().sa.inboundSpi(), "renewed before 75 %");
    carry(node, 20, 10 * 1024);
    assertNotEquals(first, node.outbound().sa.inboundSpi());
    assertTrue(node.pairs.get(first).octets < 800 * 1024, "renewed late");
    network.runSeconds(31);
    assertFalse(node.pairs.containsKey(first), "the old pair outlives its 30 s");
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  private static Configs.Builder branch() {
    return EstablishTest.branchConfig();
  }

  @Test
  void aRenewalByTimeCutsTheOldLifeWhereALineNamesAVolume() {
    up(branch().kilobytes(1_000), EstablishTest.cloudConfig());
    branch.engine.rekeyChild(network.now(), 100);
    network.runSeconds(29);
    assertEquals(1, branch.count(Kind.CHILD_RECV, State.SUPERSEDED));
    network.runSeconds(3);
    assertEquals(0, branch.count(Kind.CHILD_RECV, State.SUPERSEDED));
  }

  @Test
  void withoutALineTheOldPairKeepsItsLife() {
    up(branch(), EstablishTest.cloudConfig());
    branch.engine.rekeyChild(network.now(), 100);
    network.runSeconds(60);
    assertEquals(1, branch.count(Kind.CHILD_RECV, State.SUPERSEDED));
  }

  @Test
  void theWholeVolumeStopsThePairThoughThePeerIsSilent() {
    up(branch().kilobytes(1_000), EstablishTest.cloudConfig());
    int first = branch.outbound().sa.inboundSpi();
    network.drop = d -> true;
    carry(branch, 110, 10 * 1024);
    assertFalse(branch.pairs.containsKey(first), "keys used beyond their volume");
    network.drop = d -> false;
    network.runSeconds(90);
    assertTrue(branch.gateway().childUp(), () -> branch.log.toString());
    branch.ping(cloud);
    assertEquals(0, branch.lostPackets);
  }

  @Test
  void aBurstPastBothLimitsStillRenewsFirst() {
    up(branch().kilobytes(1_000), EstablishTest.cloudConfig());
    branch.outbound().octets = 2_000 * 1024;
    network.runSeconds(11);
    assertTrue(branch.gateway().childUp());
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  /** 2,000,000 kilobytes are the default: reached in seconds on a fast line, they only renew. */
  @Test
  void theDefaultVolumeRenewsAndNeverStopsTraffic() {
    up(branch(), EstablishTest.cloudConfig());
    int first = branch.outbound().sa.inboundSpi();
    network.drop = d -> d.exchangeType() == 36;
    carry(branch, 20, 300_000L * 1024);
    assertTrue(branch.pairs.containsKey(first));
    network.drop = d -> false;
    network.runSeconds(20);
    assertNotEquals(first, branch.outbound().sa.inboundSpi());
  }
}
