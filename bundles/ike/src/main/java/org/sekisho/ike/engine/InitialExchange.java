package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.crypto.IkeKeys;
import org.sekisho.ike.crypto.IkeSuite;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.diagnosis.Unreachable;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.Payloads;

/**
 * One attempt to make an IKE SA as initiator, from the first exchange, which nothing protects, to
 * the end of IKE_AUTH: {@link IkeSaInit}, or {@link IkeSessionResume} where there is a ticket.
 */
abstract class InitialExchange {

  private static final int MAX_RETRIES = 8;

  /** How long to try where the system refuses to send: a link may be about to come up. */
  private static final long SEND_ERROR_WAIT_MILLIS = 10_000;

  final Gateway gateway;
  final EngineContext context;
  final IkeSa sa;
  final byte[] nonce;
  private final long since;
  private final ReturnedCookie cookie;
  private IkeNumber number;
  private byte[] request;
  private List<Payload> announced = List.of();
  private int retries;
  private Retransmitter retransmitter;
  private String sendError = "";
  private Optional<InetAddress> answersFrom = Optional.empty();
  private Optional<Unreachable> unreachable = Optional.empty();
  private boolean stopped;

  InitialExchange(Gateway gateway, Endpoint local, Endpoint remote) {
    this.gateway = gateway;
    this.context = gateway.context();
    this.nonce = context.nonce();
    this.cookie = new ReturnedCookie(context);
    this.since = context.now();
    this.sa =
        new IkeSa(
            context,
            true,
            context.newIkeSpi(),
            0,
            gateway,
            new Transport(local, remote, false, Transport.UNKNOWN));
  }

  /** Starts; the attempt ends by {@link #succeeded}, {@link #end} or {@link #stop}. */
  abstract void start();

  /** Exchange type of the header. */
  abstract int exchangeType();

  /** What the request holds between the cookie and NAT detection. */
  abstract List<Payload> content();

  /** What the request says at its end about what we can do beyond RFC 7296. */
  abstract List<Payload> announcements();

  /** How long to send the request, in milliseconds. */
  abstract long giveUpMillis();

  /** That time is over. */
  abstract void exhausted();

  /** Takes a response that asks for no cookie. */
  abstract void response(IkeHeader header, byte[] datagram, Payloads payloads)
      throws MalformedMessageException;

  /** The response could not be decoded, or makes no sense. */
  abstract void unreadable(String what);

  /** The attempt is over, well or not. */
  abstract void released();

  /** The attempt failed. */
  abstract void end(Failure reason);

  /** The SA is there from now on, and has a number. */
  final void begin() {
    number = new IkeNumber(context, gateway.isQuiet());
    sa.connecting(this);
    context.register(sa);
  }

  /** Sends the request, and again until there is an answer. */
  final void send() {
    List<Payload> payloads = new ArrayList<>(cookie.payloads());
    payloads.addAll(content());
    Transport transport = sa.transport();
    payloads.addAll(
        NatDetection.notifications(
            sa.spiI(),
            0,
            transport.local(),
            transport.remote(),
            gateway.config().forceNatTraversal()));
    announced = announcements();
    payloads.addAll(announced);
    request =
        PayloadChain.encodePlain(sa.spiI(), 0, exchangeType(), IkeHeader.INITIATOR, 0, payloads);
    byte[] message = request;
    stopSending();
    retransmitter =
        new Retransmitter(
            context.deadlines,
            context::now,
            1000L * gateway.config().retrySeconds(),
            giveUpMillis(),
            () -> sa.transmit(message),
            this::exhausted);
  }

  private void stopSending() {
    if (retransmitter != null) {
      retransmitter.stop();
      retransmitter = null;
    }
  }

  /** Whether the request waits for its answer. */
  final boolean isWaiting() {
    return !stopped && retransmitter != null;
  }

  /** Gives up no later than after this time. */
  final void giveUpAfter(long millis) {
    retransmitter.giveUpBy(context.now() + millis);
  }

  /** Whether there may be one more retry. */
  final boolean retry() {
    return ++retries <= MAX_RETRIES;
  }

