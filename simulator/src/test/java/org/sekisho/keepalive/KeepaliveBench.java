package org.sekisho.keepalive;

import java.util.function.Consumer;
import org.sekisho.api.ike.GatewayStatus;

/** Watches one gateway on the clock of a test. It lies here to reach what is not exported. */
public final class KeepaliveBench {

  private static final long MILLI = 1_000_000;

  private final GatewayWatch watch;

  /**
   * @param intervalSeconds seconds between checks
   * @param count intervals until the peer counts as dead
   */
  public KeepaliveBench(int gateway, int intervalSeconds, int count) {
    watch = new GatewayWatch(gateway, new KeepaliveSettings(intervalSeconds, count, 0, false), 0);
  }

  /** When the next check is due where there is no SA. */
  public long nextMillis(long nowMillis) {
    return watch.poll(nowMillis * MILLI, null, new Actions(() -> {}, reason -> {})) / MILLI;
  }

  /** Does what is due. */
  public void poll(long nowMillis, GatewayStatus status, Runnable probe, Consumer<String> dead) {
    watch.poll(nowMillis * MILLI, status, new Actions(probe, dead));
  }

  private record Actions(Runnable probing, Consumer<String> dying) implements KeepaliveActions {
    @Override
    public void probe(int gateway) {
      probing.run();
    }

    @Override
    public void dead(int gateway, String reason) {
      dying.accept(reason);
    }

    @Override
    public void trace(String line) {
      // nobody reads it
    }
  }
}
