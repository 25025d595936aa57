package org.sekisho.api.tunnel;

import java.util.Optional;

/** Keepalives of gateways; a service of the keepalive bundle. Any thread. */
public interface Keepalives {

  /** The keepalive of a gateway, empty when none is sent. */
  Optional<KeepaliveStatus> status(int gateway);
}
