package org.sekisho.ike.engine;

import java.net.Inet6Address;
import java.util.List;
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

  /** UDP port of IKE (RFC 7296 section 2). */
  static final int IKE_PORT = 500;

  /** UDP port of IKE and ESP where a NAT is on the way (RFC 7296 section 2.23). */
  static final int NAT_PORT = 4500;

  private static final int UDP_HEADER = 8;
  private static final int NON_ESP_MARKER = 4;

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

  /** The same way with what NAT detection found on it. */
  Transport with(NatDetection found) {
    return new Transport(local, remote, natTraversal, found);
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

  /** Sends messages this way. */
  void send(EngineOutput output, List<byte[]> messages) {
    messages.forEach(m -> output.send(local, remote, natTraversal, m));
  }

  /** Octets of the longest IKE message that fits into an IP packet of this length. */
  int longestMessage(int packetSize) {
    return packetSize - (isIpv6() ? 40 : 20) - UDP_HEADER - (natTraversal ? NON_ESP_MARKER : 0);
  }

  /** Octets of an IP packet that every path has to carry whole, or nearly every one. */
  int smallestPathPacket() {
    return isIpv6() ? 1280 : 576;
  }

  private boolean isIpv6() {
    return remote.address() instanceof Inet6Address;
  }
}
