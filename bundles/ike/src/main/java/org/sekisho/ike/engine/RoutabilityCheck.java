package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * Return routability check (RFC 4555 section 3.7): the peer must answer from where it says it is
 * now before packets go there.
 */
final class RoutabilityCheck extends Exchange {

  private final RoutabilityCookie cookie = new RoutabilityCookie();
  private Transport way;

  @Override
  int exchangeType() {
    return ExchangeType.INFORMATIONAL;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    if (!sa.isUsable()) {
      return Optional.empty();
    }
    way = sa.transport();
    return Optional.of(List.of(cookie.draw(sa.context().random)));
  }

  @Override
  void response(IkeSa sa, Payloads response) {
    if (!cookie.isReturned(response)) {
      sa.gateway().ikeLost(sa, RoutabilityCookie.notReturned());
    } else if (way.equals(sa.transport())) {
      sa.gateway().sas().childrenOf(sa).forEach(ChildSaState::moved);
    }
  }

  @Override
  void malformed(IkeSa sa, String what) {
    sa.gateway().ikeLost(sa, Failure.said("the peer did not prove its new address: " + what));
  }
}
