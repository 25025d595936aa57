package org.sekisho.ike.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs that are deleted (RFC 7296 section 1.4.1) and still receive for a moment: what the peer
 * sent on them before, other packets may have overtaken. Nothing leaves on them: a newer pair is in
 * use, and without one there is no draining.
 */
final class DrainingPairs {

  /** Longer than packets of one path are apart. */
  private static final long DRAIN_MILLIS = 2_000;

  private final EngineContext context;
  private final Map<Integer, Draining> pairs = new HashMap<>();

  private record Draining(Gateway gateway, int tunnel, DeadlineQueue.Deadline end) {}

  DrainingPairs(EngineContext context) {
    this.context = context;
  }

  /**
   * Takes a pair out of the data plane: in a moment when a newer one is in use, else now, for the
   * newest pair in the data plane is the one that packets leave on.
   */
  void add(ChildSaState child) {
    GatewaySas sas = child.gateway().sas();
    int tunnel = child.policy().tunnel();
    if (sas.newestChild(tunnel).filter(c -> sas.isNewer(c, child)).isPresent()) {
      pairs.put(
          child.inboundSpi(),
          new Draining(
              child.gateway(), tunnel, context.after(DRAIN_MILLIS, () -> end(child.inboundSpi()))));
      return;
    }
    context.output.removeChild(child.inboundSpi());
    if (sas.newestChild(tunnel).isEmpty()) {
      endAll(child.gateway(), tunnel);
    }
  }

  boolean contains(int inboundSpi) {
    return pairs.containsKey(inboundSpi);
  }

  private void endAll(Gateway gateway, int tunnel) {
    for (Map.Entry<Integer, Draining> entry : List.copyOf(pairs.entrySet())) {
      if (entry.getValue().gateway() == gateway && entry.getValue().tunnel() == tunnel) {
        entry.getValue().end().cancel();
        end(entry.getKey());
      }
    }
  }

  private void end(int inboundSpi) {
    pairs.remove(inboundSpi);
    context.output.removeChild(inboundSpi);
  }
}
