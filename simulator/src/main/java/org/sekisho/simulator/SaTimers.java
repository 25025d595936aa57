package org.sekisho.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sekisho.api.ike.SaStatus;

/** Acts on the SAs of a gateway when they reach the ages of its profile. */
final class SaTimers {

  /** From the new IKE SA to the deletion of the one it replaces: "in the same second". */
  private static final long BREAK_AFTER_MAKE_MILLIS = 500;

  private final VirtualNetwork network;
  private final VirtualNode node;
  private final SaAges ages;
  private final Set<String> known = new HashSet<>();
  private boolean replacing;

  SaTimers(VirtualNetwork network, VirtualNode node, SaAges ages) {
    this.network = network;
    this.node = node;
    this.ages = ages;
  }

  void start() {
    node.onChange(this::review);
  }

  private void review() {
    List<SaStatus> all = node.isStarted() ? node.sas() : List.of();
    known.retainAll(all.stream().map(SaTimers::key).toList());
    for (SaStatus sa : all) {
      if (sa.state() == SaStatus.State.ESTABLISHED && known.add(key(sa))) {
        switch (sa.kind()) {
          case IKE -> watchIke(sa);
          case CHILD_RECV -> watchChild(sa);
          case CHILD_SEND -> {} // the other half of the same pair
        }
      }
    }
  }

  private static String key(SaStatus sa) {
    return sa.kind() + sa.spi();
  }

  private void watchChild(SaStatus sa) {
    at(
        ages.childRenewal(),
        sa,
        s -> {
          if (s.state() == SaStatus.State.ESTABLISHED) { // else the branch has renewed it
            node.engine.rekeyChild(node.clock(), s.gateway());
          }
        });
    at(ages.childEnd(), sa, s -> node.engine.delete(node.clock(), s.number()));
  }

  private void watchIke(SaStatus sa) {
    if (replacing) {
      replacing = false;
      List<SaStatus> older =
          node.sas().stream()
              .filter(s -> s.kind() == SaStatus.Kind.IKE && !key(s).equals(key(sa)))
              .toList();
      older.forEach(
          o -> at(BREAK_AFTER_MAKE_MILLIS, o, s -> node.engine.delete(node.clock(), s.number())));
    }
    at(
        ages.ikeRenewal(),
        sa,
        s -> {
          if (s.state() != SaStatus.State.ESTABLISHED) {
            return; // the branch has renewed it
          }
          if (ages.reauthenticates()) {
            replacing = true;
            node.engine.reauthenticate(node.clock(), s.gateway());
          } else {
            node.engine.rekeyIke(node.clock(), s.gateway());
          }
        });
  }

  private interface Action {
    void on(SaStatus sa);
  }

  /** Acts when that time has passed and the SA is still there. */
  private void at(long millis, SaStatus sa, Action action) {
    if (millis != SaAges.NEVER) {
      network.after(
          millis,
          () -> {
            if (node.isRunning()) {
              node.sas().stream()
                  .filter(s -> key(s).equals(key(sa)))
                  .findFirst()
                  .ifPresent(action::on);
            }
          });
    }
  }
}
