package org.sekisho.dhcp;

import java.util.Optional;
import org.sekisho.api.dhcp.Lease;

/**
 * What a client is doing.
 *
 * @param lan RTX name of its interface
 * @param state how far it is
 * @param lease what it has
 * @param leaseEnd when that ends, on the clock of {@link Time#nanos}; 0 without a lease
 * @param hostname the name it tells
 * @param problem a sentence, empty when all is well
 */
record ClientStatus(
    String lan,
    State state,
    Optional<Lease> lease,
    long leaseEnd,
    Optional<String> hostname,
    String problem) {

  /** How far a client is. */
  enum State {
    BOUND,
    REQUESTING,
    NO_ANSWER,
    NO_LINK
  }
}
