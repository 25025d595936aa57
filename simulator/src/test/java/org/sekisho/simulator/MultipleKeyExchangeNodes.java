package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/** A branch and a gateway with cheap groups beside ML-KEM-768, and what passed between them. */
abstract class MultipleKeyExchangeNodes {

  static final KeyExchangeMethod ML_KEM = KeyExchangeMethod.ML_KEM_768;
  static final int INIT = 34;
  static final int AUTH = 35;
  static final int CREATE_CHILD = 36;
  static final int INTERMEDIATE = 43;
  static final int FOLLOWUP = 44;

  /** Only the group is limited, to one that is cheap to compute. */
  private static final AlgorithmPolicy QUICK =
      GatewayProfile.onlyGroup(KeyExchangeMethod.CURVE25519);

  VirtualNetwork network;
  VirtualNode branch;
  VirtualNode cloud;
  final List<Datagram> seen = new ArrayList<>();

  final void nodes(long seed) {
    network = new VirtualNetwork(seed);
    branch = new VirtualNode(network, "203.0.113.2", seed + 1);
    cloud = new VirtualNode(network, "203.0.113.10", seed + 2);
    seen.clear();
    network.drop =
        d -> {
          seen.add(d);
          return false;
        };
  }

  static Configs.Builder branchConfig() {
    return EstablishTest.branchConfig().algorithms(QUICK);
  }

  static Configs.Builder cloudConfig() {
    return EstablishTest.cloudConfig().algorithms(QUICK);
  }

  final void start(Configs.Builder own, Configs.Builder peer) {
    cloud.configure(peer.build());
    branch.configure(own.build());
    network.runSeconds(3);
  }

  final void up(long seed, boolean pfs) {
    nodes(seed);
    Configs.Builder own = branchConfig().additional(ML_KEM);
    Configs.Builder peer = cloudConfig().additional(ML_KEM);
    start(pfs ? own.pfs() : own, pfs ? peer.pfs() : peer);
  }

  final void assertCarries(String where) {
    assertTrue(branch.gateway().childUp(), () -> where + "\n" + branch.log + "\n" + cloud.log);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets, where);
  }

  final String algorithms(VirtualNode node, Kind kind) {
    return node.sas().stream()
        .filter(s -> s.kind() == kind && s.state() == State.ESTABLISHED)
        .reduce((first, last) -> last)
        .orElseThrow()
        .algorithms();
  }
}
