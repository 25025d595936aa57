package org.sekisho.ike.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InheritedPairsTest {

  private final Set<Integer> removed = new TreeSet<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private final InheritedPairs pairs = new InheritedPairs(removed::add, tunnels -> {}, later::add);

  @Test
  void pairsEndAWhileAfterTheirTunnelHasANewOne() {
    pairs.found(Map.of(1, 100, 2, 100, 3, 101));
    pairs.childUp(100);
    assertEquals(Set.of(), removed);
    assertEquals(Set.of(101), pairs.tunnels());
    later.remove().run();
    assertEquals(Set.of(1, 2), removed);
    pairs.childUp(100);
    assertEquals(0, later.size(), "pairs of this IKE are not touched");
  }

  @Test
  void pairsOfTunnelsThatAreGoneEndAtOnce() {
    pairs.found(Map.of(1, 100, 3, 101));
    pairs.retain(Set.of(101));
    assertEquals(Set.of(1), removed);
    assertEquals(Set.of(101), pairs.tunnels());
  }
}
