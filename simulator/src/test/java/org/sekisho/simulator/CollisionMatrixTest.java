package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/**
 * Both sides renew or delete at once (RFC 7296 sections 2.8.1, 2.8.2, 2.25), and of the messages
 * that follow every single one is lost, delayed or duplicated in turn: the messages of a run that
 * nothing disturbs are counted first. Problem 1 of the known ones among them: after a crossing
 * renewal and one lost message a peer was left without an outbound SA.
 */
class CollisionMatrixTest {

  /** What one side does. */
  private interface Deed {
    void by(VirtualNode node, int gateway);
  }

  private static final Deed RENEW_CHILD = (n, g) -> n.engine.rekeyChild(n.clock(), g);
  private static final Deed RENEW_IKE = (n, g) -> n.engine.rekeyIke(n.clock(), g);
  private static final Deed DELETE_CHILD = (n, g) -> delete(n, Kind.CHILD_RECV);
  private static final Deed DELETE_IKE = (n, g) -> delete(n, Kind.IKE);

  private static void delete(VirtualNode node, Kind kind) {
    node.sas().stream()
        .filter(s -> s.kind() == kind && s.state() == State.ESTABLISHED)
        .findFirst()
        .ifPresent(s -> node.engine.delete(node.clock(), s.number()));
  }

  private enum Disturbance {
    LOST,
    LATE,
    VERY_LATE,
    TWICE,
    TWICE_LATER;

    long[] fate() {
      return switch (this) {
        case LOST -> new long[0];
        case LATE -> new long[] {45};
        case VERY_LATE -> new long[] {3_000};
        case TWICE -> new long[] {10, 11};
        case TWICE_LATER -> new long[] {10, 2_500};
      };
    }
  }

  /**
   * One case.
   *
   * @param lead milliseconds between the branch's deed and the cloud's
   */
  private record Case(
      String name,
      long seed,
      Deed branch,
      Deed cloud,
      long lead,
      boolean atOnce,
      boolean keepsUp) {}

  private static final class Run {
    final VirtualNetwork network;
    final VirtualNode branch;
    final VirtualNode cloud;
    final List<VirtualNetwork.Datagram> messages = new ArrayList<>();
    final List<String> losses = new ArrayList<>();
    private final String name;

    Run(Case what, int disturbed, Disturbance how) {
      name = what + (how == null ? "" : " message " + disturbed + " " + how);
      network = new VirtualNetwork(what.seed());
      branch = new VirtualNode(network, "203.0.113.2");
      cloud = new VirtualNode(network, "203.0.113.10");
      cloud.configure(config(EstablishTest.cloudConfig(), what));
      branch.configure(config(EstablishTest.branchConfig(), what));
      network.runSeconds(7);
      Traffic traffic =
          new Traffic(
              network,
              branch,
              100,
              cloud,
              1,
              (node, at, fate) -> losses.add(node.address() + " " + at + " " + fate));
      network.runSeconds(1);
      int before = messages.size();
      network.tap(messages::add);
      network.fate =
          d -> how != null && messages.size() - before - 1 == disturbed ? how.fate() : null;
      what.branch().by(branch, 100);
      network.run(what.lead());
      what.cloud().by(cloud, 1);
      network.runSeconds(20);
      network.fate = d -> null;
      network.runSeconds(130);
      if (what.keepsUp()) {
        assertEquals(List.of(), losses, this::toString);
      }
      losses.clear();
      for (int i = 0; i < 4; i++) {
        branch.engine.probe(branch.clock(), 100);
        cloud.engine.probe(cloud.clock(), 1);
        network.runSeconds(1);
      }
      assertEquals(List.of(), losses, this::toString);
      assertTrue(traffic.there.delivered > 100 && traffic.back.delivered > 100, this::toString);
      settled(what);
    }

    private static org.sekisho.ike.config.GatewayConfig config(Configs.Builder config, Case what) {
      config.algorithms(GatewayProfile.firstGroup(KeyExchangeMethod.CURVE25519));
      return (what.atOnce() ? config.deleteAtOnce() : config).build();
    }

    private void settled(Case what) {
      for (VirtualNode node : List.of(branch, cloud)) {
        for (Kind kind : Kind.values()) {
          assertEquals(1, node.count(kind, State.ESTABLISHED), this::toString);
          assertEquals(0, node.count(kind, State.DELETING), this::toString);
          assertEquals(0, node.count(kind, State.TEMPORARY), this::toString);
        }
        if (what.atOnce()) {
          assertEquals(3, node.sas().size(), this::toString);
          assertEquals(1, node.pairs.size(), this::toString);
        }
      }
      VirtualNode.Pair out = branch.outbound();
      VirtualNode.Pair back = cloud.pairs.get(out.sa.outboundSpi());
      assertEquals(out.sa.inboundSpi(), back.sa.outboundSpi(), this::toString);
      if (what.keepsUp()) {
        assertEquals(List.of("up 100 100"), branch.events, this::toString);
        assertEquals(List.of("up 1 1"), cloud.events, this::toString);
      }
    }

    @Override
    public String toString() {
      return name
          + "\nbranch: "
          + branch.log
          + branch.sas()
          + "\ncloud: "
          + cloud.log
          + cloud.sas();
    }
  }

  private static void matrix(String name, Deed branch, Deed cloud, boolean keepsUp) {
    int cases = 0;
    for (long seed = 1; seed <= 2; seed++) {
      for (long lead : new long[] {0, 12}) {
        Case what = new Case(name, seed, branch, cloud, lead, seed == 2, keepsUp);
        int messages = new Run(what, -1, null).messages.size();
        for (int i = 0; i < Math.min(messages, 14); i++) {
          for (Disturbance how : Disturbance.values()) {
            new Run(what, i, how);
            cases++;
          }
        }
      }
    }
    assertTrue(cases >= 60, name + " " + cases);
  }

  @Test
  void childTimesChild() {
    matrix("child x child", RENEW_CHILD, RENEW_CHILD, true);
  }

  @Test
  void ikeTimesIke() {
    matrix("IKE x IKE", RENEW_IKE, RENEW_IKE, true);
  }

  @Test
  void childTimesIke() {
    matrix("child x IKE", RENEW_CHILD, RENEW_IKE, true);
  }

  @Test
  void ikeTimesChild() {
    matrix("IKE x child", RENEW_IKE, RENEW_CHILD, true);
  }

  @Test
  void childRenewalTimesChildDelete() {
    matrix("child x delete child", RENEW_CHILD, DELETE_CHILD, false);
  }

  @Test
  void childRenewalTimesIkeDelete() {
    matrix("child x delete IKE", RENEW_CHILD, DELETE_IKE, false);
  }

  @Test
  void ikeRenewalTimesChildDelete() {
    matrix("IKE x delete child", RENEW_IKE, DELETE_CHILD, false);
  }

  @Test
  void ikeRenewalTimesIkeDelete() {
    matrix("IKE x delete IKE", RENEW_IKE, DELETE_IKE, false);
  }

  @Test
  void childDeleteTimesChildRenewal() {
    matrix("delete child x child", DELETE_CHILD, RENEW_CHILD, false);
  }

  @Test
  void ikeDeleteTimesIkeRenewal() {
    matrix("delete IKE x IKE", DELETE_IKE, RENEW_IKE, false);
  }

  @Test
  void deleteTimesDelete() {
    matrix("delete child x delete child", DELETE_CHILD, DELETE_CHILD, false);
    matrix("delete IKE x delete IKE", DELETE_IKE, DELETE_IKE, false);
  }
}
