package org.sekisho.routing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.IpPrefix;
import org.sekisho.api.config.Setting;
import org.sekisho.api.dhcp.Lease;
import org.sekisho.routing.KernelRoute.Hop;

/**
 * What the DHCP client has told. An interface it has said nothing of yet is undecided: what an
 * earlier run of the router set there stays. Guarded by its owner.
 */
final class Leases {

  private final Map<String, String> lans;
  private final Map<String, Lease> held = new TreeMap<>();
  private final Set<String> told = new HashSet<>();

  /**
   * Knows nothing.
   *
   * @param lans Linux name of each LAN by RTX name
   */
  Leases(Map<String, String> lans) {
    this.lans = lans;
  }

  /** An interface has got one. */
  void put(Lease lease) {
    held.put(lease.lan(), lease);
    told.add(lease.lan());
  }

  /** An interface has none. */
  void remove(String lan) {
    held.remove(lan);
    told.add(lan);
  }

  /** Devices that ask for their address and of which nothing is known. */
  Set<String> undecided(ConfigSnapshot config) {
    Set<String> devices = new HashSet<>();
    for (Setting line : config.all(InterfaceCommands.ADDRESS_ID)) {
      String lan = line.arguments().text(InterfaceCommands.INTERFACE);
      if (line.arguments().has("dhcp") && !told.contains(lan) && lans.containsKey(lan)) {
        devices.add(lans.get(lan));
      }
    }
    return devices;
  }

  /**
   * A lease as it is used.
   *
   * @param lease of the server
   * @param device Linux interface name
   * @param withRoute whether its network is reached through the device
   */
  record Used(Lease lease, String device, boolean withRoute) {

    DeviceAddress address() {
      return new DeviceAddress(device, prefix(lease).toString());
    }

    /** The router it tells of, null when it tells of none. */
    Hop gateway() {
      return lease.gateway().map(g -> new Hop(g.getHostAddress(), device, 1, true)).orElse(null);
    }
  }

  /**
   * The leases that can be used. One whose network is also that of another LAN would cut that off.
   * One whose network lies in the destination of a tunnel takes no route of its own: packets meant
   * for the tunnel would leave unencrypted.
   *
   * @param lines the static routes
   * @param problems takes why one is not used
   */
  List<Used> used(ConfigSnapshot config, Iterable<StaticRoute> lines, Problems problems) {
    List<Used> used = new ArrayList<>();
    for (Lease lease : held.values()) {
      String device = lans.get(lease.lan());
      Optional<String> clash = clash(lease, config);
      if (device == null) {
        continue;
      } else if (clash.isPresent()) {
        problems.add(
            prefix(lease)
                + ", which "
                + lease.lan()
                + " got by DHCP, is not used: "
                + clash.get()
                + " is in the same network; change it");
        continue;
      }
      boolean withRoute =
          isOn(config, InterfaceCommands.INTERFACE_ROUTE_ADD_ID, lease.lan())
              && !liesInTunnel(lease, lines);
      used.add(new Used(lease, device, withRoute));
    }
    return used;
  }

  /** Whether a switch of an interface that is on by default is on. */
  static boolean isOn(ConfigSnapshot config, String id, String lan) {
    return config.all(id).stream()
        .map(Setting::arguments)
        .filter(a -> a.text(InterfaceCommands.INTERFACE).equals(lan))
        .allMatch(a -> a.isOn(InterfaceCommands.SWITCH));
  }

  private static IpPrefix prefix(Lease lease) {
    return new IpPrefix(lease.address(), lease.prefixLength());
  }

  private static Optional<String> clash(Lease lease, ConfigSnapshot config) {
    for (String id : List.of(InterfaceCommands.ADDRESS_ID, InterfaceCommands.SECONDARY_ID)) {
      for (Setting line : config.all(id)) {
        boolean other = !line.arguments().text(InterfaceCommands.INTERFACE).equals(lease.lan());
        if (other && !line.arguments().has("dhcp")) {
          if (overlap(prefix(lease), line.arguments().prefix(InterfaceCommands.ADDRESS))) {
            return Optional.of(line.shown());
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean overlap(IpPrefix one, IpPrefix other) {
    IpPrefix shorter = one.length() <= other.length() ? one : other;
    InetAddress longer = (shorter == one ? other : one).address();
    return Destinations.contains(Destinations.of(shorter), longer);
  }

  private static boolean liesInTunnel(Lease lease, Iterable<StaticRoute> lines) {
    for (StaticRoute line : lines) {
      boolean wider =
          !line.destination().equals(Destinations.DEFAULT)
              && Destinations.length(line.destination()) <= lease.prefixLength()
              && Destinations.contains(line.destination(), lease.address());
      if (wider && line.gateways().stream().anyMatch(g -> g.target() instanceof Gateway.Tunnel)) {
        return true;
      }
    }
    return false;
  }
}
