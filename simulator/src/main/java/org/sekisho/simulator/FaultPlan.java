package org.sekisho.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.sekisho.api.ike.SaStatus;

/**
 * What goes wrong in a run, drawn from its seed: lossy hours, cut links, crashes, pauses, steps of
 * clocks, NAT boxes that start anew, administrators who delete what is in use; and renewals that
 * both sides start at once, which are no fault at all.
 */
final class FaultPlan {

  private static final double MEAN_PAUSE_MILLIS = 5_400_000;

  /** A period in which packets may be lost. */
  record Window(long from, long to, String what) {}

  private enum Kind {
    LOSSY,
    CUT,
    GATEWAY_CRASH,
    BRANCH_CRASH,
    NAT_REBOOT,
    CLOCK_STEP,
    PAUSE,
    CROSSING,
    ADMINISTRATOR
  }

  private final VirtualNetwork network;
  private final VirtualNode branch;
  private final List<VirtualNode> gateways;
  private final int firstTunnel;
  private final Random random;
  private final List<Window> windows = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private long lastCrossing;

  FaultPlan(
      VirtualNetwork network, VirtualNode branch, List<VirtualNode> gateways, int firstTunnel) {
    this.network = network;
    this.branch = branch;
    this.gateways = gateways;
    this.firstTunnel = firstTunnel;
    this.random = new Random(network.random.nextLong());
  }

  /** Draws faults until an instant; the last one is over by then. */
  void start(long until) {
    long pause = (long) (-Math.log(1 - random.nextDouble()) * MEAN_PAUSE_MILLIS);
    long at = network.now() + 1_000 + pause;
    if (at + 1_200_000 < until) {
      network.at(
          at,
          () -> {
            long over = happen();
            network.at(over, () -> start(until));
          });
    }
  }

  /** Faults so far, by kind. */
  Map<String, Integer> counts() {
    return counts;
  }

  /** When both sides last renewed at once. */
  long lastCrossing() {
    return lastCrossing;
  }

  /** The periods of faults so far, in order. */
  List<Window> windows() {
    return windows;
  }

  private long between(long low, long high) {
    return low + (long) (random.nextDouble() * (high - low));
  }

  /** Lets one thing happen; gives the instant it is over. */
  private long happen() {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    int which = random.nextInt(gateways.size());
    VirtualNode gateway = gateways.get(which);
    VirtualNode node = random.nextBoolean() ? branch : gateway;
    counts.merge(kind.name().toLowerCase(java.util.Locale.ROOT), 1, Integer::sum);
    return switch (kind) {
      case LOSSY -> lossy(between(30_000, 1_200_000));
      case CUT -> {
        long over = fault(between(2_000, 900_000), "link to " + gateway.address() + " cut");
        network.cut(branch, gateway);
        network.at(over, () -> network.mend(branch, gateway));
        yield over;
      }
      case GATEWAY_CRASH -> crash(gateway, between(1_000, 180_000));
      case BRANCH_CRASH -> crash(branch, between(1_000, 60_000));
      case NAT_REBOOT -> {
        if (network.nat != null) {
          fault(0, "NAT starts anew");
          network.nat.reboot();
        }
        yield network.now();
      }
      case CLOCK_STEP -> {
        fault(0, "clock step");
        node.stepClock(between(1_000, 900_000));
        yield network.now();
      }
      case PAUSE -> {
        long millis = between(100, 120_000);
        long over = fault(millis, "pause");
        node.pause(millis);
        yield over;
      }
      case CROSSING -> {
        crossing(gateway, firstTunnel + which);
        yield network.now();
      }
      case ADMINISTRATOR -> {
        fault(0, "administrator");
        administrator(node);
        yield network.now();
      }
    };
  }

  private long fault(long millis, String what) {
    long over = network.now() + millis;
    windows.add(new Window(network.now(), over, what));
    network.note(branch.address(), "FAULT for " + millis + " ms: " + what);
    return over;
  }

  private long lossy(long millis) {
    double loss = network.loss;
    double duplication = network.duplication;
    long maxDelay = network.maxDelay;
    long over = fault(millis, "loss");
    network.loss = 0.05 + 0.35 * random.nextDouble();
    network.duplication = 0.3 * random.nextDouble();
    network.maxDelay = network.minDelay + between(0, 500);
    network.at(
        over,
        () -> {
          network.loss = loss;
          network.duplication = duplication;
          network.maxDelay = maxDelay;
        });
    return over;
  }

  private long crash(VirtualNode node, long millis) {
    long over = fault(millis, "crash");
    node.crash();
    network.at(over, node::start);
    return over;
  }

  /** Both sides renew at nearly the same moment. */
  private void crossing(VirtualNode gateway, int tunnel) {
    network.note(branch.address(), "both sides renew");
    lastCrossing = network.now();
    renew(branch, tunnel, random.nextBoolean());
    boolean ike = random.nextBoolean();
    network.after(between(0, 3 * network.maxDelay), () -> renew(gateway, 1, ike));
  }

  private static void renew(VirtualNode node, int gateway, boolean ike) {
    if (ike) {
      node.engine.rekeyIke(node.clock(), gateway);
    } else {
      node.engine.rekeyChild(node.clock(), gateway);
    }
  }

  private void administrator(VirtualNode node) {
    switch (random.nextInt(3)) {
      case 0 -> branch.engine.refresh(branch.clock());
      case 1 -> branch.engine.deleteAll(branch.clock());
      default -> {
        List<SaStatus> sas = node.sas();
        if (!sas.isEmpty()) {
          node.engine.delete(node.clock(), sas.get(random.nextInt(sas.size())).number());
        }
      }
    }
  }
}
