package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** Asks for a ticket for an IKE SA that has none, or an old one (RFC 5723 section 4.1). */
final class TicketRequest extends Exchange {

  @Override
  int exchangeType() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    return sa.isUsable()
        ? Optional.of(List.of(NotifyPayload.of(NotifyType.TICKET_REQUEST)))
        : Optional.empty();
  }

  @Override
  void response(IkeSa sa, Payloads response) {
    sa.gateway().ownTickets().answered(sa, response);
  }

  @Override
  void malformed(IkeSa sa, String what) {
    sa.context().output.debug("[IKE2] answer to TICKET_REQUEST: " + what);
  }
}
