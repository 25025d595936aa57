package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.engine.Counter;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/** Fragments of IKE messages between two engines (RFC 7383), whose names make IKE_AUTH long. */
class FragmentationTest {

  private static final int SKF = 53;
  private static final String LONG_A = "a".repeat(1_500) + ".example";
  private static final String LONG_B = "b".repeat(1_500) + ".example";

  private final VirtualNetwork network = new VirtualNetwork(1);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 11);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 12);
  private final List<Datagram> seen = new ArrayList<>();

  private static Configs.Builder branchConfig() {
    return Configs.gateway(100, LONG_A, LONG_B, "203.0.113.10").initiate();
  }

  private static Configs.Builder cloudConfig() {
    return Configs.gateway(1, LONG_B, LONG_A, null);
  }

  /** Watches all datagrams and loses those told. */
  private void losing(Predicate<Datagram> lost) {
    network.drop =
        d -> {
          seen.add(d);
          return lost.test(d);
        };
  }

  private static boolean isFragment(Datagram d) {
    return (d.message()[16] & 0xff) == SKF;
  }

  private static int number(Datagram d) {
    return (d.message()[32] & 0xff) << 8 | (d.message()[33] & 0xff);
  }

  private static int total(Datagram d) {
    return (d.message()[34] & 0xff) << 8 | (d.message()[35] & 0xff);
  }

  private boolean fromBranch(Datagram d) {
    return d.from().address().equals(branch.address());
  }

  private List<Datagram> fragments(boolean response) {
    return seen.stream().filter(d -> isFragment(d) && d.isResponse() == response).toList();
  }

  private void start(Configs.Builder own, Configs.Builder peer) {
    cloud.configure(peer.build());
    branch.configure(own.build());
  }

  private void assertUp() {
    assertTrue(branch.gateway().childUp(), branch.log::toString);
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  private void toCloud(byte[] message) {
    cloud.engine.datagram(
        network.now(),
        new Endpoint(cloud.address(), 500),
        new Endpoint(branch.address(), 500),
        false,
        message);
  }

  /** Every suite, both directions, everything after IKE_SA_INIT. */
  @ParameterizedTest
  @EnumSource(
      value = EncryptionAlgorithm.class,
      names = {"AES_GCM_16", "CHACHA20_POLY1305", "AES_CBC", "TRIPLE_DES_CBC"})
  void n01LongMessagesTravelInFragments(EncryptionAlgorithm cipher) {
    int bits = cipher == EncryptionAlgorithm.TRIPLE_DES_CBC ? 192 : 256;
    AlgorithmPolicy policy =
        new AlgorithmPolicy(
            true,
            Optional.of(new AlgorithmPolicy.Cipher(cipher, bits)),
            Optional.empty(),
            Optional.of(KeyExchangeMethod.MODP_4096),
            Optional.empty(),
            Optional.empty());
    losing(d -> false);
    start(
        branchConfig().algorithms(policy).fragments(true, 576),
        cloudConfig().algorithms(policy).fragments(true, 576));
    network.runSeconds(2);
    assertUp();
    branch.engine.rekeyIke(network.now(), 100);
    network.runSeconds(2);
    assertUp();
    for (int exchange : new int[] {35, 36}) {
      for (boolean response : new boolean[] {false, true}) {
        List<Datagram> parts =
            fragments(response).stream().filter(d -> d.exchangeType() == exchange).toList();
        assertTrue(parts.size() >= 2, exchange + " " + response + " " + parts.size());
      }
    }
    assertTrue(seen.stream().allMatch(d -> d.exchangeType() == 34 || d.message().length <= 548));
    assertTrue(seen.stream().noneMatch(d -> d.exchangeType() == 34 && isFragment(d)));
  }

  @Test
  void n03FragmentsAreNumberedAndTheFirstNamesTheFirstPayload() {
    losing(d -> false);
    start(branchConfig(), cloudConfig());
    network.runSeconds(2);
    assertUp();
    List<Datagram> request = fragments(false);
    List<Datagram> response = fragments(true);
    assertEquals(2, request.size());
    assertEquals(2, response.size());
    assertEquals(List.of(1, 2), request.stream().map(FragmentationTest::number).toList());
    assertTrue(request.stream().allMatch(d -> total(d) == 2));
    assertEquals(35, request.get(0).message()[28], "IDi");
    assertEquals(36, response.get(0).message()[28], "IDr");
    assertEquals(0, request.get(1).message()[28]);
    // N10: IP packets of 1280 octets and no longer
    assertTrue(seen.stream().allMatch(d -> d.message().length <= 1252));
    assertTrue(request.get(0).message().length > 1240);
  }

  @Test
  void n02WithoutBothAnnouncementsNothingIsCut() {
    losing(d -> false);
    start(branchConfig().fragments(false, 1280), cloudConfig());
    network.runSeconds(2);
    assertUp();
    assertTrue(seen.stream().noneMatch(FragmentationTest::isFragment));
    branch.configure(branchConfig().build());
    cloud.configure(cloudConfig().fragments(false, 1280).build());
    branch.engine.refresh(network.now());
    network.runSeconds(2);
    assertUp();
    assertTrue(seen.stream().noneMatch(FragmentationTest::isFragment));
  }

  /** N02: who never announced fragments gets none accepted either. */
  @Test
  void n02AFragmentNobodyAgreedOnIsDropped() {
    losing(d -> false);
    start(branchConfig().fragments(false, 1280), cloudConfig());
    network.runSeconds(2);
    byte[] request = seen.stream().filter(d -> d.exchangeType() == 35).findFirst().get().message();
    byte[] fragment = request.clone();
    fragment[16] = SKF;
    fragment[33] = 1;
    fragment[35] = 1;
    toCloud(fragment);
    assertEquals(1L, cloud.engine.counters().get(Counter.FRAGMENT_REFUSED));
    assertUp();
  }

  @Test
  void n04OrderAndCopiesDoNotMatter() {
    for (long seed = 0; seed < 20; seed++) {
      VirtualNetwork net = new VirtualNetwork(seed);
      VirtualNode one = new VirtualNode(net, "203.0.113.2", seed + 1);
      VirtualNode two = new VirtualNode(net, "203.0.113.10", seed + 2);
      net.maxDelay = 300;
      net.duplication = 0.5;
      net.loss = 0.1;
      two.configure(cloudConfig().fragments(true, 576).build());
      one.configure(branchConfig().fragments(true, 576).build());
      net.runSeconds(25);
      long which = seed;
      assertTrue(one.gateway().childUp(), () -> which + " " + one.log);
      one.ping(two);
      two.ping(one);
      assertEquals(0, one.lostPackets + two.lostPackets);
      assertEquals(1, two.pairs.size(), "reassembled once");
    }
  }

  /** N05, N06: a changed fragment is dropped wherever the change is, and the set stays whole. */
  @Test
  void n06ForgedFragmentsDoNotHarmTheSet() {
    Random random = new Random(3);
    losing(
        d -> {
          if (fromBranch(d) && isFragment(d)) {
            for (int i = 0; i < 60; i++) {
              byte[] forged = d.message().clone();
              int at = i < 30 ? 28 + i % 8 : random.nextInt(forged.length);
              forged[at] ^= (byte) (1 + random.nextInt(255));
              network.at(network.now(), () -> toCloud(forged));
            }
          }
          return false;
        });
    start(branchConfig().fragments(true, 576), cloudConfig());
    network.runSeconds(2);
    assertUp();
    assertTrue(cloud.engine.counters().get(Counter.NOT_AUTHENTIC) > 50);
    assertEquals(List.of("up 100 100"), branch.events);
  }

  /** N07, N08: all fragments again; of an answered request only the first draws the answer. */
  @Test
  void n07OnlyTheFirstFragmentOfAnAnsweredRequestIsAnsweredAgain() {
    boolean[] lose = {true};
    losing(d -> lose[0] && d.isResponse() && d.exchangeType() == 35);
    start(branchConfig(), cloudConfig());
    network.run(400);
    List<Datagram> request = fragments(false);
    List<Datagram> answer = fragments(true);
    assertEquals(2, request.size());
    assertEquals(2, answer.size());
    seen.clear();
    toCloud(request.get(1).message().clone());
    assertEquals(0, fragments(true).size());
    byte[] forged = request.get(0).message().clone();
    forged[forged.length - 1] ^= 1;
    toCloud(forged);
    assertEquals(0, fragments(true).size());
    toCloud(request.get(0).message().clone());
    assertEquals(messages(answer), messages(fragments(true)), "octet for octet, all of it");
    seen.clear();
    network.run(2_000);
    assertEquals(4, fragments(false).size(), "sent again after 0.5 and 1 second more");
    assertEquals(messages(request), messages(fragments(false).subList(0, 2)));
    assertEquals(4, fragments(true).size());
    lose[0] = false;
    network.runSeconds(5);
    assertUp();
    assertEquals(1, cloud.pairs.size());
  }

  private static List<List<Byte>> messages(List<Datagram> datagrams) {
    List<List<Byte>> all = new ArrayList<>();
    for (Datagram d : datagrams) {
      List<Byte> octets = new ArrayList<>();
      for (byte b : d.message()) {
        octets.add(b);
      }
      all.add(octets);
    }
    return all;
  }

  /** N08, RFC 7383 section 2.5.1: a path that swallows long packets is found out. */
  @Test
  void n08AnUnansweredRequestIsCutShorter() {
    losing(d -> fromBranch(d) && d.message().length > 600 && d.exchangeType() != 34);
    start(branchConfig(), cloudConfig().fragments(true, 576));
    network.runSeconds(20);
    assertUp();
    List<Integer> totals = fragments(false).stream().map(FragmentationTest::total).toList();
    assertEquals(2, totals.get(0));
    assertTrue(totals.get(totals.size() - 1) >= 4, totals::toString);
  }

  /** N05: the larger Total takes the place of the smaller one, late copies of which are ignored. */
  @Test
  void n05AfterTheRequestWasCutShorterOldFragmentsAreIgnored() {
    List<Datagram> held = new ArrayList<>();
    losing(
        d -> {
          boolean old = fromBranch(d) && isFragment(d) && total(d) == 2;
          if (fromBranch(d) && isFragment(d) && total(d) > 2 && number(d) == 1) {
            held.add(d);
            return true;
          }
          return old && number(d) == 2;
        });
    start(branchConfig(), cloudConfig());
    network.runSeconds(9);
    assertFalse(held.isEmpty());
    Datagram lateOld =
        seen.stream().filter(d -> isFragment(d) && total(d) == 2 && number(d) == 2).findAny().get();
    toCloud(lateOld.message().clone());
    assertTrue(cloud.engine.counters().get(Counter.FRAGMENT_REFUSED) >= 1);
    assertFalse(branch.gateway().childUp());
    toCloud(held.get(0).message().clone());
    network.runSeconds(1);
    assertUp();
  }

  /** N09: who begins messages and never ends them holds nothing for long. */
  @Test
  void n09UnfinishedMessagesLeaveNothing() {
    losing(d -> fromBranch(d) && isFragment(d) && number(d) == total(d));
    start(branchConfig(), cloudConfig());
    network.runSeconds(40);
    branch.engine.disconnect(network.now(), 100);
    network.runSeconds(40);
    assertTrue(cloud.engine.isIdle());
    assertTrue(cloud.engine.nextDeadline().isEmpty(), "no timer is left");
  }

  @Test
  void fragmentsTravelThroughANat() {
    VirtualNode inside = new VirtualNode(network, "10.66.0.2", 13);
    network.nat = new VirtualNetwork.Nat(inside.address(), Configs.address("203.0.113.99"));
    losing(d -> false);
    cloud.configure(cloudConfig().build());
    inside.configure(branchConfig().build());
    network.runSeconds(2);
    assertTrue(inside.gateway().childUp());
    List<Datagram> all = seen.stream().filter(FragmentationTest::isFragment).toList();
    assertEquals(4, all.size());
    assertTrue(all.stream().allMatch(d -> d.natTraversal() && d.message().length <= 1248));
  }
}
