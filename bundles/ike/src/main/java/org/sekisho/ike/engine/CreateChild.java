package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** CREATE_CHILD_SA for a new CHILD SA (RFC 7296 section 1.3.1). */
final class CreateChild extends Exchange {

  private final Gateway gateway;
  private final ChildPolicy policy;
  private final Optional<KeyExchangeMethod> group;
  private final boolean retried;
  private ChildOffer offer;
  private SaNumbers numbers;
  private ChildSaState crossing;

  CreateChild(Gateway gateway, ChildPolicy policy) {
    this(gateway, policy, ownGroup(gateway, policy), false, null);
  }

  private CreateChild(
      Gateway gateway,
      ChildPolicy policy,
      Optional<KeyExchangeMethod> group,
      boolean retried,
      SaNumbers numbers) {
    this.gateway = gateway;
    this.policy = policy;
    this.group = group;
    this.retried = retried;
    this.numbers = numbers;
  }

  /** The group of renewals we start: the remembered or configured one with PFS, else none. */
  static Optional<KeyExchangeMethod> ownGroup(Gateway gateway, ChildPolicy policy) {
    if (!gateway.keyExchanges().pfs(gateway.config())) {
      return Optional.empty();
    }
    Algorithms algorithms = Algorithms.esp(policy.algorithms(), gateway.context().crypto);
    return Optional.of(algorithms.firstGroup(gateway.keyExchanges().group(gateway.config())));
  }

  @Override
  int exchangeType() {
    return ExchangeType.CREATE_CHILD_SA;
  }

  @Override
  boolean changesChildren() {
    return true;
  }

  @Override
  Optional<List<Payload>> request(IkeSa sa) {
    boolean there =
        gateway.sas().newestChild(policy.tunnel()).filter(c -> c.parent() == sa).isPresent();
    Optional<ChildPolicy> present = gateway.config().child(policy.tunnel());
    if (!sa.isUsable() || there || present.isEmpty()) {
      discard();
      return Optional.empty();
    }
    if (numbers == null) {
      numbers = new SaNumbers(sa.context(), gateway.isQuiet());
    }
    offer = new ChildOffer(gateway, present.get(), group, sa.peerSupport());
    return Optional.of(offer.payloads(false));
  }

  @Override
  void response(IkeSa sa, Payloads response) throws MalformedMessageException {
    if (!sa.isUsable()) {
      discard(); // the IKE SA is closing, and what the peer made goes with it
      return;
    }
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      Optional<KeyExchangeMethod> wanted =
          error.get().notifyType() == NotifyType.INVALID_KE_PAYLOAD && !retried
              ? offer.wantedGroup(error.get().data())
              : Optional.empty();
      if (wanted.isPresent() && sa.isUsable()) {
        offer.close();
        sa.window().submit(new CreateChild(gateway, policy, wanted, true, numbers));
      } else {
        fail(sa, ChildFailure.refused(error.get().notifyType(), gateway, policy, Stage.CHILD));
      }
      return;
    }
    try {
      List<KeyExchangeMethod> additional = offer.additional(response);
      if (additional.isEmpty()) {
        establish(sa, response, KeySchedule.NO_SECRETS);
      } else {
        FollowupKe.begin(sa, additional, response, new AfterFollowups(sa, response));
      }
    } catch (NegotiationException | IllegalStateException e) {
      fail(sa, Failure.said(e.getMessage()));
    }
  }

  private void establish(IkeSa sa, Payloads response, byte[] secrets)
      throws MalformedMessageException, NegotiationException {
    ChildSaState.Agreed agreed = offer.agreed(sa, response, null, null, secrets);
    settle(ChildSaState.establish(sa, agreed, numbers, ChildSa.Activation.IMMEDIATE));
    offer.close();
  }

  /** The pair waits for additional key exchanges (RFC 9370 section 2.2.4). */
  private final class AfterFollowups implements FollowupKe.Outcome {

    private final IkeSa sa;
    private final Payloads response;

    AfterFollowups(IkeSa sa, Payloads response) {
      this.sa = sa;
      this.response = response;
    }

    @Override
    public Exchange owner() {
      return CreateChild.this;
    }

    @Override
    public void agreed(IkeSa of, byte[] secrets) throws MalformedMessageException {
      try {
        establish(of, response, secrets);
      } catch (NegotiationException | IllegalStateException e) {
        fail(of, Failure.said(e.getMessage()));
      }
    }

    @Override
    public void failed(String reason) {
      fail(sa, Failure.said(reason));
    }

    @Override
    public void abandoned(IkeSa of) {
      discard();
    }
  }

  /**
   * The peer has made a pair for the same policy meanwhile: the one with the lower nonce is undone
   * by the side that made it, as at crossing renewals (RFC 7296 section 2.8.1).
   */
  private void settle(ChildSaState made) {
    if (crossing == null || crossing.state() != SaStatus.State.ESTABLISHED) {
      return;
    }
    if (Nonces.isLower(made.lowestNonce(), crossing.lowestNonce())) {
      made.activation().stop();
      made.delete();
      crossing.activation().begin();
    } else {
      crossing.activation().stop();
      crossing.supersede();
    }
  }

  /** Whether it is for that policy. */
  boolean isFor(ChildPolicy other) {
    return policy.tunnel() == other.tunnel();
  }

  private void fail(IkeSa sa, Failure reason) {
    discard();
    gateway.children().failed(sa, policy, reason);
  }

  private void discard() {
    if (offer != null) {
      offer.close();
    }
    if (numbers != null) {
      numbers.discarded();
    }
  }

  @Override
  void malformed(IkeSa sa, String what) {
    fail(sa, Failure.said("the peer's answer is malformed: " + what));
  }

  @Override
  void notStarted(IkeSa sa, String why) {
    fail(sa, Failure.said(why));
  }

  @Override
  void abandoned(IkeSa sa) {
    discard();
  }

  /**
   * Answers the peer's request for an additional CHILD SA. Older pairs whose traffic it carries too
   * are not renewed by us any more.
   */
  static List<Payload> respond(IkeSa sa, Payloads request)
      throws MalformedMessageException, NegotiationException {
    sa.gateway().checkRoom();
    return ChildAnswer.of(sa, request, Optional.empty(), null, null)
        .complete(child -> madeByPeer(sa, child));
  }

  private static void madeByPeer(IkeSa sa, ChildSaState made) {
    Optional<CreateChild> ours =
        sa.window()
            .outstanding(CreateChild.class)
            .filter(e -> e.policy.tunnel() == made.policy().tunnel());
    if (ours.isPresent()) {
      ours.get().crossing = made;
      return;
    }
    for (ChildSaState older : sa.gateway().sas().childrenOf(made.policy().tunnel())) {
      if (older != made && older.parent() == sa && made.covers(older)) {
        older.supersede();
      }
    }
  }
}
