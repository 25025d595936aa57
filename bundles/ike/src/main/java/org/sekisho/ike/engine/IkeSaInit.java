package org.sekisho.ike.engine;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.KePayload;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;
import org.sekisho.ike.message.SaPayload;

/**
 * IKE_SA_INIT as initiator (RFC 7296 sections 1.2, 2.6, 2.7): one attempt with its retries for
 * COOKIE and INVALID_KE_PAYLOAD, until IKE_AUTH takes over.
 */
final class IkeSaInit extends InitialExchange {

  /** How long a valid response may still come after an unauthenticated error (2.21.1). */
  private static final long FORGERY_WAIT_MILLIS = 2_000;

  private final Algorithms algorithms;
  private final SaPayload offer;
  private KeyExchange keyExchange;
  private Failure refusal;
  private OfferProbe probe;
  private DeadlineQueue.Deadline otherPort;

  IkeSaInit(Gateway gateway, Endpoint local, Endpoint remote) {
    super(gateway, local, remote);
    this.algorithms = Algorithms.ike(gateway.config(), context.crypto);
    this.offer = Proposals.offerIke(algorithms);
  }

  @Override
  void start() {
    Optional<String> missing =
        AdditionalExchanges.missing(
            gateway.config().additionalKeyExchange(), context.crypto, gateway.config().number());
    if (missing.isPresent() && gateway.config().additionalKeyExchange().required()) {
      end(missing.get());
      return;
    }
    if (missing.isPresent() && !gateway.isQuiet()) {
      context.output.log(
          "[IKE2] " + gateway.config().label() + " does without it: " + missing.get());
    }
    if (!algorithms.usable()) {
      end("no usable algorithm: check ipsec ike encryption, hash and group");
      return;
    }
    begin();
    Optional<KeyExchangeMethod> preferred = gateway.keyExchanges().group(gateway.config());
    try {
      keyExchange = context.crypto.keyExchange(algorithms.firstGroup(preferred), context.random);
    } catch (IllegalStateException e) {
      end(e.getMessage());
      return;
    }
    send();
    otherPort = context.after(gateway.config().giveUpMillis() / 2, this::probeOtherPort);
  }

  @Override
  int exchangeType() {
    return ExchangeType.IKE_SA_INIT;
  }

  @Override
  List<Payload> content() {
    return List.of(
        offer,
        new KePayload(keyExchange.method().id(), keyExchange.publicValue()),
        new NoncePayload(nonce));
  }

  @Override
  List<Payload> announcements() {
    List<Payload> own = new ArrayList<>(Announcements.request(gateway.config()));
    own.addAll(gateway.redirection().announcements());
    return own;
  }

  @Override
  long giveUpMillis() {
    return gateway.config().giveUpMillis();
  }

  @Override
  void exhausted() {
    Evidence.Path path = path();
    if (refusal != null) {
      end(refusal);
    } else if (path.unreachable().isPresent()) {
      end(StartFailures.unreachable(path, Stage.IKE_SA_INIT));
    } else {
      end(
          path.sendError().isEmpty()
              ? StartFailures.noAnswer(path)
              : StartFailures.cannotSend(path));
    }
  }

  @Override
  boolean answers4500() {
    return probe != null && probe.answered();
  }

  /**
   * The peer does not agree, so it says without authentication: wait whether a better word comes.
   */
  private void refused(Failure reason) {
    if (refusal == null) {
      refusal = reason;
      giveUpAfter(FORGERY_WAIT_MILLIS);
    }
  }

  @Override
  void response(IkeHeader header, byte[] datagram, Payloads payloads)
      throws MalformedMessageException {
    Optional<NotifyPayload> error = payloads.error();
    if (gateway
        .redirection()
        .follow(payloads, sa.transport().remote().address(), Optional.of(nonce))) {
      gateway.redirected(sa);
    } else if (error.isPresent()) {
      error(error.get());
    } else {
      accept(header, datagram, payloads);
    }
  }

