package org.sekisho.keepalive;

import java.util.OptionalInt;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.tunnel.KeepaliveStatus;

/**
 * Watches one gateway. It has a tick each interval; on a tick a probe goes out if nothing came from
 * the peer during the last half interval (an answer to the probe before is older than that, so an
 * idle peer is probed each interval, and traffic suppresses probes). The ticks of different
 * gateways lie at different places in the interval.
 *
 * <p>The peer is dead when {@code count} intervals passed since its last sign of life; with a count
 * of 1 or 2 not before a probe had an interval to be answered.
 *
 * <p>Times are those of {@link System#nanoTime}, handed in, and compared by difference.
 */
final class GatewayWatch {

  private static final long SECOND = 1_000_000_000L;

  /** Multiples of it modulo 1 are evenly spread for any run of gateway numbers. */
  private static final double GOLDEN_RATIO = 0.6180339887498949;

  private final int gateway;
  private final KeepaliveSettings settings;
  private final long interval;
  private long nextTick;

  /** Whether there was an SA when last looked at. */
  private boolean watching;

  /** Last sign of life, or when watching began. */
  private long alive;

  /** Whether a probe went out after the last sign of life. */
  private boolean waiting;

  private long firstProbe;

  GatewayWatch(int gateway, KeepaliveSettings settings, long now) {
    this.gateway = gateway;
    this.settings = settings;
    interval = settings.intervalSeconds() * SECOND;
    nextTick = now + 1 + (long) (GOLDEN_RATIO * gateway % 1 * (interval - 1));
  }

  KeepaliveSettings settings() {
    return settings;
  }

  /**
   * Acts on the state of the gateway.
   *
   * @param now present time
   * @param status state of the gateway, null when IKE does not know it
   * @return when to be called again
   */
  long poll(long now, GatewayStatus status, KeepaliveActions actions) {
    boolean tick = now - nextTick >= 0;
    if (tick) {
      nextTick += (now - nextTick) / interval * interval + interval;
    }
    if (status == null || !(status.established() || status.childUp())) {
      watching = false;
      return nextTick;
    }
    look(now, status, actions);
    if (waiting && now - deadline() >= 0) {
      long seconds = (now - alive) / SECOND;
      begin(now);
      actions.dead(gateway, "keepalive failed: no sign of life for " + seconds + " s");
    } else if (tick && now - alive >= interval / 2) {
      if (!waiting) {
        waiting = true;
        firstProbe = now;
      }
      actions.probe(gateway);
      trace(actions, status, "sent, last heard " + (now - alive) / SECOND + " s ago");
    }
    return waiting && deadline() - nextTick < 0 ? deadline() : nextTick;
  }

  /** What to show. */
  KeepaliveStatus status(long now) {
    boolean late = waiting && now - firstProbe >= interval;
    long wait = Math.max(0, nextTick - now);
    return new KeepaliveStatus(
        gateway, "rfc4306", watching && !late, (int) ((wait + SECOND - 1) / SECOND));
  }

  private void look(long now, GatewayStatus status, KeepaliveActions actions) {
    if (!watching) {
      // what came before the SA, or before the keepalive was switched on, does not count
      watching = true;
      begin(now);
    }
    long inbound = status.lastInboundNanos();
    if (inbound != 0 && inbound - alive > 0) {
      if (waiting && now - firstProbe >= interval) {
        trace(actions, status, "heard again");
      }
      alive = inbound;
      waiting = false;
    }
  }

  private void begin(long now) {
    alive = now;
    waiting = false;
  }

  private long deadline() {
    long byCount = alive + settings.count() * interval;
    long byProbe = firstProbe + interval;
    return byProbe - byCount > 0 ? byProbe : byCount;
  }

  private void trace(KeepaliveActions actions, GatewayStatus status, String what) {
    if (settings.log()) {
      OptionalInt tunnel = status.tunnel();
      String name = tunnel.isPresent() ? "Tunnel[" + tunnel.getAsInt() : "Gateway[" + gateway;
      actions.trace("[IKE2] " + name + "] keepalive " + what);
    }
  }
}
