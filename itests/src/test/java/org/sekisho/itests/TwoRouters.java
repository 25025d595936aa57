package org.sekisho.itests;

import java.util.ArrayList;
import java.util.List;

/** Configurations of two routers in one lab: the branch behind a NAT dials, the other one waits. */
final class TwoRouters {

  private TwoRouters() {}

  /**
   * The branch.
   *
   * @param tunnel further lines of tunnel 100
   */
  static List<String> branch(List<String> tunnel) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "ip lan1 address 192.168.100.1/24",
                "ip lan2 address 10.66.0.2/24",
                "ip route default gateway 10.66.0.1",
                "ip route 10.10.0.0/24 gateway tunnel 100"));
    lines.addAll(tunnel("192.168.100.1", "203.0.113.10", "203.0.113.10", tunnel));
    lines.add("ipsec auto refresh on");
    return lines;
  }

  /** The one in the gateway's place. */
  static List<String> gateway(List<String> tunnel) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "ip lan1 address 10.10.0.1/24",
                "ip lan2 address 203.0.113.10/24",
                "ip route 192.168.100.0/24 gateway tunnel 100"));
    lines.addAll(tunnel("203.0.113.10", "192.168.100.1", "any", tunnel));
    return lines;
  }

  private static List<String> tunnel(
      String localName, String remoteName, String remoteAddress, List<String> further) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "tunnel select 100",
                "ipsec tunnel 1100",
                "ipsec sa policy 1100 100 esp",
                "ipsec ike version 100 2",
                "ipsec ike local name 100 " + localName + " ipv4-addr",
                "ipsec ike remote name 100 " + remoteName + " ipv4-addr",
                "ipsec ike remote address 100 " + remoteAddress,
                "ipsec ike pre-shared-key 100 text interop-psk-0123456789"));
    lines.addAll(further);
    lines.addAll(List.of("tunnel enable 100", "tunnel select none"));
    return lines;
  }
}
