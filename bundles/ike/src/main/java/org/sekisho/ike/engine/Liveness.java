package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** Liveness check: an empty INFORMATIONAL exchange (RFC 7296 section 2.4). */
final class Liveness extends Exchange {

  @Override
  int exchangeType() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    return Optional.of(List.of());
  }

  @Override
  void response(IkeSa sa, Payloads response) {
    // That it came is all we wanted to know.
  }

  @Override
  void malformed(IkeSa sa, String what) {
    sa.context().output.debug("[IKE2] liveness response: " + what);
  }
}
