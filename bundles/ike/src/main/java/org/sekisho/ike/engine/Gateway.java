package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.Optional;
import org.sekisho.api.config.Text;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.GatewayDiagnosis;
import org.sekisho.ike.diagnosis.Unreachable;
import org.sekisho.ike.message.NotifyType;

/**
 * One configured gateway and everything alive under it. Decides when to start, when to start again
 * and what of it the log hears.
 */
final class Gateway {

  private final EngineContext context;
  private GatewayConfig config;
  private final GatewaySas sas = new GatewaySas();
  private boolean removing;
  private InitialExchange dial;
  private boolean wanted;
  private boolean held;
  private boolean closing;
  private final KeyExchangeMemory keyExchanges = new KeyExchangeMemory();
  private PeerAddress peer;
  private final FailureRecord failure;
  private final ModeConfiguration modeConfiguration = new ModeConfiguration(this);
  private final Redirection redirection = new Redirection(this);
  private IkeSa leaving;
  private final ChildKeeper children;
  private long lastHeard;
  private final OwnTickets ownTickets = new OwnTickets(this);
  private final IssuedTickets issuedTickets;
  private final RekeyProbe probe = new RekeyProbe(this);
  private final PeerRenewals peerRenewals = new PeerRenewals();

  Gateway(EngineContext context, GatewayConfig config) {
    this.context = context;
    this.config = config;
    this.failure =
        new FailureRecord(
            context,
            () -> this.config,
            () -> this.config.label(),
            new GatewayDiagnosis(context::now));
    this.children = new ChildKeeper(this, failure);
    this.issuedTickets = new IssuedTickets(context);
    this.peer = new PeerAddress(config.remoteHost());
  }

  /** The configuration changed; SAs stay when they still are what it asks for. */
  void configure(GatewayConfig changed) {
    if (!changed.samePeer(config)) {
      shutDown();
      closing = false;
      peer = new PeerAddress(changed.remoteHost());
      redirection.forget();
      failure.forget();
    }
    failure.diagnosis().reconfigured();
    ownTickets.configured(config, changed);
    issuedTickets.configured(config, changed);
    config = changed;
    probe.reconfigured();
    keyExchanges.forget();
    held = false;
    if (!changed.autoInitiate()) {
      wanted = false;
    }
    children.dropForeign();
    retryNow();
  }

  /** Deletes everything at both ends and starts nothing more. */
  void shutDown() {
    closing = true;
    stopDial();
    failure.cancelRetry();
    ownTickets.drop();
    modeConfiguration.release();
    dropChildren("deleted by this router");
    sas.ikeSas().forEach(IkeSa::delete);
  }

  /** {@code disconnect}: as {@link #shutDown}, until something asks for a connection. */
  void disconnect() {
    wanted = false;
    held = true;
    stopDial();
    failure.cancelRetry();
    ownTickets.drop();
    issuedTickets.revoke();
    modeConfiguration.release();
    dropChildren("disconnected");
    sas.ikeSas().forEach(IkeSa::delete);
  }

  /** Whether packets of one of its tunnels pass on pairs of an engine before this one. */
  boolean hasInherited() {
    return config.children().stream().anyMatch(c -> context.inherited.contains(c.tunnel()));
  }

  /** {@code connect}. */
  void connect() {
    held = false;
    wanted = true;
    retryNow();
  }

  /** Forgets everything silently and starts again. */
  void restart(String reason) {
    held = false;
    stopDial();
    sas.ikeSas().forEach(sa -> sa.close(reason));
    retryNow();
  }

  private void retryNow() {
    failure.startAfresh();
    children.startAfresh();
    check();
  }

  private boolean shouldBeUp() {
    return !closing && !held && (wanted || config.autoInitiate()) && !config.children().isEmpty();
  }

  /** Starts what is missing. */
  void check() {
    if (!shouldBeUp() || dial != null || failure.isWaiting() || children.isUp()) {
      return;
    }
    IkeSa current = sas.current();
    if (current == null) {
      dial();
    } else {
      children.createMissing(current);
    }
  }

