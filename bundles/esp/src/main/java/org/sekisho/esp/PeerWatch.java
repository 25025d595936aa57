package org.sekisho.esp;

import org.sekisho.api.net.Endpoint;

/**
 * Remembers from which outer addresses verified packets of an SA came, so that a move of the peer
 * (RFC 7296 section 2.23) is reported once for each address. Used in the turns of {@link
 * Lanes#delivery} only.
 */
final class PeerWatch {

  /** More addresses than a peer has while it moves; beyond, the oldest is forgotten. */
  private static final int REMEMBERED = 8;

  private final Endpoint expected;
  private final Endpoint[] reported = new Endpoint[REMEMBERED];
  private int next;

  /** Watches for addresses other than this one. */
  PeerWatch(Endpoint expected) {
    this.expected = expected;
  }

  /** Whether the address is new and must be reported; true only once for each. */
  boolean isNew(Endpoint remote) {
    if (expected.equals(remote)) {
      return false;
    }
    for (Endpoint known : reported) {
      if (remote.equals(known)) {
        return false;
      }
    }
    reported[next] = remote;
    next = (next + 1) % REMEMBERED;
    return true;
  }
}
