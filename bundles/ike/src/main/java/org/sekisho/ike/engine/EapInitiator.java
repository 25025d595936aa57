package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.eap.EapPeer;
import org.sekisho.api.eap.EapStep;
import org.sekisho.ike.config.Authentication;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.EapPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * EAP as initiator (RFC 7296 section 2.16): no AUTH at first, the responder proves itself, EAP
 * runs, and both sides finish with AUTH by EAP's key. A responder may leave its own proof to EAP
 * alone where every method we take part in allows that (RFC 5998).
 */
final class EapInitiator implements AuthDialogue {

  private enum State {
    RESPONDER_PROOF,
    METHOD,
    LAST_AUTH
  }

  private final AuthSession session;
  private final PeerProof responder;
  private State state = State.RESPONDER_PROOF;
  private EapPeer peer;
  private boolean alone;
  private EapAuth auth;

  EapInitiator(AuthSession session, PeerProof responder) {
    this.session = session;
    this.responder = responder;
  }

  @Override
  public List<Payload> opening() throws NegotiationException {
    Authentication methods = session.config().authentication();
    peer = EapConversations.peer(session);
    session.sa().whenAbandoned(this::close);
    List<Payload> payloads =
        new ArrayList<>(methods.eap().certificateRequest() ? responder.wanted() : List.of());
    if (methods.eap().isEnoughAlone()) {
      payloads.add(NotifyPayload.of(NotifyType.EAP_ONLY_AUTHENTICATION));
    }
    return payloads;
  }

  @Override
  public void message(Payloads received, Step step) throws MalformedMessageException {
    switch (state) {
      case RESPONDER_PROOF -> responderProof(received, step);
      case METHOD -> method(received.require(EapPayload.class), step);
      case LAST_AUTH -> lastAuth(received, step);
    }
  }

  private void responderProof(Payloads received, Step step) throws MalformedMessageException {
    state = State.METHOD;
    EapPayload first = received.first(EapPayload.class).orElse(null);
    if (first == null) {
      fail(step, "the peer does not ask for EAP, check ipsec ike auth method " + number());
      return;
    }
    if (received.first(AuthPayload.class).isEmpty()
        && session.config().authentication().eap().isEnoughAlone()) {
      alone = true;
      method(first, step);
      return;
    }
    responder.check(
        received,
        new PeerProof.Verdict() {
          @Override
          public void proved() {
            method(first, step);
          }

          @Override
          public void failed(String sentence) {
            close();
            step.failed(sentence);
          }
        });
  }

  private void method(EapPayload received, Step step) {
    EapStep next = peer.process(received.packet());
    if (next instanceof EapStep.Send send) {
      step.next(List.of(new EapPayload(send.packet())));
    } else if (next instanceof EapStep.Success success) {
      succeeded(success, step);
    } else {
      fail(
          step, ((EapStep.Failure) next).reason() + ", check " + EapConversations.ownLine(session));
    }
  }

  private void succeeded(EapStep.Success success, Step step) {
    auth = new EapAuth(session, success.masterSessionKey());
    if (alone && !success.method().isEnoughAlone()) {
      fail(step, "the peer proved itself by " + success.method().label() + " only");
      return;
    }
    EapConversations.checkChain(
        session,
        success.chain(),
        refusal -> {
          if (refusal.isPresent()) {
            fail(step, refusal.get());
          } else {
            state = State.LAST_AUTH;
            step.next(List.of(auth.own()));
          }
        });
  }

  private void lastAuth(Payloads received, Step step) {
    if (auth.isIn(received)) {
      close();
      step.authenticated(List.of());
    } else {
      fail(step, "the peer does not know the key of EAP, somebody may stand between");
    }
  }

  private void fail(Step step, String sentence) {
    close();
    step.failed("authentication failed: " + sentence);
  }

  private int number() {
    return session.config().number();
  }

  private void close() {
    peer.close();
    if (auth != null) {
      auth.close();
    }
  }
}
