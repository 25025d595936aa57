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

/**
 * Tells the peer of the way to use from now on (RFC 4555 section 3.5); where the peer's end of it
 * is new, the peer proves beside that it receives there (section 3.7).
 */
final class UpdateAddresses extends Exchange {

  private final Optional<RoutabilityCookie> cookie;
  private Transport way;

  private UpdateAddresses(Optional<RoutabilityCookie> cookie) {
    this.cookie = cookie;
  }

  /** Our own address is new. */
  static UpdateAddresses telling() {
    return new UpdateAddresses(Optional.empty());
  }

  /** The peer's address is new. */
  static UpdateAddresses proving() {
    return new UpdateAddresses(Optional.of(new RoutabilityCookie()));
  }

  @Override
  boolean staysOnItsWay() {
    return cookie.isPresent();
  }

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
    cookie.ifPresent(c -> payloads.add(c.draw(sa.context().random)));
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
    if (cookie.isPresent() && !cookie.get().isReturned(response)) {
      sa.gateway().ikeLost(sa, RoutabilityCookie.notReturned());
      return;
    }
    NatDetection nat = NatDetection.of(response, sa.spiI(), sa.spiR(), way.local(), way.remote());
    sa.mobike()
        .updated(
            nat.supported()
                ? nat.pretending(sa.gateway().config().forceNatTraversal())
                : way.nat());
  }

  @Override
  void malformed(IkeSa sa, String what) {
    sa.gateway()
        .ikeLost(sa, Failure.said("the peer's answer to our new address is malformed: " + what));
  }
}
