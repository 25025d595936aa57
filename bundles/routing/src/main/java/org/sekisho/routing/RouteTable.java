package org.sekisho.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekisho.routing.KernelRoute.Hop;

/** Reads what {@code ip -o -4 -d -N route show} prints: one route a line. */
final class RouteTable {

  private RouteTable() {}

  /** All routes of the main table. */
  static List<KernelRoute> all(IpTool ip) throws IpException {
    return parse(ip.run("-o", "-4", "-d", "route", "show", "table", "main"));
  }

  /** Our own routes. */
  static List<KernelRoute> ours(IpTool ip) throws IpException {
    return all(ip).stream().filter(KernelRoute::isOurs).toList();
  }

  /** Reads the lines. */
  static List<KernelRoute> parse(String output) {
    return output.lines().filter(line -> !line.isBlank()).map(RouteTable::route).toList();
  }

  private static KernelRoute route(String line) {
    String[] words = line.replace("\\", " ").strip().split("\\s+", -1);
    int next = 0;
    KernelRoute.Type type = KernelRoute.Type.UNICAST;
    if (!words[0].equals(Destinations.DEFAULT) && !Character.isDigit(words[0].charAt(0))) {
      type = type(words[0]);
      next = 1;
    }
    Line read = new Line();
    String destination = Destinations.normalise(words[next]);
    for (int i = next + 1; i < words.length; i++) {
      String value = i + 1 < words.length ? words[i + 1] : "";
      if (read.take(words[i], value)) {
        i++;
      }
    }
    return read.route(type, destination);
  }

  private static KernelRoute.Type type(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "unicast" -> KernelRoute.Type.UNICAST;
      case "unreachable" -> KernelRoute.Type.UNREACHABLE;
      case "blackhole" -> KernelRoute.Type.BLACKHOLE;
      default -> KernelRoute.Type.OTHER;
    };
  }

  /** What a line says so far. */
  private static final class Line {
    private final List<Hop> hops = new ArrayList<>();
    private String protocol = "boot";
    private String source;
    private int metric;
    private boolean several;
    private boolean open;
    private String via;
    private String device;
    private int weight = 1;

    /** Takes a word; whether its value was taken with it. */
    private boolean take(String word, String value) {
      switch (word) {
        case "proto" -> protocol = value;
        case "src" -> source = value;
        case "metric" -> metric = Integer.parseInt(value);
        case "via" -> {
          via = value;
          open = true;
        }
        case "dev" -> {
          device = value;
          open = true;
        }
        case "weight" -> weight = Integer.parseInt(value);
        case "scope", "table", "advmss", "mtu", "rtt", "window", "pref" -> {
          // of no concern here, but it has a value
        }
        case "nexthop" -> {
          close();
          several = true;
          return false;
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private void close() {
      if (open) {
        hops.add(new Hop(via, device, several ? weight : 1));
      }
      open = false;
      via = null;
      device = null;
      weight = 1;
    }

    private KernelRoute route(KernelRoute.Type type, String destination) {
      close();
      List<Hop> places = type == KernelRoute.Type.UNICAST ? hops : List.of();
      return new KernelRoute(type, destination, places, source, metric, protocol);
    }
  }
}
