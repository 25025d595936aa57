package org.sekisho.ike.engine;

/** Keeps the NAT's mapping alive while we are behind one (RFC 3948 section 2.3). */
final class NatKeepalive {

  private final IkeSa sa;
  private DeadlineQueue.Deadline next;

  NatKeepalive(IkeSa sa) {
    this.sa = sa;
  }

  /** Starts the interval where there is a NAT on our side and the configuration has it on. */
  void start() {
    int seconds = sa.gateway().config().natKeepaliveSeconds();
    Transport transport = sa.transport();
    if (seconds > 0 && transport.natTraversal() && transport.nat().localBehindNat()) {
      next = sa.context().after(1000L * seconds, this::send);
    }
  }

  private void send() {
    Transport transport = sa.transport();
    sa.context().output.sendNatKeepalive(transport.local(), transport.remote());
    start();
  }

  void stop() {
    if (next != null) {
      next.cancel();
      next = null;
    }
  }
}
