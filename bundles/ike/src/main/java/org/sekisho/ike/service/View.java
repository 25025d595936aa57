package org.sekisho.ike.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.ipsec.SaCounters;

/**
 * What the control thread has published last. Others ask for it between two of its turns: lives go
 * on meanwhile, and ESP packets come of which it does not hear.
 *
 * @param at when, in milliseconds of the engine's clock
 * @param gateways all gateways
 * @param sas all SAs
 * @param statistics counters by name
 */
record View(
    long at, List<GatewayStatus> gateways, List<SaStatus> sas, Map<String, Long> statistics) {

  /** Before anything was published. */
  static final View EMPTY = new View(0, List.of(), List.of(), Map.of());

  /**
   * The gateways, heard of by ESP as well.
   *
   * @param plane the data plane, null when there is none
   */
  List<GatewayStatus> gateways(EspDataPlane plane) {
    Map<Integer, Long> lastInbound = plane == null ? Map.of() : lastInbound(sas, plane);
    List<GatewayStatus> heard = new ArrayList<>();
    for (GatewayStatus g : gateways) {
      long last = later(g.lastInboundNanos(), lastInbound.getOrDefault(g.gateway(), 0L));
      heard.add(
          new GatewayStatus(
              g.gateway(),
              g.tunnel(),
              g.established(),
              g.childUp(),
              g.localId(),
              g.remoteId(),
              g.remoteAddress(),
              g.lastFailure(),
              last));
    }
    return heard;
  }

  /** When the last ESP packet of each gateway came; one pass over the SAs for all gateways. */
  private static Map<Integer, Long> lastInbound(List<SaStatus> sas, EspDataPlane plane) {
    Map<Integer, Long> last = new HashMap<>();
    for (SaStatus sa : sas) {
      SaCounters counters =
          sa.kind() == SaStatus.Kind.CHILD_RECV ? plane.counters(sa.inboundSpi()) : null;
      if (counters != null) {
        last.merge(sa.gateway(), counters.lastInboundNanos(), View::later);
      }
    }
    return last;
  }

  /** The later of two moments of {@link System#nanoTime}, of which 0 means never. */
  private static long later(long one, long other) {
    if (one == 0 || other == 0) {
      return one == 0 ? other : one;
    }
    return other - one > 0 ? other : one;
  }

  /** The SAs with the life they have left now. */
  List<SaStatus> securityAssociations(long now) {
    long elapsed = (now - at) / 1000;
    return sas.stream().map(sa -> aged(sa, elapsed)).toList();
  }

  private static SaStatus aged(SaStatus sa, long seconds) {
    return new SaStatus(
        sa.number(),
        sa.kind(),
        sa.state(),
        sa.gateway(),
        sa.tunnel(),
        sa.parent(),
        Math.max(0, sa.remainingSeconds() - seconds),
        sa.localId(),
        sa.remoteId(),
        sa.local(),
        sa.remote(),
        sa.spi(),
        sa.algorithms(),
        sa.inboundSpi(),
        sa.resumed());
  }
}
