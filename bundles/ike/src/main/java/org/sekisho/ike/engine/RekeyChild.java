package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.ProtocolId;
import org.sekisho.ike.message.SaPayload;

/**
 * Renewal of a CHILD SA (RFC 7296 section 1.3.3) with its collisions (2.8.1, 2.25.1): of two
 * crossing renewals the one with the lowest of the four nonces is undone by the side that made it.
 */
final class RekeyChild extends Exchange {

  private static final int MAX_CONTINUATIONS = 3;

  /** How long the winner of a collision may take for its additional key exchanges. */
  private static final long LOST_MILLIS = 60_000;

  private final ChildSaState old;
  private final Optional<KeyExchangeMethod> group;
  private final int continuation;
  private ChildOffer offer;
  private SaNumbers numbers;
  private boolean sent;
  private boolean followingUp;
  private byte[] peerLowestNonce;
  private boolean refusedWithout;

  RekeyChild(ChildSaState old) {
    this(old, CreateChild.ownGroup(old.gateway(), policy(old)), 0, null);
  }

  private RekeyChild(
      ChildSaState old, Optional<KeyExchangeMethod> group, int continuation, SaNumbers numbers) {
    this.old = old;
    this.group = group;
    this.continuation = continuation;
    this.numbers = numbers;
  }

  /** What the pair's tunnel is to have now; algorithms may have changed since it was made. */
  private static ChildPolicy policy(ChildSaState old) {
    return old.gateway().config().child(old.policy().tunnel()).orElse(old.policy());
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
    if (old.state() != SaStatus.State.ESTABLISHED || old.rekeyExchange() != this) {
      discard();
      return Optional.empty();
    }
    if (numbers == null) {
      numbers = new SaNumbers(sa.context(), false);
    }
    offer = new ChildOffer(old.gateway(), policy(old), group, sa.peerSupport());
    sent = true;
    List<Payload> payloads = new ArrayList<>();
    payloads.add(NotifyPayload.ofEsp(NotifyType.REKEY_SA, old.inboundSpi()));
    payloads.addAll(offer.payloads(false));
    return Optional.of(payloads);
  }

  @Override
  void response(IkeSa sa, Payloads response) throws MalformedMessageException {
    if (!sa.isUsable()) {
      discard(); // the IKE SA is closing, and what the peer made goes with it
      return;
    }
    Optional<NotifyPayload> error = response.error();
    if (error.isPresent()) {
      refused(sa, error.get());
      return;
    }
    try {
      List<KeyExchangeMethod> additional = offer.additional(response);
      if (additional.isEmpty()) {
        renewed(sa, offer.agreed(sa, response, null, null, KeySchedule.NO_SECRETS));
      } else if (isLost(offer.lowestNonce(response))) {
        discard(); // nothing has been made yet, so there is nothing to delete
        old.rekeyFailed(LOST_MILLIS);
      } else {
        followingUp = true;
        FollowupKe.begin(sa, additional, response, new AfterFollowups(response));
      }
    } catch (NegotiationException | IllegalStateException e) {
      failed(renewalSaid(e.getMessage()));
    }
  }

  /** The pair waits for additional key exchanges (RFC 9370 section 2.2.4). */
  private final class AfterFollowups implements FollowupKe.Outcome {

    private final Payloads response;

    AfterFollowups(Payloads response) {
      this.response = response;
    }

    @Override
    public Exchange owner() {
      return RekeyChild.this;
    }

    @Override
    public void agreed(IkeSa sa, byte[] secrets) throws MalformedMessageException {
      try {
        renewed(sa, offer.agreed(sa, response, null, null, secrets));
      } catch (NegotiationException | IllegalStateException e) {
        RekeyChild.this.failed(renewalSaid(e.getMessage()));
      }
    }

    @Override
    public void failed(String reason) {
      RekeyChild.this.failed(renewalSaid(reason));
    }

    @Override
    public void abandoned(IkeSa sa) {
      RekeyChild.this.abandoned(sa);
    }
  }

  private boolean isLost(byte[] lowestNonce) {
    return peerLowestNonce != null && Nonces.isLower(lowestNonce, peerLowestNonce);
  }

  private void renewed(IkeSa sa, ChildSaState.Agreed agreed) {
    ChildSaState other = old.peerRekey();
    boolean lost = isLost(agreed.lowestNonce());
    ChildSaState renewed =
        ChildSaState.establish(
            sa,
            agreed,
            numbers,
            lost ? ChildSa.Activation.ON_FIRST_PACKET : ChildSa.Activation.IMMEDIATE);
    offer.close();
    if (lost && other == null) {
      old.rekeyFailed(LOST_MILLIS); // the peer's renewal has additional key exchanges to come
    } else {
      old.supersede();
    }
    renewedWell();
    if (lost) {
      renewed.redundant();
      return;
    }
    if (other != null) {
      other.activation().stop();
      other.supersede();
    }
    if (old.gateway().config().renewal().deleteAtOnce()) {
      old.delete();
    }
  }

