package org.sekisho.ike.engine;

import java.util.OptionalLong;

/** At which age a peer has renewed SAs: what it did last it is likely to do again. */
final class PeerRenewals {

  private OptionalLong childAge = OptionalLong.empty();
  private OptionalLong ikeAge = OptionalLong.empty();

  /** The peer renewed a CHILD SA of that age in milliseconds. */
  void child(long age) {
    childAge = OptionalLong.of(age);
  }

  /** The peer renewed an IKE SA of that age in milliseconds. */
  void ike(long age) {
    ikeAge = OptionalLong.of(age);
  }

  OptionalLong childAge() {
    return childAge;
  }

  OptionalLong ikeAge() {
    return ikeAge;
  }
}
