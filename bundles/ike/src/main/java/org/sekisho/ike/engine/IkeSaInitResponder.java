package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchangeAnswer;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.diagnosis.Offer;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.SaPayload;

/**
 * IKE_SA_INIT as responder (RFC 7296 sections 1.2, 2.6, 2.7). Half-open SAs are few and
 * short-lived; {@link InitGate} says who may make one.
 */
final class IkeSaInitResponder {

  private static final long HALF_OPEN_MILLIS = 30_000;

  /** Octets of the longest request that is kept until IKE_AUTH. */
  private static final int LONGEST = 10_000;

  private final EngineContext context;
  private final HalfOpenSas halfOpen = new HalfOpenSas();
  private final InitGate gate;

  IkeSaInitResponder(EngineContext context) {
    this.context = context;
    this.gate = new InitGate(context, halfOpen);
  }

  /** The half-open SA's data, null when it is none. */
  HalfOpenSa halfOpen(IkeSa sa) {
    return halfOpen.of(sa);
  }

  /** IKE_AUTH came: the SA is established or gone. */
  void forget(IkeSa sa) {
    HalfOpenSa entry = halfOpen.remove(sa);
    if (entry != null) {
      entry.timeout().cancel();
    }
  }

  int count() {
    return halfOpen.size();
  }

  /**
   * Whether a request is worth decoding. A repetition is answered as before; what comes under load
   * without a cookie is sent back.
   */
  boolean admits(IkeHeader header, byte[] message, Transport transport) {
    if (context.gateways.values().stream().noneMatch(Gateway::acceptsRequests)) {
      tellRefused(List.of(), transport.remote());
      return false;
    }
    HalfOpenSa known =
        halfOpen.madeBy(header.initiatorSpi(), transport.remote().address(), message);
    if (known != null) {
      send(transport, known.init().response());
      return false;
    }
    if (message.length > LONGEST) {
      context.counters.count(Counter.INIT_MALFORMED);
      return false;
    }
    return gate.admits(header, message, transport);
  }

  /** Takes a request that was admitted and has been decoded. */
  void request(IkeHeader header, byte[] message, Payloads payloads, Transport transport) {
    List<Gateway> candidates = candidates(transport.remote());
    tellRefused(candidates, transport.remote());
    try {
      accept(header, message, payloads, transport, candidates);
    } catch (NegotiationException e) {
      if (e.notification().notifyType() != NotifyType.INVALID_KE_PAYLOAD) {
        blame(candidates, transport.remote(), payloads);
      }
      reply(header, transport, e.notification());
    } catch (MalformedMessageException e) {
      reply(header, transport, NotifyPayload.of(e.notifyType(), e.data()));
    }
  }

  /** Nobody vouches for the request: it is a gateway's failure only where no other can be meant. */
  private void blame(List<Gateway> candidates, Endpoint remote, Payloads payloads) {
    Gateway only = candidates.size() == 1 ? candidates.get(0) : null;
    Optional<SaPayload> offer = payloads.first(SaPayload.class);
    if (only != null && offer.isPresent() && (only.isAt(remote.address()) || only.isAnywhere())) {
      only.strangerFailed(InitFailures.nothingInCommon(only, offer.get(), remote));
    } else {
      context.strangers.log("[IKE2] " + InitFailures.nothingInCommon(remote));
    }
  }

  /** A gateway that no line lets in knocks, and no other may be meant. */
  private void tellRefused(List<Gateway> candidates, Endpoint remote) {
    if (candidates.stream().noneMatch(g -> g.isAt(remote.address()))) {
      context.gateways.values().stream()
          .filter(g -> g.isAt(remote.address()) && !g.config().acceptRequests())
          .findFirst()
          .ifPresent(g -> g.strangerFailed(StartFailures.notAccepted(g.config().number())));
    }
  }

  /** Answers an unprotected request with one notification and keeps no state. */
  void reply(IkeHeader header, Transport transport, NotifyPayload notification) {
    send(
        transport,
        PayloadChain.encodePlain(
            header.initiatorSpi(),
            header.responderSpi(),
            header.exchangeType(),
            IkeHeader.RESPONSE,
            header.messageId(),
            List.of(notification)));
  }

  /** Sends an unprotected message back that way. */
  void send(Transport transport, byte[] message) {
    context.output.send(transport.local(), transport.remote(), transport.natTraversal(), message);
  }

