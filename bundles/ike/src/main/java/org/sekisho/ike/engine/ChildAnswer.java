package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.ike.crypto.KeySchedule;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.SpiCodec;
import org.sekisho.ike.message.TsPayload;

/** Our answer to the peer's proposal for a CHILD SA, in IKE_AUTH or CREATE_CHILD_SA. */
final class ChildAnswer {

  private final IkeSa sa;
  private final Proposals.Choice<EspSuite> choice;
  private final PolicyMatch match;
  private final int spi;
  private final byte[] ni;
  private final byte[] nr;
  private final byte[] shared;
  private final List<Payload> payloads;

  /** What follows when the pair is in use. */
  interface Installed {

    /** The pair is installed. */
    void accept(ChildSaState child);
  }

  private ChildAnswer(
      IkeSa sa,
      Proposals.Choice<EspSuite> choice,
      PolicyMatch match,
      int spi,
      byte[] ni,
      byte[] nr,
      byte[] shared,
      List<Payload> payloads) {
    this.sa = sa;
    this.choice = choice;
    this.match = match;
    this.spi = spi;
    this.ni = ni;
    this.nr = nr;
    this.shared = shared;
    this.payloads = payloads;
  }

  /** The lower one of the exchange's two nonces. */
  byte[] lowestNonce() {
    return Nonces.lower(ni, nr);
  }

  /**
   * Installs the pair, now or after the peer's additional key exchanges (RFC 9370 section 2.2.4).
   *
   * @param installed called then
   * @return SA, nonce and key exchange where used, traffic selectors
   * @throws NegotiationException when the data plane cannot carry it
   */
  List<Payload> complete(Installed installed) throws NegotiationException {
    if (choice.additional().isEmpty()) {
      installed.accept(install(KeySchedule.NO_SECRETS));
      return payloads;
    }
    List<Payload> answer = new ArrayList<>(payloads);
    answer.add(
        sa.followups()
            .await(
                choice.additional(),
                new Followups.Completion() {
                  @Override
                  public void complete(byte[] secrets, List<Runnable> afterwards)
                      throws NegotiationException {
                    installed.accept(install(secrets));
                  }

                  @Override
                  public void forget() {
                    Arrays.fill(shared, (byte) 0);
                  }
                }));
    return answer;
  }

  /**
   * Evaluates a request; {@link #complete} installs the pair.
   *
   * @param renewed the pair this one replaces, if any
   * @param ni nonce of the IKE_SA_INIT initiator; null in CREATE_CHILD_SA, which has its own
   * @param nr nonce of the IKE_SA_INIT responder
   * @throws NegotiationException when the two sides do not agree; nothing is left behind
   */
  static ChildAnswer of(
      IkeSa sa, Payloads request, Optional<ChildSaState> renewed, byte[] ni, byte[] nr)
      throws MalformedMessageException, NegotiationException {
    EngineContext context = sa.context();
    Gateway gateway = sa.gateway();
    boolean inIkeAuth = ni != null;
    Optional<KePayload> ke = inIkeAuth ? Optional.empty() : request.first(KePayload.class);
    SaPayload offered = request.require(SaPayload.class);
    gateway.modeConfiguration().checkLease();
    PolicyMatch match =
        PolicyMatch.find(gateway, renewed, request)
            .orElseThrow(
                () ->
                    new NegotiationException(
                        NotifyType.TS_UNACCEPTABLE,
                        ChildFailure.otherSelectors(gateway, renewed, request, inIkeAuth)));
    Proposals.Choice<EspSuite> choice =
        new ChildSuites(context, gateway.config(), match.policy(), sa.peerSupport())
            .choose(
                offered,
                !inIkeAuth,
                ke.flatMap(k -> Algorithms.byId(KeyExchangeMethod.class, m -> m.id(), k.group())))
            .orElseThrow(
                () ->
                    new NegotiationException(
                        NotifyType.NO_PROPOSAL_CHOSEN,
                        ChildFailure.nothingInCommon(gateway, match.policy(), offered, inIkeAuth)));
    Proposal proposal = choice.proposal();
    if (proposal.spi().length != 4 || SpiCodec.toInt(proposal.spi()) == 0) {
      throw new MalformedMessageException("ESP SPI is not usable");
    }
    byte[] first = ni;
    byte[] second = nr;
    if (!inIkeAuth) {
      first = request.require(NoncePayload.class).data();
      second = context.nonce();
    }
    List<Payload> payloads = new ArrayList<>();
    int spi = context.newEspSpi();
    payloads.add(Proposals.accept(choice, SpiCodec.octets(spi)));
    if (!inIkeAuth) {
      payloads.add(new NoncePayload(second));
    }
    byte[] shared = null;
    if (choice.group().isPresent()) {
      shared = exchange(context, choice.group().get(), ke, payloads);
    }
    payloads.add(new TsPayload(Payload.TS_I, match.remote()));
    payloads.add(new TsPayload(Payload.TS_R, match.local()));
    return new ChildAnswer(sa, choice, match, spi, first, second, shared, payloads);
  }

  private static byte[] exchange(
      EngineContext context,
      KeyExchangeMethod group,
      Optional<KePayload> ke,
      List<Payload> payloads)
      throws NegotiationException, MalformedMessageException {
    if (ke.isEmpty() || ke.get().group() != group.id()) {
      throw NegotiationException.wrongGroup(group.id());
    }
    KeyExchangeAnswer exchanged = context.respond(group, ke.get().data());
    payloads.add(new KePayload(group.id(), exchanged.publicValue()));
    return exchanged.sharedSecret();
  }

  private ChildSaState install(byte[] secrets) throws NegotiationException {
    EspSuite suite = choice.suite();
    var keys =
        sa.context()
            .keySchedule
            .childKeys(sa.suite().prf(), sa.keys(), suite, shared, ni, nr, secrets);
    if (shared != null) {
      Arrays.fill(shared, (byte) 0);
    }
    ChildSaState.Agreed agreed =
        new ChildSaState.Agreed(
            match.policy(),
            spi,
            SpiCodec.toInt(choice.proposal().spi()),
            suite,
            keys,
            false,
            choice.group(),
            choice.additional(),
            match.local(),
            match.remote(),
            lowestNonce());
    SaNumbers numbers = new SaNumbers(sa.context(), sa.gateway().isQuiet());
    try {
      return ChildSaState.establish(sa, agreed, numbers, ChildSa.Activation.ON_FIRST_PACKET);
    } catch (IllegalStateException e) {
      numbers.discarded();
      throw new NegotiationException(NotifyType.NO_PROPOSAL_CHOSEN, e.getMessage());
    }
  }
}
