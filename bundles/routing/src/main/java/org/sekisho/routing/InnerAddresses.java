package org.sekisho.routing;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Inner addresses that gateways assigned (RFC 7296 section 2.19), on the devices of their tunnels.
 * A device belongs to the router alone and goes with the tunnel, so what was set on it once is all
 * that may have to be taken away again. One thread at a time.
 */
final class InnerAddresses {

  private final IpTool ip;
  private final Problems problems;
  private final Map<Integer, List<InetAddress>> wanted = new TreeMap<>();
  private final Map<Integer, Set<String>> set = new TreeMap<>();

  InnerAddresses(IpTool ip, Problems problems) {
    this.ip = ip;
    this.problems = problems;
  }

  /** A gateway has assigned other addresses for a tunnel, or none any more. */
  void want(int tunnel, List<InetAddress> addresses) {
    wanted.put(tunnel, List.copyOf(addresses));
  }

  /** Tunnels that were assigned addresses. */
  Set<Integer> tunnels() {
    return Set.copyOf(wanted.keySet());
  }

  /** The address the router itself uses into a tunnel, null when none was assigned. */
  String source(int tunnel) {
    return wanted.getOrDefault(tunnel, List.of()).stream()
        .filter(a -> a.getAddress().length == 4)
        .map(InetAddress::getHostAddress)
        .findFirst()
        .orElse(null);
  }

  /** Makes the devices that are up carry what is wanted. */
  void apply(Links links) {
    wanted.forEach(
        (tunnel, addresses) -> {
          String device = Gateway.device(tunnel);
          if (links.find(device).map(Links.Link::up).orElse(false)) {
            apply(tunnel, device, addresses);
          } else {
            set.remove(tunnel); // a device that comes back has none
          }
        });
  }

  private void apply(int tunnel, String device, List<InetAddress> addresses) {
    Set<String> present = set.computeIfAbsent(tunnel, t -> new TreeSet<>());
    List<String> lines =
        addresses.stream()
            .map(a -> a.getHostAddress() + (a.getAddress().length == 4 ? "/32" : "/128"))
            .toList();
    try {
      for (String old : new ArrayList<>(present)) {
        if (!lines.contains(old)) {
          ip.run("address", "del", old, "dev", device);
          present.remove(old);
        }
      }
      for (String line : lines) {
        ip.run("address", "replace", line, "dev", device);
        present.add(line);
      }
    } catch (IpException e) {
      problems.add("the inner address of " + device + " cannot be set: " + e.getMessage());
    }
  }
}
