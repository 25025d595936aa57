package org.sekisho.esp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.net.Endpoint;

/**
 * The security association database (RFC 4301 section 4.4.2), control side. Changes are made under
 * one monitor, published to the packet loops by one volatile write of an immutable {@link SaTable},
 * and, where batches in work may still use what is changed, wait for their end at the {@link
 * BatchGate} of each lane. The loops never take the monitor.
 */
final class SaDatabase implements EspDataPlane {

  private static final class Tunnel {
    private final TunnelTraffic traffic = new TunnelTraffic();
    private TunnelPathSettings settings;
  }

  private final CryptoProviders providers;
  private final EventLog log;
  private final Lanes lanes;

  /** Pairs by inbound SPI, the oldest first. */
  private final Map<Integer, SaPair> pairs = new LinkedHashMap<>();

  private final Map<Integer, Tunnel> tunnels = new HashMap<>();
  private boolean missingCrypto;
  private long lostBefore;
  private volatile SaTable table = SaTable.EMPTY;
  private volatile long generation;

  /**
   * An empty database.
   *
   * @param laneCount how many threads of each direction work in parallel
   */
  SaDatabase(CryptoProviders providers, EventLog log, int laneCount) {
    this.providers = providers;
    this.log = log;
    lanes = new Lanes(laneCount);
  }

  /** What the packet loops look up; read once a batch. */
  SaTable table() {
    return table;
  }

  /** What the packet threads share. */
  Lanes lanes() {
    return lanes;
  }

  /** Another number when held packets may have become transformable; any thread. */
  long generation() {
    return generation;
  }

  /** The installed pairs, the oldest first. */
  synchronized List<SaPair> pairs() {
    return List.copyOf(pairs.values());
  }

  /** Numbers of the tunnels that are configured or have SAs. */
  synchronized List<Integer> tunnels() {
    return List.copyOf(tunnels.keySet());
  }

  @Override
  public synchronized void install(ChildSa sa) {
    if (pairs.containsKey(sa.inboundSpi())) {
      throw new IllegalStateException(String.format("inbound SPI %08x is in use", sa.inboundSpi()));
    }
    boolean active =
        sa.activation() == ChildSa.Activation.IMMEDIATE || newestFirst(sa.tunnel()).isEmpty();
    SaPair pair = new SaPair(sa, providers, lanes, active);
    pair.reselect(providers.bestFirst());
    if (!pair.hasCrypto()) {
      throw new IllegalStateException(
          "no crypto provider supports "
              + SaPair.describe(sa.suite())
              + ": start a crypto bundle that does, or configure other algorithms");
    }
    pairs.put(sa.inboundSpi(), pair);
    tunnels.computeIfAbsent(sa.tunnel(), number -> new Tunnel());
    publish();
  }

  @Override
  public void activate(int inboundSpi) {
    InboundSa sa = table.inbound(inboundSpi);
    if (sa != null) {
      sa.pair().activate();
    }
  }

  @Override
  public synchronized void move(
      int inboundSpi, boolean udpEncapsulation, Endpoint local, Endpoint remote) {
    SaPair pair = pairs.get(inboundSpi);
    if (pair == null) {
      return;
    }
    long turn = lanes.delivery().enter();
    try {
      pair.inbound().expectPeer(remote);
    } finally {
      lanes.delivery().finish(turn);
    }
    pair.outbound().route(new Route(udpEncapsulation, local, remote));
    for (int lane = 0; lane < lanes.count(); lane++) {
      // what is sealed from now on goes the new way
      lanes.outbound(lane).enter();
      lanes.outbound(lane).leave();
    }
  }

  @Override
  public synchronized void remove(int inboundSpi) {
    SaPair pair = pairs.remove(inboundSpi);
    if (pair == null) {
      return;
    }
    List<OutboundSa> left = newestFirst(pair.sa().tunnel());
    if (!left.isEmpty() && left.stream().noneMatch(OutboundSa::isActive)) {
      left.get(0).activate();
    }
    forgetIfUnused(pair.sa().tunnel());
    publish();
    pair.destroy();
  }

  @Override
  public synchronized Map<Integer, Integer> installed() {
    Map<Integer, Integer> installed = new LinkedHashMap<>();
    pairs.forEach((spi, pair) -> installed.put(spi, pair.sa().tunnel()));
    return installed;
  }

