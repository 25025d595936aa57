package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.Extensions;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/** Two peers with session resumption (RFC 5723), and what tests of it ask of them. */
abstract class ResumptionPeers {

  static final Extensions ON = new Extensions(false, false, false, true);
  static final int RESUME = ExchangeType.IKE_SESSION_RESUME;

  /** Only the group is limited, to one that is cheap to compute. */
  static final AlgorithmPolicy QUICK = GatewayProfile.onlyGroup(KeyExchangeMethod.CURVE25519);

  final VirtualNetwork network = new VirtualNetwork(1);
  int keyExchanges;
  final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 11, counting());
  final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 12, counting());
  final List<Datagram> seen = new ArrayList<>();

  /** All the cryptography, and a count of key exchanges begun or answered. */
  private IkeCrypto counting() {
    return (IkeCrypto)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {IkeCrypto.class},
            (proxy, method, arguments) -> {
              boolean one = method.getName().equals("keyExchange");
              keyExchanges += one || method.getName().equals("respond") ? 1 : 0;
              try {
                return method.invoke(VirtualNode.CRYPTO, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static Configs.Builder branchConfig() {
    return EstablishTest.branchConfig().algorithms(QUICK).extensions(ON);
  }

  static Configs.Builder cloudConfig() {
    return EstablishTest.cloudConfig().algorithms(QUICK).extensions(ON);
  }

  void up() {
    up(branchConfig(), cloudConfig());
  }

  void up(Configs.Builder own, Configs.Builder peers) {
    cloud.configure(peers.build());
    branch.configure(own.build());
    network.runSeconds(3);
    assertTrue(branch.gateway().childUp(), branch.log::toString);
    network.tap(seen::add);
    keyExchanges = 0;
  }

  void lose() {
    branch.engine.peerDead(branch.clock(), 100, "the peer is silent");
  }

  void loseAndRun() {
    lose();
    network.runSeconds(3);
  }

  List<Integer> exchanges() {
    return seen.stream().map(Datagram::exchangeType).toList();
  }

  /** How many unprotected messages held a notification. */
  long sent(int notifyType) {
    return seen.stream().filter(d -> holds(d.message(), notifyType)).count();
  }

  private static boolean holds(byte[] message, int notifyType) {
    try {
      return PayloadChain.decodePlain(IkeHeader.decode(message), message) instanceof Decoded.Ok ok
          && ok.payloads().notify(notifyType).isPresent();
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  static SaStatus ike(VirtualNode node) {
    return node.sas().stream()
        .filter(s -> s.kind() == Kind.IKE && s.state() == State.ESTABLISHED)
        .findFirst()
        .orElseThrow();
  }

  void assertUp(boolean resumed) {
    for (VirtualNode node : List.of(branch, cloud)) {
      assertEquals(1, node.count(Kind.IKE, State.ESTABLISHED), () -> node.sas().toString());
      assertEquals(1, node.pairs.size(), () -> node.log.toString());
      assertEquals(resumed, ike(node).resumed());
      boolean logged = node.log.stream().anyMatch(l -> l.endsWith("resumed without key exchange"));
      assertTrue(logged || !resumed);
    }
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }
}