  private void refused(IkeSa sa, NotifyPayload error) {
    Gateway gateway = old.gateway();
    if (old.peerRekey() != null) {
      discard(); // the crossing renewal of the peer has done it
      old.supersede();
      return;
    }
    Optional<KeyExchangeMethod> next = nextGroup(error);
    if (next.isPresent() && continuation < MAX_CONTINUATIONS) {
      gateway.keyExchanges().wanted(next.get());
      offer.close();
      RekeyChild another = new RekeyChild(old, next, continuation + 1, numbers);
      another.refusedWithout = refusedWithout || offer.group().isEmpty();
      old.continueRekey(another);
      return;
    }
    switch (error.notifyType()) {
      case NotifyType.CHILD_SA_NOT_FOUND -> {
        discard();
        old.remove("the peer does not know it any more");
        gateway.check();
      }
      case NotifyType.TEMPORARY_FAILURE -> {
        discard();
        old.rekeyFailed(5_000 + sa.context().jitter(5_000));
      }
      case NotifyType.NO_ADDITIONAL_SAS -> {
        failed(failure(error));
        gateway.dial(); // the peer only takes a whole new IKE SA
      }
      default -> failed(failure(error));
    }
  }

  private Failure failure(NotifyPayload error) {
    return ChildFailure.renewal(error, old, offer.group(), refusedWithout);
  }

  /** What kept renewals from succeeding is past; a detour we took is worth telling. */
  private void renewedWell() {
    Gateway gateway = old.gateway();
    if (refusedWithout) {
      gateway.failures().diagnosis().note(ChildFailure.adapted(old));
    }
    gateway.rekeyProbe().renewed();
  }

  /**
   * The group to go on with: the one the peer asks for, or our own when it refused to do without.
   */
  private Optional<KeyExchangeMethod> nextGroup(NotifyPayload error) {
    if (error.notifyType() == NotifyType.INVALID_KE_PAYLOAD) {
      if (offer.group().isEmpty()) {
        old.gateway().keyExchanges().peerWantsPfs();
      }
      return offer.wantedGroup(error.data());
    }
    if (error.notifyType() == NotifyType.NO_PROPOSAL_CHOSEN && offer.group().isEmpty()) {
      old.gateway().keyExchanges().peerWantsPfs();
      return CreateChild.ownGroup(old.gateway(), policy(old));
    }
    return Optional.empty();
  }

  private static Failure renewalSaid(String sentence) {
    return Failure.ours(Cause.OTHER, Stage.CHILD_RENEWAL, Evidence.NONE, sentence);
  }

  private void failed(Failure reason) {
    discard();
    old.gateway().failures().noteRenewal(reason);
    old.rekeyFailed(old.rekeyPause().afterFailure());
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
    failed(renewalSaid("the peer's answer is malformed: " + what));
  }

  @Override
  void abandoned(IkeSa sa) {
    discard();
    old.rekeyFailed(1_000);
  }

  private boolean isSent() {
    return sent;
  }

  /** The peer's renewal has crossed this one. */
  private void crossedBy(byte[] lowestNonce) {
    peerLowestNonce = lowestNonce;
  }

  /** Answers the peer's renewal. */
  static List<Payload> respond(IkeSa sa, Payloads request, NotifyPayload rekey)
      throws MalformedMessageException, NegotiationException {
    Optional<ChildSaState> found =
        rekey.protocol() == ProtocolId.ESP
            ? sa.gateway().sas().childByOutboundSpi(rekey.espSpi())
            : Optional.empty();
    if (found.isEmpty()
        && sa.window().hasOutstanding(x -> x instanceof CreateChild || x instanceof RekeyChild)) {
      throw new NegotiationException(
          NotifyType.TEMPORARY_FAILURE,
          "the peer renews an SA that the answer to our request may be about");
    }
    if (found.isEmpty()) {
      throw new NegotiationException(
          new NotifyPayload(
              ProtocolId.ESP, rekey.spi(), NotifyType.CHILD_SA_NOT_FOUND, new byte[0]),
          "the peer renews an SA that does not exist");
    }
    ChildSaState old = found.get();
    boolean orphaned = // its successor was deleted before the peer had it
        old.state() == SaStatus.State.SUPERSEDED
            && sa.gateway().sas().newestChild(old.policy().tunnel()).isEmpty();
    if (old.state() != SaStatus.State.ESTABLISHED && !orphaned) {
      throw new NegotiationException(
          NotifyType.TEMPORARY_FAILURE, "the peer renews an SA that was renewed or is closing");
    }
    RekeyChild own = old.rekeyExchange();
    if (own != null && own.followingUp) {
      throw new NegotiationException(
          NotifyType.TEMPORARY_FAILURE, "the peer renews an SA that is being renewed");
    }
    sa.gateway().checkRoom();
    ChildAnswer answer = ChildAnswer.of(sa, request, Optional.of(old), null, null);
    if (own != null && own.isSent()) {
      own.crossedBy(answer.lowestNonce());
    }
    request
        .first(SaPayload.class)
        .ifPresent(
            o ->
                sa.gateway()
                    .failures()
                    .diagnosis()
                    .learn(k -> k.offersRenewal(ChildFailure.offer(o))));
    return answer.complete(child -> renewedByPeer(old, child));
  }

  private static void renewedByPeer(ChildSaState old, ChildSaState child) {
    old.gateway().peerRenewals().child(child.since() - old.since());
    old.gateway().rekeyProbe().renewed();
    if (old.rekeyExchange() != null && old.rekeyExchange().isSent()) {
      old.peerRekey(child);
    } else {
      old.supersede();
    }
  }
}
