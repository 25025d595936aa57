package org.sekisho.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekisho.api.ike.SaStatus;

/**
 * What must hold all the time of a run. Each breach is a sentence.
 *
 * <p>The bound after a fault: a peer that has lost its SAs is asked within one interval of the
 * keepalive (10 s), is given up after one cycle of retransmissions ({@code ipsec ike retry}: 10
 * times 5 s), and a key exchange then starts at once; one that was started during the fault may
 * just have been given up, and the next follows after the longest pause (61 s) and perhaps one lost
 * message (5 s). Whoever has an SA loses no packet for want of one outside of that.
 */
final class Invariants {

  /** One interval of the keepalive, one retransmission cycle, the longest pause, a lost message. */
  static final long BOUND_MILLIS = Keepalive.INTERVAL_MILLIS + 50_000 + 61_000 + 5_000;

  /** Between two looks at all SAs. */
  private static final long LOOK_MILLIS = 300_000;

  /** What is under way when a fault begins may be lost too. */
  private static final long UNDER_WAY_MILLIS = 1_000;

  /** A deleted pair has left the data plane after that. */
  private static final long DRAINED_MILLIS = 2_500;

  /** What one tunnel may have at most: one in use, the superseded, and those being made. */
  private static final int MOST_IKE_SAS = 9;

  private static final int MOST_PAIRS = 10;

  /** Long after a fault: each tunnel has one SA of each kind in use. */
  private static final long QUIET_MILLIS = 4 * 3_600_000L;

  /** Longer than any life, the last superseded SA of a fault is gone: 36,000 s and the grace. */
  private static final long LONGEST_LIFE_MILLIS = 36_100_000;

  /** At rest: one IKE SA, and two pairs that have just met. */
  private static final int SUPERSEDED_AT_REST = 5;

  private final VirtualNetwork network;
  private final FaultPlan faults;
  private final List<String> breaches = new ArrayList<>();
  private final Map<String, Long> withoutSince = new LinkedHashMap<>();
  private final Set<String> overdue = new HashSet<>();
  private final Map<String, VirtualNode> watched = new LinkedHashMap<>();
  private final long begin;
  private long longestWithout;
  private long lossesInFaults;
  private int mostPairs;

  Invariants(VirtualNetwork network, FaultPlan faults) {
    this.network = network;
    this.faults = faults;
    this.begin = network.now();
    network.after(LOOK_MILLIS, this::look);
  }

  /** Watches one end of a tunnel. */
  void watch(VirtualNode node, int tunnel) {
    watched.put(node.address().getHostAddress() + " tunnel " + tunnel, node);
    withoutSince.put(node.address().getHostAddress() + " tunnel " + tunnel, begin);
    node.onChange(() -> outbound(node, tunnel));
  }

  /** Sentences about what did not hold. */
  List<String> breaches() {
    return breaches;
  }

  /** Longest time without an outbound SA after the end of the fault that took it, milliseconds. */
  long longestWithout() {
    return longestWithout;
  }

  /** Packets lost for want of an SA in and right after faults. */
  long lossesInFaults() {
    return lossesInFaults;
  }

  /** The most pairs a node had at a time. */
  int mostPairs() {
    return mostPairs;
  }

  /** A packet was lost for want of an SA. */
  void lost(VirtualNode sender, long sentAt, PacketFate fate) {
    if (excused(sentAt)) {
      lossesInFaults++;
    } else {
      breach(sender.address().getHostAddress() + " lost a packet sent at " + sentAt + ": " + fate);
    }
  }

  private boolean excused(long at) {
    if (at <= begin + BOUND_MILLIS) {
      return true; // the first key exchange
    }
    List<FaultPlan.Window> windows = faults.windows();
    for (int i = windows.size() - 1; i >= 0; i--) {
      FaultPlan.Window window = windows.get(i);
      if (at >= window.from() - UNDER_WAY_MILLIS && at <= window.to() + BOUND_MILLIS) {
        return true;
      }
      if (window.to() + BOUND_MILLIS + 2_000_000 < at) {
        return false;
      }
    }
    return false;
  }

  private void breach(String what) {
    network.note(Configs.address("0.0.0.0"), "BREACH " + what);
    if (breaches.size() < 20) {
      breaches.add(String.format("at %.3f s: %s", network.now() / 1000.0, what));
    }
  }

  private void outbound(VirtualNode node, int tunnel) {
    String key = node.address().getHostAddress() + " tunnel " + tunnel;
    boolean has = node.outbound(tunnel) != null;
    if (has) {
      Long since = withoutSince.remove(key);
      if (since != null) {
        settled(key, since);
      }
    } else {
      withoutSince.putIfAbsent(key, network.now());
    }
  }

