package org.sekisho.ike.engine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * The tickets one gateway has been given, as responder (RFC 5723). None of them is kept: a ticket
 * is good as long as it opens, has not expired, was made under the present lines and has not
 * resumed an IKE SA before.
 */
final class IssuedTickets {

  /** So many serials of used tickets are kept; what is older than those counts as used. */
  private static final int MOST_USED = 64;

  /** An IKE SA that ends so soon is not worth a ticket. */
  private static final long SHORTEST_MILLIS = 10_000;

  private final EngineContext context;
  private final TreeSet<Long> used = new TreeSet<>();
  private long usedBelow;
  private long epoch;

  IssuedTickets(EngineContext context) {
    this.context = context;
    epoch = context.ticketSeal.nextNumber();
  }

  /**
   * Answers a request for a ticket; nothing to one that is none, or where no line allows it
   * (section 4.2).
   *
   * @param sa the IKE SA to be resumed with it, established
   */
  List<Payload> answer(IkeSa sa, Payloads request) {
    return request.notify(NotifyType.TICKET_REQUEST).isPresent() && isOn(sa)
        ? List.of(ticket(sa))
        : List.of();
  }

  /** The same where the IKE SA's keys are still to be made: the peer may ask again. */
  List<Payload> answerLater(IkeSa sa, Payloads request) {
    return request.notify(NotifyType.TICKET_REQUEST).isPresent() && isOn(sa)
        ? List.of(NotifyPayload.of(NotifyType.TICKET_ACK))
        : List.of();
  }

  private static boolean isOn(IkeSa sa) {
    return sa.gateway().config().extensions().sessionResumption();
  }

  private NotifyPayload ticket(IkeSa sa) {
    long longest = context.now() + TicketSeal.KEY_MILLIS;
    long authenticateBy = Math.min(sa.session().authenticateBy(), longest);
    long until = Math.min(sa.life().expiresAt(), authenticateBy);
    long life = until - context.now();
    if (sa.session().isClient() || life < SHORTEST_MILLIS) {
      return NotifyPayload.of(NotifyType.TICKET_NACK);
    }
    byte[] content;
    try (SessionTicket ticket =
        new SessionTicket(
            context.ticketSeal.nextNumber(),
            sa.gateway().config().number(),
            epoch,
            until,
            authenticateBy,
            sa.suite(),
            sa.session().hasPostQuantumKey(),
            sa.keys().resumptionKey())) {
      content = ticket.encode();
    }
    Optional<byte[]> sealed = context.ticketSeal.seal(context.now(), content);
    return sealed
        .map(octets -> NotifyPayload.of(NotifyType.TICKET_LT_OPAQUE, withLife(life, octets)))
        .orElseGet(() -> NotifyPayload.of(NotifyType.TICKET_NACK));
  }

  /** The life in seconds before the ticket (section 7.2). */
  private static byte[] withLife(long millis, byte[] ticket) {
    return ByteBuffer.allocate(4 + ticket.length).putInt((int) (millis / 1000)).put(ticket).array();
  }

  /** Whether a ticket that opened resumes an IKE SA with this gateway. */
  boolean isGood(SessionTicket ticket) {
    return ticket.epoch() == epoch
        && context.now() < ticket.expiresAt()
        && ticket.serial() >= usedBelow
        && !used.contains(ticket.serial());
  }

  /** It resumes an IKE SA now, and never again. */
  void use(SessionTicket ticket) {
    used.add(ticket.serial());
    if (used.size() > MOST_USED) {
      usedBelow = used.pollFirst() + 1;
    }
  }

  /** The lines are others: where they count for tickets, none of before is good any more. */
  void configured(GatewayConfig before, GatewayConfig after) {
    if (!after.sameTickets(before)) {
      revoke();
    }
  }

  /** None of before is good any more. */
  void revoke() {
    epoch = context.ticketSeal.nextNumber();
    used.clear();
  }
}
