package org.sekisho.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.GatewayConfig;

/**
 * One run: a branch, the gateways of a profile, traffic through the tunnels and faults, everything
 * drawn from one seed. The same seed, profile and length give the same run, message for message.
 */
public final class Simulation {

  private static final int FIRST_TUNNEL = 100;
  private static final long DAY_MILLIS = 86_400_000L;

  /**
   * Without faults at the end, longer than any life: what they left behind must be gone by then.
   */
  private static final long CALM_MILLIS = 40_000_000;

  /**
   * What a run was like.
   *
   * @param tunnelDays days of virtual time, of each tunnel
   * @param faults faults by kind
   * @param exchanges IKE exchanges that were started
   * @param messages IKE messages sent, repetitions included
   * @param sent inner packets sent
   * @param delivered inner packets that arrived
   * @param lostOnWire inner packets the network lost
   * @param lostInFaults inner packets lost for want of an SA in faults and right after them
   * @param longestOutage longest time without delivery that began with the lack of an SA, in ms
   * @param longestWithout longest time without an outbound SA after the end of its fault, in ms
   * @param mostPairs most pairs a node had at a time
   * @param breaches what did not hold, one sentence each
   */
  public record Result(
      double tunnelDays,
      Map<String, Integer> faults,
      long exchanges,
      long messages,
      long sent,
      long delivered,
      long lostOnWire,
      long lostInFaults,
      long longestOutage,
      long longestWithout,
      int mostPairs,
      List<String> breaches) {}

  private final long seed;
  private final GatewayProfile profile;
  private final double days;
  private final VirtualNetwork network;
  private final Set<List<Object>> exchanges = new HashSet<>();
  private long messages;

  /**
   * A run to be made.
   *
   * @param trace hears what happens, one line each; null for silence
   */
  public Simulation(long seed, GatewayProfile profile, double days, Consumer<String> trace) {
    this.seed = seed;
    this.profile = profile;
    this.days = days;
    network = new VirtualNetwork(seed);
    network.trace = trace;
  }

  /** The command that makes this run again and prints what happens. */
  public String replay() {
    return String.format(
        java.util.Locale.ROOT,
        "./sekisho simulate --seed %d --profile %s --days %s --trace",
        seed,
        profile.name(),
        days);
  }

  /** Makes the run. */
  public Result run() {
    try {
      return make();
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "exception at " + network.now() / 1000.0 + " s; again with: " + replay(), e);
    }
  }

  private Result make() {
    conditions();
    boolean nat = !profile.dialsBranch() && network.random.nextBoolean();
    VirtualNode branch = new VirtualNode(network, nat ? "10.66.0.2" : "203.0.113.2");
    if (nat) {
      network.nat = new VirtualNetwork.Nat(branch.address(), Configs.address("203.0.113.2"));
      network.nat.timeout = 60_000;
    }
    List<VirtualNode> gateways = new ArrayList<>();
    List<GatewayConfig> lines = new ArrayList<>();
    for (int i = 0; i < profile.gateways(); i++) {
      VirtualNode gateway = new VirtualNode(network, "198.51.100." + (10 + i));
      String address = gateway.address().getHostAddress();
      profile.drive(network, gateway);
      gateway.configure(
          profile.gateway(address, profile.dialsBranch() ? "203.0.113.2" : null).build());
      gateways.add(gateway);
      lines.add(profile.branch(FIRST_TUNNEL + i, address).build());
    }
    network.tap(this::count);
    FaultPlan faults = new FaultPlan(network, branch, gateways, FIRST_TUNNEL);
    Invariants invariants = new Invariants(network, faults);
    List<Traffic> traffic = new ArrayList<>();
    for (int i = 0; i < gateways.size(); i++) {
      VirtualNode gateway = gateways.get(i);
      int tunnel = FIRST_TUNNEL + i;
      traffic.add(new Traffic(network, branch, tunnel, gateway, 1, invariants::lost));
      invariants.watch(branch, tunnel);
      invariants.watch(gateway, 1);
      new Keepalive(network, branch, tunnel, 1_000 * i + network.random.nextInt(10_000));
      new Keepalive(network, gateway, 1, network.random.nextInt(10_000));
    }
    branch.configure(lines.toArray(GatewayConfig[]::new));
    long end = network.now() + (long) (days * DAY_MILLIS);
    faults.start(end - Math.min(CALM_MILLIS, (end - network.now()) * 2 / 5));
    network.runUntil(end);
    traffic.forEach(Traffic::stop);
    List<String> breaches = new ArrayList<>(invariants.breaches());
    breaches.addAll(leftBehind(branch, gateways));
    return result(traffic, faults, invariants, breaches);
  }

  /** A path of some length, often with a little loss: no fault, but everyday. */
  private void conditions() {
    network.minDelay = 2 + network.random.nextInt(80);
    network.maxDelay = network.minDelay + network.random.nextInt(20);
    network.loss = new double[] {0, 0.001, 0.01}[network.random.nextInt(3)];
  }

  private void count(VirtualNetwork.Datagram datagram) {
    messages++;
    if (!datagram.isResponse()) {
      byte[] message = datagram.message();
      Endpoint from = datagram.from();
      exchanges.add(
          List.of(
              from.address(),
              java.nio.ByteBuffer.wrap(message, 0, 8).getLong(),
              message[19],
              java.nio.ByteBuffer.wrap(message, 20, 4).getInt()));
    }
  }

  /** Deletes everything in good order and looks what remains. */
  private List<String> leftBehind(VirtualNode branch, List<VirtualNode> gateways) {
    network.loss = 0;
    branch.engine.shutDown(branch.clock());
    network.runSeconds(90);
    List<String> left = new ArrayList<>();
    List<VirtualNode> nodes = new ArrayList<>(gateways);
    nodes.forEach(g -> g.engine.shutDown(g.clock()));
    network.runSeconds(90);
    nodes.add(branch);
    for (VirtualNode node : nodes) {
      if (!node.engine.isIdle() || !node.pairs.isEmpty()) {
        left.add("left behind at " + node.address().getHostAddress() + ": " + node.sas());
      }
    }
    return left;
  }

  private Result result(
      List<Traffic> traffic, FaultPlan faults, Invariants invariants, List<String> breaches) {
    long sent = 0;
    long delivered = 0;
    long wire = 0;
    long outage = 0;
    for (Traffic flow : traffic) {
      for (Traffic.Count count : List.of(flow.there, flow.back)) {
        sent += count.sent;
        delivered += count.delivered;
        wire += count.lostOnWire;
        outage = Math.max(outage, count.longestOutage);
      }
    }
    return new Result(
        days * traffic.size(),
        faults.counts(),
        exchanges.size(),
        messages,
        sent,
        delivered,
        wire,
        invariants.lossesInFaults(),
        outage,
        invariants.longestWithout(),
        invariants.mostPairs(),
        breaches);
  }
}
