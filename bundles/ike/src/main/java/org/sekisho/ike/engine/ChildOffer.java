package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.ike.config.ChildPolicy;
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

/** Our proposal for a CHILD SA, in IKE_AUTH or CREATE_CHILD_SA, and the reading of the answer. */
final class ChildOffer {

  private final EngineContext context;
  private final ChildSuites suites;
  private final int spi;
  private final byte[] nonce;
  private final KeyExchange keyExchange;
  private final SaPayload offer;
  private final ChildPolicy policy;

  /**
   * Makes one; the exchange itself is the caller's.
   *
   * @param policy what asks for the pair
   * @param group key exchange of its own, empty for none
   * @param peer what the peer can do
   * @throws IllegalStateException when there is no provider for what is needed
   */
  ChildOffer(
      Gateway gateway, ChildPolicy policy, Optional<KeyExchangeMethod> group, PeerSupport peer) {
    context = gateway.context();
    this.policy = policy;
    suites = new ChildSuites(context, gateway.config(), policy, peer);
    if (group.isPresent() && !suites.areUsable()) {
      throw new IllegalStateException(
          "ipsec ike additional-key-exchange "
              + gateway.config().number()
              + " requires what cannot be done");
    }
    spi = context.newEspSpi();
    nonce = context.nonce();
    keyExchange = group.map(g -> context.crypto.keyExchange(g, context.random)).orElse(null);
    offer = suites.offer(spi, group.isPresent());
  }

  /** SA, nonce and key exchange where wanted, traffic selectors. */
  List<Payload> payloads(boolean inIkeAuth) {
    List<Payload> payloads = new ArrayList<>();
    payloads.add(offer);
    if (!inIkeAuth) {
      payloads.add(new NoncePayload(nonce));
      if (keyExchange != null) {
        payloads.add(new KePayload(keyExchange.method().id(), keyExchange.publicValue()));
      }
    }
    payloads.add(new TsPayload(Payload.TS_I, policy.proposedLocal()));
    payloads.add(new TsPayload(Payload.TS_R, policy.proposedRemote()));
    return payloads;
  }

  /**
   * Reads an answer that carries no error.
   *
   * @param ni nonce of the IKE_SA_INIT initiator, null to use this offer's and the answer's
   * @param nr nonce of the IKE_SA_INIT responder
   * @param secrets of the additional key exchanges that followed, nothing where there were none
   * @throws NegotiationException when the answer is no choice out of the offer
   */
  ChildSaState.Agreed agreed(IkeSa sa, Payloads response, byte[] ni, byte[] nr, byte[] secrets)
      throws MalformedMessageException, NegotiationException {
    SaPayload answer = response.require(SaPayload.class);
    Proposals.Choice<EspSuite> choice = choice(response);
    Proposal chosen = answer.proposals().get(0);
    if (chosen.spi().length != 4 || SpiCodec.toInt(chosen.spi()) == 0) {
      throw new MalformedMessageException("ESP SPI is not usable");
    }
    if (sa.earlyDeletes().remove(SpiCodec.toInt(chosen.spi()))) {
      throw new NegotiationException(
          NotifyType.CHILD_SA_NOT_FOUND, "the peer deleted the pair before its answer came");
    }
    List<TrafficSelector> local = response.require(TsPayload.class, Payload.TS_I).selectors();
    List<TrafficSelector> remote = response.require(TsPayload.class, Payload.TS_R).selectors();
    if (!SelectorNarrowing.within(local, policy.proposedLocal())
        || !SelectorNarrowing.within(remote, policy.proposedRemote())) {
      throw new NegotiationException(
          NotifyType.TS_UNACCEPTABLE, "the peer answered with wider traffic selectors");
    }
    byte[] first = ni;
    byte[] second = nr;
    if (ni == null) {
      first = nonce;
      second = response.require(NoncePayload.class).data();
    }
    byte[] shared = sharedSecret(response);
    EspSuite suite = choice.suite();
    var keys =
        context.keySchedule.childKeys(
            sa.suite().prf(), sa.keys(), suite, shared, first, second, secrets);
    if (shared != null) {
      Arrays.fill(shared, (byte) 0);
    }
    return new ChildSaState.Agreed(
        policy,
        spi,
        SpiCodec.toInt(chosen.spi()),
        suite,
        keys,
        true,
        choice.group(),
        choice.additional(),
        local,
        remote,
        Nonces.lower(first, second));
  }

  private Proposals.Choice<EspSuite> choice(Payloads response)
      throws MalformedMessageException, NegotiationException {
    return suites
        .answered(response.require(SaPayload.class), offer, group())
        .filter(c -> c.group().equals(group()))
        .orElseThrow(
            () ->
                new NegotiationException(
                    NotifyType.NO_PROPOSAL_CHOSEN,
                    "the peer chose ESP algorithms that were not offered"));
  }

  /** The additional key exchanges that must follow an answer that carries no error. */
  List<KeyExchangeMethod> additional(Payloads response)
      throws MalformedMessageException, NegotiationException {
    return choice(response).additional();
  }

  /** The lower one of this offer's nonce and the answer's. */
  byte[] lowestNonce(Payloads response) throws MalformedMessageException {
    return Nonces.lower(nonce, response.require(NoncePayload.class).data());
  }

  private byte[] sharedSecret(Payloads response) throws MalformedMessageException {
    if (keyExchange == null) {
      return null;
    }
    KePayload ke = response.require(KePayload.class);
    if (ke.group() != keyExchange.method().id()) {
      throw new MalformedMessageException("key exchange of another group");
    }
    try {
      return keyExchange.sharedSecret(ke.data());
    } catch (GeneralSecurityException e) {
      throw new MalformedMessageException("key exchange data is not acceptable");
    }
  }

  int spi() {
    return spi;
  }

  Optional<KeyExchangeMethod> group() {
    return Optional.ofNullable(keyExchange).map(KeyExchange::method);
  }

  /** The group an INVALID_KE_PAYLOAD asks for, when it is one we can use and did not use yet. */
  Optional<KeyExchangeMethod> wantedGroup(byte[] data) {
    if (data.length != 2) {
      return Optional.empty();
    }
    int id = (data[0] & 0xff) << 8 | (data[1] & 0xff);
    return suites.groups().stream()
        .filter(g -> g.id() == id && !group().equals(Optional.of(g)))
        .findFirst();
  }

  /** Forgets the key exchange. */
  void close() {
    if (keyExchange != null) {
      keyExchange.close();
    }
  }
}
