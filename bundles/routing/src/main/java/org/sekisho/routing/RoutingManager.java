package org.sekisho.routing;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;
import org.sekisho.api.dhcp.Lease;
import org.sekisho.api.dhcp.LeaseListener;
import org.sekisho.api.ike.IkeListener;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.tunnel.TunnelListener;
import org.sekisho.api.tunnel.TunnelState;

/**
 * Keeps addresses and routes of the kernel as the configuration wants them. Each pass compares what
 * is wanted with what the kernel has and changes only what differs, so it does not matter what made
 * it run: a changed line, a tunnel that came or went, or the clock (an interface that someone took
 * down loses its routes silently).
 *
 * <p>Nothing is taken away when the router stops: the LAN stays reachable for the administrator who
 * stopped it, an update of this bundle loses no packet, and the unreachable routes behind tunnels
 * keep plaintext from the WAN. The next start removes what is not wanted any more: routes are known
 * by their protocol number, addresses by {@link OwnedState}.
 */
@Component(
    service = {ConfigListener.class, TunnelListener.class, IkeListener.class, LeaseListener.class},
    immediate = true)
public final class RoutingManager
    implements ConfigListener, TunnelListener, IkeListener, LeaseListener {

  private static final int REPEAT_SECONDS = 10;
  private static final long BETWEEN_PASSES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final String FIRST_LAN = "lan1";

  private final Map<String, String> lans;
  private final IpTool ip;
  private final Problems problems;
  private final Interfaces interfaces;
  private final Routes routes;
  private final InnerAddresses innerAddresses;
  private final Leases leases;
  private final Set<Integer> up = ConcurrentHashMap.newKeySet();

  /** Tunnels that an address or a route depends on; others come and go without a comparison. */
  private final Set<Integer> needed = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService thread;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile long lastPass = System.nanoTime() - BETWEEN_PASSES_NANOS;
  private ConfigSnapshot config;

  /** Called by Declarative Services. */
  @Activate
  public RoutingManager(BundleContext context) throws IOException {
    this(BootSettings.from(context::getProperty), new LastingLog(context), new IpProcess());
    ScheduledFuture<?> unused =
        thread.scheduleWithFixedDelay(this::pass, REPEAT_SECONDS, REPEAT_SECONDS, TimeUnit.SECONDS);
  }

  RoutingManager(BootSettings settings, EventLog log, IpTool ip) throws IOException {
    lans = settings.interfaces();
    this.ip = ip;
    problems = new Problems(log);
    OwnedState owned = new OwnedState(settings.data().resolve("routing").resolve("interfaces"));
    interfaces = new Interfaces(ip, owned, problems);
    routes = new Routes(ip, problems);
    innerAddresses = new InnerAddresses(ip, problems);
    leases = new Leases(lans);
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "sekisho-routing");
              made.setDaemon(true);
              return made;
            });
  }

  /** Stops watching; what is set stays. */
  @Deactivate
  public void stop() {
    // not interrupted: a pass that has begun ends in order, and the next start sees it whole
    thread.shutdown();
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    synchronized (this) {
      config = after;
      needed.addAll(tunnels(after));
      needed.retainAll(
          Stream.concat(tunnels(after).stream(), innerAddresses.tunnels().stream()).toList());
    }
    pass();
  }

  /** Those that {@code ip route} lines name. */
  private static Set<Integer> tunnels(ConfigSnapshot config) {
    Set<Integer> named = new HashSet<>();
    for (StaticRoute line : StaticRoute.read(config).values()) {
      for (Gateway gateway : line.gateways()) {
        if (gateway.target() instanceof Gateway.Tunnel t) {
          named.add(t.number());
        }
      }
    }
    return named;
  }

  /** The caller holds locks of its own: the work is done on our thread. */
  @Override
  public void changed(TunnelState state) {
    if (state.up()) {
      up.add(state.tunnel());
    } else {
      up.remove(state.tunnel());
    }
    soon(state.tunnel());
  }

  @Override
  public void removed(int tunnel) {
    up.remove(tunnel);
    soon(tunnel);
  }

  @Override
  public void childUp(int gateway, int tunnel) {
    // the tunnel's state says the same, when its device is ready
  }

  @Override
  public void childDown(int gateway, int tunnel, String reason) {
    // as childUp
  }

  @Override
  public void failed(int gateway, String reason) {
    // no address or route depends on it
  }

  /** The caller is the IKE engine's thread: the work is done on ours. */
  @Override
  public void innerAddresses(
      int gateway, int tunnel, List<InetAddress> addresses, List<InetAddress> dnsServers) {
    after(
        () -> {
          innerAddresses.want(tunnel, addresses);
          needed.add(tunnel);
        });
  }

  @Override
  public void leased(Lease lease) {
    after(() -> leases.put(lease));
  }

  @Override
  public void lost(String lan) {
    after(() -> leases.remove(lan));
  }

  /** Compares after a change of what is known, on our thread. */
  private void after(Runnable change) {
    try {
      thread.execute(
          () -> {
            synchronized (this) {
              change.run();
            }
            pass();
          });
    } catch (RejectedExecutionException e) {
      // stopped meanwhile
    }
  }

  /**
   * Asks for a comparison because of a tunnel: at once when the last one is some time ago. When
   * many tunnels come up together one comparison serves all of them; each runs {@code ip} several
   * times, which would cost more than their key exchanges.
   */
  private void soon(int tunnel) {
    if (!needed.contains(tunnel) || !asked.compareAndSet(false, true)) {
      return;
    }
    long pause = lastPass + BETWEEN_PASSES_NANOS - System.nanoTime();
    try {
      ScheduledFuture<?> unused =
          thread.schedule(
              () -> {
                asked.set(false);
                pass();
              },
              Math.max(0, pause),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // stopped meanwhile: nobody is left to do it, and nothing is to be done
    }
  }

  /** One comparison; nothing is thrown, so that the clock goes on. */
  private synchronized void pass() {
    if (config == null) {
      return;
    }
    try {
      apply();
    } catch (IpException | IOException e) {
      problems.add("addresses and routes cannot be applied: " + e.getMessage());
    }
    problems.passed();
    lastPass = System.nanoTime();
  }

  private void apply() throws IpException, IOException {
    Map<String, StaticRoute> lines = StaticRoute.read(config);
    List<Leases.Used> used = leases.used(config, lines.values(), problems);
    LanPlan lan = LanPlan.read(config, lans).with(used, leases.undecided(config));
    for (Setting line : lan.unassigned()) {
      problems.add(line.shown() + ": kept without effect, " + LanReview.unassigned(line).english());
    }
    kernelSettings(lines);
    Links links = Links.read(ip);
    List<DeviceAddress> present = interfaces.apply(lan, links);
    innerAddresses.apply(links);
    List<KernelRoute> wanted =
        new RoutePlan(box(links, used), tunnelSource(lan, present)).routes(lines.values());
    if (!lines.containsKey(Destinations.DEFAULT)) {
      wanted.addAll(RoutePlan.temporary(used, config));
    }
    routes.apply(wanted, lines, lan.undecided());
  }

  private void kernelSettings(Map<String, StaticRoute> lines) {
    try {
      KernelSettings.forward();
      for (StaticRoute line : lines.values()) {
        for (Gateway gateway : line.gateways()) {
          if (gateway.target() instanceof Gateway.Tunnel t) {
            KernelSettings.looseReversePath(Gateway.device(t.number()));
          }
        }
      }
    } catch (IOException e) {
      problems.add("the kernel refuses to forward packets: " + e.getMessage());
    }
  }

  /** Tunnels have no address: as on an RTX the router speaks with that of LAN1. */
  private String tunnelSource(LanPlan lan, List<DeviceAddress> present) {
    String device = lans.get(FIRST_LAN);
    return Stream.concat(lan.addresses().stream().filter(present::contains), present.stream())
        .filter(a -> a.device().equals(device))
        .map(DeviceAddress::host)
        .findFirst()
        .orElse(null);
  }

  private RoutePlan.Box box(Links links, List<Leases.Used> used) {
    return new RoutePlan.Box() {
      @Override
      public boolean hasDevice(int tunnel) {
        // a route into a device that is down is refused
        return links.find(Gateway.device(tunnel)).map(Links.Link::up).orElse(false);
      }

      @Override
      public String source(int tunnel) {
        return innerAddresses.source(tunnel);
      }

      @Override
      public boolean isUp(int tunnel) {
        return up.contains(tunnel);
      }

      @Override
      public KernelRoute.Hop dhcp(String name) {
        return used.stream()
            .filter(u -> u.lease().lan().equals(name))
            .map(Leases.Used::gateway)
            .findFirst()
            .orElse(null);
      }
    };
  }
}
