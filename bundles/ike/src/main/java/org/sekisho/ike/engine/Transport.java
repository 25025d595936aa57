package org.sekisho.ike.engine;

import org.sekisho.api.net.Endpoint;

/**
 * How an IKE SA and its CHILD SAs reach the peer.
 *
 * @param local our endpoint
 * @param remote the peer's endpoint
 * @param natTraversal IKE on UDP 4500 behind a non-ESP marker
 * @param nat what NAT detection found
 */
record Transport(Endpoint local, Endpoint remote, boolean natTraversal, NatDetection nat) {

  private static final int NAT_PORT = 4500;

  static final NatDetection UNKNOWN = new NatDetection(false, false, false);

  /** ESP travels in UDP when a NAT is between, whichever side it is on (RFC 7296 2.23). */
  boolean udpEncapsulation() {
    return nat.localBehindNat() || nat.remoteBehindNat();
  }

  /** The same with ports 4500, for what follows IKE_SA_INIT when there is a NAT. */
  Transport floated(NatDetection found) {
    if (!found.localBehindNat() && !found.remoteBehindNat()) {
      return new Transport(local, remote, natTraversal, found);
    }
    return natTraversal
        ? new Transport(local, remote, true, found)
        : new Transport(local.withPort(NAT_PORT), remote.withPort(NAT_PORT), true, found);
  }

  Transport moved(Endpoint newLocal, Endpoint newRemote, boolean newNatTraversal) {
    return new Transport(newLocal, newRemote, newNatTraversal, nat);
  }

  Endpoint espLocal() {
    return local.withPort(udpEncapsulation() ? NAT_PORT : 0);
  }

  Endpoint espRemote() {
    return udpEncapsulation() ? remote : remote.withPort(0);
  }
}
