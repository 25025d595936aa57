package org.sekisho.ike.engine;

import java.net.InetAddress;
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
 * IKE_SA_INIT as initiator (RFC 7296 sections 1.2, 2.6, 2.7): one attempt with its retries for
 * COOKIE and INVALID_KE_PAYLOAD, until IKE_AUTH takes over.
 */
final class IkeSaInit {

  private static final int MAX_RETRIES = 8;

  /** How long a valid response may still come after an unauthenticated error (2.21.1). */
  private static final long FORGERY_WAIT_MILLIS = 2_000;

  /** How long to try where the system refuses to send: a link may be about to come up. */
  private static final long SEND_ERROR_WAIT_MILLIS = 10_000;

  private static final int NAT_PORT = 4500;

  private final Gateway gateway;
  private final EngineContext context;
  private final IkeSa sa;
  private final Algorithms algorithms;
  private final byte[] nonce;
  private final SaPayload offer;
  private final long since;
  private IkeNumber number;
  private KeyExchange keyExchange;
  private final ReturnedCookie cookie;
  private byte[] request;
  private List<Payload> announced = List.of();
  private int retries;
  private Retransmitter retransmitter;
  private Failure refusal;
  private OfferProbe probe;
  private DeadlineQueue.Deadline otherPort;
  private String sendError = "";
  private Optional<InetAddress> answersFrom = Optional.empty();
  private boolean stopped;