  private void error(NotifyPayload error) throws MalformedMessageException {
    String peer = sa.transport().remote().address().getHostAddress();
    switch (error.notifyType()) {
      case NotifyType.INVALID_KE_PAYLOAD -> retryWithGroup(error);
      case NotifyType.NO_PROPOSAL_CHOSEN -> {
        if (refusal == null) {
          probe(sa.transport());
        }
        refused(InitFailures.refused(gateway, sa.transport().remote()));
      }
      default -> refused(Failure.said(peer + " answered " + NotifyType.name(error.notifyType())));
    }
  }

  private void retryWithGroup(NotifyPayload error) throws MalformedMessageException {
    if (error.data().length != 2) {
      throw new MalformedMessageException("INVALID_KE_PAYLOAD without group");
    }
    int id = (error.data()[0] & 0xff) << 8 | (error.data()[1] & 0xff);
    Optional<KeyExchangeMethod> group =
        algorithms.groups().stream().filter(g -> g.id() == id).findFirst();
    if (group.isEmpty()) {
      refused(InitFailures.wrongGroup(gateway, id));
    } else if (group.get() != keyExchange.method() && retry()) {
      gateway.keyExchanges().wanted(group.get());
      keyExchange.close();
      keyExchange = context.crypto.keyExchange(group.get(), context.random);
      send();
    }
  }

  private void accept(IkeHeader header, byte[] datagram, Payloads payloads)
      throws MalformedMessageException {
    if (header.responderSpi() == 0) {
      throw new MalformedMessageException("responder SPI is zero");
    }
    SaPayload answer = payloads.require(SaPayload.class);
    KePayload ke = payloads.require(KePayload.class);
    byte[] nr = payloads.require(NoncePayload.class).data();
    Optional<Proposals.Choice<IkeSuite>> choice = Proposals.answeredIke(answer, offer, algorithms);
    if (choice.isEmpty() || ke.group() != keyExchange.method().id()) {
      throw new MalformedMessageException("it chose what was not offered");
    }
    IkeSuite suite = choice.get().suite();
    if (suite.keyExchange() != keyExchange.method()) {
      throw new MalformedMessageException("its key exchange is of another group");
    }
    if (!suite.additional().isEmpty()
        && payloads.notify(NotifyType.INTERMEDIATE_EXCHANGE_SUPPORTED).isEmpty()) {
      throw new MalformedMessageException("additional key exchanges without IKE_INTERMEDIATE");
    }
    byte[] shared;
    try {
      shared = keyExchange.sharedSecret(ke.data());
    } catch (GeneralSecurityException e) {
      throw new MalformedMessageException("key exchange data is not acceptable");
    }
    byte[] seed = context.keySchedule.seed(suite.prf(), nonce, nr, shared);
    Arrays.fill(shared, (byte) 0);
    IkeKeys keys =
        context.keySchedule.ikeKeys(suite, seed, nonce, nr, sa.spiI(), header.responderSpi());
    IkeIntermediate.afterInit(this, agreed(header, datagram, payloads, suite, keys, nr));
  }

  /** Asks the peer what it would choose, or whether it is there on the other port. */
  private void probe(Transport way) {
    if (probe != null) {
      probe.stop();
    }
    probe = new OfferProbe(gateway, way);
  }

  private void probeOtherPort() {
    if (isWaiting() && refusal == null) {
      Transport way = sa.transport();
      probe(
          new Transport(
              way.local().withPort(Transport.NAT_PORT),
              way.remote().withPort(Transport.NAT_PORT),
              true,
              Transport.UNKNOWN));
    }
  }

  @Override
  void unreadable(String what) {
    if (isWaiting()) {
      refused(Failure.said("the peer's IKE_SA_INIT response is malformed: " + what));
    }
  }

  @Override
  void end(Failure reason) {
    if (!isStopped()) {
      gateway.dialEnded(this);
      stop();
      gateway.fail(reason);
    }
  }

  @Override
  void released() {
    if (keyExchange != null) {
      keyExchange.close();
    }
    DeadlineQueue.cancel(otherPort);
    if (probe != null) {
      probe.stop();
    }
  }
}
