package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.SpiCodec;

/** The peer's renewal of an IKE SA (RFC 7296 sections 1.3.2, 2.18); ours is {@link RekeyIke}. */
final class RekeyIkeAnswer {

  private RekeyIkeAnswer() {}

  /** Answers the peer's renewal. */
  static List<Payload> respond(IkeSa sa, Payloads request, List<Runnable> afterwards)
      throws MalformedMessageException, NegotiationException {
    EngineContext context = sa.context();
    boolean busy = sa.window().hasOutstanding(Exchange::changesChildren);
    if (busy || sa.renewal().peers() != null || RekeyIke.isFollowingUp(sa)) {
      throw new NegotiationException(
          NotifyType.TEMPORARY_FAILURE,
          "the peer renews the IKE SA while it or a CHILD SA changes");
    }
    sa.gateway().checkRoom();
    Algorithms own =
        Algorithms.ike(sa.gateway().config(), context.crypto).forPeer(sa.peerSupport());
    KePayload ke = request.require(KePayload.class);
    byte[] ni = request.require(NoncePayload.class).data();
    SaPayload offered = request.require(SaPayload.class);
    Optional<KeyExchangeMethod> sentGroup =
        Algorithms.byId(KeyExchangeMethod.class, m -> m.id(), ke.group());
    Proposals.Choice<IkeSuite> choice =
        Optional.of(sa.suite())
            .filter(own::allow)
            .flatMap(s -> Proposals.chooseIke(offered, Algorithms.only(s), sentGroup))
            .or(() -> Proposals.chooseIke(offered, own, sentGroup))
            .orElseThrow(
                () ->
                    new NegotiationException(
                        NotifyType.NO_PROPOSAL_CHOSEN, "no common proposal for IKE"));
    long peerSpi = RekeyIke.spiOf(choice);
    KeyExchangeMethod chosen = choice.suite().keyExchange();
    if (chosen.id() != ke.group()) {
      throw NegotiationException.wrongGroup(chosen.id());
    }
    byte[] nr = context.nonce();
    long spi = context.newIkeSpi();
    KeyExchangeAnswer exchanged = context.respond(chosen, ke.data());
    SuccessorKeys keys =
        new SuccessorKeys(
            sa, choice.suite(), false, peerSpi, spi, exchanged.sharedSecret(), ni, nr);
    if (RekeyIke.isUnderWay(sa)) {
      sa.renewal().own().crossedBy(Nonces.lower(ni, nr));
    }
    List<Payload> answer = new ArrayList<>();
    answer.add(Proposals.accept(choice, SpiCodec.octets(spi)));
    answer.add(new NoncePayload(nr));
    answer.add(new KePayload(chosen.id(), exchanged.publicValue()));
    if (choice.additional().isEmpty()) {
      IkeSa successor = keys.successor(KeySchedule.NO_SECRETS);
      renewed(sa, successor, afterwards);
      answer.addAll(sa.gateway().issuedTickets().answer(successor, request));
    } else {
      answer.addAll(sa.gateway().issuedTickets().answerLater(sa, request));
      answer.add(sa.followups().await(choice.additional(), new AfterFollowups(sa, keys)));
    }
    return answer;
  }

  /** The new SA waits for the peer's additional key exchanges (RFC 9370 section 2.2.4). */
  private static final class AfterFollowups implements Followups.Completion {

    private final IkeSa sa;
    private final SuccessorKeys keys;

    AfterFollowups(IkeSa sa, SuccessorKeys keys) {
      this.sa = sa;
      this.keys = keys;
    }

    @Override
    public void complete(byte[] secrets, List<Runnable> afterwards) {
      renewed(sa, keys.successor(secrets), afterwards);
    }

    @Override
    public void forget() {
      keys.close();
      sa.window().resume();
    }

    @Override
    public boolean renewsIke() {
      return true;
    }
  }

  private static void renewed(IkeSa old, IkeSa renewed, List<Runnable> afterwards) {
    renewed.established(old.gateway(), new IkeNumber(old.context(), false));
    old.gateway().peerRenewals().ike(renewed.life().since() - old.life().since());
    if (RekeyIke.isUnderWay(old)) {
      old.renewal().peers(renewed);
    } else {
      afterwards.add(() -> old.succeededBy(renewed));
    }
  }
}
