package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.message.CpPayload;
import org.sekisho.ike.message.IdPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.TsPayload;

/**
 * IKE_AUTH of one half-open SA as responder, over one or several exchanges (RFC 7296 sections 1.2,
 * 2.16). What the first request asked for is granted in the last answer.
 */
final class IkeAuthAnswer {

  /** How long a peer that begins childless may take to make a CHILD SA before we do. */
  private static final long CHILDLESS_MILLIS = 5_000;

  /** Octets that are kept of a first request: room for 255 traffic selectors of IPv4 a side. */
  private static final int LONGEST_KEPT = 8_192;

  private final HalfOpenSa halfOpen;
  private final AuthSession session;
  private final Payloads firstRequest;
  private final AuthDialogue dialogue;
  private final Runnable over;
  private boolean named;

  /**
   * The peer has named itself.
   *
   * @param over called when the SA is established or refused
   * @throws NegotiationException when the request asks for more than anybody needs
   */
  IkeAuthAnswer(HalfOpenSa halfOpen, AuthSession session, Payloads firstRequest, Runnable over)
      throws NegotiationException {
    this.halfOpen = halfOpen;
    this.session = session;
    this.firstRequest = kept(firstRequest);
    this.dialogue = AuthMethods.dialogue(session);
    this.over = over;
  }

  /** What of a request is granted later on: not the certificates, which may be long. */
  private static Payloads kept(Payloads request) throws NegotiationException {
    List<Payload> kept =
        request.list().stream()
            .filter(
                p ->
                    p instanceof SaPayload
                        || p instanceof TsPayload
                        || p instanceof IdPayload
                        || p instanceof CpPayload
                        || p instanceof NotifyPayload)
            .toList();
    if (kept.stream().mapToInt(p -> p.body().length).sum() > LONGEST_KEPT) {
      throw new NegotiationException(
          NotifyType.AUTHENTICATION_FAILED, "the peer's first IKE_AUTH request asks for too much");
    }
    return new Payloads(kept);
  }

  /** Takes the next request. */
  void request(Payloads request, Reply reply) throws MalformedMessageException {
    if (session.isAllowed()) {
      dialogue.message(request, new Continuation(request, reply));
    } else {
      withdrawn(reply);
    }
  }

  /** The lines changed between its first request and now. */
  private void withdrawn(Reply reply) {
    refuse(
        Failure.said("authentication failed: the gateway's lines changed meanwhile"),
        List.of(),
        reply);
  }

  /**
   * The peer has named itself and does not go on.
   *
   * @param otherwise what to say unless we know better
   */
  void leftUnfinished(String otherwise) {
    session
        .gateway()
        .strangerFailed(
            Failure.said(dialogue.refusal().orElse("authentication failed: " + otherwise)));
  }

  /** What follows a request, once; nothing when the SA has died meanwhile. */
  private final class Continuation implements AuthDialogue.Step {

    private final Payloads request;
    private final Reply reply;
    private boolean taken;

    Continuation(Payloads request, Reply reply) {
      this.request = request;
      this.reply = reply;
    }

    private boolean take() {
      boolean mine = !taken && session.sa().state() == IkeSa.State.CONNECTING;
      taken = true;
      return mine;
    }

    @Override
    public void next(List<Payload> payloads) {
      if (take()) {
        reply.send(withName(payloads), List.of());
      }
    }

    @Override
    public void authenticated(List<Payload> last) {
      if (!take()) {
        return;
      }
      if (session.isAllowed()) {
        establish(last, reply);
      } else {
        withdrawn(reply); // a check outside the engine takes time, too
      }
    }

    @Override
    public void failed(String sentence) {
      failed(sentence, List.of());
    }

    @Override
    public void failed(String sentence, List<Payload> last) {
      if (take()) {
        refuse(AuthFailures.proof(session.config(), request, false, sentence), last, reply);
      }
    }
  }

  private List<Payload> withName(List<Payload> payloads) {
    List<Payload> answer = new ArrayList<>();
    if (!named) {
      answer.add(session.ownId());
      named = true;
    }
    answer.addAll(payloads);
    return answer;
  }

  private void refuse(Failure failure, List<Payload> last, Reply reply) {
    session.gateway().strangerFailed(failure);
    over.run();
    reply.send(
        last.isEmpty()
            ? List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED))
            : withName(last),
        List.of(session.sa()::abandon));
  }

  private void establish(List<Payload> proof, Reply reply) {
    IkeSa sa = session.sa();
    Gateway gateway = session.gateway();
    GatewayConfig config = gateway.config();
    Algorithms own = Algorithms.ike(config, sa.context().crypto);
    if (!own.allow(sa.suite())) {
      refuse(
          own.additional().allow(sa.suite().additional())
              ? InitFailures.forbidden(gateway, sa.suite())
              : Failure.said(
                  "no common proposal for IKE: the peer does without what ipsec ike"
                      + " additional-key-exchange "
                      + config.number()
                      + " requires"),
          List.of(),
          reply);
      return;
    }
    Optional<SessionTicket> ticket = halfOpen.ticket();
    if (ticket.isPresent() && !gateway.issuedTickets().isGood(ticket.get())) {
      refuse(
          Failure.said("session not resumed: the ticket has been used meanwhile"),
          List.of(),
          reply);
      return;
    }
    ticket.ifPresent(gateway.issuedTickets()::use);
    over.run();
    gateway.peerConnected();
    sa.established(gateway, new IkeNumber(sa.context(), gateway.isQuiet()));
    gateway.heard();
    learn(gateway);
    List<Runnable> afterwards = new ArrayList<>();
    List<Payload> answer = withName(proof);
    answer.addAll(IkeAuthExtras.answer(session, firstRequest, halfOpen.since(), afterwards));
    afterwards.add(() -> gateway.sas().settleCrossing(sa, halfOpen.since()));
    try {
      answer.addAll(child(sa));
    } catch (MalformedMessageException e) {
      answer = InboundRequests.malformed(sa, e, afterwards);
    }
    reply.send(answer, afterwards);
  }

  /** What the peer proposes and calls us explains why it may refuse us another time. */
  private void learn(Gateway gateway) {
    gateway
        .failures()
        .diagnosis()
        .learn(
            k ->
                k.authenticated(
                    gateway.config().remoteId().orElseThrow(),
                    asked(),
                    session.sa().transport().remote().address()));
    firstRequest
        .first(SaPayload.class)
        .ifPresent(
            offer ->
                gateway.failures().diagnosis().learn(k -> k.offersEsp(ChildFailure.offer(offer))));
  }

  private Optional<Identity> asked() {
    return firstRequest
        .first(IdPayload.class, Payload.ID_R)
        .map(id -> new Identity(id.idType(), id.data()));
  }

  private List<Payload> child(IkeSa sa) throws MalformedMessageException {
    if (firstRequest.first(SaPayload.class).isEmpty()
        && firstRequest.first(TsPayload.class).isEmpty()) {
      // childless (RFC 6023): the peer makes CHILD SAs when it wants them, or we do
      sa.context().after(CHILDLESS_MILLIS, session.gateway()::check);
      return List.of();
    }
    try {
      InitMessages init = session.init();
      return ChildAnswer.of(sa, firstRequest, Optional.empty(), init.ni(), init.nr())
          .complete(child -> {});
    } catch (NegotiationException e) {
      session.gateway().peerFailed(e.failure());
      return List.of(e.notification());
    }
  }
}
