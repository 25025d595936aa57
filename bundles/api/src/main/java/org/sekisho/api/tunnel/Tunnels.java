package org.sekisho.api.tunnel;

import java.util.List;
import java.util.Optional;

/** All configured tunnels and their states; a service of the tunnel bundle. Any thread. */
public interface Tunnels {

  /** States by tunnel number. */
  List<TunnelState> states();

  /** State of one tunnel, empty when it is not configured. */
  default Optional<TunnelState> state(int tunnel) {
    return states().stream().filter(s -> s.tunnel() == tunnel).findFirst();
  }
}
