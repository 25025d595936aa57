package org.sekisho.ike.engine;

import java.util.Optional;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.config.GatewayConfig;

/**
 * What a peer's refusals have taught about the key exchanges it wants, until the lines change: it
 * need not be asked twice.
 */
final class KeyExchangeMemory {

  private Optional<KeyExchangeMethod> group = Optional.empty();
  private boolean peerWantsPfs;

  /** The group to begin with: the one the peer has asked for, else that of the lines, if any. */
  Optional<KeyExchangeMethod> group(GatewayConfig config) {
    return group.or(() -> config.algorithms().group());
  }

  /** The peer asked for this group. */
  void wanted(KeyExchangeMethod wanted) {
    group = Optional.of(wanted);
  }

  /** Whether renewals we start carry a key exchange of their own. */
  boolean pfs(GatewayConfig config) {
    return config.pfs() || peerWantsPfs;
  }

  /** The peer refused a renewal without key exchange. */
  void peerWantsPfs() {
    peerWantsPfs = true;
  }

  /** The lines have changed. */
  void forget() {
    group = Optional.empty();
    peerWantsPfs = false;
  }
}
