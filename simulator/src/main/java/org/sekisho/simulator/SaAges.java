package org.sekisho.simulator;

/**
 * At which ages a gateway acts on its SAs, in milliseconds from their establishment. Each is asked
 * once an SA, so the answers may vary.
 */
interface SaAges {

  /** What never happens. */
  long NEVER = Long.MAX_VALUE;

  /** When a CHILD SA is renewed. */
  long childRenewal();

  /** When a CHILD SA that is still there is deleted, whoever renewed it. */
  default long childEnd() {
    return NEVER;
  }

  /** When an IKE SA is renewed. */
  long ikeRenewal();

  /** Whether an IKE SA is replaced by a new IKE_SA_INIT, make before break. */
  default boolean reauthenticates() {
    return false;
  }
}