  private void accept(
      IkeHeader header,
      byte[] message,
      Payloads payloads,
      Transport transport,
      List<Gateway> candidates)
      throws MalformedMessageException, NegotiationException {
    SaPayload offer = payloads.require(SaPayload.class);
    KePayload ke = payloads.require(KePayload.class);
    byte[] ni = payloads.require(NoncePayload.class).data();
    if (candidates.size() == 1 && candidates.get(0).isAt(transport.remote().address())) {
      Offer shown = new Offer(offer.proposals(), false);
      candidates.get(0).failures().diagnosis().learn(k -> k.offersIke(shown));
    }
    Algorithms own =
        Algorithms.ikeOfAny(candidates.stream().map(Gateway::config).toList(), context.crypto)
            .forPeer(PeerSupport.NONE.and(payloads));
    Proposals.Choice<IkeSuite> choice =
        Proposals.chooseIke(offer, own, Algorithms.goodEnough(ke.group()))
            .orElseThrow(
                () ->
                    new NegotiationException(
                        NotifyType.NO_PROPOSAL_CHOSEN,
                        InitFailures.nothingInCommon(transport.remote())));
    IkeSuite suite = choice.suite();
    KeyExchangeMethod group = suite.keyExchange();
    if (ke.group() != group.id()) {
      throw NegotiationException.wrongGroup(group.id());
    }
    KeyExchangeAnswer exchanged = context.respond(group, ke.data());
    byte[] nr = context.nonce();
    long spiI = header.initiatorSpi();
    long spiR = context.newIkeSpi();
    boolean force = candidates.stream().allMatch(g -> g.config().forceNatTraversal());
    List<Payload> answer = new ArrayList<>();
    answer.add(Proposals.accept(choice, new byte[0]));
    answer.add(new KePayload(group.id(), exchanged.publicValue()));
    answer.add(new NoncePayload(nr));
    answer.addAll(
        NatDetection.notifications(spiI, spiR, transport.local(), transport.remote(), force));
    List<Payload> announced =
        Announcements.response(candidates.stream().map(Gateway::config).toList(), payloads);
    answer.addAll(announced);
    answer.addAll(CertificateRequests.of(context, candidates));
    byte[] response =
        PayloadChain.encodePlain(
            spiI, spiR, ExchangeType.IKE_SA_INIT, IkeHeader.RESPONSE, 0, answer);
    NatDetection nat = NatDetection.of(payloads, spiI, 0, transport.local(), transport.remote());
    IkeSa sa = new IkeSa(context, false, spiI, spiR, null, transport.with(nat.pretending(force)));
    byte[] seed = context.keySchedule.seed(suite.prf(), ni, nr, exchanged.sharedSecret());
    Arrays.fill(exchanged.sharedSecret(), (byte) 0);
    IkeKeys keys = context.keySchedule.ikeKeys(suite, seed, ni, nr, spiI, spiR);
    sa.keyed(suite, keys, spiR, 1);
    sa.peerSupports(Announcements.agreed(announced, payloads));
    await(sa, new InitMessages(message, response, ni, nr), Optional.empty());
    send(transport, response);
  }

  /**
   * From now on the SA waits for IKE_AUTH, for a while.
   *
   * @param ticket what resumed it, empty after IKE_SA_INIT
   */
  void await(IkeSa sa, InitMessages init, Optional<SessionTicket> ticket) {
    context.register(sa);
    DeadlineQueue.Deadline timeout =
        context.after(
            HALF_OPEN_MILLIS,
            () -> {
              HalfOpenSa entry = halfOpen.remove(sa);
              if (entry.answer() != null) {
                entry.answer().leftUnfinished("the peer has not brought its proof in time");
              }
              sa.abandon();
            });
    halfOpen.add(new HalfOpenSa(sa, context.now(), init, ticket, timeout));
  }

  /** Gateways the peer may be: those at its address, or else all, for it may be behind a NAT. */
  private List<Gateway> candidates(Endpoint remote) {
    List<Gateway> accepting =
        context.gateways.values().stream().filter(Gateway::acceptsRequests).toList();
    List<Gateway> here = accepting.stream().filter(g -> g.isAt(remote.address())).toList();
    return here.isEmpty() ? accepting : here;
  }
}
