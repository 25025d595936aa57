package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.config.AlgorithmPolicy;

/** Loss, wrong settings, NAT, cookies, crashes. */
class HardshipTest {

  private VirtualNetwork network = new VirtualNetwork(3);
  private VirtualNode branch = new VirtualNode(network, "203.0.113.2", 31);
  private VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 32);

  private void start() {
    cloud.configure(EstablishTest.cloudConfig().build());
    branch.configure(EstablishTest.branchConfig().build());
  }

  @Test
  void worksWithThirtyPercentLossDuplicationAndReordering() {
    for (long seed = 0; seed < 10; seed++) {
      network = new VirtualNetwork(seed);
      branch = new VirtualNode(network, "203.0.113.2", seed);
      cloud = new VirtualNode(network, "203.0.113.10", seed + 100);
      network.loss = 0.3;
      network.duplication = 0.3;
      network.maxDelay = 400;
      cloud.configure(EstablishTest.cloudConfig().life(900, 700).build());
      branch.configure(EstablishTest.branchConfig().life(800, 600).build());
      network.runSeconds(60);
      for (int i = 0; i < 7200; i++) {
        network.runSeconds(1);
        branch.ping(cloud);
        cloud.ping(branch);
      }
      long which = seed;
      // we may send on a pair the peer asked for before it has our answer; that ends within seconds
      assertTrue(branch.lostPackets < 30, () -> "seed " + which + " " + branch.lostPackets);
      assertTrue(cloud.lostPackets < 30, () -> "seed " + which + " " + cloud.lostPackets);
      assertEquals(List.of("up 100 100"), branch.events);
      assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED));
    }
  }

  @Test
  void wrongKeyIsSaidOnceByBothSides() {
    cloud.configure(EstablishTest.cloudConfig().psk("other").build());
    branch.configure(EstablishTest.branchConfig().build());
    network.runSeconds(600);
    List<String> branchFailures = failures(branch);
    assertEquals(1, branchFailures.size(), branch.log::toString);
    assertTrue(branchFailures.get(0).contains("Tunnel[100] authentication failed"));
    assertTrue(branchFailures.get(0).contains("pre-shared-key"));
    assertEquals(1, failures(cloud).size(), cloud.log::toString);
    assertTrue(
        branch.gateway().lastFailure().orElseThrow().english().contains("authentication failed"));
    assertTrue(branch.log.size() <= 3, branch.log::toString);
    // the key is corrected
    branch.configure(EstablishTest.branchConfig().psk("other").build());
    network.runSeconds(5);
    assertTrue(branch.gateway().childUp());
    assertEquals(Optional.empty(), branch.gateway().lastFailure());
  }

  private static List<String> failures(VirtualNode node) {
    return node.log.stream().filter(l -> l.contains("failed") || l.contains("no ")).toList();
  }

  @Test
  void wrongIdentityIsSaidOnce() {
    cloud.configure(Configs.gateway(1, "cloud.example.com", "203.0.113.2", null).build());
    branch.configure(EstablishTest.branchConfig().build());
    network.runSeconds(300);
    assertEquals(
        List.of(
            "[IKE2] Tunnel[100] authentication failed: the peer calls itself cloud.example.com"
                + " (fqdn), ipsec ike remote name 100 says 203.0.113.10 (ipv4-addr): type ipsec ike"
                + " remote address 100 203.0.113.10 and ipsec ike remote name 100"
                + " cloud.example.com fqdn"),
        failures(branch));
  }

  @Test
  void noCommonProposalIsSaidOnce() {
    AlgorithmPolicy only3des =
        new AlgorithmPolicy(
            true,
            Optional.of(new AlgorithmPolicy.Cipher(EncryptionAlgorithm.TRIPLE_DES_CBC, 192)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    AlgorithmPolicy onlyAes =
        new AlgorithmPolicy(
            true,
            Optional.of(new AlgorithmPolicy.Cipher(EncryptionAlgorithm.AES_CBC, 256)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    cloud.configure(EstablishTest.cloudConfig().algorithms(only3des).build());
    branch.configure(EstablishTest.branchConfig().algorithms(onlyAes).build());
    network.runSeconds(300);
    assertEquals(1, failures(branch).size(), branch.log::toString);
    assertTrue(failures(branch).get(0).contains("no common proposal for IKE"));
    assertEquals(1, failures(cloud).size(), cloud.log::toString);
  }

  @Test
  void silentPeerIsSaidOnceAndTriedForEver() {
    branch.configure(EstablishTest.branchConfig().build());
    network.runSeconds(3600);
    assertEquals(List.of("[IKE2] Tunnel[100] no answer from 203.0.113.10"), failures(branch));
    cloud.configure(EstablishTest.cloudConfig().build());
    network.runSeconds(120);
    assertTrue(branch.gateway().childUp());
  }

  @Test
  void configuredGroupStartsAndThePeersWishIsRemembered() {
    AlgorithmPolicy group2 =
        new AlgorithmPolicy(
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.of(KeyExchangeMethod.MODP_1024),
            Optional.empty(),
            Optional.empty());
    int[] initial = new int[1];
    network.drop =
        d -> {
          initial[0] += d.exchangeType() == 34 && !d.isResponse() ? 1 : 0;
          return false;
        };
    cloud.configure(EstablishTest.cloudConfig().algorithms(group2).build());
    branch.configure(EstablishTest.branchConfig().build());
    network.runSeconds(2);
    assertTrue(branch.sas().get(0).algorithms().contains("MODP 1024bit"));
    assertEquals(2, initial[0]);
    branch.engine.refresh(network.now());
    network.runSeconds(2);
    assertEquals(3, initial[0]);
    assertTrue(branch.gateway().childUp());
  }

  @Test
  void cookiesAreDemandedUnderLoadAndReturned() {
    cloud.configure(EstablishTest.cloudConfig().build());
    for (int i = 0; i < 40; i++) {
      VirtualNode flooder = new VirtualNode(network, "198.51.100." + (i + 1), 1000 + i);
      flooder.configure(
          Configs.gateway(1, "198.51.100.1", "203.0.113.10", "203.0.113.10").initiate().build());
      network.drop = d -> d.exchangeType() == 35 && d.from().address().toString().contains("198.");
      network.run(20);
    }
    branch.configure(EstablishTest.branchConfig().build());
    network.runSeconds(3);
    assertTrue(branch.gateway().childUp());
  }

  @Test
  void behindNatItFloatsAndKeepsTheMappingAlive() {
    VirtualNode inside = new VirtualNode(network, "10.66.0.2", 33);
    network.nat = new VirtualNetwork.Nat(inside.address(), branch.address());
    network.remove(branch);
    cloud.configure(Configs.gateway(1, "203.0.113.10", "192.168.100.1", null).build());
    inside.configure(
        Configs.gateway(100, "192.168.100.1", "203.0.113.10", "203.0.113.10").initiate().build());
    network.runSeconds(65);
    assertTrue(inside.gateway().childUp());
    assertEquals(4500, inside.sas().get(0).local().port());
    assertTrue(inside.outbound().sa.udpEncapsulation());
    assertEquals(14_500, cloud.outbound().remote.port());
    assertEquals(3, inside.keepalives);
    assertEquals(0, cloud.keepalives);
    // the NAT forgets its mapping and makes another
    network.nat.portOffset = 20_000;
    inside.engine.probe(network.now(), 100);
    network.runSeconds(3);
    assertEquals(24_500, cloud.outbound().remote.port());
    inside.ping(cloud);
    assertEquals(0, inside.lostPackets);
  }

  @Test
  void withoutNatEspGoesAsProtocol50() {
    start();
    network.runSeconds(1);
    assertFalse(branch.outbound().sa.udpEncapsulation());
    assertEquals(0, branch.outbound().sa.remote().port());
    assertEquals(500, branch.sas().get(0).remote().port());
  }

  @Test
  void peerCrashIsNoticedByLivenessAndItsReturnHeals() {
    start();
    network.runSeconds(2);
    network.remove(cloud);
    network.runSeconds(10);
    branch.engine.probe(network.now(), 100);
    network.runSeconds(55);
    assertFalse(branch.gateway().childUp());
    assertTrue(branch.events.contains("down 100 100 no answer from 203.0.113.10"));
    VirtualNode reborn = new VirtualNode(network, "203.0.113.10", 77);
    reborn.configure(EstablishTest.cloudConfig().build());
    network.runSeconds(70);
    assertTrue(branch.gateway().childUp(), branch.log + " " + branch.events + reborn.log);
    branch.ping(reborn);
    assertEquals(0, branch.lostPackets);
  }

  /** The new IKE SA says INITIAL_CONTACT though a renewed one was still there. */
  @Test
  void afterACutLinkNoOldSaRemains() {
    start();
    network.runSeconds(2);
    branch.engine.rekeyIke(network.now(), 100);
    network.runSeconds(2);
    network.cut(branch, cloud);
    branch.engine.probe(network.now(), 100);
    network.runSeconds(80);
    network.mend(branch, cloud);
    network.runSeconds(80);
    for (VirtualNode node : List.of(branch, cloud)) {
      assertEquals(1, node.sas().stream().filter(s -> s.kind() == Kind.IKE).count());
      assertEquals(1, node.pairs.size());
    }
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  @Test
  void peerThatForgotUsIsAskedAndReplaced() {
    start();
    network.runSeconds(2);
    network.remove(cloud);
    VirtualNode reborn = new VirtualNode(network, "203.0.113.10", 78);
    reborn.configure(
        Configs.gateway(1, "203.0.113.10", "203.0.113.2", "203.0.113.2").initiate().build());
    network.runSeconds(5);
    // the newcomer's INITIAL_CONTACT ends the old SAs
    branch.ping(reborn);
    assertEquals(0, branch.lostPackets);
    assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(1, branch.pairs.size());
  }

  @Test
  void makeBeforeBreakByANewIkeSa() {
    start();
    network.runSeconds(2);
    int first = branch.outbound().sa.inboundSpi();
    // the cloud side starts a second IKE SA beside the first, as Azure does
    cloud.configure(Configs.gateway(1, "203.0.113.10", "203.0.113.2", "203.0.113.2").build());
    network.runSeconds(1);
    int up = branch.events.size();
    cloud.engine.reauthenticate(network.now(), 1);
    for (int i = 0; i < 20; i++) {
      network.runSeconds(1);
      branch.ping(cloud);
      cloud.ping(branch);
    }
    assertEquals(2, branch.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(2, branch.pairs.size());
    int second = branch.outbound().sa.inboundSpi();
    assertFalse(first == second);
    // then it deletes the first, whose children go with it
    cloud.engine.delete(network.now(), 1);
    for (int i = 0; i < 20; i++) {
      network.runSeconds(1);
      branch.ping(cloud);
      cloud.ping(branch);
    }
    assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(second, branch.outbound().sa.inboundSpi());
    assertEquals(up, branch.events.size(), branch.events::toString);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  @Test
  void orderlyStopDeletesAtThePeer() {
    start();
    network.runSeconds(2);
    branch.engine.shutDown(network.now());
    network.runSeconds(1);
    assertTrue(branch.engine.isIdle());
    assertTrue(cloud.engine.isIdle());
    assertTrue(branch.pairs.isEmpty() && cloud.pairs.isEmpty());
    assertEquals(
        List.of(
            "[IKE2] SA:2/CHLD_SEND deleted",
            "[IKE2] SA:3/CHLD_RECV deleted",
            "[IKE2] SA:1/IKE deleted"),
        branch.log.subList(6, 9));
  }

  @Test
  void disconnectStaysDownUntilConnected() {
    start();
    network.runSeconds(2);
    branch.engine.disconnect(network.now(), 100);
    network.runSeconds(300);
    assertFalse(branch.gateway().childUp());
    branch.engine.initiate(network.now(), 100);
    network.runSeconds(2);
    assertTrue(branch.gateway().childUp());
  }

  @Test
  void aChangedGatewayDisturbsNoOther() {
    VirtualNode other = new VirtualNode(network, "203.0.113.20", 34);
    other.configure(Configs.gateway(1, "203.0.113.20", "203.0.113.2", null).build());
    cloud.configure(EstablishTest.cloudConfig().build());
    Configs.Builder second =
        Configs.gateway(200, "203.0.113.2", "203.0.113.20", "203.0.113.20").initiate();
    branch.configure(EstablishTest.branchConfig().build(), second.build());
    network.runSeconds(2);
    List<Integer> before = List.copyOf(branch.pairs.keySet());
    branch.configure(EstablishTest.branchConfig().psk("changed").build(), second.build());
    network.runSeconds(2);
    assertEquals(List.of(before.get(1)), List.copyOf(branch.pairs.keySet()));
    assertEquals(
        List.of("up 100 100", "up 200 200", "down 100 100 deleted by this router"),
        branch.events.subList(0, 3));
  }

  @Test
  void aNewDataPlaneGetsNewPairsNeverOldOnes() {
    start();
    network.runSeconds(2);
    int first = branch.outbound().sa.inboundSpi();
    branch.pairs.clear();
    branch.engine.dataPlaneReplaced(network.now());
    network.runSeconds(10);
    assertEquals(1, branch.pairs.size());
    assertFalse(branch.pairs.containsKey(first));
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  /** A provider of cryptography that is exchanged just now delays, and leaves nothing stuck. */
  @Test
  void aKeyExchangeThatCannotStartIsTriedAgain() {
    boolean[] gone = {true};
    network.remove(branch);
    branch = new VirtualNode(network, "203.0.113.2", 35, withoutKeyExchange(gone));
    start();
    network.runSeconds(30);
    assertTrue(
        branch.log.contains("[IKE2] Tunnel[100] no crypto provider has it just now"),
        branch.log::toString);
    gone[0] = false;
    network.runSeconds(60);
    assertTrue(branch.gateway().childUp(), branch.log::toString);
    branch.configure(EstablishTest.branchConfig().pfs().build());
    gone[0] = true;
    branch.engine.rekeyChild(network.now(), 100);
    branch.engine.rekeyIke(network.now(), 100);
    network.runSeconds(20);
    assertEquals(1, branch.sas().stream().filter(s -> s.kind() == Kind.IKE).count());
    gone[0] = false;
    network.runSeconds(20);
    assertEquals(2, branch.sas().stream().filter(s -> s.kind() == Kind.IKE).count());
    assertEquals(1, branch.count(Kind.CHILD_SEND, State.SUPERSEDED));
    branch.ping(cloud);
    assertEquals(0, branch.lostPackets);
  }

  private static IkeCrypto withoutKeyExchange(boolean[] gone) {
    IkeCrypto real = new JcaIkeCrypto();
    return (IkeCrypto)
        Proxy.newProxyInstance(
            HardshipTest.class.getClassLoader(),
            new Class<?>[] {IkeCrypto.class},
            (proxy, method, arguments) -> {
              if (gone[0] && method.getName().equals("keyExchange")) {
                throw new IllegalStateException("no crypto provider has it just now");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void keysOfARefusedPairAreZeroed() {
    branch.refuseInstall = "no crypto provider supports AES-GCM";
    start();
    network.runSeconds(2);
    assertThrows(IllegalStateException.class, branch.refused.inboundKey()::copy);
    assertThrows(IllegalStateException.class, branch.refused.outboundKey()::copy);
  }

  @Test
  void aDataPlaneThatRefusesIsNamed() {
    branch.refuseInstall = "no crypto provider supports AES-GCM";
    start();
    network.runSeconds(100);
    assertTrue(
        branch.log.contains("[IKE2] Tunnel[100] no crypto provider supports AES-GCM"),
        branch.log::toString);
    branch.refuseInstall = null;
    network.runSeconds(100);
    assertTrue(branch.gateway().childUp());
  }
}