  @Override
  public SaCounters counters(int inboundSpi) {
    InboundSa in = table.inbound(inboundSpi);
    if (in == null) {
      return null;
    }
    OutboundSa out = in.pair();
    return new SaCounters(
        in.packets(),
        in.octets(),
        out.packets(),
        out.octets(),
        in.replayDrops.get(),
        in.integrityDrops.get(),
        in.selectorDrops.get(),
        in.lastNanos(),
        out.lastNanos());
  }

  @Override
  public synchronized void configure(int tunnel, TunnelPathSettings settings) {
    if (settings == null) {
      // Counters start anew with the next configuration, even when SAs stay for a moment.
      tunnels.put(tunnel, new Tunnel());
      forgetIfUnused(tunnel);
    } else {
      tunnels.computeIfAbsent(tunnel, number -> new Tunnel()).settings = settings;
    }
    publish();
  }

  @Override
  public TunnelCounters tunnelCounters(int tunnel) {
    TunnelPath path = table.tunnel(tunnel);
    return path == null ? TunnelCounters.ZERO : path.traffic().snapshot();
  }

  /**
   * Moves live pairs to the best providers there are now, each at batch boundaries. The providers
   * they leave are not used any more when this returns. Pairs that none supports wait.
   */
  synchronized void reselectCrypto() {
    List<CryptoProvider> bestFirst = providers.bestFirst();
    boolean changed = false;
    SaPair waiting = null;
    for (SaPair pair : pairs.values()) {
      changed |= pair.reselect(bestFirst);
      waiting = pair.hasCrypto() ? waiting : pair;
    }
    if (changed) {
      nextGeneration();
    }
    report(waiting);
  }

  /** Pairs by suite and name of the provider that transforms them, empty for none. */
  synchronized Map<EspSuite, Map<String, Integer>> cryptoInUse() {
    Map<EspSuite, Map<String, Integer>> used = new LinkedHashMap<>();
    for (SaPair pair : pairs.values()) {
      used.computeIfAbsent(pair.sa().suite(), suite -> new HashMap<>())
          .merge(pair.cryptoName(), 1, Integer::sum);
    }
    return used;
  }

  private void report(SaPair waiting) {
    if (waiting != null && !missingCrypto) {
      lostBefore = lanes.waitingLost().sum();
      log.info(
          "[IPSEC] no crypto provider for "
              + SaPair.describe(waiting.sa().suite())
              + ", packets wait until a crypto bundle is started");
    } else if (waiting == null && missingCrypto) {
      long lost = lanes.waitingLost().sum() - lostBefore;
      log.info(
          "[IPSEC] crypto provider is back, packets pass again"
              + (lost == 0 ? "" : "; lost because too many waited: " + lost));
    }
    missingCrypto = waiting != null;
  }

  /** Removes all pairs and zeroes their keys. */
  synchronized void clear() {
    for (int spi : List.copyOf(pairs.keySet())) {
      remove(spi);
    }
  }

  private void forgetIfUnused(int number) {
    Tunnel tunnel = tunnels.get(number);
    if (tunnel != null && tunnel.settings == null && newestFirst(number).isEmpty()) {
      tunnels.remove(number);
    }
  }

  private List<OutboundSa> newestFirst(int tunnel) {
    List<OutboundSa> found = new ArrayList<>();
    for (SaPair pair : pairs.values()) {
      if (pair.sa().tunnel() == tunnel) {
        found.add(0, pair.outbound());
      }
    }
    return found;
  }

  private void publish() {
    Map<Integer, InboundSa> inbound = new HashMap<>();
    Map<Integer, List<OutboundSa>> outbound = new HashMap<>();
    pairs.forEach(
        (spi, pair) -> {
          inbound.put(spi, pair.inbound());
          outbound
              .computeIfAbsent(pair.sa().tunnel(), number -> new ArrayList<>())
              .add(0, pair.outbound());
        });
    Map<Integer, TunnelPath> paths = new HashMap<>();
    tunnels.forEach(
        (number, tunnel) ->
            paths.put(
                number,
                new TunnelPath(
                    number,
                    tunnel.settings,
                    tunnel.traffic,
                    outbound.getOrDefault(number, List.of()))));
    table = new SaTable(inbound, paths);
    nextGeneration();
  }

  /** Only under the monitor. */
  private void nextGeneration() {
    long next = generation + 1;
    generation = next;
  }
}
