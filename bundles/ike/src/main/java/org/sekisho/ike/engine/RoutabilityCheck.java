package org.sekisho.ike.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * Return routability check (RFC 4555 section 3.7): the peer must answer from where it says it is
 * now, with a value nobody else could know, before packets go there.
 */
final class RoutabilityCheck extends Exchange {

  private static final int COOKIE_OCTETS = 16;

  private byte[] cookie;
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
    cookie = new byte[COOKIE_OCTETS];
    sa.context().random.nextBytes(cookie);
    return Optional.of(List.of(NotifyPayload.of(NotifyType.COOKIE2, cookie)));
  }

  @Override
  void response(IkeSa sa, Payloads response) {
    boolean echoed =
        response
            .notify(NotifyType.COOKIE2)
            .filter(c -> Arrays.equals(c.data(), cookie))
            .isPresent();
    if (!echoed) {
      sa.gateway().ikeLost(sa, Failure.said("the peer did not prove its new address"));
    } else if (way.equals(sa.transport())) {
      sa.gateway().sas().childrenOf(sa).forEach(ChildSaState::moved);
    }
  }

  @Override
  void malformed(IkeSa sa, String what) {
    sa.gateway().ikeLost(sa, Failure.said("the peer did not prove its new address: " + what));
  }
}
