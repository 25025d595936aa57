package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** One protected exchange that we start: builds its request and processes the response. */
abstract class Exchange {

  /** Exchange type of the header. */
  abstract int exchangeType();

  /**
   * Builds the request when its turn has come.
   *
   * @return empty when there is no need any more
   */
  abstract Optional<List<Payload>> request(IkeSa sa);

  /** Processes the authenticated response. */
  abstract void response(IkeSa sa, Payloads response) throws MalformedMessageException;

  /** The response could not be understood: the exchange has failed (RFC 7296 section 2.21). */
  abstract void malformed(IkeSa sa, String what);

  /** The request could not be built, for want of cryptography; it is over before it began. */
  void notStarted(IkeSa sa, String why) {
    abandoned(sa);
  }

  /** The IKE SA died first. */
  void abandoned(IkeSa sa) {}

  /** The exchange it belongs to: itself, unless it goes on with what another one has begun. */
  Exchange purpose() {
    return this;
  }

  /** Whether it makes, renews or deletes CHILD SAs; while the IKE SA is renewed that must wait. */
  boolean changesChildren() {
    return false;
  }

  /** Whether its request goes to nobody but the present address of the peer, however often. */
  boolean staysOnItsWay() {
    return false;
  }

  /** Whether nothing else may be outstanding beside it. */
  boolean isExclusive() {
    return false;
  }
}
