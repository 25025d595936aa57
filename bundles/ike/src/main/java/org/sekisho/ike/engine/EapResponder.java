package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.eap.EapServer;
import org.sekisho.api.eap.EapStep;
import org.sekisho.ike.config.Authentication;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.EapPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * EAP as responder (RFC 7296 section 2.16): we prove ourselves, ask, and finish with AUTH by EAP's
 * key. Our own proof is left out where the peer and every method we offer allow that (RFC 5998).
 */
final class EapResponder implements AuthDialogue {

  private enum State {
    FIRST,
    METHOD,
    LAST_AUTH
  }

  private final AuthSession session;
  private final OwnProof own;
  private State state = State.FIRST;
  private EapServer server;
  private EapAuth auth;
  private String user;

  EapResponder(AuthSession session, OwnProof own) {
    this.session = session;
    this.own = own;
  }

  /** A responder opens nothing. */
  @Override
  public List<Payload> opening() {
    return List.of();
  }

  @Override
  public void message(Payloads received, Step step) throws MalformedMessageException {
    switch (state) {
      case FIRST -> first(received, step);
      case METHOD -> method(received.require(EapPayload.class), step);
      case LAST_AUTH -> lastAuth(received, step);
    }
  }

  @Override
  public Optional<String> refusal() {
    return Optional.ofNullable(server)
        .flatMap(EapServer::refusal)
        .map(reason -> "authentication failed: " + withAdvice(reason));
  }

  private String withAdvice(String reason) {
    return reason + ", check " + EapConversations.peersLine(session);
  }

  private void first(Payloads received, Step step) {
    Authentication methods = session.config().authentication();
    int number = session.config().number();
    if (received.first(AuthPayload.class).isPresent()) {
      step.failed(
          "authentication failed: the peer does not use EAP, which ipsec ike eap request "
              + number
              + " asks for");
      return;
    }
    boolean alone =
        methods.eap().isEnoughAlone()
            && received.notify(NotifyType.EAP_ONLY_AUTHENTICATION).isPresent();
    try {
      List<Payload> answer = new ArrayList<>(alone ? List.of() : own.payloads());
      server = EapConversations.server(session);
      session.sa().whenAbandoned(this::close);
      answer.add(new EapPayload(server.start()));
      state = State.METHOD;
      step.next(answer);
    } catch (NegotiationException e) {
      step.failed("authentication failed: " + e.getMessage());
    }
  }

  private void method(EapPayload received, Step step) {
    EapStep next = server.process(received.packet());
    if (next instanceof EapStep.Send send) {
      step.next(List.of(new EapPayload(send.packet())));
    } else if (next instanceof EapStep.Success success) {
      succeeded(success, step);
    } else {
      EapStep.Failure failure = (EapStep.Failure) next;
      fail(step, withAdvice(failure.reason()), failure.packet());
    }
  }

  private void succeeded(EapStep.Success success, Step step) {
    auth = new EapAuth(session, success.masterSessionKey());
    EapConversations.checkChain(
        session,
        success.chain(),
        refusal -> {
          if (refusal.isPresent()) {
            fail(step, refusal.get(), Optional.empty());
          } else {
            state = State.LAST_AUTH;
            user = success.identity() + " by " + success.method().label();
            step.next(List.of(new EapPayload(success.packet().orElseThrow())));
          }
        });
  }

  private void lastAuth(Payloads received, Step step) {
    if (auth.isIn(received)) {
      AuthPayload last = auth.own();
      close();
      session
          .context()
          .output
          .log("[IKE2] " + session.config().label() + " the peer is user " + user);
      step.authenticated(List.of(last));
    } else {
      fail(
          step,
          "the peer does not know the key of EAP, somebody may stand between",
          Optional.empty());
    }
  }

  private void fail(Step step, String sentence, Optional<byte[]> packet) {
    close();
    step.failed(
        "authentication failed: " + sentence,
        packet.<Payload>map(EapPayload::new).stream().toList());
  }

  private void close() {
    server.close();
    if (auth != null) {
      auth.close();
    }
  }
}
