package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.config.AlgorithmPolicy;

/** Both sides renew or delete at once (RFC 7296 sections 2.8.1, 2.8.2, 2.25). */
class CollisionTest {

  /** Only the group is limited, to one that is cheap to compute. */
  private static final AlgorithmPolicy QUICK =
      GatewayProfile.onlyGroup(KeyExchangeMethod.CURVE25519);

  private VirtualNetwork network;
  private VirtualNode branch;
  private VirtualNode cloud;

  private void up(long seed) {
    network = new VirtualNetwork(seed);
    branch = new VirtualNode(network, "203.0.113.2", seed + 1);
    cloud = new VirtualNode(network, "203.0.113.10", seed + 2);
    cloud.configure(EstablishTest.cloudConfig().algorithms(QUICK).build());
    branch.configure(EstablishTest.branchConfig().algorithms(QUICK).build());
    network.runSeconds(2);
  }

  private void settle(long seed, int pattern) {
    network.runSeconds(60);
    for (int i = 0; i < 10; i++) {
      branch.engine.probe(network.now(), 100);
      cloud.engine.probe(network.now(), 1);
      network.runSeconds(1);
      branch.ping(cloud);
      cloud.ping(branch);
    }
    String where = "seed " + seed + " pattern " + pattern;
    assertEquals(0, branch.lostPackets, () -> where + "\n" + branch.log + "\n" + branch.sas());
    assertEquals(0, cloud.lostPackets, () -> where + "\n" + cloud.log + "\n" + cloud.sas());
    assertEquals(1, branch.events.size(), () -> where + branch.events);
    for (VirtualNode node : new VirtualNode[] {branch, cloud}) {
      assertEquals(1, node.count(Kind.IKE, State.ESTABLISHED), () -> where + node.sas());
      assertEquals(1, node.count(Kind.CHILD_SEND, State.ESTABLISHED), () -> where + node.sas());
    }
    assertEquals(
        branch.outbound().sa.outboundSpi(),
        cloud.pairs.get(branch.outbound().sa.outboundSpi()).sa.inboundSpi());
  }

  /** Every combination of lost first copies of the four messages; some nonces decide each way. */
  @Test
  void childTimesChild() {
    for (long seed = 0; seed < 6; seed++) {
      for (int pattern = 0; pattern < 16; pattern++) {
        up(seed);
        loseFirst(pattern);
        branch.engine.rekeyChild(network.now(), 100);
        cloud.engine.rekeyChild(network.now(), 1);
        settle(seed, pattern);
      }
    }
  }

  @Test
  void ikeTimesIke() {
    for (long seed = 0; seed < 6; seed++) {
      for (int pattern = 0; pattern < 16; pattern++) {
        up(seed);
        loseFirst(pattern);
        branch.engine.rekeyIke(network.now(), 100);
        cloud.engine.rekeyIke(network.now(), 1);
        settle(seed, pattern);
      }
    }
  }

  @Test
  void childTimesIke() {
    for (long seed = 0; seed < 4; seed++) {
      for (int pattern = 0; pattern < 16; pattern++) {
        up(seed);
        loseFirst(pattern);
        branch.engine.rekeyChild(network.now(), 100);
        cloud.engine.rekeyIke(network.now(), 1);
        settle(seed, pattern);
      }
    }
  }

  /** Requests and responses of each side, one bit each: the first copy is lost. */
  private void loseFirst(int pattern) {
    boolean[] seen = new boolean[4];
    network.drop =
        d -> {
          if (d.exchangeType() != 36) {
            return false;
          }
          int which =
              (d.from().address().equals(branch.address()) ? 0 : 1) + (d.isResponse() ? 2 : 0);
          boolean first = !seen[which];
          seen[which] = true;
          return first && (pattern & 1 << which) != 0;
        };
  }

  @ParameterizedTest
  @CsvSource({"0", "5", "9", "15", "25"})
  void delayedStarts(long delay) {
    for (long seed = 0; seed < 6; seed++) {
      up(seed);
      branch.engine.rekeyChild(network.now(), 100);
      network.run(delay);
      cloud.engine.rekeyChild(network.now(), 1);
      settle(seed, (int) delay);
      up(seed);
      branch.engine.rekeyIke(network.now(), 100);
      network.run(delay);
      cloud.engine.rekeyIke(network.now(), 1);
      settle(seed, (int) delay);
    }
  }

  @Test
  void deleteCrossingDelete() {
    up(1);
    branch.engine.delete(network.now(), 2);
    cloud.engine.delete(network.now(), 2);
    network.runSeconds(30);
    branch.ping(cloud);
    assertEquals(0, branch.lostPackets);
    assertTrue(branch.gateway().childUp());
  }

  /**
   * The responder of a renewal renews the new pair at once, before the initiator has it: it must
   * not be told, nor believe, that there is no such pair.
   */
  @Test
  void aPairIsRenewedBeforeTheOtherSideHasIt() {
    up(3);
    boolean[] first = {true};
    network.drop =
        d -> {
          boolean lost = first[0] && d.isResponse() && d.exchangeType() == 36;
          first[0] &= !lost;
          return lost;
        };
    branch.engine.rekeyChild(network.now(), 100);
    network.run(15);
    cloud.engine.rekeyChild(network.now(), 1);
    settle(3, 0);
  }

  /** The same when the responder has begun to send on the new pair, for it heard no more of us. */
  @Test
  void aPairIsRenewedThatTheOtherSideIsStillWaitingFor() {
    up(4);
    boolean[] open = {true};
    network.drop =
        d -> {
          boolean ours = d.from().address().equals(branch.address());
          boolean lost = d.exchangeType() == 36 && ours != d.isResponse() && !open[0];
          if (d.exchangeType() == 36 && !ours && d.isResponse() && open[0]) {
            open[0] = false; // the first answer is lost, and so is each repetition of the request
            return true;
          }
          return lost && ours;
        };
    branch.engine.rekeyChild(network.now(), 100);
    network.runSeconds(6);
    List<Integer> before = List.copyOf(cloud.pairs.keySet());
    cloud.engine.rekeyChild(network.now(), 1);
    network.run(100);
    assertEquals(before, List.copyOf(cloud.pairs.keySet()));
    network.drop = d -> false;
    settle(4, 0);
  }
}
