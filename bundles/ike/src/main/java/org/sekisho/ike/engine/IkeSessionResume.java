package org.sekisho.ike.engine;

import java.util.List;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * IKE_SESSION_RESUME as initiator (RFC 5723 sections 4.3.2 and 5.1): nonces and a ticket instead of
 * proposals and a key exchange. Whatever goes wrong, IKE_SA_INIT follows at once; the log and
 * {@code show ipsec diagnosis} hear of that one's failure.
 */
final class IkeSessionResume extends InitialExchange {

  /** How long a peer may be silent; who gave us the ticket knows the exchange. */
  private static final long SILENCE_MILLIS = 4_000;

  private final KeptTicket ticket;

  IkeSessionResume(Gateway gateway, Endpoint local, Endpoint remote, KeptTicket ticket) {
    super(gateway, local, remote);
    this.ticket = ticket;
  }

  @Override
  void start() {
    begin();
    send();
  }

  @Override
  int exchangeType() {
    return ExchangeType.IKE_SESSION_RESUME;
  }

  @Override
  List<Payload> content() {
    return List.of(
        new NoncePayload(nonce), NotifyPayload.of(NotifyType.TICKET_OPAQUE, ticket.octets()));
  }

  @Override
  List<Payload> announcements() {
    return Announcements.resuming(Announcements.request(gateway.config()));
  }

  @Override
  long giveUpMillis() {
    return Math.min(SILENCE_MILLIS, gateway.config().giveUpMillis());
  }

  /** The ticket stays: where nobody answers, it may be of use later. */
  @Override
  void exhausted() {
    goOnWithout("no answer");
  }

  @Override
  void response(IkeHeader header, byte[] datagram, Payloads payloads)
      throws MalformedMessageException {
    if (payloads.notify(NotifyType.TICKET_NACK).isPresent()) {
      refused("the peer does not accept the ticket");
      return;
    }
    if (payloads.error().isPresent()) {
      refused("the peer answered " + NotifyType.name(payloads.error().get().notifyType()));
      return;
    }
    if (header.responderSpi() == 0) {
      throw new MalformedMessageException("responder SPI is zero");
    }
    byte[] nr = payloads.require(NoncePayload.class).data();
    if (ticket.isClosed()) {
      goOnWithout("the ticket has been replaced or dropped");
      return;
    }
    byte[] seed = context.keySchedule.resumptionSeed(ticket.suite().prf(), ticket.key(), nonce, nr);
    IkeKeys keys =
        context.keySchedule.ikeKeys(
            ticket.suite(), seed, nonce, nr, sa.spiI(), header.responderSpi());
    IkeSession session = ticket.session();
    sa.session().resume(session.hasPostQuantumKey(), session.authenticateBy());
    InitMessages messages = agreed(header, datagram, payloads, ticket.suite(), keys, nr);
    gateway.ownTickets().drop(); // from here on the peer may take it for used
    sa.window().submit(new IkeAuth(this, messages));
  }

  private void refused(String why) {
    gateway.ownTickets().drop();
    goOnWithout(why);
  }

  @Override
  void unreadable(String what) {
    if (isWaiting()) {
      refused("the peer's response is malformed: " + what);
    }
  }

  @Override
  void end(Failure reason) {
    goOnWithout(reason.sentence());
  }

  private void goOnWithout(String why) {
    if (!isStopped()) {
      stop();
      context.output.debug(
          "[IKE2] " + gateway.config().label() + " not resumed, starting anew: " + why);
      gateway.notResumed(this);
    }
  }

  @Override
  void released() {
    // the key belongs to the ticket, which OwnTickets zeroes
  }
}
