package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** Tells the peer of our new address (RFC 4555 section 3.5). */
final class UpdateAddresses extends Exchange {

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
    List<Payload> payloads = new ArrayList<>();
    payloads.add(NotifyPayload.of(NotifyType.UPDATE_SA_ADDRESSES));
    payloads.addAll(
        NatDetection.notifications(
            sa.spiI(),
            sa.spiR(),
            way.local(),
            way.remote(),
            sa.gateway().config().forceNatTraversal()));
    return Optional.of(payloads);
  }

  @Override
  void response(IkeSa sa, Payloads response) {
    if (!sa.isUsable() || !way.equals(sa.transport())) {
      return; // we have moved on, and another update follows
    }
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      sa.gateway()
          .ikeLost(
              sa,
              Failure.said(
                  "the peer refuses our new address with "
                      + NotifyType.name(error.get().notifyType())));
      return;
    }
    NatDetection nat = NatDetection.of(response, sa.spiI(), sa.spiR(), way.local(), way.remote());
    if (nat.supported()) {
      boolean pretend = sa.gateway().config().forceNatTraversal();
      sa.mobike()
          .updated(new NatDetection(true, nat.localBehindNat() || pretend, nat.remoteBehindNat()));
    }
  }

  @Override
  void malformed(IkeSa sa, String what) {
    sa.gateway()
        .ikeLost(sa, Failure.said("the peer's answer to our new address is malformed: " + what));
  }
}
