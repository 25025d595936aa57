package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.api.ipsec.TrafficSelector;

/** Several policies on one gateway, and several selectors in one (RFC 7296 sections 1.3.1, 2.9). */
class SeveralChildrenTest {

  private final VirtualNetwork network = new VirtualNetwork(6);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 61);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 62);

  private static TrafficSelector net(String first, String last) {
    return TrafficSelector.of(Configs.address(first), Configs.address(last));
  }

  private static final List<TrafficSelector> OFFICE = List.of(net("10.1.0.0", "10.1.255.255"));
  private static final List<TrafficSelector> PHONES = List.of(net("10.2.0.0", "10.2.255.255"));
  private static final List<TrafficSelector> SERVERS =
      List.of(
          net("172.16.0.0", "172.16.0.255"),
          net("172.16.8.0", "172.16.8.255"),
          net("172.20.0.0", "172.20.255.255"));

  private static Configs.Builder twoAtTheBranch() {
    return EstablishTest.branchConfig().child(101, OFFICE, SERVERS).child(102, PHONES, SERVERS);
  }

  private static Configs.Builder twoAtTheCloud() {
    return EstablishTest.cloudConfig().child(8, SERVERS, PHONES).child(7, SERVERS, OFFICE);
  }

  private void up(Configs.Builder branchConfig, Configs.Builder cloudConfig) {
    cloud.configure(cloudConfig.build());
    branch.configure(branchConfig.build());
    network.runSeconds(2);
  }

  /** Tunnels that packets can leave on, and that the other side can read. */
  private static List<Integer> tunnels(VirtualNode from, VirtualNode to) {
    TreeSet<Integer> good = new TreeSet<>();
    for (int tunnel : from.pairs.values().stream().map(p -> p.sa.tunnel()).distinct().toList()) {
      VirtualNode.Pair out =
          from.pairs.values().stream()
              .filter(p -> p.active && p.sa.tunnel() == tunnel)
              .reduce((a, b) -> b)
              .orElse(null);
      VirtualNode.Pair in = out == null ? null : to.pairs.get(out.sa.outboundSpi());
      if (in != null) {
        assertArrayEquals(out.out, in.in);
        assertEquals(out.sa.localSelectors(), in.sa.remoteSelectors());
        good.add(tunnel);
      }
    }
    return List.copyOf(good);
  }

  private void assertBothWork() {
    assertEquals(List.of(101, 102), tunnels(branch, cloud), () -> branch.log.toString());
    assertEquals(List.of(7, 8), tunnels(cloud, branch), () -> cloud.log.toString());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.3})
  void eachPolicyGetsItsPairUnderOneIkeSa(double loss) {
    network.loss = loss;
    up(twoAtTheBranch(), twoAtTheCloud());
    network.runSeconds(loss > 0 ? 200 : 8);
    assertBothWork();
    assertTrue(branch.events.containsAll(List.of("up 100 101", "up 100 102")));
    assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED));
  }

  @Test
  void everyPairIsRenewedByItselfAndMovesWithTheIkeSa() {
    up(twoAtTheBranch().life(28_800, 3_600), twoAtTheCloud().life(28_800, 4_000));
    for (int hour = 0; hour < 24; hour++) {
      network.runSeconds(3_600);
      assertBothWork();
    }
    assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(2, branch.count(Kind.CHILD_SEND, State.ESTABLISHED));
  }

  @Test
  void aNewIkeSaBesideTheOldTakesAllPoliciesOver() {
    up(twoAtTheBranch(), twoAtTheCloud());
    branch.engine.reauthenticate(network.now(), 100);
    network.runSeconds(10);
    int newest =
        branch.sas().stream()
            .filter(s -> s.kind() == Kind.IKE)
            .max(Comparator.comparingLong(SaStatus::remainingSeconds))
            .orElseThrow()
            .number();
    List<Integer> moved =
        branch.sas().stream()
            .filter(s -> s.kind() == Kind.CHILD_SEND && s.parent() == newest)
            .map(s -> s.tunnel().orElseThrow())
            .sorted()
            .toList();
    assertEquals(List.of(101, 102), moved);
    assertBothWork();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void manySelectorsFitInOnePair(boolean responderLimits) {
    up(
        responderLimits
            ? EstablishTest.branchConfig()
            : EstablishTest.branchConfig().child(100, OFFICE, SERVERS),
        responderLimits
            ? EstablishTest.cloudConfig().child(1, SERVERS, OFFICE)
            : EstablishTest.cloudConfig());
    assertEquals(SERVERS, branch.outbound().sa.remoteSelectors());
    assertEquals(OFFICE, branch.outbound().sa.localSelectors());
    assertEquals(SERVERS, cloud.outbound().sa.localSelectors());
    branch.engine.rekeyChild(network.now(), 100);
    network.runSeconds(1);
    assertEquals(SERVERS, branch.outbound().sa.remoteSelectors());
  }

  /** RFC 7296 section 2.9: TS_UNACCEPTABLE is about one CHILD SA; the rest of the IKE SA lives. */
  @Test
  void aPolicyThePeerDoesNotHaveWaitsAlone() {
    up(twoAtTheBranch().life(28_800, 3_600), EstablishTest.cloudConfig().child(7, SERVERS, OFFICE));
    network.runSeconds(7_200);
    assertEquals(List.of(101), tunnels(branch, cloud));
    assertEquals(1, branch.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(1, branch.log.stream().filter(l -> l.startsWith("[IKE2] Tunnel[102] ")).count());
    cloud.configure(twoAtTheCloud().build());
    network.runSeconds(61);
    assertBothWork();
  }

  @Test
  void aPolicyThatIsTakenAwayTakesOnlyItsPair() {
    up(twoAtTheBranch(), twoAtTheCloud());
    int ike = branch.sas().stream().filter(s -> s.kind() == Kind.IKE).findFirst().get().number();
    branch.configure(EstablishTest.branchConfig().child(101, OFFICE, SERVERS).build());
    network.runSeconds(2);
    assertEquals(List.of(101), tunnels(branch, cloud));
    assertTrue(branch.events.stream().anyMatch(e -> e.startsWith("down 100 102")));
    assertEquals(
        List.of(ike),
        branch.sas().stream().filter(s -> s.kind() == Kind.IKE).map(SaStatus::number).toList());
    branch.configure(twoAtTheBranch().build());
    network.runSeconds(2);
    assertBothWork();
  }

  /** Both sides miss the pair at the same moment and make one each; one of them is undone. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void crossingCreationsEndWithOnePair(int seed) {
    network.random.setSeed(seed);
    network.maxDelay = 200;
    up(
        EstablishTest.branchConfig().life(28_800, 3_600),
        Configs.gateway(1, "203.0.113.10", "203.0.113.2", "203.0.113.2")
            .initiate()
            .life(28_800, 3_600));
    network.runSeconds(30);
    int number =
        branch.sas().stream()
            .filter(s -> s.kind() == Kind.CHILD_SEND && s.state() == State.ESTABLISHED)
            .findFirst()
            .orElseThrow()
            .number();
    branch.engine.delete(network.now(), number);
    for (int i = 0; i < 30; i++) {
      network.runSeconds(1_000);
      branch.ping(cloud);
      cloud.ping(branch);
    }
    assertEquals(0, branch.lostPackets + cloud.lostPackets, () -> branch.log + "\n" + cloud.log);
    assertEquals(1, branch.count(Kind.CHILD_SEND, State.ESTABLISHED));
    assertEquals(1, cloud.count(Kind.CHILD_SEND, State.ESTABLISHED));
  }
}
