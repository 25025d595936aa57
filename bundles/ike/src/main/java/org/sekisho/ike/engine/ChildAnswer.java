package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ipsec.ChildSa;
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

  private final ChildSaState child;
  private final List<Payload> payloads;

  private ChildAnswer(ChildSaState child, List<Payload> payloads) {
    this.child = child;
    this.payloads = payloads;
  }

  /** The pair that was installed. */
  ChildSaState child() {
    return child;
  }

  /** SA, nonce and key exchange where used, traffic selectors. */
  List<Payload> payloads() {
    return payloads;
  }

  /**
   * Evaluates a request and installs the pair.
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
    PolicyMatch match =
        PolicyMatch.find(gateway, renewed, request)
            .orElseThrow(
                () ->
                    new NegotiationException(
                        NotifyType.TS_UNACCEPTABLE,
                        "the peer's traffic selectors match nothing: check ipsec ike local id and"
                            + " remote id "
                            + gateway.config().number()));
    Proposals.Choice<EspSuite> choice =
        new ChildSuites(context, gateway.config(), match.policy())
            .choose(
                request.require(SaPayload.class),
                !inIkeAuth,
                ke.flatMap(k -> Algorithms.byId(KeyExchangeMethod.class, m -> m.id(), k.group())))
            .orElseThrow(
                () ->
                    new NegotiationException(
                        NotifyType.NO_PROPOSAL_CHOSEN,
                        "no common proposal for ESP: check ipsec sa policy and"
                            + " ipsec ike proposal-limitation"));
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
    var keys =
        context.keySchedule.childKeys(
            sa.suite().prf(), sa.keys(), choice.suite(), shared, first, second);
    if (shared != null) {
      Arrays.fill(shared, (byte) 0);
    }
    ChildSaState.Agreed agreed =
        new ChildSaState.Agreed(
            match.policy(),
            spi,
            SpiCodec.toInt(proposal.spi()),
            choice.suite(),
            keys,
            false,
            choice.group(),
            match.local(),
            match.remote(),
            Nonces.lower(first, second));
    return new ChildAnswer(install(sa, agreed), payloads);
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

  private static ChildSaState install(IkeSa sa, ChildSaState.Agreed agreed)
      throws NegotiationException {
    SaNumbers numbers = new SaNumbers(sa.context(), sa.gateway().isQuiet());
    try {
      return ChildSaState.establish(sa, agreed, numbers, ChildSa.Activation.ON_FIRST_PACKET);
    } catch (IllegalStateException e) {
      numbers.discarded();
      throw new NegotiationException(NotifyType.NO_PROPOSAL_CHOSEN, e.getMessage());
    }
  }
}
