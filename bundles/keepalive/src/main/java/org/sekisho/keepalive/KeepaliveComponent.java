package org.sekisho.keepalive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.IkeService;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.log.LogLevel;
import org.sekisho.api.tunnel.KeepaliveStatus;
import org.sekisho.api.tunnel.Keepalives;

/**
 * Drives the keepalives from one thread, which sleeps until the next probe or deadline, and for
 * good while no gateway has a keepalive. The IKE service is called outside the lock.
 */
@Component(
    service = {Keepalives.class, ConfigListener.class},
    immediate = true)
public final class KeepaliveComponent implements Keepalives, ConfigListener {

  private static final System.Logger LOGGER = System.getLogger("org.sekisho.keepalive");

  /** Shortest sleep: with a thousand gateways it makes ten rounds a second, not a hundred. */
  private static final long SHORTEST_NANOS = 100_000_000L;

  private final EventLog log;
  private final Thread thread;
  private final KeepaliveMonitor monitor = new KeepaliveMonitor();
  private boolean changed;
  private boolean stopped;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile IkeService ike;

  /** Called by Declarative Services. */
  @Activate
  public KeepaliveComponent(BundleContext context) {
    this(new LastingLog(context));
  }

  KeepaliveComponent(EventLog log) {
    this.log = log;
    thread = new Thread(this::run, "sekisho-keepalive");
    thread.setDaemon(true);
    thread.start();
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    thread.join(5_000);
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    Map<Integer, KeepaliveSettings> was = KeepaliveSettings.from(before);
    Map<Integer, KeepaliveSettings> wanted = KeepaliveSettings.from(after);
    if (was.equals(wanted)) {
      return;
    }
    synchronized (this) {
      monitor.configure(wanted, System.nanoTime());
      changed = true;
      notifyAll();
    }
    wanted.forEach(
        (gateway, settings) -> {
          if (settings.upWaitSeconds() > 0 && !settings.equals(was.get(gateway))) {
            log.info(
                "ipsec ike keepalive use "
                    + gateway
                    + ": UPWAIT has no effect on this router, the tunnel is up at once");
          }
        });
  }

  @Override
  public synchronized Optional<KeepaliveStatus> status(int gateway) {
    return monitor.status(gateway, System.nanoTime());
  }

  private void run() {
    try {
      while (awaitWork()) {
        pause(work());
      }
    } catch (InterruptedException e) {
      // nobody interrupts this thread but a container that wants it to end
      LOGGER.log(System.Logger.Level.DEBUG, "the keepalive thread was interrupted", e);
    }
  }

  private synchronized boolean awaitWork() throws InterruptedException {
    while (!stopped && monitor.isIdle()) {
      wait();
    }
    changed = false;
    return !stopped;
  }

  /** Does what is due and says when to look again; a fault there must not end the keepalives. */
  private OptionalLong work() {
    IkeService service = ike;
    List<Consumer<IkeService>> calls = new ArrayList<>();
    OptionalLong next;
    try {
      Map<Integer, GatewayStatus> statuses = new HashMap<>();
      if (service != null) {
        service.gateways().forEach(g -> statuses.put(g.gateway(), g));
      }
      synchronized (this) {
        next = monitor.poll(System.nanoTime(), statuses::get, new Collector(calls));
      }
      calls.forEach(call -> call.accept(service));
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "keepalive", e);
      next = OptionalLong.of(System.nanoTime() + 1_000_000_000L);
    }
    return next;
  }

  private synchronized void pause(OptionalLong until) throws InterruptedException {
    if (until.isEmpty()) {
      return;
    }
    long earliest = System.nanoTime() + SHORTEST_NANOS;
    long end = until.getAsLong() - earliest > 0 ? until.getAsLong() : earliest;
    for (long left = end - System.nanoTime();
        left > 0 && !stopped && !changed;
        left = end - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
  }

  /** Gathers calls, to be made when the lock is free. */
  private final class Collector implements KeepaliveActions {

    private final List<Consumer<IkeService>> calls;

    private Collector(List<Consumer<IkeService>> calls) {
      this.calls = calls;
    }

    @Override
    public void probe(int gateway) {
      calls.add(service -> service.probe(gateway));
    }

    @Override
    public void dead(int gateway, String reason) {
      calls.add(service -> service.peerDead(gateway, reason));
    }

    @Override
    public void trace(String line) {
      calls.add(service -> log.log(LogLevel.DEBUG, line));
    }
  }
}