  /** Takes a response to the current request. */
  final void received(IkeHeader header, byte[] datagram, Payloads payloads) {
    if (!isWaiting()) {
      return;
    }
    try {
      Optional<NotifyPayload> newCookie = payloads.notify(NotifyType.COOKIE);
      if (newCookie.isPresent()) {
        retryWithCookie(newCookie.get(), payloads);
      } else {
        response(header, datagram, payloads);
      }
    } catch (MalformedMessageException e) {
      unreadable(e.getMessage());
    }
  }

  private void retryWithCookie(NotifyPayload asked, Payloads response)
      throws MalformedMessageException {
    if (!cookie.isNew(asked) || !retry()) {
      return; // keep sending what we have; the time limit still holds
    }
    stopSending();
    cookie.take(asked, response, this::send);
  }

  /**
   * The peer has agreed: what follows is protected.
   *
   * @param datagram the response as it travelled
   * @param nr the responder's nonce
   */
  final InitMessages agreed(
      IkeHeader header,
      byte[] datagram,
      Payloads payloads,
      IkeSuite suite,
      IkeKeys keys,
      byte[] nr) {
    stopSending();
    long spiR = header.responderSpi();
    sa.keyed(suite, keys, spiR, 1);
    sa.peerSupports(Announcements.agreed(announced, payloads));
    Transport transport = sa.transport();
    NatDetection nat =
        NatDetection.of(payloads, sa.spiI(), spiR, transport.local(), transport.remote());
    sa.transport(transport.floated(nat.pretending(gateway.config().forceNatTraversal())));
    return new InitMessages(request, Arrays.copyOf(datagram, header.length()), nonce, nr);
  }

  /** No answer to IKE_AUTH. */
  final void authUnanswered() {
    Evidence.Path path = path();
    end(
        unreachable.isPresent()
            ? StartFailures.unreachable(path, Stage.IKE_AUTH)
            : StartFailures.noAnswerToAuth(path));
  }

  /**
   * Somebody says that our messages do not arrive. Nobody vouches for it, and it may pass: the
   * attempt goes on, and the administrator knows at once.
   */
  final void unreachable(Endpoint remote, Unreachable said) {
    if (!stopped && unreachable.isEmpty() && remote.equals(sa.transport().remote())) {
      unreachable = Optional.of(said);
      Stage stage = isAuthenticating() ? Stage.IKE_AUTH : Stage.IKE_SA_INIT;
      gateway.saidUnreachable(StartFailures.unreachable(path(), stage));
    }
  }

  /** Our message did not leave this router: there is no need to wait for long. */
  final void sendFailed(String why) {
    if (isWaiting()) {
      sendError = why;
      giveUpAfter(SEND_ERROR_WAIT_MILLIS);
    }
  }

  /** An answer came from there. */
  final void answeredFrom(InetAddress address) {
    sendError = "";
    unreachable = Optional.empty();
    if (!address.equals(sa.transport().remote().address())) {
      answersFrom = Optional.of(address);
    }
  }

  /** Whether the peer is known to answer on UDP 4500. */
  boolean answers4500() {
    return false;
  }

  /** What is known of the way to the peer. */
  final Evidence.Path path() {
    Transport way = sa.transport();
    return new Evidence.Path(
        way.local(), way.remote(), answersFrom, answers4500(), sendError, unreachable);
  }

  /** Whether IKE_AUTH is under way. */
  final boolean isAuthenticating() {
    return sa.canSend();
  }

  /** IKE_AUTH ended well: the number is the SA's now. */
  final IkeNumber succeeded() {
    stopped = true;
    released();
    gateway.dialEnded(this);
    IkeNumber taken = number;
    number = null;
    return taken;
  }

  /** The attempt failed in a way of which no more is known than a sentence. */
  final void end(String reason) {
    end(Failure.said(reason));
  }

  final boolean isStopped() {
    return stopped;
  }

  /** Ends without a word. */
  final void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    stopSending();
    cookie.stop();
    released();
    sa.abandon();
    if (number != null) {
      number.deleted();
      number = null;
    }
  }

  /** When the attempt began. */
  final long since() {
    return since;
  }

  final Gateway gateway() {
    return gateway;
  }

  final IkeSa sa() {
    return sa;
  }

  final int saNumber() {
    return number == null ? 0 : number.number();
  }
}
