package org.sekisho.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.routing.KernelRoute.Hop;

/**
 * Turns static routes into routes of the kernel.
 *
 * <p>Plaintext safety: a destination that is meant for a tunnel gets a second, unreachable route of
 * a worse metric. The moment the tunnel's device vanishes (also by a crash of the router) the
 * kernel takes its route away and falls to this one, and never to the default route of the WAN.
 * Gateways with {@code hide} are meant to give way and get none.
 */
final class RoutePlan {

  /** Metric of routes; 0 is the best there is. */
  static final int ROUTE_METRIC = 0;

  /** Metric of the unreachable route behind a tunnel's. */
  static final int GUARD_METRIC = 1;

  private static final int HEAVIEST = 256;

  /** What the plan needs to know of the box. */
  interface Box {
    /** Whether the device of a tunnel exists. */
    boolean hasDevice(int tunnel);

    /** Whether packets can pass a tunnel. */
    boolean isUp(int tunnel);

    /** The address assigned to a tunnel's device, null when there is none. */
    default String source(int tunnel) {
      return null;
    }

    /** The next hop that a DHCP server told an interface of, null when there is none. */
    default Hop dhcp(String lan) {
      return null;
    }
  }

  private final Box box;
  private final String tunnelSource;

  /**
   * Makes a planner.
   *
   * @param tunnelSource address the router itself uses into tunnels that have none of their own,
   *     null: the kernel's choice
   */
  RoutePlan(Box box, String tunnelSource) {
    this.box = box;
    this.tunnelSource = tunnelSource;
  }

  /** The routes the kernel should have. */
  List<KernelRoute> routes(Collection<StaticRoute> routes) {
    List<KernelRoute> planned = new ArrayList<>();
    for (StaticRoute route : routes) {
      add(route, planned);
    }
    return planned;
  }

  /**
   * The default route that leases bring where no line sets one: of the first that tells a router.
   */
  static List<KernelRoute> temporary(List<Leases.Used> leases, ConfigSnapshot config) {
    return leases.stream()
        .filter(u -> Leases.isOn(config, InterfaceCommands.DEFAULT_ROUTE_ADD_ID, u.lease().lan()))
        .flatMap(u -> Stream.ofNullable(u.gateway()))
        .limit(1)
        .map(
            hop ->
                new KernelRoute(
                    KernelRoute.Type.UNICAST,
                    Destinations.DEFAULT,
                    List.of(hop),
                    null,
                    ROUTE_METRIC,
                    KernelRoute.TEMPORARY_PROTOCOL))
        .toList();
  }

  private String source(List<Gateway> usable) {
    String source = null;
    for (Gateway gateway : usable) {
      if (gateway.target() instanceof Gateway.Tunnel t) {
        String own = box.source(t.number());
        if (own != null) {
          return own;
        }
        source = tunnelSource;
      }
    }
    return source;
  }

  private void add(StaticRoute route, List<KernelRoute> planned) {
    List<Gateway> usable = usable(route);
    List<Hop> hops = hops(usable);
    if (!hops.isEmpty()) {
      planned.add(
          KernelRoute.ours(
              KernelRoute.Type.UNICAST, route.destination(), hops, source(usable), ROUTE_METRIC));
    } else if (!usable.isEmpty()) {
      planned.add(
          KernelRoute.ours(
              KernelRoute.Type.BLACKHOLE, route.destination(), List.of(), null, ROUTE_METRIC));
    }
    if (route.needsTunnel()) {
      planned.add(
          KernelRoute.ours(
              KernelRoute.Type.UNREACHABLE, route.destination(), List.of(), null, GUARD_METRIC));
    }
  }

  /** Those that take packets now; standbys only when nothing else does. */
  List<Gateway> usable(StaticRoute route) {
    boolean anyFiltered = route.gateways().stream().anyMatch(Gateway::filtered);
    if (anyFiltered && route.needsTunnel()) {
      // which packets belong into the tunnel only the filters know: none may go beside it
      return List.of();
    }
    List<Gateway> able =
        route.gateways().stream().filter(g -> !g.filtered() && takesPackets(g)).toList();
    List<Gateway> first = able.stream().filter(g -> g.weight() > 0).toList();
    return first.isEmpty() ? able : first;
  }

  private boolean takesPackets(Gateway gateway) {
    if (gateway.target() instanceof Gateway.Tunnel t) {
      return box.hasDevice(t.number()) && (!gateway.hide() || box.isUp(t.number()));
    }
    if (gateway.target() instanceof Gateway.Dhcp d) {
      return box.dhcp(d.lan()) != null;
    }
    return !(gateway.target() instanceof Gateway.Missing);
  }

  private List<Hop> hops(List<Gateway> gateways) {
    int heaviest = gateways.stream().mapToInt(Gateway::weight).max().orElse(1);
    List<Hop> hops = new ArrayList<>();
    for (Gateway gateway : gateways) {
      int weight = weight(gateway.weight(), heaviest);
      if (gateway.target() instanceof Gateway.Neighbour n) {
        hops.add(new Hop(n.address().getHostAddress(), null, weight));
      } else if (gateway.target() instanceof Gateway.Tunnel t) {
        hops.add(new Hop(null, Gateway.device(t.number()), weight));
      } else if (gateway.target() instanceof Gateway.Dhcp d) {
        Hop hop = box.dhcp(d.lan());
        hops.add(new Hop(hop.via(), hop.device(), weight, hop.onLink()));
      }
    }
    return hops.size() == 1
        ? List.of(new Hop(hops.get(0).via(), hops.get(0).device(), 1, hops.get(0).onLink()))
        : List.copyOf(hops);
  }

  /** The kernel counts to 256: larger weights are scaled down together. */
  private static int weight(int weight, int heaviest) {
    long scaled = heaviest > HEAVIEST ? (long) weight * HEAVIEST / heaviest : weight;
    return (int) Math.max(1, scaled);
  }
}
