package org.sekisho.keepalive;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.tunnel.KeepaliveStatus;

/** Watches all gateways whose keepalive is on. No thread, no clock; one thread at a time. */
final class KeepaliveMonitor {

  private final Map<Integer, GatewayWatch> watches = new TreeMap<>();

  /** Takes new settings over; a gateway whose settings are the same is not disturbed. */
  void configure(Map<Integer, KeepaliveSettings> settings, long now) {
    watches.keySet().retainAll(settings.keySet());
    settings.forEach(
        (gateway, wanted) -> {
          GatewayWatch watch = watches.get(gateway);
          if (watch == null || !watch.settings().equals(wanted)) {
            watches.put(gateway, new GatewayWatch(gateway, wanted, now));
          }
        });
  }

  /**
   * Does what is due.
   *
   * @param statuses state of a gateway, null when IKE does not know it
   * @return when to be called again, empty when there is nothing to watch
   */
  OptionalLong poll(long now, IntFunction<GatewayStatus> statuses, KeepaliveActions actions) {
    OptionalLong next = OptionalLong.empty();
    for (Map.Entry<Integer, GatewayWatch> entry : watches.entrySet()) {
      long at = entry.getValue().poll(now, statuses.apply(entry.getKey()), actions);
      if (next.isEmpty() || at - next.getAsLong() < 0) {
        next = OptionalLong.of(at);
      }
    }
    return next;
  }

  /** Whether there is anything to watch. */
  boolean isIdle() {
    return watches.isEmpty();
  }

  /** What to show of a gateway, empty when its keepalive is not on. */
  Optional<KeepaliveStatus> status(int gateway, long now) {
    return Optional.ofNullable(watches.get(gateway)).map(w -> w.status(now));
  }
}
