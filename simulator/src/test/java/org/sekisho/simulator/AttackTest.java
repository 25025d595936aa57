package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.api.net.Endpoint;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.config.AlgorithmPolicy;

/** What strangers, replayed messages and hostile peers cannot do. */
class AttackTest {

  private static final AlgorithmPolicy ONLY_3DES =
      only(EncryptionAlgorithm.TRIPLE_DES_CBC, 192, Optional.empty());

  private final VirtualNetwork network = new VirtualNetwork(5);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 52);

  private static AlgorithmPolicy only(
      EncryptionAlgorithm cipher, int bits, Optional<KeyExchangeMethod> group) {
    return new AlgorithmPolicy(
        true,
        Optional.of(new AlgorithmPolicy.Cipher(cipher, bits)),
        Optional.empty(),
        group,
        Optional.empty(),
        Optional.empty());
  }

  private VirtualNode connectedBranch() {
    VirtualNode branch = new VirtualNode(network, "203.0.113.2", 51);
    cloud.configure(EstablishTest.cloudConfig().build());
    branch.configure(EstablishTest.branchConfig().build());
    network.runSeconds(2);
    assertTrue(branch.gateway().childUp());
    return branch;
  }

  /** A response answers once; later copies are no sign of life and do not move the peer. */
  @Test
  void aReplayedResponseMovesNoPeerAndIsNoSignOfLife() {
    VirtualNode inside = new VirtualNode(network, "10.66.0.2", 53);
    network.nat = new VirtualNetwork.Nat(inside.address(), Configs.address("203.0.113.2"));
    cloud.configure(Configs.gateway(1, "203.0.113.10", "192.168.100.1", null).build());
    inside.configure(
        Configs.gateway(100, "192.168.100.1", "203.0.113.10", "203.0.113.10").initiate().build());
    network.runSeconds(2);
    List<byte[]> responses = new ArrayList<>();
    network.drop =
        d -> {
          if (d.from().address().equals(inside.address()) && d.isResponse()) {
            responses.add(d.message());
          }
          return false;
        };
    cloud.engine.probe(network.now(), 1);
    network.runSeconds(5);
    assertEquals(1, responses.size());
    long heard = cloud.gateway().lastInboundNanos();
    Endpoint before = cloud.outbound().remote;
    cloud.engine.datagram(
        network.now(),
        new Endpoint(cloud.address(), 4500),
        new Endpoint(Configs.address("198.51.100.66"), 9999),
        true,
        responses.get(0).clone());
    assertEquals(before, cloud.outbound().remote);
    assertEquals(heard, cloud.gateway().lastInboundNanos());
  }

  @Test
  void strangersDoNotFloodTheLog() {
    connectedBranch();
    cloud.log.clear();
    for (int i = 1; i <= 40; i++) {
      VirtualNode stranger = new VirtualNode(network, "198.51.100." + i, 2000 + i);
      stranger.configure(
          Configs.gateway(1, "x".repeat(5_000) + i, "203.0.113.10", "203.0.113.10")
              .initiate()
              .build());
      network.run(200);
    }
    assertTrue(cloud.log.size() >= 1 && cloud.log.size() <= 10, () -> "" + cloud.log.size());
    assertTrue(cloud.log.stream().allMatch(l -> l.length() < 250), cloud.log::toString);
  }

  @Test
  void strangersWithWrongProposalsAreNotTheTunnelsFailure() {
    connectedBranch();
    cloud.configure(
        EstablishTest.cloudConfig()
            .algorithms(only(EncryptionAlgorithm.AES_CBC, 256, Optional.empty()))
            .build());
    cloud.log.clear();
    for (int i = 1; i <= 40; i++) {
      VirtualNode stranger = new VirtualNode(network, "198.51.100." + i, 3000 + i);
      stranger.configure(
          Configs.gateway(1, "s", "203.0.113.10", "203.0.113.10")
              .algorithms(ONLY_3DES)
              .initiate()
              .build());
      network.run(200);
    }
    assertTrue(cloud.log.size() >= 1 && cloud.log.size() <= 10, cloud.log::toString);
    assertEquals(Optional.empty(), cloud.gateway().lastFailure());
    assertTrue(cloud.events.stream().noneMatch(e -> e.startsWith("failed")));
  }

  /** RFC 7296 section 2.11: the answer goes where the request came from. */
  @Test
  void aRequestIsAnsweredWhereItCameFrom() {
    VirtualNode branch = connectedBranch();
    List<Endpoint> answers = new ArrayList<>();
    network.drop =
        d -> {
          if (d.from().address().equals(cloud.address()) && !d.isResponse()) {
            network.at(
                network.now() + 10,
                () ->
                    branch.engine.datagram(
                        network.now(),
                        d.to(),
                        new Endpoint(cloud.address(), 33_333),
                        d.natTraversal(),
                        d.message().clone()));
            return true;
          }
          if (d.isResponse()) {
            answers.add(d.to());
          }
          return false;
        };
    cloud.engine.probe(network.now(), 1);
    network.run(100);
    assertEquals(List.of(new Endpoint(cloud.address(), 33_333)), answers);
    assertEquals(500, branch.sas().get(0).remote().port());
  }

  /** The answer to a renewal must not bring up a tunnel that was taken away meanwhile. */
  @Test
  void anAnswerAfterTheTunnelIsGoneInstallsNothing() {
    VirtualNode branch = connectedBranch();
    branch.engine.rekeyChild(network.now(), 100);
    Configs.Builder disabled = EstablishTest.branchConfig();
    disabled.tunnel = false;
    branch.configure(disabled.build());
    network.runSeconds(5);
    assertTrue(branch.engine.isIdle(), branch.sas()::toString);
    assertTrue(branch.pairs.isEmpty());
    assertEquals("down 100 100 deleted by this router", branch.events.get(1));
    assertEquals(2, branch.events.size(), branch.events::toString);
  }

  @Test
  void anAnswerAfterDisconnectInstallsNothing() {
    VirtualNode branch = connectedBranch();
    branch.engine.rekeyChild(network.now(), 100);
    branch.engine.disconnect(network.now(), 100);
    network.runSeconds(5);
    assertEquals(List.of("up 100 100", "down 100 100 disconnected"), branch.events);
    assertTrue(branch.engine.isIdle());
    assertTrue(cloud.engine.isIdle());
  }

  /** A superseded pair is no replacement for the newest one. */
  @Test
  void whenThePeerDeletesTheNewestPairAnotherIsMade() {
    VirtualNode branch = connectedBranch();
    branch.engine.rekeyChild(network.now(), 100);
    network.runSeconds(1);
    assertEquals(1, cloud.count(Kind.CHILD_SEND, State.SUPERSEDED));
    int newest =
        cloud.sas().stream()
            .filter(s -> s.kind() == Kind.CHILD_SEND && s.state() == State.ESTABLISHED)
            .findFirst()
            .orElseThrow()
            .number();
    cloud.engine.delete(network.now(), newest);
    network.runSeconds(8);
    assertEquals(1, branch.count(Kind.CHILD_SEND, State.ESTABLISHED), branch.sas()::toString);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  /** Time in which this router did not run (a paused virtual machine) is no silence of the peer. */
  @Test
  void aPauseOfThisRouterIsNotThePeersDeath() {
    VirtualNode branch = connectedBranch();
    network.drop = d -> true;
    branch.engine.probe(network.now(), 100);
    network.run(100);
    int[] copies = new int[1];
    network.drop =
        d -> {
          copies[0] += d.from().address().equals(branch.address()) ? 1 : 0;
          return false;
        };
    branch.engine.tick(network.now() + 120_000);
    assertEquals(1, copies[0]);
    network.runSeconds(130);
    assertEquals(List.of("up 100 100"), branch.events);
    assertTrue(branch.gateway().childUp());
  }

  @Test
  void aPeerThatRenewsWithoutEndHoldsFewSas() {
    VirtualNode branch = connectedBranch();
    for (int i = 0; i < 60; i++) {
      branch.engine.rekeyChild(network.now(), 100);
      network.runSeconds(1);
      branch.engine.rekeyIke(network.now(), 100);
      network.runSeconds(1);
      branch.ping(cloud);
      cloud.ping(branch);
    }
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
    assertTrue(cloud.pairs.size() <= 18, () -> "" + cloud.pairs.size());
    assertTrue(cloud.sas().stream().filter(s -> s.kind() == Kind.IKE).count() <= 10);
  }

  /** The older IKE SA takes up its renewals again when the newer one has gone. */
  @Test
  void anIkeSaThatStoodBackRenewsAgain() {
    VirtualNode branch = new VirtualNode(network, "203.0.113.2", 51);
    cloud.configure(Configs.gateway(1, "203.0.113.10", "203.0.113.2", "203.0.113.2").build());
    branch.configure(EstablishTest.branchConfig().life(1_000, 1_000).build());
    network.runSeconds(700);
    cloud.engine.reauthenticate(network.now(), 1);
    network.runSeconds(100);
    assertEquals(2, branch.count(Kind.IKE, State.ESTABLISHED));
    int second =
        branch.sas().stream()
            .filter(s -> s.kind() == Kind.IKE)
            .mapToInt(s -> s.number())
            .max()
            .orElseThrow();
    branch.engine.delete(network.now(), second);
    for (int i = 0; i < 600; i++) {
      network.runSeconds(1);
      branch.ping(cloud);
      cloud.ping(branch);
    }
    assertEquals(0, branch.lostPackets + cloud.lostPackets, branch.log::toString);
    assertEquals(List.of("up 100 100"), branch.events);
  }

  /** Who repeats the peer's last request for ever does not hold the new pair back for ever. */
  @Test
  void aRepeatedRequestDelaysTheNewPairOnlySoLong() {
    VirtualNode branch = connectedBranch();
    List<byte[]> requests = new ArrayList<>();
    network.drop =
        d -> {
          if (d.exchangeType() == 36 && !d.isResponse()) {
            requests.add(d.message());
          }
          return false;
        };
    branch.engine.rekeyChild(network.now(), 100);
    for (int i = 0; i < 40; i++) {
      network.runSeconds(2);
      cloud.engine.datagram(
          network.now(),
          new Endpoint(cloud.address(), 500),
          new Endpoint(branch.address(), 500),
          false,
          requests.get(0).clone());
    }
    assertEquals(branch.outbound().sa.inboundSpi(), cloud.outbound().sa.outboundSpi());
  }

  /** Octets of authenticated requests and responses are changed: no exception, and it recovers. */
  @Test
  void malformedContentFromAnAuthenticatedPeerThrowsNothing() {
    AlgorithmPolicy quick =
        only(EncryptionAlgorithm.AES_GCM_16, 256, Optional.of(KeyExchangeMethod.CURVE25519));
    for (long seed = 0; seed < 300; seed++) {
      VirtualNetwork net = new VirtualNetwork(seed);
      Random random = new Random(seed);
      boolean[] on = new boolean[1];
      VirtualNode good = new VirtualNode(net, "203.0.113.10", seed);
      VirtualNode bad = new VirtualNode(net, "203.0.113.2", seed + 1, mutating(random, on));
      good.configure(EstablishTest.cloudConfig().algorithms(quick).build());
      on[0] = seed % 3 == 0;
      bad.configure(EstablishTest.branchConfig().pfs().algorithms(quick).build());
      net.runSeconds(2);
      on[0] = true;
      bad.engine.rekeyChild(net.now(), 100);
      net.runSeconds(1);
      bad.engine.rekeyIke(net.now(), 100);
      good.engine.rekeyChild(net.now(), 1);
      net.runSeconds(1);
      good.engine.rekeyIke(net.now(), 1);
      net.runSeconds(1);
      bad.engine.delete(net.now(), 2);
      net.runSeconds(2);
      on[0] = false;
      bad.engine.refresh(net.now());
      net.runSeconds(70);
      long which = seed;
      assertTrue(good.gateway().childUp(), () -> "seed " + which + good.log);
      bad.ping(good);
      assertEquals(0, bad.lostPackets, () -> "seed " + which);
      assertFalse(good.pairs.size() > 4, () -> "seed " + which);
    }
  }

  /**
   * Unprotected first messages with changed octets: no exception, no state beyond the half-open.
   */
  @Test
  void malformedFirstMessagesThrowNothing() {
    VirtualNode branch = new VirtualNode(network, "203.0.113.2", 51);
    AlgorithmPolicy quick =
        only(EncryptionAlgorithm.AES_GCM_16, 256, Optional.of(KeyExchangeMethod.CURVE25519));
    cloud.configure(EstablishTest.cloudConfig().algorithms(quick).build());
    List<byte[]> first = new ArrayList<>();
    network.drop =
        d -> {
          if (d.from().address().equals(branch.address())) {
            first.add(d.message());
          }
          return true;
        };
    branch.configure(EstablishTest.branchConfig().algorithms(quick).build());
    Random random = new Random(9);
    for (int i = 0; i < 20_000; i++) {
      byte[] message = first.get(0).clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      if (random.nextInt(4) == 0) {
        message = java.util.Arrays.copyOf(message, random.nextInt(message.length + 40));
      }
      cloud.engine.datagram(
          network.now(),
          new Endpoint(cloud.address(), 500),
          new Endpoint(Configs.address("198.51.100.9"), 500),
          false,
          message);
    }
    network.runSeconds(40);
    assertTrue(cloud.engine.isIdle());
  }

  /** Primitives that spoil a few octets of each plaintext before it is sealed. */
  private static IkeCrypto mutating(Random random, boolean[] on) {
    IkeCrypto real = new JcaIkeCrypto();
    return (IkeCrypto)
        Proxy.newProxyInstance(
            AttackTest.class.getClassLoader(),
            new Class<?>[] {IkeCrypto.class},
            (proxy, method, arguments) -> {
              if (on[0] && method.getName().equals("encrypt") && random.nextInt(3) > 0) {
                byte[] plaintext = ((byte[]) arguments[4]).clone();
                for (int n = random.nextInt(3); n >= 0; n--) {
                  plaintext[random.nextInt(plaintext.length)] = (byte) random.nextInt();
                }
                arguments[4] = plaintext;
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