  /** Starts a new IKE SA, also beside an old one (make before break). */
  void dial() {
    dial(true);
  }

  private void dial(boolean mayResume) {
    if (dial != null) {
      return;
    }
    Optional<String> missing = config.missing();
    if (missing.isPresent()) {
      fail(StartFailures.incomplete(missing.get()));
      return;
    }
    Optional<InetAddress> remote = redirection.target().or(peer::get);
    if (remote.isEmpty()) {
      fail(StartFailures.noAddress(peer.problem(config.number())));
      peer.name().ifPresent(context.output::resolve);
      return;
    }
    InetAddress local =
        config.localAddress().orElseGet(() -> context.output.sourceAddressFor(remote.get()));
    if (local == null) {
      fail(StartFailures.noRoute(remote.get()));
      return;
    }
    Endpoint from = new Endpoint(local, Transport.IKE_PORT);
    Endpoint to = new Endpoint(remote.get(), Transport.IKE_PORT);
    Optional<KeptTicket> ticket =
        mayResume && sas.current() == null ? ownTickets.usable() : Optional.empty();
    dial =
        ticket
            .<InitialExchange>map(t -> new IkeSessionResume(this, from, to, t))
            .orElseGet(() -> new IkeSaInit(this, from, to));
    dial.start();
  }

  /** The attempt to resume the IKE SA has failed: it is made anew (RFC 5723 section 4.3.2). */
  void notResumed(InitialExchange attempt) {
    if (dial == attempt) {
      dial = null;
      dial(false);
    }
  }

  /** A name has been looked up. */
  void resolved(String host, InetAddress address) {
    if (peer.resolved(host, address)) {
      failure.cancelRetry();
      check();
    }
  }

  /** A message to the peer did not leave this router. */
  void sendFailed(String why) {
    if (dial != null) {
      dial.sendFailed(why);
    }
  }

  /** Somebody says that a message to the peer did not arrive. */
  void unreachable(Endpoint remote, Unreachable said) {
    if (dial != null) {
      dial.unreachable(remote, said);
    }
  }

  /** The peer of an IKE SA, or of an attempt, has sent us elsewhere (RFC 5685). */
  void redirected(IkeSa from) {
    stopDial();
    leaving = from.state() == IkeSa.State.ESTABLISHED ? from : null;
    dial();
  }

  /** The ticket the peer gave us. */
  OwnTickets ownTickets() {
    return ownTickets;
  }

  /** The tickets the peer has been given. */
  IssuedTickets issuedTickets() {
    return issuedTickets;
  }

  Redirection redirection() {
    return redirection;
  }

  ModeConfiguration modeConfiguration() {
    return modeConfiguration;
  }

  /** The attempt is over, well or not. */
  void dialEnded(InitialExchange ended) {
    if (dial == ended) {
      dial = null;
    }
  }

  void stopDial() {
    InitialExchange running = dial;
    dial = null;
    if (running != null) {
      running.stop();
    }
  }

  /** The peer has connected by itself: an attempt of ours that is still at its start is idle. */
  void peerConnected() {
    if (dial != null && !dial.isAuthenticating()) {
      stopDial();
    }
  }

  /** An attempt failed, the peer's or ours: one log line a cause. */
  void peerFailed(Failure cause) {
    failure.note(cause);
  }

  /**
   * An attempt of somebody who may be the peer failed, unauthenticated. While the tunnel is up it
   * is no failure of the tunnel.
   */
  void strangerFailed(Failure cause) {
    failure.noteStranger(cause, children.isUp());
  }

  /** ICMP says so, which anybody can: of a tunnel that is up it is not to be told as a failure. */
  void saidUnreachable(Failure cause) {
    if (children.isUp()) {
      strangerFailed(cause);
    } else {
      peerFailed(cause);
    }
  }

  /** {@code ipsec ike probe-rekey}. */
  RekeyProbe rekeyProbe() {
    return probe;
  }

