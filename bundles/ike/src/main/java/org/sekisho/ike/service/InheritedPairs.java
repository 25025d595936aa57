package org.sekisho.ike.service;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * CHILD SAs that the data plane has of an IKE that stopped while the router went on. Their keys are
 * the data plane's, nobody renews them. They stay until their tunnel has a pair of this IKE, and a
 * moment longer for packets that are on their way. On the engine's thread.
 */
final class InheritedPairs {

  private static final long GRACE_SECONDS = 10;

  private final Map<Integer, Integer> tunnelBySpi = new HashMap<>();
  private final IntConsumer remove;
  private final Consumer<Set<Integer>> changed;
  private final Executor later;

  /**
   * None yet.
   *
   * @param remove removes a pair by its inbound SPI
   * @param changed hears which tunnels still have such pairs
   */
  InheritedPairs(IntConsumer remove, Consumer<Set<Integer>> changed) {
    this(remove, changed, CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS));
  }

  InheritedPairs(IntConsumer remove, Consumer<Set<Integer>> changed, Executor later) {
    this.remove = remove;
    this.changed = changed;
    this.later = later;
  }

  /** Pairs that are there before the first of this IKE: inbound SPIs with their tunnels. */
  void found(Map<Integer, Integer> pairs) {
    tunnelBySpi.putAll(pairs);
    tell();
  }

  /** The configuration has these tunnels: pairs of others end. */
  void retain(Set<Integer> tunnels) {
    for (int tunnel : new HashSet<>(tunnelBySpi.values())) {
      if (!tunnels.contains(tunnel)) {
        take(tunnel).forEach(remove::accept);
      }
    }
    tell();
  }

  /** A tunnel has a pair of this IKE. */
  void childUp(int tunnel) {
    Set<Integer> old = take(tunnel);
    if (!old.isEmpty()) {
      tell();
      later.execute(() -> old.forEach(remove::accept));
    }
  }

  private Set<Integer> take(int tunnel) {
    Set<Integer> spis = new HashSet<>();
    tunnelBySpi.forEach(
        (spi, of) -> {
          if (of == tunnel) {
            spis.add(spi);
          }
        });
    tunnelBySpi.keySet().removeAll(spis);
    return spis;
  }

  /** Tunnels that have such pairs. */
  Set<Integer> tunnels() {
    return Set.copyOf(tunnelBySpi.values());
  }

  private void tell() {
    changed.accept(tunnels());
  }
}
