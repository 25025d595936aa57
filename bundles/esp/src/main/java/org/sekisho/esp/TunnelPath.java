package org.sekisho.esp;

import java.util.List;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;

/**
 * The packet path of one tunnel, a part of the {@link SaTable} snapshot: its settings and the SAs
 * it may send on, newest first.
 */
final class TunnelPath {

  private final int tunnel;
  private final int mss;
  private final OuterDf outerDf;
  private final TunnelTraffic traffic;
  private final OutboundSa[] newestFirst;

  /**
   * Takes the settings apart.
   *
   * @param settings settings, or null for a tunnel that has SAs but was not configured
   * @param newestFirst SAs alive, the newest first
   */
  TunnelPath(
      int tunnel,
      TunnelPathSettings settings,
      TunnelTraffic traffic,
      List<OutboundSa> newestFirst) {
    this.tunnel = tunnel;
    this.mss = settings == null ? 0 : settings.mss().orElse(0);
    this.outerDf = settings == null ? OuterDf.COPY : settings.outerDf();
    this.traffic = traffic;
    this.newestFirst = newestFirst.toArray(OutboundSa[]::new);
  }

  /** Number of the tunnel. */
  int tunnel() {
    return tunnel;
  }

  /** Largest TCP MSS for IPv4, 0 for off. */
  int mss() {
    return mss;
  }

  /** Counters of the tunnel. */
  TunnelTraffic traffic() {
    return traffic;
  }

  /** Whether the outer header of a packet carries DF. */
  boolean outerDf(InnerHeader header) {
    return switch (outerDf) {
      case COPY -> header.dontFragment();
      case SET -> true;
      case CLEAR -> false;
    };
  }

  /**
   * The SA a packet leaves on: the newest that is active, has sequence numbers left, and whose
   * selectors permit it (RFC 4301 section 5.1).
   *
   * @param last SA of packets chosen before that have drawn no numbers yet, or null
   * @param pending how many these are
   * @return null when there is none
   */
  OutboundSa select(InnerHeader header, OutboundSa last, int pending) {
    for (OutboundSa sa : newestFirst) {
      if (sa.isActive()
          && !sa.isExhausted(sa == last ? pending : 0)
          && sa.selectors().permitsOutbound(header)) {
        return sa;
      }
    }
    return null;
  }
}
