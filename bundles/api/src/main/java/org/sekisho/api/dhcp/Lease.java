package org.sekisho.api.dhcp;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a DHCP server lent an interface (RFC 2131, options of RFC 2132). Every value was checked:
 * the address can be a host's, the mask is one, the gateway is another host. A lease that is
 * renewed is equal to the one before.
 *
 * @param lan RTX name of the interface, such as {@code lan2}
 * @param address IPv4 address
 * @param prefixLength of the network it lies in, 8 to 32
 * @param gateway next hop of the default route (option 121, else option 3), empty when none was
 *     told
 * @param mtu octets (option 26), empty when none was told
 * @param dnsServers servers for names (option 6), may be empty
 * @param server who lent it (option 54)
 */
public record Lease(
    String lan,
    InetAddress address,
    int prefixLength,
    Optional<InetAddress> gateway,
    OptionalInt mtu,
    List<InetAddress> dnsServers,
    Optional<InetAddress> server) {

  /** Copies the list. */
  public Lease {
    dnsServers = List.copyOf(dnsServers);
  }
}
