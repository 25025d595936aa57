package org.sekisho.ike.engine;

/**
 * {@code ipsec ike probe-rekey}: renews the CHILD SA once some seconds after the tunnel has come
 * up, so that a peer whose renewals need other proposals (PFS) shows it at once and not after
 * hours. A failure changes nothing: the pair stays, and is renewed when its time has come.
 */
final class RekeyProbe {

  private static final long AFTER_MILLIS = 8_000;
  private static final long JITTER_MILLIS = 4_000;

  private final Gateway gateway;
  private DeadlineQueue.Deadline timer;
  private boolean done;

  RekeyProbe(Gateway gateway) {
    this.gateway = gateway;
  }

  /** The tunnel is up, after it was down. */
  void cameUp() {
    done = false;
    plan();
  }

  void wentDown() {
    DeadlineQueue.cancel(timer);
    timer = null;
  }

  /** Lines have changed: a probe that was not made or failed is worth another. */
  void reconfigured() {
    wentDown();
    if (gateway.sas().hasChildren() && !done) {
      plan();
    }
  }

  private void plan() {
    wentDown();
    if (gateway.config().probing().rekey()) {
      EngineContext context = gateway.context();
      timer = context.after(AFTER_MILLIS + context.jitter(JITTER_MILLIS), this::probe);
    }
  }

  private void probe() {
    timer = null;
    gateway.sas().newestChildren().forEach(ChildSaState::probe);
  }

  /** A renewal has succeeded, whoever started it: what kept it from that is past. */
  void renewed() {
    gateway.failures().diagnosis().renewed();
    done = true;
    wentDown();
  }
}