  /** When the peer has renewed SAs. */
  PeerRenewals peerRenewals() {
    return peerRenewals;
  }

  /** What has failed, and what is known about it. */
  FailureRecord failures() {
    return failure;
  }

  /** An attempt failed: one log line a cause, and another attempt after a pause. */
  void fail(Failure cause) {
    redirection.forget();
    peerFailed(cause);
    failure.retryLater(
        () -> {
          peer.name().ifPresent(context.output::resolve);
          check();
        });
  }

  /** An attempt failed in a way of which no more is known than a sentence. */
  void fail(String reason) {
    fail(Failure.said(reason));
  }

  /** Whether the next attempt is a repetition that the log need not hear of. */
  boolean isQuiet() {
    return failure.isQuiet();
  }

  /** The CHILD SAs that the policies ask for. */
  ChildKeeper children() {
    return children;
  }

  void ikeEstablished(IkeSa sa) {
    sas.add(sa);
    if (leaving != null && leaving != sa) {
      leaving.delete();
      leaving = null;
    }
  }

  /** The SAs alive. */
  GatewaySas sas() {
    return sas;
  }

  /**
   * Before the peer gets another SA.
   *
   * @throws NegotiationException when it has so many that it cannot need one
   */
  void checkRoom() throws NegotiationException {
    if (sas.isFull()) {
      throw new NegotiationException(NotifyType.NO_ADDITIONAL_SAS, "the peer has too many SAs");
    }
  }

  /** The IKE SA is lost without a word from the peer. */
  void ikeLost(IkeSa sa, Failure cause) {
    boolean only = !sas.hasOtherUsable(sa);
    if (only && shouldBeUp()) {
      fail(cause);
      failure.cancelRetry();
    } else if (only) {
      failure.noteAside("", cause);
    }
    if (only) {
      sas.superseded().forEach(other -> other.close(cause.sentence())); // answers on none (2.4)
    }
    sa.close(cause.sentence());
  }

  /** Removes an IKE SA's CHILD SAs with it. */
  void ikeClosing(IkeSa sa, String reason) {
    sas.remove(sa);
    removing = true;
    try {
      sas.childrenOf(sa).forEach(c -> c.remove(reason));
    } finally {
      removing = false;
    }
  }

  void childRemoved(ChildSaState child, String reason) {
    children.removed(child, removing, reason);
  }

  private void dropChildren(String reason) {
    sas.children().forEach(c -> c.remove(reason));
  }

  /** The peer repeats a request: it does not have our answer, nor the pair made by it. */
  void peerRepeats() {
    sas.children().forEach(c -> c.activation().postpone());
  }

  /** Liveness check, unless something is on its way that shows the same. */
  void probe() {
    IkeSa current = sas.current();
    if (current != null && current.window().isIdle()) {
      current.window().submit(new Liveness());
    }
  }

  void heard() {
    lastHeard = context.now();
  }

  GatewayConfig config() {
    return config;
  }

  EngineContext context() {
    return context;
  }

  /** What the peer's refusals have taught about key exchanges. */
  KeyExchangeMemory keyExchanges() {
    return keyExchanges;
  }

  /** Whether the peer may start the exchange. */
  boolean acceptsRequests() {
    return !closing
        && config.acceptRequests()
        && !config.children().isEmpty()
        && config.missing().isEmpty();
  }

  /** Whether the configuration names no place for the peer. */
  boolean isAnywhere() {
    return config.remoteHost().isEmpty();
  }

  /** Whether the configuration places the peer at that address. */
  boolean isAt(InetAddress address) {
    return peer.get().filter(address::equals).isPresent()
        || redirection.target().filter(address::equals).isPresent();
  }

  /** Where the peer is thought to be, empty when nobody knows. */
  Optional<InetAddress> peerAddress() {
    return peer.get();
  }

  /** Why the last attempt failed. */
  Optional<Text> lastFailure() {
    return failure.last().or(children::lastFailure);
  }

  /** When the peer was last heard, authenticated. */
  long lastHeard() {
    return lastHeard;
  }
}
