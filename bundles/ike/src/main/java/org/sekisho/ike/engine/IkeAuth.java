package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.message.AuthPayload;
import org.sekisho.ike.message.DeletePayload;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IdPayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.SaPayload;

/**
 * IKE_AUTH as initiator (RFC 7296 sections 1.2, 2.15, 2.16): one exchange, or several where the
 * {@link AuthDialogue} wants them; the same object is submitted for each.
 */
final class IkeAuth extends Exchange {

  /** How long a check outside the engine may keep a response waiting. */
  private static final long CHECK_MILLIS = 30_000;

  private final InitialExchange init;
  private final Gateway gateway;
  private final AuthSession session;
  private final AuthDialogue dialogue;
  private ChildPolicy policy;
  private ChildOffer offer;
  private boolean named;
  private List<Payload> next;

  IkeAuth(InitialExchange init, InitMessages messages) {
    this.init = init;
    this.gateway = init.gateway();
    this.session = new AuthSession(init.sa(), gateway, messages);
    this.dialogue = AuthMethods.dialogue(session);
  }

  @Override
  int exchangeType() {
    return ExchangeType.IKE_AUTH;
  }

  @Override
  boolean isExclusive() {
    return true;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    return Optional.of(next == null ? first() : next);
  }

  private List<Payload> first() {
    List<Payload> payloads = new ArrayList<>();
    payloads.add(session.ownId());
    payloads.addAll(IkeAuthExtras.request(session));
    try {
      payloads.addAll(dialogue.opening());
    } catch (NegotiationException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    policy = gateway.children().first();
    if (gateway.config().extensions().childless()
        && init.sa().peerSupport().has(NotifyType.CHILDLESS_IKEV2_SUPPORTED)) {
      return payloads; // RFC 6023: every CHILD SA is made by CREATE_CHILD_SA
    }
    offer = new ChildOffer(gateway, policy, Optional.empty(), session.sa().peerSupport());
    payloads.addAll(offer.payloads(true));
    return payloads;
  }

  @Override
  void response(IkeSa sa, Payloads response) throws MalformedMessageException {
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent() && response.first(AuthPayload.class).isEmpty()) {
      String address = sa.transport().remote().address().getHostAddress();
      init.end(AuthFailures.refused(gateway, address, error.get().notifyType()));
      return;
    }
    if (!named) {
      IdPayload id = response.require(IdPayload.class, Payload.ID_R);
      Identity peer = new Identity(id.idType(), id.data());
      Identity expected = gateway.config().remoteId().orElseThrow();
      if (!peer.equals(expected)) {
        reject(sa, AuthFailures.peerName(gateway.config(), peer, true));
        return;
      }
      session.peerId(id);
      named = true;
    }
    dialogue.message(response, new Continuation(sa, response));
  }

  /** What follows a response, once; nothing when the attempt has ended meanwhile. */
  private final class Continuation implements AuthDialogue.Step {

    private final IkeSa sa;
    private final Payloads response;
    private final DeadlineQueue.Deadline timeout;
    private boolean taken;

    Continuation(IkeSa sa, Payloads response) {
      this.sa = sa;
      this.response = response;
      this.timeout =
          sa.context()
              .after(
                  CHECK_MILLIS,
                  () -> failed("authentication failed: checking the peer takes too long"));
    }

    private boolean take() {
      boolean mine = !taken && sa.state() == IkeSa.State.CONNECTING;
      taken = true;
      timeout.cancel();
      return mine;
    }

    @Override
    public void next(List<Payload> payloads) {
      if (take()) {
        next = payloads;
        sa.window().submit(IkeAuth.this);
      }
    }

    @Override
    public void authenticated(List<Payload> last) {
      if (take()) {
        establish(sa, response);
      }
    }

    @Override
    public void failed(String sentence) {
      if (take()) {
        reject(sa, AuthFailures.proof(gateway.config(), response, true, sentence));
      }
    }
  }

  private void establish(IkeSa sa, Payloads response) {
    sa.established(gateway, init.succeeded());
    gateway.heard();
    gateway.redirection().arrived();
    if (gateway
        .redirection()
        .follow(response, sa.transport().remote().address(), Optional.empty())) {
      sa.delete();
      gateway.redirected(sa);
      return;
    }
    IkeAuthExtras.answered(session, response);
    try {
      if (offer != null) {
        child(sa, response);
      }
    } catch (MalformedMessageException e) {
      malformed(sa, e.getMessage());
      return;
    }
    gateway.sas().settleCrossing(sa, init.since());
    gateway.children().complete(sa);
  }

  private void child(IkeSa sa, Payloads response) throws MalformedMessageException {
    if (response.first(SaPayload.class).isEmpty()) {
      Optional<NotifyPayload> error = response.error();
      if (error.isPresent()) {
        Failure failure =
            ChildFailure.refused(error.get().notifyType(), gateway, policy, Stage.CHILD);
        ChildProbe.before(sa, policy, failure);
      } else {
        gateway.children().failed(sa, policy, Failure.said("the peer answered without CHILD SA"));
      }
      return;
    }
    SaNumbers numbers = null;
    try {
      InitMessages messages = session.init();
      ChildSaState.Agreed agreed =
          offer.agreed(sa, response, messages.ni(), messages.nr(), KeySchedule.NO_SECRETS);
      numbers = new SaNumbers(sa.context(), gateway.isQuiet());
      ChildSaState.establish(sa, agreed, numbers, ChildSa.Activation.IMMEDIATE);
    } catch (NegotiationException | IllegalStateException e) {
      if (numbers != null) {
        numbers.discarded();
      }
      gateway.children().failed(sa, policy, Failure.said(e.getMessage()));
    }
  }

  /** The peer believes in the SA: tell it once that we do not (RFC 7296 section 2.21.2). */
  private void reject(IkeSa sa, Failure reason) {
    sa.messages()
        .seal(
            ExchangeType.INFORMATIONAL,
            sa.window().takeId(),
            false,
            List.of(NotifyPayload.of(NotifyType.AUTHENTICATION_FAILED), DeletePayload.ike()))
        .forEach(sa::transmit);
    init.end(reason);
  }

  @Override
  void notStarted(IkeSa sa, String why) {
    init.end(why);
  }

  @Override
  void malformed(IkeSa sa, String what) {
    if (sa.state() == IkeSa.State.CONNECTING) {
      init.end("the peer's IKE_AUTH response is malformed: " + what);
    } else {
      gateway
          .children()
          .failed(sa, policy, Failure.said("the peer's IKE_AUTH response is malformed: " + what));
    }
  }
}
