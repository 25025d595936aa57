package org.sekisho.ike.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.diagnosis.Offer;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.ProtocolId;
import org.sekisho.ike.message.SaPayload;
import org.sekisho.ike.message.Transform;

/**
 * Asks a peer that refused our IKE_SA_INIT what it would choose: one IKE_SA_INIT (RFC 7296 section
 * 1.2) that offers every algorithm of the registry, also those this router does not have. No key is
 * derived and no IKE_AUTH follows; the answer is only looked at. Nobody vouches for it.
 */
final class OfferProbe {

  private static final long WAIT_MILLIS = 5_000;
  private static final int MAX_RETRIES = 3;
  private static final int[] AEAD = {20, 19, 18, 16, 15, 14};
  private static final int[] CIPHERS = {12, 13, 23, 24};
  private static final int[] KEY_BITS = {256, 192, 128};
  private static final int[] PLAIN_CIPHERS = {3, 2};
  private static final int[] INTEGRITIES = {14, 13, 12, 2, 5, 8, 1};
  private static final int[] PRFS = {7, 6, 5, 2, 4, 8, 1};
  private static final int[] GROUPS = {
    14, 19, 20, 21, 31, 32, 15, 16, 17, 18, 28, 29, 30, 24, 23, 22, 5, 2, 27, 26, 25, 1
  };

  private final Gateway gateway;
  private final EngineContext context;
  private final Transport way;
  private final long spi;
  private final byte[] nonce;
  private final DeadlineQueue.Deadline timeout;
  private KeyExchangeMethod group = Algorithms.DEFAULT_GROUP;
  private byte[] cookie = new byte[0];
  private int retries;
  private boolean answered;
  private boolean stopped;

  /** Asks at once; what the peer answers is kept with the gateway's diagnosis. */
  OfferProbe(Gateway gateway, Transport way) {
    this.gateway = gateway;
    this.context = gateway.context();
    this.way = way;
    this.spi = context.newIkeSpi();
    this.nonce = context.nonce();
    this.timeout = context.after(WAIT_MILLIS, this::stop);
    context.register(spi, this);
    send();
  }

  private void send() {
    byte[] publicValue;
    try (KeyExchange exchange = context.crypto.keyExchange(group, context.random)) {
      publicValue = exchange.publicValue();
    } catch (IllegalStateException e) {
      context.output.debug("[IKE2] no probe: " + e.getMessage());
      stop();
      return;
    }
    List<Payload> payloads = new ArrayList<>();
    if (cookie.length > 0) {
      payloads.add(NotifyPayload.of(NotifyType.COOKIE, cookie));
    }
    payloads.add(new SaPayload(everything()));
    payloads.add(new KePayload(group.id(), publicValue));
    payloads.add(new NoncePayload(nonce));
    context.output.send(
        way.local(),
        way.remote(),
        way.natTraversal(),
        PayloadChain.encodePlain(
            spi, 0, ExchangeType.IKE_SA_INIT, IkeHeader.INITIATOR, 0, payloads));
  }

  private static List<Proposal> everything() {
    Stream<Transform> gcm = Arrays.stream(AEAD).boxed().flatMap(id -> sizes(id));
    List<Transform> aead = Stream.concat(gcm, Stream.of(Transform.of(Transform.ENCR, 28))).toList();
    List<Transform> others =
        Stream.concat(
                Arrays.stream(CIPHERS).boxed().flatMap(id -> sizes(id)),
                all(Transform.ENCR, PLAIN_CIPHERS))
            .toList();
    return List.of(
        proposal(1, aead, Stream.empty()), proposal(2, others, all(Transform.INTEG, INTEGRITIES)));
  }

  private static Stream<Transform> sizes(int id) {
    return Arrays.stream(KEY_BITS).mapToObj(bits -> Transform.encryption(id, bits));
  }

  private static Stream<Transform> all(int type, int... ids) {
    return IntStream.of(ids).mapToObj(id -> Transform.of(type, id));
  }

  private static Proposal proposal(
      int number, List<Transform> ciphers, Stream<Transform> integrities) {
    List<Transform> transforms = new ArrayList<>(ciphers);
    integrities.forEach(transforms::add);
    all(Transform.PRF, PRFS).forEach(transforms::add);
    all(Transform.KE, GROUPS).forEach(transforms::add);
    return new Proposal(number, ProtocolId.IKE, new byte[0], transforms);
  }

  /** Takes the peer's answer. */
  void response(Payloads payloads) {
    answered = true;
    Optional<NotifyPayload> error = payloads.error();
    Optional<NotifyPayload> newCookie = payloads.notify(NotifyType.COOKIE);
    if (newCookie.isPresent()) {
      cookie = newCookie.get().data();
      again();
    } else if (error.isPresent() && error.get().notifyType() == NotifyType.INVALID_KE_PAYLOAD) {
      wrongGroup(error.get().data());
    } else {
      Optional<SaPayload> chosen = payloads.first(SaPayload.class);
      learn(chosen.map(SaPayload::proposals).orElse(List.of()));
      stop();
    }
  }

  private void wrongGroup(byte[] data) {
    int id = data.length == 2 ? (data[0] & 0xff) << 8 | (data[1] & 0xff) : 0;
    Optional<KeyExchangeMethod> wanted =
        Algorithms.byId(KeyExchangeMethod.class, KeyExchangeMethod::id, id)
            .filter(context.crypto::supports);
    if (wanted.isPresent() && wanted.get() != group) {
      group = wanted.get();
      again();
    } else {
      Transform only = Transform.of(Transform.KE, id);
      learn(List.of(new Proposal(1, ProtocolId.IKE, new byte[0], List.of(only))));
      stop();
    }
  }

  private void again() {
    if (!stopped && ++retries <= MAX_RETRIES) {
      send();
    }
  }

  /** A choice replaces what an earlier probe saw, and nothing replaces what the peer proposed. */
  private void learn(List<Proposal> chosen) {
    Offer offer = new Offer(chosen, true);
    gateway
        .failures()
        .diagnosis()
        .learn(k -> k.ike().isKnown() && !k.ike().choice() ? k : k.offersIke(offer));
  }

  /** Whether the peer answered at all. */
  boolean answered() {
    return answered;
  }

  void stop() {
    if (!stopped) {
      stopped = true;
      timeout.cancel();
      context.unregister(spi, this);
    }
  }
}
