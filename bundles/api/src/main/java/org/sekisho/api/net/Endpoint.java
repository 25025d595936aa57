package org.sekisho.api.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Objects;

/**
 * An address and port of an outer packet.
 *
 * @param address IPv4 or IPv6 address
 * @param port UDP port, 0 for protocol 50
 */
public record Endpoint(InetAddress address, int port) {

  /** Checks the port's range. */
  public Endpoint {
    Objects.requireNonNull(address);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  /** The same address with another port. */
  public Endpoint withPort(int newPort) {
    return port == newPort ? this : new Endpoint(address, newPort);
  }

  /** Whether the address is IPv6. */
  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  @Override
  public String toString() {
    String host = address.getHostAddress();
    return isIpv6() ? "[" + host + "]:" + port : host + ":" + port;
  }
}
