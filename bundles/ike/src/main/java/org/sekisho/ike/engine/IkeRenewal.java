package org.sekisho.ike.engine;

/** Where the renewal of one IKE SA stands: ours, and the peer's that may cross it. */
final class IkeRenewal {

  private final IkeSa sa;
  private final RekeyPause pause;
  private RekeyIke own;
  private IkeSa peers;

  IkeRenewal(IkeSa sa) {
    this.sa = sa;
    this.pause = new RekeyPause(sa.context());
  }

  /** Starts ours unless it is under way. */
  void start() {
    if (!sa.isUsable() || own != null) {
      return;
    }
    if (sa.gateway().sas().isStandby(sa)) {
      failed(RekeyPause.STANDBY_MILLIS);
      return;
    }
    goOn(new RekeyIke(sa));
  }

  /** Ours goes on with another request. */
  void goOn(RekeyIke next) {
    own = next;
    sa.window().submit(next);
  }

  /** Ours has come to nothing: try again later, while the SA lives. */
  void failed(long pauseMillis) {
    own = null;
    if (sa.isUsable()) {
      sa.life().rekeyAfter(pauseMillis);
    }
  }

  /** Another SA has taken the place of this one. */
  void over() {
    own = null;
  }

  /** How long to wait after failures. */
  RekeyPause pause() {
    return pause;
  }

  /** Ours, null while none waits or is under way. */
  RekeyIke own() {
    return own;
  }

  /** The SA the peer's renewal made while ours is outstanding; null for none. */
  IkeSa peers() {
    return peers;
  }

  void peers(IkeSa other) {
    peers = other;
  }
}
