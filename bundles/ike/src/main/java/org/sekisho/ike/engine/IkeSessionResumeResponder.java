package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.Payloads;

/**
 * IKE_SESSION_RESUME as responder (RFC 5723 sections 4.3.2 and 5.1). A half-open SA made by a
 * ticket counts like one made by IKE_SA_INIT, and {@link InitGate} guards both.
 */
final class IkeSessionResumeResponder {

  private final EngineContext context;
  private final IkeSaInitResponder initResponder;

  IkeSessionResumeResponder(EngineContext context, IkeSaInitResponder initResponder) {
    this.context = context;
    this.initResponder = initResponder;
  }

  /** Takes a request that was admitted and has been decoded. */
  void request(IkeHeader header, byte[] message, Payloads payloads, Transport transport) {
    try {
      byte[] ni = payloads.require(NoncePayload.class).data();
      Optional<SessionTicket> ticket =
          payloads
              .notify(NotifyType.TICKET_OPAQUE)
              .flatMap(n -> context.ticketSeal.open(context.now(), n.data()));
      Optional<Gateway> gateway = ticket.flatMap(t -> t.usableBy(context));
      if (gateway.isPresent()) {
        accept(header, message, payloads, transport, ni, ticket.get(), gateway.get().config());
      } else {
        ticket.ifPresent(SessionTicket::close);
        context.counters.count(Counter.TICKET_REFUSED);
        initResponder.reply(header, transport, NotifyPayload.of(NotifyType.TICKET_NACK));
      }
    } catch (MalformedMessageException e) {
      initResponder.reply(header, transport, NotifyPayload.of(e.notifyType(), e.data()));
    }
  }

  private void accept(
      IkeHeader header,
      byte[] message,
      Payloads payloads,
      Transport transport,
      byte[] ni,
      SessionTicket ticket,
      GatewayConfig config) {
    byte[] nr = context.nonce();
    long spiI = header.initiatorSpi();
    long spiR = context.newIkeSpi();
    boolean force = config.forceNatTraversal();
    List<Payload> answer = new ArrayList<>();
    answer.add(new NoncePayload(nr));
    answer.addAll(
        NatDetection.notifications(spiI, spiR, transport.local(), transport.remote(), force));
    List<Payload> announced =
        Announcements.resuming(Announcements.response(List.of(config), payloads));
    answer.addAll(announced);
    byte[] response =
        PayloadChain.encodePlain(
            spiI, spiR, ExchangeType.IKE_SESSION_RESUME, IkeHeader.RESPONSE, 0, answer);
    NatDetection nat = NatDetection.of(payloads, spiI, 0, transport.local(), transport.remote());
    IkeSa sa = new IkeSa(context, false, spiI, spiR, null, transport.with(nat.pretending(force)));
    sa.session().resume(ticket.postQuantumKey(), ticket.authenticateBy());
    byte[] seed = context.keySchedule.resumptionSeed(ticket.suite().prf(), ticket.key(), ni, nr);
    ticket.close();
    IkeKeys keys = context.keySchedule.ikeKeys(ticket.suite(), seed, ni, nr, spiI, spiR);
    sa.keyed(ticket.suite(), keys, spiR, 1);
    sa.peerSupports(Announcements.agreed(announced, payloads));
    initResponder.await(sa, new InitMessages(message, response, ni, nr), Optional.of(ticket));
    initResponder.send(transport, response);
  }
}
