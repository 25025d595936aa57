package org.sekisho.esp;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogLevel;

/**
 * Writes drops to the log, outside the packet path: every few seconds it compares counters with the
 * last time and writes at most one debug line for each kind and SA.
 */
final class DropReport implements Agent {

  private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final SaDatabase database;
  private final InboundPath inbound;
  private final EventLog log;
  private IdentityHashMap<Counter, Long> before = new IdentityHashMap<>();
  private IdentityHashMap<Counter, Long> now;

  /** Reports about these. */
  DropReport(SaDatabase database, InboundPath inbound, EventLog log) {
    this.database = database;
    this.inbound = inbound;
    this.log = log;
  }

  @Override
  public String roleName() {
    return "esp-report";
  }

  @Override
  public void wakeup() {
    // The runner's unpark ends the wait.
  }

  @Override
  public int doWork() {
    LockSupport.parkNanos(this, INTERVAL_NANOS);
    report();
    return 0;
  }

  /** Reports what was dropped since the last time. */
  void report() {
    now = new IdentityHashMap<>();
    for (SaPair pair : database.pairs()) {
      InboundSa sa = pair.inbound();
      Supplier<String> where = () -> String.format("IP Tunnel[%d] SPI:%08x", sa.tunnel(), sa.spi());
      report(sa.replayDrops, "sequence difference", where);
      report(sa.integrityDrops, "integrity check value is wrong", where);
      report(sa.selectorDrops, "packet outside the traffic selectors", where);
      report(sa.malformedDrops, "malformed packet after decryption", where);
      report(sa.congestionDrops, "congestion mark on a packet without ECN", where);
    }
    for (int tunnel : database.tunnels()) {
      TunnelPath path = database.table().tunnel(tunnel);
      if (path != null) {
        Supplier<String> where = () -> "IP Tunnel[" + tunnel + "]";
        report(path.traffic().noSaDrops, "no SA for packet", where);
        report(path.traffic().malformedDrops, "malformed or too long packet", where);
      }
    }
    report(inbound.unknownDrops, "unknown SPI", () -> "ESP");
    report(inbound.overflowDrops, "queue of waiting packets is full", () -> "ESP");
    report(inbound.deviceDrops, "tunnel device took no packet", this::deviceFailure);
    before = now;
  }

  private String deviceFailure() {
    IOException failure = inbound.deviceFailure();
    return failure == null ? "ESP" : failure.toString();
  }

  private void report(Counter counter, String what, Supplier<String> where) {
    long value = counter.get();
    long dropped = value - before.getOrDefault(counter, 0L);
    now.put(counter, value);
    if (dropped > 0) {
      log.log(
          LogLevel.DEBUG, "[IPSEC] " + what + ": " + where.get() + ", " + dropped + " packet(s)");
    }
  }
}
