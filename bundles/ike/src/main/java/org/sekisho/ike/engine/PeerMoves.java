package org.sekisho.ike.engine;

import org.sekisho.api.net.Endpoint;

/**
 * Follows a peer whose packets come from another address (RFC 7296 section 2.23): at once a few
 * times, then every half second to where it was seen last, for a peer that changes with each packet
 * must not keep this router busy.
 */
final class PeerMoves {

  private static final int BURST = 4;
  private static final int PER_SECOND = 2;
  private static final long LATER_MILLIS = 500;

  private final IkeSa sa;
  private final Allowance allowance;
  private Endpoint local;
  private Endpoint remote;
  private boolean waiting;

  PeerMoves(IkeSa sa) {
    this.sa = sa;
    this.allowance = new Allowance(sa.context()::now, BURST, PER_SECOND);
  }

  /**
   * An authenticated message came this way. The peer's address is followed while the peer is the
   * one behind a NAT, and always until the SA is established (RFC 7296 sections 2.11 and 2.23).
   */
  void heard(Transport way) {
    if (sa.gateway() != null) {
      sa.gateway().heard();
    }
    Transport present = sa.transport();
    boolean same =
        way.remote().equals(present.remote()) && way.natTraversal() == present.natTraversal();
    boolean mayMove =
        sa.state() == IkeSa.State.CONNECTING
            || (present.nat().remoteBehindNat() && !present.nat().localBehindNat());
    if (!same && mayMove && sa.mobike().mayFollow(way.remote())) {
      sa.moveTo(way.local(), way.remote(), way.natTraversal());
    }
  }

  /** A verified packet came from there, on UDP 4500. */
  void seen(Endpoint at, Endpoint from) {
    if (!sa.mobike().mayFollow(from)) {
      return;
    }
    local = at;
    remote = from;
    if (!waiting) {
      follow();
    }
  }

  private void follow() {
    waiting = !allowance.take();
    if (waiting) {
      sa.context().after(LATER_MILLIS, this::later);
    } else {
      sa.moveTo(local, remote, true);
    }
  }

  private void later() {
    if (sa.canSend()) {
      follow();
    }
  }
}