  IkeSaInit(Gateway gateway, Endpoint local, Endpoint remote) {
    this.gateway = gateway;
    this.context = gateway.context();
    this.algorithms = Algorithms.ike(gateway.config(), context.crypto);
    this.nonce = context.nonce();
    this.cookie = new ReturnedCookie(context);
    this.since = context.now();
    this.offer = Proposals.offerIke(algorithms);
    this.sa =
        new IkeSa(
            context,
            true,
            context.newIkeSpi(),
            0,
            gateway,
            new Transport(local, remote, false, Transport.UNKNOWN));
  }

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
    number = new IkeNumber(context, gateway.isQuiet());
    sa.connecting(this);
    context.register(sa);
    Optional<KeyExchangeMethod> preferred =
        gateway.rememberedGroup().or(() -> gateway.config().algorithms().group());
    try {
      keyExchange = context.crypto.keyExchange(algorithms.firstGroup(preferred), context.random);
    } catch (IllegalStateException e) {
      end(e.getMessage());
      return;
    }
    send();
    otherPort = context.after(gateway.config().giveUpMillis() / 2, this::probeOtherPort);
  }

  private void send() {
    List<Payload> payloads = new ArrayList<>();
    payloads.addAll(cookie.payloads());
    payloads.add(offer);
    payloads.add(new KePayload(keyExchange.method().id(), keyExchange.publicValue()));
    payloads.add(new NoncePayload(nonce));
    Transport transport = sa.transport();
    payloads.addAll(
        NatDetection.notifications(
            sa.spiI(),
            0,
            transport.local(),
            transport.remote(),
            gateway.config().forceNatTraversal()));
    announced = Announcements.request(gateway.config());
    payloads.addAll(announced);
    payloads.addAll(gateway.redirection().announcements());
    request =
        PayloadChain.encodePlain(
            sa.spiI(), 0, ExchangeType.IKE_SA_INIT, IkeHeader.INITIATOR, 0, payloads);
    byte[] message = request;
    stopSending();
    retransmitter =
        new Retransmitter(
            context.deadlines,
            context::now,
            1000L * gateway.config().retrySeconds(),
            gateway.config().giveUpMillis(),
            () -> sa.transmit(message),
            this::exhausted);
  }

  private void stopSending() {
    if (retransmitter != null) {
      retransmitter.stop();
      retransmitter = null;
    }
  }

  private void exhausted() {
    if (refusal != null) {
      end(refusal);
    } else {
      end(sendError.isEmpty() ? StartFailures.noAnswer(path()) : StartFailures.cannotSend(path()));
    }
  }

  private Evidence.Path path() {
    boolean answers4500 = probe != null && probe.answered();
    Transport way = sa.transport();
    return new Evidence.Path(way.local(), way.remote(), answersFrom, answers4500, sendError);
  }

  /** No answer to IKE_AUTH. */
  void authUnanswered() {
    end(StartFailures.noAnswerToAuth(path()));
  }

  /** Our message did not leave this router: there is no need to wait for long. */
  void sendFailed(String why) {
    if (!stopped && retransmitter != null) {
      sendError = why;
      retransmitter.giveUpBy(context.now() + SEND_ERROR_WAIT_MILLIS);
    }
  }

  /** An answer came from there. */
  void answeredFrom(InetAddress address) {
    sendError = "";
    if (!address.equals(sa.transport().remote().address())) {
      answersFrom = Optional.of(address);
    }
  }

  /**
   * The peer does not agree, so it says without authentication: wait whether a better word comes.
   */
  private void refused(Failure reason) {
    if (refusal == null) {
      refusal = reason;
      retransmitter.giveUpBy(context.now() + FORGERY_WAIT_MILLIS);
    }
  }

  /** Takes a response to the current request. */
  void response(IkeHeader header, byte[] datagram, Payloads payloads) {
    if (stopped || retransmitter == null) {
      return;
    }
    try {
      InetAddress sender = sa.transport().remote().address();
      if (gateway.redirection().follow(payloads, sender, Optional.of(nonce))) {
        gateway.redirected(sa);
        return;
      }
      Optional<NotifyPayload> newCookie = payloads.notify(NotifyType.COOKIE);
      Optional<NotifyPayload> error = payloads.error();
      if (newCookie.isPresent()) {
        retryWithCookie(newCookie.get(), payloads);
      } else if (error.isPresent()) {
        error(error.get());
      } else {
        accept(header, datagram, payloads);
      }
    } catch (MalformedMessageException e) {
      unreadable(e.getMessage());
    }
  }

  private void retryWithCookie(NotifyPayload asked, Payloads response)
      throws MalformedMessageException {
    if (!cookie.isNew(asked) || ++retries > MAX_RETRIES) {
      return; // keep sending what we have; the time limit still holds
    }
    stopSending();
    cookie.take(asked, response, this::send);
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
    } else if (group.get() != keyExchange.method() && ++retries <= MAX_RETRIES) {
      gateway.rememberGroup(group.get());
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
    stopSending();
    long spiR = header.responderSpi();
    byte[] seed = context.keySchedule.seed(suite.prf(), nonce, nr, shared);
    Arrays.fill(shared, (byte) 0);
    IkeKeys keys = context.keySchedule.ikeKeys(suite, seed, nonce, nr, sa.spiI(), spiR);
    sa.keyed(suite, keys, spiR, 1);
    sa.peerSupports(Announcements.agreed(announced, payloads));
    Transport transport = sa.transport();
    NatDetection nat =
        NatDetection.of(payloads, sa.spiI(), spiR, transport.local(), transport.remote());
    if (gateway.config().forceNatTraversal() && nat.supported()) {
      nat = new NatDetection(true, true, nat.remoteBehindNat());
    }
    sa.transport(transport.floated(nat));
    byte[] response = Arrays.copyOf(datagram, header.length());
    InitMessages messages = new InitMessages(request, response, nonce, nr);
    IkeIntermediate.afterInit(this, messages);
  }

  /** Asks the peer what it would choose, or whether it is there on the other port. */
  private void probe(Transport way) {
    if (probe != null) {
      probe.stop();
    }
    probe = new OfferProbe(gateway, way);
  }

  private void probeOtherPort() {
    if (!stopped && retransmitter != null && refusal == null) {
      Transport way = sa.transport();
      probe(
          new Transport(
              way.local().withPort(NAT_PORT),
              way.remote().withPort(NAT_PORT),
              true,
              Transport.UNKNOWN));
    }
  }

  /** The response could not be decoded. */
  void unreadable(String what) {
    if (!stopped && retransmitter != null) {
      refused(Failure.said("the peer's IKE_SA_INIT response is malformed: " + what));
    }
  }

  /** Whether IKE_AUTH is under way. */
  boolean isAuthenticating() {
    return sa.canSend();
  }

  /** IKE_AUTH ended well: the number is the SA's now. */
  IkeNumber succeeded() {
    stopped = true;
    stopProbing();
    keyExchange.close();
    gateway.dialEnded(this);
    IkeNumber taken = number;
    number = null;
    return taken;
  }

  /** The attempt failed in a way of which no more is known than a sentence. */
  void end(String reason) {
    end(Failure.said(reason));
  }

  /** The attempt failed. */
  void end(Failure reason) {
    if (!stopped) {
      gateway.dialEnded(this);
      stop();
      gateway.fail(reason);
    }
  }

  /** Ends without a word. */
  void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    stopSending();
    cookie.stop();
    stopProbing();
    if (keyExchange != null) {
      keyExchange.close();
    }
    sa.abandon();
    if (number != null) {
      number.deleted();
      number = null;
    }
  }

  private void stopProbing() {
    DeadlineQueue.cancel(otherPort);
    if (probe != null) {
      probe.stop();
    }
  }

  /** When the attempt began. */
  long since() {
    return since;
  }

  Gateway gateway() {
    return gateway;
  }

  IkeSa sa() {
    return sa;
  }

  int saNumber() {
    return number == null ? 0 : number.number();
  }
}
