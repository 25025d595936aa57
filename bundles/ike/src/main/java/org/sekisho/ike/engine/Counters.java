package org.sekisho.ike.engine;

import java.util.EnumMap;
import java.util.Map;

/** Counts of one engine. */
final class Counters {

  private final long[] counts = new long[Counter.values().length];

  void count(Counter what) {
    counts[what.ordinal()]++;
  }

  Map<Counter, Long> all() {
    Map<Counter, Long> all = new EnumMap<>(Counter.class);
    for (Counter c : Counter.values()) {
      all.put(c, counts[c.ordinal()]);
    }
    return all;
  }
}
