package org.sekisho.simulator;

import org.sekisho.api.ike.GatewayStatus;

/**
 * The keepalive of RFC 4306 as the router's keepalive bundle does it with its defaults: every 10 s
 * a liveness check if nothing was heard for half of that, and the peer is dead after six times.
 */
final class Keepalive {

  /** Between two checks, in milliseconds. */
  static final long INTERVAL_MILLIS = 10_000;

  private static final int COUNT = 6;

  private final VirtualNetwork network;
  private final VirtualNode node;
  private final int gateway;
  private boolean watching;
  private long alive;

  /**
   * Watches one gateway from now on.
   *
   * @param phase when the first check is, in milliseconds from now
   */
  Keepalive(VirtualNetwork network, VirtualNode node, int gateway, long phase) {
    this.network = network;
    this.node = node;
    this.gateway = gateway;
    network.after(phase, this::check);
  }

  private void check() {
    if (node.isRunning()) {
      node.engine.gateways().stream().filter(g -> g.gateway() == gateway).forEach(this::look);
    } else {
      watching = false;
    }
    network.after(INTERVAL_MILLIS, this::check);
  }

  private void look(GatewayStatus status) {
    long now = node.clock();
    if (!status.established() && !status.childUp()) {
      watching = false;
      return;
    }
    if (!watching) {
      watching = true;
      alive = now;
    }
    alive = Math.max(alive, status.lastInboundNanos() / 1_000_000);
    alive = Math.max(alive, node.heard(gateway));
    if (now - alive >= COUNT * INTERVAL_MILLIS) {
      watching = false;
      node.engine.peerDead(now, gateway, "keepalive failed");
    } else if (now - alive >= INTERVAL_MILLIS / 2) {
      node.engine.probe(now, gateway);
    }
  }
}
