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
