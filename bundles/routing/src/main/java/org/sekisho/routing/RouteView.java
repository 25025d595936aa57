package org.sekisho.routing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sekisho.routing.KernelRoute.Hop;

/** Joins the kernel's table with the configuration for {@code show ip route}. */
final class RouteView {

  private static final String NONE = "-";

  /** Behind an interface whose DHCP server told the gateway. */
  private static final String DHCP = "(DHCP)";

  private final Collection<KernelRoute> kernel;
  private final Map<String, StaticRoute> lines;
  private final InterfaceNames names;

  RouteView(Collection<KernelRoute> kernel, Map<String, StaticRoute> lines, InterfaceNames names) {
    this.kernel = kernel;
    this.lines = lines;
    this.names = names;
  }

  /** Rows in the kernel's order, hidden ones last. */
  List<RouteRow> rows() {
    List<RouteRow> rows = new ArrayList<>();
    for (KernelRoute route : kernel) {
      if (route.type() == KernelRoute.Type.UNICAST) {
        route.hops().forEach(hop -> rows.add(row(route, hop)));
      } else if (!isGuard(route)) {
        String place = route.type() == KernelRoute.Type.BLACKHOLE ? "null" : NONE;
        rows.add(new RouteRow(route.destination(), NONE, place, kind(route), "", false));
      } else if (!hasUnicast(route.destination())) {
        rows.addAll(guardRows(route));
      }
    }
    lines.values().forEach(line -> rows.addAll(hidden(line, rows)));
    return rows;
  }

  /** The rows a packet to an address would follow. */
  static List<RouteRow> towards(List<RouteRow> rows, InetAddress address) {
    List<RouteRow> fitting =
        rows.stream()
            .filter(r -> !r.hidden() && Destinations.contains(r.destination(), address))
            .toList();
    int longest =
        fitting.stream().mapToInt(r -> Destinations.length(r.destination())).max().orElse(0);
    return fitting.stream().filter(r -> Destinations.length(r.destination()) == longest).toList();
  }

  private static boolean isGuard(KernelRoute route) {
    return route.type() == KernelRoute.Type.UNREACHABLE
        && route.protocol().equals(KernelRoute.OUR_PROTOCOL);
  }

  private boolean hasUnicast(String destination) {
    return kernel.stream()
        .anyMatch(r -> r.type() == KernelRoute.Type.UNICAST && r.destination().equals(destination));
  }

  /** A tunnel whose device is missing holds its route all the same. */
  private List<RouteRow> guardRows(KernelRoute route) {
    StaticRoute line = lines.get(route.destination());
    List<RouteRow> rows = new ArrayList<>();
    if (line != null) {
      for (Gateway gateway : line.gateways()) {
        if (gateway.target() instanceof Gateway.Tunnel t && !gateway.hide()) {
          String name = InterfaceNames.tunnel(t.number());
          String information = information(line, gateway);
          rows.add(new RouteRow(route.destination(), NONE, name, "static", information, false));
        }
      }
    }
    return rows;
  }

  private RouteRow row(KernelRoute route, Hop hop) {
    StaticRoute line = lines.get(route.destination());
    Optional<Gateway> typed =
        line != null && route.protocol().equals(KernelRoute.OUR_PROTOCOL)
            ? line.gateways().stream().filter(g -> leadsTo(g, hop)).findFirst()
            : Optional.empty();
    String information = typed.map(g -> information(line, g)).orElse("");
    String device = hop.device() == null ? NONE : names.of(hop.device());
    if (route.protocol().equals(KernelRoute.TEMPORARY_PROTOCOL)
        || typed.filter(g -> g.target() instanceof Gateway.Dhcp).isPresent()) {
      device += DHCP;
    }
    return new RouteRow(
        route.destination(), gateway(route, hop), device, kind(route), information, false);
  }

  private static String gateway(KernelRoute route, Hop hop) {
    if (hop.via() != null) {
      return hop.via();
    }
    boolean implicit = route.protocol().equals("kernel");
    return implicit && route.source() != null ? route.source() : NONE;
  }

  private boolean leadsTo(Gateway gateway, Hop hop) {
    if (gateway.target() instanceof Gateway.Neighbour n) {
      return n.address().getHostAddress().equals(hop.via());
    }
    if (gateway.target() instanceof Gateway.Dhcp d) {
      return hop.via() != null && names.of(hop.device()).equalsIgnoreCase(d.lan());
    }
    return gateway.target() instanceof Gateway.Tunnel t
        && Gateway.device(t.number()).equals(hop.device());
  }

  private static String information(StaticRoute line, Gateway gateway) {
    List<String> words = new ArrayList<>();
    gateway.keepalive().ifPresent(id -> words.add("k(" + id + ")"));
    if (line.gateways().size() > 1 && gateway.weight() != 1) {
      words.add("w(" + gateway.weight() + ")");
    }
    return String.join(" ", words);
  }

  private static List<RouteRow> hidden(StaticRoute line, List<RouteRow> shown) {
    List<RouteRow> rows = new ArrayList<>();
    for (Gateway gateway : line.gateways()) {
      String address = NONE;
      String place = NONE;
      if (gateway.target() instanceof Gateway.Dhcp d) {
        String lan = d.lan().toUpperCase(Locale.ROOT) + DHCP;
        boolean leads =
            shown.stream()
                .anyMatch(
                    r ->
                        r.destination().equals(line.destination())
                            && r.interfaceName().equals(lan));
        if (!leads) {
          String information = information(line, gateway);
          rows.add(new RouteRow(line.destination(), NONE, lan, "static", information, true));
        }
        continue;
      }
      if (gateway.target() instanceof Gateway.Neighbour n) {
        address = n.address().getHostAddress();
      } else if (gateway.target() instanceof Gateway.Tunnel t) {
        place = InterfaceNames.tunnel(t.number());
      } else if (gateway.target() instanceof Gateway.Missing m) {
        place = m.words();
      } else {
        place = "null";
      }
      String wantedAddress = address;
      String wantedPlace = place;
      boolean there =
          shown.stream()
              .anyMatch(
                  r ->
                      r.destination().equals(line.destination())
                          && r.gateway().equals(wantedAddress)
                          && (wantedPlace.equals(NONE) || r.interfaceName().equals(wantedPlace)));
      if (!there) {
        rows.add(
            new RouteRow(
                line.destination(), address, place, "static", information(line, gateway), true));
      }
    }
    return rows;
  }

  private static String kind(KernelRoute route) {
    return switch (route.protocol()) {
      case "kernel" -> "implicit";
      case "ospf" -> "OSPF";
      case "bgp" -> "BGP";
      case "rip" -> "RIP";
      case "redirect" -> "redirect";
      case "dhcp", "ra", KernelRoute.TEMPORARY_PROTOCOL -> "temporary";
      default -> "static";
    };
  }
}
