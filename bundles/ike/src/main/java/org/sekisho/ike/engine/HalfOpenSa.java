package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchangeMethod;

/**
 * An IKE SA we answered IKE_SA_INIT or IKE_SESSION_RESUME for, waiting for IKE_AUTH to begin or to
 * end.
 */
final class HalfOpenSa {

  private final IkeSa sa;
  private final long since;
  private final InitMessages init;
  private final Optional<SessionTicket> ticket;
  private final DeadlineQueue.Deadline timeout;
  private IkeAuthAnswer answer;
  private int additionalDone;

  /**
   * A new one.
   *
   * @param sa the SA
   * @param since when the initiator's message came
   * @param init the messages as they travelled
   * @param ticket what resumed it, empty after IKE_SA_INIT
   * @param timeout ends the wait
   */
  HalfOpenSa(
      IkeSa sa,
      long since,
      InitMessages init,
      Optional<SessionTicket> ticket,
      DeadlineQueue.Deadline timeout) {
    this.sa = sa;
    this.since = since;
    this.init = init;
    this.ticket = ticket;
    this.timeout = timeout;
  }

  IkeSa sa() {
    return sa;
  }

  long since() {
    return since;
  }

  InitMessages init() {
    return init;
  }

  /** What resumed it, empty after IKE_SA_INIT; its key is zeroed by now. */
  Optional<SessionTicket> ticket() {
    return ticket;
  }

  DeadlineQueue.Deadline timeout() {
    return timeout;
  }

  /** The additional key exchange that must come next; empty when IKE_AUTH may begin. */
  Optional<KeyExchangeMethod> nextAdditional() {
    List<KeyExchangeMethod> all = ticket.isPresent() ? List.of() : sa.suite().additional();
    return additionalDone < all.size() ? Optional.of(all.get(additionalDone)) : Optional.empty();
  }

  /** The additional key exchange that had to come has come. */
  void additionalDone() {
    additionalDone++;
  }

  /** Our side of IKE_AUTH, null before its first request. */
  IkeAuthAnswer answer() {
    return answer;
  }

  void answer(IkeAuthAnswer begun) {
    answer = begun;
  }
}
