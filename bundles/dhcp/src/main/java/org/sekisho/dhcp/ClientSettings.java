package org.sekisho.dhcp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;

/**
 * What the configuration says of one interface that asks for its address.
 *
 * @param device Linux interface name
 * @param attempts after how many it gives up, empty: never
 * @param intervalSeconds between attempts
 * @param leaseSeconds wanted lease, empty: as the server likes
 * @param hostname name it tells the server
 * @param releaseSeconds after how long without a link it gives the address up, empty: never
 */
record ClientSettings(
    String device,
    OptionalInt attempts,
    int intervalSeconds,
    OptionalLong leaseSeconds,
    Optional<String> hostname,
    OptionalInt releaseSeconds) {

  /** The id of the line that makes an interface a client, of the routing bundle. */
  private static final String ADDRESS_ID = "ip lan address";

  /**
   * Those of every client, by RTX name.
   *
   * @param interfaces Linux name of each LAN by RTX name
   */
  static Map<String, ClientSettings> read(ConfigSnapshot config, Map<String, String> interfaces) {
    Map<String, ClientSettings> clients = new LinkedHashMap<>();
    for (Setting line : config.all(ADDRESS_ID)) {
      String lan = line.arguments().text(DhcpCommands.INTERFACE);
      String device = interfaces.get(lan);
      if (line.arguments().has("dhcp") && device != null) {
        clients.put(lan, read(lan, device, config));
      }
    }
    return clients;
  }

  private static ClientSettings read(String lan, String device, ConfigSnapshot config) {
    Optional<Arguments> retry = of(lan, DhcpCommands.RETRY_ID, config);
    OptionalInt attempts =
        retry
            .filter(r -> r.has(DhcpCommands.COUNT))
            .map(r -> OptionalInt.of(r.integer(DhcpCommands.COUNT)))
            .orElse(OptionalInt.empty());
    Optional<Arguments> lease = of(lan, DhcpCommands.LEASE_ID, config);
    Optional<Arguments> release =
        config.all(DhcpCommands.RELEASE_ID).stream().map(Setting::arguments).findFirst();
    return new ClientSettings(
        device,
        attempts,
        retry
            .map(r -> r.integer(DhcpCommands.INTERVAL))
            .orElse(DhcpCommands.USUAL_INTERVAL_SECONDS),
        lease
            .map(l -> OptionalLong.of(l.integer(DhcpCommands.MINUTES) * 60L))
            .orElse(OptionalLong.empty()),
        of(lan, DhcpCommands.HOSTNAME_ID, config).map(h -> h.text(DhcpCommands.NAME)),
        release
            .filter(r -> r.isOn(DhcpCommands.SWITCH))
            .map(r -> OptionalInt.of(r.integer(DhcpCommands.SECONDS, 0)))
            .orElse(OptionalInt.empty()));
  }

  private static Optional<Arguments> of(String lan, String id, ConfigSnapshot config) {
    return config.all(id).stream()
        .map(Setting::arguments)
        .filter(a -> a.text(DhcpCommands.INTERFACE).equals(lan))
        .findFirst();
  }

  /**
   * Arguments of udhcpc (its manual page, busybox(1)).
   *
   * @param script what it calls
   * @param before the address it had, to be asked for again
   */
  List<String> arguments(String script, Optional<InetAddress> before) {
    List<String> arguments = new ArrayList<>(List.of("-f", "-R", "-i", device, "-s", script, "-o"));
    for (String option :
        List.of("subnet", "router", "dns", "mtu", "lease", "serverid", "staticroutes")) {
      arguments.addAll(List.of("-O", option));
    }
    String interval = Integer.toString(intervalSeconds);
    arguments.addAll(
        List.of("-t", Integer.toString(attempts.orElse(Integer.MAX_VALUE)), "-T", interval));
    if (attempts.isPresent()) {
      arguments.add("-n");
    }
    leaseSeconds.ifPresent(
        s -> arguments.addAll(List.of("-x", "lease:" + Math.min(s, 0xFFFF_FFFFL))));
    hostname.ifPresent(name -> arguments.addAll(List.of("-x", "hostname:" + name)));
    before.ifPresent(address -> arguments.addAll(List.of("-r", address.getHostAddress())));
    return arguments;
  }

  /** Whether a client that runs by the other settings may go on. */
  boolean runsAs(ClientSettings other) {
    return device.equals(other.device)
        && attempts.equals(other.attempts)
        && intervalSeconds == other.intervalSeconds
        && leaseSeconds.equals(other.leaseSeconds)
        && hostname.equals(other.hostname);
  }
}