  /** The end of a time without an outbound SA. */
  private void settled(String key, long since) {
    long faultEnd = since;
    for (FaultPlan.Window window : faults.windows()) {
      if (window.from() <= network.now() && window.to() >= since - BOUND_MILLIS) {
        faultEnd = Math.max(faultEnd, Math.min(window.to(), network.now()));
      }
    }
    long after = network.now() - faultEnd;
    longestWithout = Math.max(longestWithout, after);
    if (after > BOUND_MILLIS) {
      breach(key + " had no outbound SA for " + after / 1000 + " s after the fault was over");
    }
    if (!excused(since) && network.now() > since) {
      breach(key + " had no outbound SA for " + (network.now() - since) + " ms without a fault");
    }
  }

  private void look() {
    watched.values().stream().distinct().filter(VirtualNode::isRunning).forEach(this::counts);
    withoutSince.forEach(
        (key, since) -> {
          if (!excused(network.now())) {
            breach(key + " has no outbound SA");
          }
        });
    network.after(LOOK_MILLIS, this::look);
  }

  private void counts(VirtualNode node) {
    List<SaStatus> sas = node.sas();
    long tunnels = watched.values().stream().filter(n -> n == node).count();
    long ike = sas.stream().filter(s -> s.kind() == SaStatus.Kind.IKE).count();
    long pairs = sas.stream().filter(s -> s.kind() == SaStatus.Kind.CHILD_RECV).count();
    mostPairs = Math.max(mostPairs, (int) pairs);
    String who = node.address().getHostAddress();
    sameInDataPlane(node, 4);
    if (ike > MOST_IKE_SAS * tunnels || pairs > MOST_PAIRS * tunnels) {
      breach(who + " has " + ike + " IKE SAs and " + pairs + " pairs");
    }
    endInTime(who, sas);
    if (isQuietFor(QUIET_MILLIS)) {
      atRest(who, sas, tunnels);
    }
  }

  /** A pair that is deleted receives for two more seconds; after a few looks both sides agree. */
  private void sameInDataPlane(VirtualNode node, int looks) {
    long pairs = node.sas().stream().filter(s -> s.kind() == SaStatus.Kind.CHILD_RECV).count();
    if (pairs != node.pairs.size() && node.isRunning()) {
      if (looks == 0) {
        breach(node.address() + ": IKE has " + pairs + " pairs, the data plane " + node.pairs);
      } else {
        network.after(DRAINED_MILLIS, () -> sameInDataPlane(node, looks - 1));
      }
    }
  }

  /** Long after the last fault each tunnel has one of each. */
  private void atRest(String who, List<SaStatus> sas, long tunnels) {
    for (SaStatus.Kind kind : SaStatus.Kind.values()) {
      long established =
          sas.stream()
              .filter(s -> s.kind() == kind && s.state() == SaStatus.State.ESTABLISHED)
              .count();
      if (established != tunnels && !isRenewing(sas)) {
        breach(who + " has " + established + " established of " + kind + " at rest: " + sas);
      }
    }
    long superseded = sas.stream().filter(s -> s.state() == SaStatus.State.SUPERSEDED).count();
    if (isQuietFor(LONGEST_LIFE_MILLIS) && superseded > SUPERSEDED_AT_REST * tunnels) {
      breach(who + " keeps " + superseded + " superseded SAs at rest");
    }
  }

  /** How many superseded SAs there are depends on the renewals; each one ends with its life. */
  private void endInTime(String who, List<SaStatus> sas) {
    Set<String> now = new HashSet<>();
    for (SaStatus sa : sas) {
      String name = who + " " + sa.kind() + " " + sa.spi();
      if (sa.state() == SaStatus.State.SUPERSEDED && sa.remainingSeconds() <= 0) {
        now.add(name);
        if (overdue.contains(name)) {
          breach(name + " is superseded and has outlived its life");
        }
      }
    }
    overdue.removeIf(name -> name.startsWith(who + " "));
    overdue.addAll(now);
  }

  private static boolean isRenewing(List<SaStatus> sas) {
    return sas.stream()
        .anyMatch(
            s -> s.state() == SaStatus.State.TEMPORARY || s.state() == SaStatus.State.DELETING);
  }

  private boolean isQuietFor(long millis) {
    List<FaultPlan.Window> windows = faults.windows();
    long last = windows.isEmpty() ? begin : windows.get(windows.size() - 1).to();
    return network.now() - Math.max(last, faults.lastCrossing()) > millis;
  }
}
