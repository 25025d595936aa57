package org.sekisho.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;

/**
 * One {@code ip route} line.
 *
 * @param destination in the kernel's notation
 * @param gateways in the order typed
 * @param line as typed
 */
record StaticRoute(String destination, List<Gateway> gateways, String line) {

  /** All static routes, by destination in the order first typed. */
  static Map<String, StaticRoute> read(ConfigSnapshot config) {
    Map<String, StaticRoute> routes = new LinkedHashMap<>();
    for (Setting setting : config.all(RouteCommands.DEFAULT_ROUTE_ID)) {
      put(routes, Destinations.DEFAULT, setting);
    }
    for (Setting setting : config.all(RouteCommands.ROUTE_ID)) {
      put(routes, Destinations.of(setting.arguments().prefix(RouteCommands.NETWORK)), setting);
    }
    return routes;
  }

  private static void put(Map<String, StaticRoute> routes, String destination, Setting setting) {
    List<Gateway> gateways = setting.arguments().groups().stream().map(Gateway::read).toList();
    routes.put(destination, new StaticRoute(destination, gateways, setting.shown()));
  }

  /** Whether packets are meant for a tunnel even while it is down. */
  boolean needsTunnel() {
    return gateways.stream().anyMatch(g -> g.target() instanceof Gateway.Tunnel && !g.hide());
  }
}
