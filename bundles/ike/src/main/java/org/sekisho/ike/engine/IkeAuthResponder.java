package org.sekisho.ike.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.message.DeletePayload;
import org.sekisho.ike.message.IdPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.ProtocolId;

/** IKE_AUTH as responder: finds the gateway by the peer's identity (RFC 7296 section 1.2). */
final class IkeAuthResponder {

  private final EngineContext context;
  private final IkeSaInitResponder initResponder;

  IkeAuthResponder(EngineContext context, IkeSaInitResponder initResponder) {
    this.context = context;
    this.initResponder = initResponder;
  }

  /**
   * Takes an IKE_AUTH request.
   *
   * @param reply answers it, at once or later
   * @throws NegotiationException when the peer is not who it should be
   */
  void request(IkeSa sa, Payloads request, Reply reply)
      throws MalformedMessageException, NegotiationException {
    HalfOpenSa halfOpen = initResponder.halfOpen(sa);
    if (halfOpen == null) {
      throw new NegotiationException(
          NotifyType.INVALID_SYNTAX, "IKE_AUTH on an SA that is authenticated");
    }
    if (halfOpen.nextAdditional().isPresent()) {
      throw new NegotiationException(
          NotifyType.INVALID_SYNTAX, "IKE_AUTH before all additional key exchanges");
    }
    if (halfOpen.answer() == null) {
      IdPayload id = request.require(IdPayload.class, Payload.ID_I);
      Identity peer = new Identity(id.idType(), id.data());
      Optional<SessionTicket> ticket = halfOpen.ticket();
      Gateway gateway =
          ticket.isPresent()
              ? resumed(ticket.get(), peer, request)
              : findGateway(sa, peer, request);
      AuthSession session = new AuthSession(sa, gateway, halfOpen.init());
      session.peerId(id);
      halfOpen.answer(
          new IkeAuthAnswer(halfOpen, session, request, () -> initResponder.forget(sa)));
    }
    halfOpen.answer().request(request, reply);
  }

  /** Whether the peer has named itself. */
  boolean hasBegun(IkeSa sa) {
    HalfOpenSa halfOpen = initResponder.halfOpen(sa);
    return halfOpen != null && halfOpen.answer() != null;
  }

  /**
   * Takes an INFORMATIONAL request of a peer that has named itself and is not authenticated yet: it
   * can only give up (RFC 7296 section 2.21.2). Everything else waits.
   */
  void informational(IkeSa sa, Payloads request, Reply reply) {
    boolean givesUp =
        request.notify(NotifyType.AUTHENTICATION_FAILED).isPresent()
            || request.all(DeletePayload.class).stream()
                .anyMatch(d -> d.protocol() == ProtocolId.IKE);
    if (!givesUp) {
      reply.send(List.of(), List.of());
      return;
    }
    initResponder
        .halfOpen(sa)
        .answer()
        .leftUnfinished(
            "the peer "
                + sa.transport().remote().address().getHostAddress()
                + " gave up, it may have refused our key or name");
    initResponder.forget(sa);
    reply.send(List.of(), List.of(sa::abandon));
  }

  /** Both identities must be those of the IKE SA before (RFC 5723 section 4.3.3). */
  private Gateway resumed(SessionTicket ticket, Identity peer, Payloads request)
      throws NegotiationException {
    return ticket
        .usableBy(context)
        .filter(g -> g.config().remoteId().equals(Optional.of(peer)))
        .filter(g -> asked(request).isEmpty() || asked(request).equals(g.config().localId()))
        .orElseThrow(
            () ->
                new NegotiationException(
                    NotifyType.AUTHENTICATION_FAILED,
                    "the ticket is not good, or for another identity"));
  }

  /** The name by which the peer asks for us. */
  private static Optional<Identity> asked(Payloads request) {
    return request
        .first(IdPayload.class, Payload.ID_R)
        .map(id -> new Identity(id.idType(), id.data()));
  }

  private Gateway findGateway(IkeSa sa, Identity peer, Payloads request)
      throws NegotiationException {
    Optional<Identity> asked = asked(request);
    List<Gateway> accepting =
        context.gateways.values().stream().filter(Gateway::acceptsRequests).toList();
    Optional<Gateway> found =
        accepting.stream()
            .filter(g -> g.config().remoteId().equals(Optional.of(peer)))
            .min(
                Comparator.comparingInt(
                    g ->
                        (g.config().localId().equals(asked) ? 0 : 2)
                            + (g.isAt(sa.transport().remote().address()) ? 0 : 1)));
    if (found.isPresent()) {
      return found.get();
    }
    List<Gateway> here =
        accepting.stream().filter(g -> g.isAt(sa.transport().remote().address())).toList();
    if (here.size() == 1) {
      throw refuse(here.get(0), AuthFailures.peerName(here.get(0).config(), peer, false));
    }
    context.strangers.log(
        "[IKE2] authentication failed: no gateway knows "
            + sa.transport().remote().address().getHostAddress()
            + " as "
            + peer);
    throw new NegotiationException(NotifyType.AUTHENTICATION_FAILED, "unknown peer");
  }

  private static NegotiationException refuse(Gateway gateway, Failure failure) {
    gateway.strangerFailed(failure);
    return new NegotiationException(NotifyType.AUTHENTICATION_FAILED, failure);
  }
}
