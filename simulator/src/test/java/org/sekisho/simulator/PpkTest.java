package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;

/** Post-quantum pre-shared keys (RFC 8784), as initiator and as responder. */
class PpkTest {

  /** Only the group is limited, to one that is cheap to compute. */
  private static final AlgorithmPolicy QUICK =
      GatewayProfile.onlyGroup(KeyExchangeMethod.CURVE25519);

  private final VirtualNetwork network = new VirtualNetwork(1);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 11);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 12);

  private static Configs.Builder branchConfig() {
    return EstablishTest.branchConfig().algorithms(QUICK);
  }

  private static Configs.Builder cloudConfig() {
    return EstablishTest.cloudConfig().algorithms(QUICK);
  }

  private void start(Configs.Builder own, Configs.Builder peer) {
    cloud.configure(peer.build());
    branch.configure(own.build());
    network.runSeconds(3);
  }

  private String ike(VirtualNode node) {
    return node.sas().stream()
        .filter(s -> s.kind() == Kind.IKE && s.state() == State.ESTABLISHED)
        .findFirst()
        .orElseThrow()
        .algorithms();
  }

  private void assertCarries(boolean withPpk) {
    assertTrue(branch.gateway().childUp(), () -> branch.log + "\n" + cloud.log);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
    assertEquals(withPpk, ike(branch).endsWith(" + PPK"), ike(branch));
    assertEquals(withPpk, ike(cloud).endsWith(" + PPK"), ike(cloud));
  }

  /** Who has the key, and how much it insists; with, without, or the reason of the refusal. */
  @ParameterizedTest
  @CsvSource({
    "optional, optional, with",
    "required, optional, with",
    "optional, required, with",
    "required, required, with",
    "optional, none,     without",
    "none,     optional, without",
    "required, none,     the peer does without what ipsec ike ppk 100 requires",
    "none,     required, authentication failed",
    "optional, otherId,  without",
    "required, otherId,  authentication failed",
    "otherId,  required, authentication failed",
    "optional, otherKey, authentication failed",
  })
  void everyCombinationOfLines(String own, String peer, String result) {
    start(with(branchConfig(), own), with(cloudConfig(), peer));
    if (result.startsWith("with")) {
      assertCarries(result.equals("with"));
    } else {
      assertFalse(branch.gateway().established());
      assertEquals(0, branch.pairs.size() + cloud.pairs.size());
      assertTrue(branch.log.toString().contains(result), branch.log::toString);
    }
  }

  private static Configs.Builder with(Configs.Builder config, String line) {
    return switch (line) {
      case "optional" -> config.ppk("quantum", "office", false);
      case "required" -> config.ppk("quantum", "office", true);
      case "otherId" -> config.ppk("quantum", "home", false);
      case "otherKey" -> config.ppk("kwantum", "office", false);
      default -> config;
    };
  }

  /** The responder's log names the line, too. */
  @Test
  void theResponderNamesTheLine() {
    start(branchConfig(), cloudConfig().ppk("quantum", "office", true));
    assertTrue(cloud.log.toString().contains("ipsec ike ppk 1"), cloud.log::toString);
  }

  @Test
  void renewalsInheritItAndItGoesWithMlKem() {
    start(
        branchConfig().additional(KeyExchangeMethod.ML_KEM_768).ppk("quantum", "office", true),
        cloudConfig().additional(KeyExchangeMethod.ML_KEM_768).ppk("quantum", "office", false));
    assertCarries(true);
    assertTrue(ike(branch).contains("+ ML-KEM-768 + PPK"), ike(branch));
    branch.engine.rekeyIke(network.now(), 100);
    network.runSeconds(2);
    cloud.engine.rekeyChild(network.now(), 1);
    network.runSeconds(2);
    assertCarries(true);
  }

  /** Another key on both sides gives other keys to the CHILD SA: it does count. */
  @Test
  void keysOfTheChildDependOnIt() {
    start(
        branchConfig().ppk("quantum", "office", false),
        cloudConfig().ppk("quantum", "office", false));
    byte[] with = branch.outbound().out.clone();
    VirtualNetwork other = new VirtualNetwork(1);
    VirtualNode one = new VirtualNode(other, "203.0.113.2", 11);
    VirtualNode two = new VirtualNode(other, "203.0.113.10", 12);
    two.configure(cloudConfig().ppk("quantum!", "office", false).build());
    one.configure(branchConfig().ppk("quantum!", "office", false).build());
    other.runSeconds(3);
    // the same random octets on both sides, so without the PPK the keys would be the same
    assertFalse(java.util.Arrays.equals(with, one.outbound().out));
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void whoTakesItOutOnTheWayIsNoticed(boolean responses) {
    OnTheWay.edit(
        network,
        responses,
        payloads -> {
          payloads.removeIf(
              p -> p instanceof NotifyPayload n && n.notifyType() == NotifyType.USE_PPK);
          return payloads;
        });
    start(
        branchConfig().ppk("quantum", "office", false),
        cloudConfig().ppk("quantum", "office", false));
    network.runSeconds(10);
    assertFalse(branch.gateway().established());
    assertFalse(cloud.gateway().established());
  }
}
