package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.Optional;
import org.sekisho.ike.config.Identity;

/** Where a gateway's peer is: an address as configured, or what its name was last looked up to. */
final class PeerAddress {

  private final Optional<String> host;
  private Optional<InetAddress> resolved = Optional.empty();

  /**
   * @param host address or name, empty when the peer may be anywhere
   */
  PeerAddress(Optional<String> host) {
    this.host = host;
  }

  Optional<InetAddress> get() {
    return host.flatMap(Identity::literal).or(() -> resolved);
  }

  /** The name that has to be looked up, empty when there is none. */
  Optional<String> name() {
    return host.filter(h -> Identity.literal(h).isEmpty());
  }

  /** Takes a looked-up address; true when it is the first for this name. */
  boolean resolved(String name, InetAddress address) {
    if (!name().equals(Optional.of(name))) {
      return false;
    }
    boolean first = resolved.isEmpty();
    resolved = Optional.of(address);
    return first;
  }

  /** One sentence on why there is no address. */
  String problem(int gateway) {
    return host.isEmpty()
        ? "no address to connect to: set ipsec ike remote address " + gateway
        : "the name " + host.get() + " has no address (yet)";
  }
}
