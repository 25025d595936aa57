package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * The ticket one gateway has given us, as initiator (RFC 5723): asked for with each IKE SA, kept
 * until another one comes, used when the IKE SA is lost without a word.
 */
final class OwnTickets {

  /** When to ask again where the peer has put it off, or refused. */
  private static final long PAUSE_MILLIS = 60_000;

  /** So often in a row a peer may put it off. */
  private static final int MOST_PUT_OFF = 3;

  private final Gateway gateway;
  private KeptTicket kept;
  private DeadlineQueue.Deadline askAgain;
  private DeadlineQueue.Deadline expiry;
  private int putOff;

  OwnTickets(Gateway gateway) {
    this.gateway = gateway;
  }

  private boolean isOn() {
    return gateway.config().extensions().sessionResumption();
  }

  /** For our first IKE_AUTH request. */
  List<Payload> request() {
    return isOn() ? List.of(NotifyPayload.of(NotifyType.TICKET_REQUEST)) : List.of();
  }

  /** The peer's answer to a request for a ticket, or to one that may have held one. */
  void answered(IkeSa sa, Payloads response) {
    if (!isOn() || !sa.session().isClient() || !sa.isUsable()) {
      return;
    }
    Optional<NotifyPayload> ticket = response.notify(NotifyType.TICKET_LT_OPAQUE);
    if (ticket.isPresent()) {
      KeptTicket.of(sa, ticket.get()).ifPresent(this::keep);
    } else if (response.notify(NotifyType.TICKET_ACK).isPresent() && putOff++ < MOST_PUT_OFF) {
      askAfter(PAUSE_MILLIS);
    }
  }

  private void keep(KeptTicket ticket) {
    drop();
    kept = ticket;
    putOff = 0;
    expiry = gateway.context().after(ticket.life(), this::drop);
    askAfter(ticket.life() / 5 * 4); // later than the renewal of an IKE SA that lives as long
  }

  private void askAfter(long millis) {
    DeadlineQueue.cancel(askAgain);
    askAgain = gateway.context().after(millis, this::ask);
  }

  private void ask() {
    IkeSa current = gateway.sas().current();
    if (isOn() && current != null && current.session().isClient()) {
      current.window().submit(new TicketRequest());
    }
  }

  /** Another IKE SA has taken the place of one for which the peer gave us a ticket. */
  void renewed(IkeSa successor) {
    if (kept != null && kept.session() == successor.session() && isOn()) {
      successor.window().submit(new TicketRequest());
    }
  }

  /** The ticket to try; it stays here until it is {@link #drop dropped}. */
  Optional<KeptTicket> usable() {
    return Optional.ofNullable(kept).filter(k -> isOn());
  }

  /** An end of the session has been agreed on: the peer would refuse the ticket. */
  void ended(IkeSession session) {
    if (kept != null && kept.session() == session) {
      drop();
    }
  }

  /** The lines are others. */
  void configured(GatewayConfig before, GatewayConfig after) {
    if (!after.sameTickets(before)) {
      drop();
    }
  }

  /** Forgets the ticket and zeroes what belongs to it. */
  void drop() {
    DeadlineQueue.cancel(askAgain);
    DeadlineQueue.cancel(expiry);
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }
}
