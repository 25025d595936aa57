package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/**
 * Crossing renewals with additional key exchanges (RFC 9370 section 2.2.4, RFC 7296 section 2.8).
 */
class MultipleKeyExchangeCollisionTest extends MultipleKeyExchangeNodes {

  private void settle(String where) {
    network.runSeconds(150);
    for (int i = 0; i < 10; i++) {
      branch.engine.probe(network.now(), 100);
      cloud.engine.probe(network.now(), 1);
      network.runSeconds(1);
      branch.ping(cloud);
      cloud.ping(branch);
    }
    assertEquals(0, branch.lostPackets, () -> where + "\n" + branch.log + "\n" + branch.sas());
    assertEquals(0, cloud.lostPackets, () -> where + "\n" + cloud.log + "\n" + cloud.sas());
    assertEquals(List.of("up 100 100"), branch.events, where);
    for (VirtualNode node : List.of(branch, cloud)) {
      assertEquals(1, node.count(Kind.IKE, State.ESTABLISHED), () -> where + node.sas());
      assertEquals(1, node.count(Kind.CHILD_SEND, State.ESTABLISHED), () -> where + node.sas());
    }
    assertEquals(
        branch.outbound().sa.outboundSpi(),
        cloud.pairs.get(branch.outbound().sa.outboundSpi()).sa.inboundSpi(),
        where);
  }

  /**
   * Which first copies are lost: requests and responses of each side, CREATE_CHILD_SA and after.
   */
  private void loseFirst(int pattern) {
    boolean[] seenKind = new boolean[8];
    network.drop =
        d -> {
          int type = d.exchangeType();
          if (type != CREATE_CHILD && type != FOLLOWUP) {
            return false;
          }
          int which =
              (d.from().address().equals(branch.address()) ? 0 : 1)
                  + (d.isResponse() ? 2 : 0)
                  + (type == FOLLOWUP ? 4 : 0);
          boolean first = !seenKind[which];
          seenKind[which] = true;
          return first && (pattern & 1 << which) != 0;
        };
  }

  /** Every single loss, every pair of losses, and none, where nonces decide either way. */
  private static List<Integer> patterns() {
    List<Integer> patterns = new ArrayList<>();
    for (int pattern = 0; pattern < 256; pattern++) {
      if (Integer.bitCount(pattern) <= 2) {
        patterns.add(pattern);
      }
    }
    return patterns;
  }

  @ParameterizedTest
  @CsvSource({"child, child", "ike, ike", "child, ike", "ike, child"})
  void collisions(String own, String peers) {
    for (int pattern : patterns()) {
      up(pattern, true); // another seed each time, so other nonces
      loseFirst(pattern);
      renew(branch, own);
      renew(cloud, peers);
      settle(own + " x " + peers + ", pattern " + pattern);
    }
  }

  @ParameterizedTest
  @CsvSource({"5", "15", "25", "35", "45"})
  void delayedCollisions(long delay) {
    for (long seed = 0; seed < 4; seed++) {
      for (String[] kinds :
          new String[][] {{"child", "child"}, {"ike", "ike"}, {"child", "ike"}, {"ike", "child"}}) {
        up(seed, true);
        renew(branch, kinds[0]);
        network.run(delay);
        renew(cloud, kinds[1]);
        settle(kinds[0] + " x " + kinds[1] + " after " + delay + ", seed " + seed);
      }
    }
  }

  /** Only one side's renewal has an additional key exchange: its configuration is newer. */
  @ParameterizedTest
  @CsvSource({"child", "ike"})
  void collisionOfUnequalRenewals(String kind) {
    for (long seed = 0; seed < 8; seed++) {
      up(seed, true);
      cloud.configure(cloudConfig().additional(ML_KEM, KeyExchangeMethod.ML_KEM_512).pfs().build());
      branch.configure(branchConfig().pfs().additional(ML_KEM).build());
      network.runSeconds(1);
      renew(branch, kind);
      renew(cloud, kind);
      settle(kind + ", seed " + seed);
    }
  }

  @ParameterizedTest
  @CsvSource({"child", "ike"})
  void renewalTimesDelete(String kind) {
    for (long delay : new long[] {0, 15, 25, 35}) {
      up(3, true);
      renew(branch, kind);
      network.run(delay);
      cloud.engine.deleteAll(network.now());
      network.runSeconds(60);
      assertCarries(kind + " deleted after " + delay);
    }
  }

  private void renew(VirtualNode node, String kind) {
    int gateway = node == branch ? 100 : 1;
    if (kind.equals("child")) {
      node.engine.rekeyChild(network.now(), gateway);
    } else {
      node.engine.rekeyIke(network.now(), gateway);
    }
  }
}
