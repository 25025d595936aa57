package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.Transform;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/** IKE_INTERMEDIATE (RFC 9242) and multiple key exchanges (RFC 9370), mostly with ML-KEM-768. */
class MultipleKeyExchangeTest extends MultipleKeyExchangeNodes {

  private long count(int exchangeType) {
    return seen.stream().filter(d -> d.exchangeType() == exchangeType && !d.isResponse()).count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void mlKemComesBetweenInitAndAuth(boolean fragments) {
    nodes(1);
    start(
        branchConfig().additional(ML_KEM).fragments(fragments, 576),
        cloudConfig().additional(ML_KEM).fragments(fragments, 576));
    assertCarries("ML-KEM");
    for (VirtualNode node : List.of(branch, cloud)) {
      assertEquals("AES256-GCM, PRF SHA2-512, Curve25519 + ML-KEM-768", algorithms(node, Kind.IKE));
    }
    List<Integer> order = seen.stream().map(Datagram::exchangeType).distinct().toList();
    assertEquals(List.of(INIT, INTERMEDIATE, AUTH), order);
    boolean inFragments = seen.stream().anyMatch(d -> (d.message()[16] & 0xff) == 53);
    assertEquals(fragments, inFragments, "an encapsulation key does not fit into 576 octets");
  }

  @Test
  void sevenAdditionalKeyExchanges() {
    nodes(2);
    KeyExchangeMethod[] all = {
      KeyExchangeMethod.ML_KEM_1024,
      KeyExchangeMethod.ECP_384,
      ML_KEM,
      KeyExchangeMethod.ECP_256,
      KeyExchangeMethod.ML_KEM_512,
      KeyExchangeMethod.ECP_521,
      KeyExchangeMethod.MODP_2048
    };
    start(
        branchConfig().additionalRequired(all).pfs(), cloudConfig().additionalRequired(all).pfs());
    assertCarries("seven");
    assertEquals(
        7,
        seen.stream()
            .filter(d -> d.exchangeType() == INTERMEDIATE)
            .map(d -> d.message()[23])
            .distinct()
            .count());
    branch.engine.rekeyIke(network.now(), 100);
    network.runSeconds(2);
    cloud.engine.rekeyChild(network.now(), 1);
    network.runSeconds(2);
    assertCarries("renewed");
    assertTrue(
        algorithms(cloud, Kind.CHILD_SEND)
            .endsWith(
                "Curve25519 + ML-KEM-1024 + ECP 384bit + ML-KEM-768 + ECP 256bit + ML-KEM-512"
                    + " + ECP 521bit + MODP 2048bit"),
        () -> algorithms(cloud, Kind.CHILD_SEND));
  }

  /** Who has the line and who requires it; whether the tunnel comes up and what with. */
  @ParameterizedTest
  @CsvSource({
    "optional, none,     plain",
    "none,     optional, plain",
    "optional, optional, both",
    "required, optional, both",
    "optional, required, both",
    "required, required, both",
    "required, none,     refused",
    "none,     required, refused",
    "other,    optional, plain",
    "other,    required, refused",
  })
  void everyCombinationOfLines(String own, String peer, String result) {
    nodes(3);
    start(with(branchConfig(), own), with(cloudConfig(), peer));
    if (result.equals("refused")) {
      assertFalse(branch.gateway().childUp());
      assertEquals(0, branch.pairs.size() + cloud.pairs.size());
      assertTrue(
          branch.log.toString().contains("no common proposal for IKE"), branch.log::toString);
    } else {
      assertCarries(own + " and " + peer);
      assertEquals(result.equals("both"), algorithms(branch, Kind.IKE).contains("+ ML-KEM-768"));
    }
  }

  private static Configs.Builder with(Configs.Builder config, String line) {
    return switch (line) {
      case "optional" -> config.additional(ML_KEM);
      case "required" -> config.additionalRequired(ML_KEM);
      case "other" -> config.additional(KeyExchangeMethod.ML_KEM_512);
      default -> config;
    };
  }

  /** Without the bundle: a sentence, and the tunnel without ML-KEM unless a line requires it. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMissingProviderIsNamed(boolean required) {
    nodes(4);
    network.remove(branch);
    branch = new VirtualNode(network, "203.0.113.2", 9, new JcaIkeCrypto());
    Configs.Builder own = branchConfig();
    start(
        required ? own.additionalRequired(ML_KEM) : own.additional(ML_KEM),
        cloudConfig().additional(ML_KEM));
    String sentence =
        "ML-KEM-768 needs the feature sekisho-crypto-bc: install it, or take ML-KEM-768 out of"
            + " ipsec ike additional-key-exchange 100";
    assertTrue(branch.log.toString().contains(sentence), branch.log::toString);
    assertEquals(!required, branch.gateway().childUp());
    if (!required) {
      assertCarries("without provider");
    }
  }

  /** IKE_SA_INIT cannot be fragmented: it fits into one packet of a PPPoE line of 1,454 octets. */
  @Test
  void theFirstRequestStaysShort() {
    nodes(5);
    start(
        EstablishTest.branchConfig().additional(ML_KEM),
        EstablishTest.cloudConfig().additional(ML_KEM));
    assertCarries("default algorithms");
    Datagram first = seen.get(0);
    assertEquals(INIT, first.exchangeType());
    assertTrue(first.message().length <= 1_454 - 28, () -> first.message().length + " octets");
  }

  @Test
  void renewalsHaveTheAdditionalKeyExchangeToo() {
    for (boolean pfs : new boolean[] {true, false}) {
      up(6, pfs);
      branch.engine.rekeyIke(network.now(), 100);
      network.runSeconds(2);
      assertEquals(1, count(FOLLOWUP) / fragmentsOf(FOLLOWUP));
      assertTrue(algorithms(cloud, Kind.IKE).endsWith("+ ML-KEM-768"));
      cloud.engine.rekeyIke(network.now(), 1);
      network.runSeconds(2);
      branch.engine.rekeyChild(network.now(), 100);
      network.runSeconds(2);
      cloud.engine.rekeyChild(network.now(), 1);
      network.runSeconds(2);
      assertCarries("renewed");
      for (VirtualNode node : List.of(branch, cloud)) {
        assertEquals(1, node.count(Kind.IKE, State.ESTABLISHED), node.sas()::toString);
        assertEquals(1, node.count(Kind.CHILD_SEND, State.ESTABLISHED), node.sas()::toString);
        assertEquals(pfs, algorithms(node, Kind.CHILD_SEND).endsWith("+ ML-KEM-768"));
      }
      assertEquals(List.of("up 100 100"), branch.events);
    }
  }

  private long fragmentsOf(int exchangeType) {
    Datagram some = seen.stream().filter(d -> d.exchangeType() == exchangeType).findFirst().get();
    return (some.message()[34] & 0xff) << 8 | (some.message()[35] & 0xff);
  }

  /** A peer that came up without the line is never offered the new transforms in a renewal. */
  @Test
  void whoDidNotAnnounceItIsNotOfferedIt() {
    nodes(7);
    start(branchConfig().additional(ML_KEM).pfs(), cloudConfig().pfs());
    branch.engine.rekeyIke(network.now(), 100);
    network.runSeconds(2);
    branch.engine.rekeyChild(network.now(), 100);
    network.runSeconds(2);
    assertCarries("plain peer");
    assertEquals(0, count(INTERMEDIATE) + count(FOLLOWUP));
  }

  /** Each datagram of the start and of both renewals is lost once, or comes twice, in turn. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyMessageLostOrTwice(boolean twice) {
    int datagrams = 1;
    for (int victim = 0; victim < datagrams; victim++) {
      nodes(8);
      int which = victim;
      int[] at = new int[1];
      network.drop =
          d -> {
            if (at[0]++ != which) {
              return false;
            }
            if (twice) {
              network.after(
                  25, () -> network.send(d.from(), d.to(), d.natTraversal(), d.message()));
            }
            return !twice;
          };
      start(
          branchConfig().additional(ML_KEM).pfs().fragments(true, 800),
          cloudConfig().additional(ML_KEM).pfs().fragments(true, 800));
      network.runSeconds(20);
      branch.engine.rekeyIke(network.now(), 100);
      network.runSeconds(20);
      cloud.engine.rekeyChild(network.now(), 1);
      network.runSeconds(20);
      assertCarries("datagram " + victim);
      assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED), "datagram " + victim);
      assertEquals(1, branch.count(Kind.CHILD_SEND, State.ESTABLISHED), "datagram " + victim);
      assertTrue(algorithms(branch, Kind.CHILD_SEND).endsWith("+ ML-KEM-768"));
      datagrams = Math.min(at[0], 40);
    }
    assertTrue(datagrams > 18, "datagrams " + datagrams);
  }

  @Test
  void renewalsUnderLossDuplicationAndReordering() {
    for (long seed = 0; seed < 8; seed++) {
      nodes(seed);
      network.drop = d -> false;
      network.loss = 0.2;
      network.duplication = 0.2;
      network.minDelay = 5;
      network.maxDelay = 200;
      start(branchConfig().additional(ML_KEM).pfs(), cloudConfig().additional(ML_KEM).pfs());
      network.runSeconds(60);
      for (int i = 0; i < 4; i++) {
        branch.engine.rekeyIke(network.now(), 100);
        network.runSeconds(60);
        cloud.engine.rekeyChild(network.now(), 1);
        network.runSeconds(60);
      }
      network.loss = 0;
      network.duplication = 0;
      network.runSeconds(60);
      assertCarries("seed " + seed);
      assertEquals(List.of("up 100 100"), branch.events, "seed " + seed);
    }
  }

  private static List<Payload> withoutNotify(List<Payload> payloads) {
    payloads.removeIf(
        p ->
            p instanceof NotifyPayload n
                && n.notifyType() == NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED);
    return payloads;
  }

  private static List<Payload> withoutAdditional(List<Payload> payloads) {
    payloads.replaceAll(
        p -> {
          if (!(p instanceof SaPayload sa)) {
            return p;
          }
          List<Proposal> kept = new ArrayList<>();
          for (Proposal proposal : sa.proposals()) {
            List<Transform> transforms = new ArrayList<>(proposal.transforms());
            transforms.removeIf(t -> t.type() >= Transform.ADDKE1);
            kept.add(
                new Proposal(proposal.number(), proposal.protocol(), proposal.spi(), transforms));
          }
          return new SaPayload(kept);
        });
    return payloads;
  }

  @ParameterizedTest
  @CsvSource({
    "notify, false",
    "notify, true",
    "transforms, false",
    "transforms, true",
    "both, false",
    "both, true"
  })
  void whoTakesItOutOnTheWayIsNoticed(String what, boolean responses) {
    nodes(11);
    OnTheWay.edit(
        network,
        responses,
        payloads -> {
          List<Payload> rest = what.equals("transforms") ? payloads : withoutNotify(payloads);
          return what.equals("notify") ? rest : withoutAdditional(rest);
        });
    start(branchConfig().additional(ML_KEM), cloudConfig().additional(ML_KEM));
    network.runSeconds(10);
    assertFalse(branch.gateway().established());
    assertFalse(cloud.gateway().established());
    assertEquals(0, branch.pairs.size() + cloud.pairs.size());
  }

  @Test
  void everythingIsForgottenAtTheEnd() {
    up(12, true);
    network.drop = d -> d.exchangeType() == FOLLOWUP;
    branch.engine.rekeyIke(network.now(), 100);
    network.runSeconds(1);
    branch.engine.shutDown(network.now());
    cloud.engine.shutDown(network.now());
    network.runSeconds(200);
    assertTrue(branch.engine.isIdle());
    assertTrue(cloud.engine.isIdle());
    assertTrue(branch.engine.nextDeadline().isEmpty());
    assertTrue(cloud.engine.nextDeadline().isEmpty());
  }
}
