package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.message.NotifyType;

/**
 * One configured gateway and everything alive under it. Decides when to start, when to start again
 * and what of it the log hears.
 */
final class Gateway {

  private static final int CHILD_ATTEMPTS = 3;

  /** A pair that the peer deletes this soon was not wanted: the next one follows after a pause. */
  private static final long UNWANTED_MILLIS = 5_000;

  private final EngineContext context;
  private GatewayConfig config;
  private final GatewaySas sas = new GatewaySas();
  private boolean removing;
  private IkeSaInit dial;
  private boolean wanted;
  private boolean held;
  private boolean closing;
  private Optional<KeyExchangeMethod> rememberedGroup = Optional.empty();
  private boolean peerWantsPfs;
  private PeerAddress peer;
  private final FailureRecord failure;
  private int childFailures;
  private long lastHeard;

  Gateway(EngineContext context, GatewayConfig config) {
    this.context = context;
    this.config = config;
    this.failure = new FailureRecord(context);
    this.peer = new PeerAddress(config.remoteHost());
  }

  /** The configuration changed; SAs stay when they still are what it asks for. */
  void configure(GatewayConfig changed) {
    if (!changed.samePeer(config)) {
      shutDown();
      closing = false;
      peer = new PeerAddress(changed.remoteHost());
      failure.succeeded();
    }
    config = changed;
    rememberedGroup = Optional.empty();
    peerWantsPfs = false;
    held = false;
    if (!changed.autoInitiate()) {
      wanted = false;
    }
    retryNow();
  }

  /** Deletes everything at both ends and starts nothing more. */
  void shutDown() {
    closing = true;
    stopDial();
    failure.cancelRetry();
    dropChildren("deleted by this router");
    sas.ikeSas().forEach(IkeSa::delete);
  }

  /** {@code disconnect}: as {@link #shutDown}, until something asks for a connection. */
  void disconnect() {
    wanted = false;
    held = true;
    stopDial();
    failure.cancelRetry();
    dropChildren("disconnected");
    sas.ikeSas().forEach(IkeSa::delete);
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
    childFailures = 0;
    check();
  }

  private boolean shouldBeUp() {
    return !closing && !held && (wanted || config.autoInitiate()) && config.tunnel().isPresent();
  }

  /** Starts what is missing. */
  void check() {
    if (!shouldBeUp() || dial != null || failure.isWaiting() || isUp()) {
      return;
    }
    IkeSa current = sas.current();
    if (current == null) {
      dial();
    } else if (!current.window().has(e -> e instanceof CreateChild || e instanceof RekeyIke)) {
      current.window().submit(new CreateChild(this));
    }
  }

  /** A superseded pair does not count: it ends without being renewed. */
  private boolean isUp() {
    return sas.newestChild().isPresent();
  }

  /** Starts a new IKE SA, also beside an old one (make before break). */
  void dial() {
    if (dial != null) {
      return;
    }
    Optional<String> missing = config.missing();
    if (missing.isPresent()) {
      fail(missing.get());
      return;
    }
    Optional<InetAddress> remote = peer.get();
    if (remote.isEmpty()) {
      fail(peer.problem(config.number()));
      peer.name().ifPresent(context.output::resolve);
      return;
    }
    InetAddress local =
        config.localAddress().orElseGet(() -> context.output.sourceAddressFor(remote.get()));
    if (local == null) {
      fail("no route to " + remote.get().getHostAddress());
      return;
    }
    dial = new IkeSaInit(this, new Endpoint(local, 500), new Endpoint(remote.get(), 500));
    dial.start();
  }

  /** A name has been looked up. */
  void resolved(String host, InetAddress address) {
    if (peer.resolved(host, address)) {
      failure.cancelRetry();
      check();
    }
  }

  /** The attempt is over, well or not. */
  void dialEnded(IkeSaInit ended) {
    if (dial == ended) {
      dial = null;
    }
  }

  void stopDial() {
    IkeSaInit running = dial;
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
  void peerFailed(String reason) {
    failure.note(config.label(), reason);
    context.output.failed(config.number(), reason);
  }

  /**
   * An attempt of somebody who may be the peer failed, unauthenticated. While the tunnel is up it
   * is no failure of the tunnel.
   */
  void strangerFailed(String reason) {
    if (isUp()) {
      context.strangers.log("[IKE2] " + config.label() + " " + reason);
    } else {
      failure.noteStranger(config.label(), reason);
      context.output.failed(config.number(), reason);
    }
  }

  /** An attempt failed: one log line a cause, and another attempt after a pause. */
  void fail(String reason) {
    peerFailed(reason);
    failure.retryLater(
        () -> {
          peer.name().ifPresent(context.output::resolve);
          check();
        });
  }

  /** Whether the next attempt is a repetition that the log need not hear of. */
  boolean isQuiet() {
    return failure.isQuiet();
  }

  /** A CHILD SA could not be made; the IKE SA stays, until that has failed too often. */
  void childFailed(IkeSa sa, String reason) {
    childFailures++;
    fail(reason);
    if (childFailures % CHILD_ATTEMPTS == 0) {
      sa.delete();
    }
  }

  void ikeEstablished(IkeSa sa) {
    sas.add(sa);
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
  void ikeLost(IkeSa sa, String reason) {
    boolean only = !sas.hasOtherUsable(sa);
    if (only && shouldBeUp()) {
      fail(reason);
      failure.cancelRetry();
    } else if (only) {
      context.output.log("[IKE2] " + config.label() + " " + reason);
    }
    sa.close(reason);
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

  void childEstablished(ChildSaState child) {
    boolean first = !sas.hasChildren();
    sas.add(child);
    failure.succeeded();
    childFailures = 0;
    if (first) {
      config.tunnel().ifPresent(t -> context.output.childUp(config.number(), t));
    }
  }

  void childRemoved(ChildSaState child, String reason) {
    sas.remove(child);
    if (!sas.hasChildren()) {
      config.tunnel().ifPresent(t -> context.output.childDown(config.number(), t, reason));
    }
    if (!removing && !isUp() && context.now() - child.since() < UNWANTED_MILLIS) {
      failure.retryLater(this::check);
    } else if (!removing) {
      check(); // otherwise when the IKE SA is closed
    }
  }

  private void dropChildren(String reason) {
    sas.children().forEach(c -> c.remove(reason));
  }

  /**
   * INITIAL_CONTACT: the peer knew no SA but this one (RFC 7296 section 2.4).
   *
   * @param since when the peer began to make it; SAs established later may have crossed it
   */
  void initialContact(IkeSa survivor, long since) {
    for (IkeSa sa : sas.ikeSas()) {
      if (sa != survivor && sa.since() < since) {
        sa.close("the peer has started anew");
      }
    }
  }

  /** The peer repeats a request: it does not have our answer, nor the pair made by it. */
  void peerRepeats() {
    sas.children().forEach(ChildSaState::postponeActivation);
  }

  /** The data plane is a new one that has no SAs: renew each pair, never install one again. */
  void dataPlaneReplaced() {
    ChildSaState newest = sas.newestChild().orElse(null);
    for (ChildSaState child : sas.children()) {
      child.markLost();
      if (child == newest) {
        child.rekey();
      } else {
        child.delete();
      }
    }
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

  Optional<KeyExchangeMethod> rememberedGroup() {
    return rememberedGroup;
  }

  /** The peer asked for this group; kept until the configuration changes. */
  void rememberGroup(KeyExchangeMethod group) {
    rememberedGroup = Optional.of(group);
  }

  /** Whether renewals we start carry a key exchange of their own. */
  boolean pfs() {
    return config.pfs() || peerWantsPfs;
  }

  /** The peer refused a renewal without key exchange. */
  void peerWantsPfs() {
    peerWantsPfs = true;
  }

  /** Whether the peer may start the exchange. */
  boolean acceptsRequests() {
    return !closing
        && config.acceptRequests()
        && config.tunnel().isPresent()
        && config.missing().isEmpty();
  }

  /** Whether the configuration names no place for the peer. */
  boolean isAnywhere() {
    return config.remoteHost().isEmpty();
  }

  /** Whether the configuration places the peer at that address. */
  boolean isAt(InetAddress address) {
    return peer.get().filter(address::equals).isPresent();
  }

  /** Status for the console; {@code lastInboundNanos} holds milliseconds of the engine's clock. */
  GatewayStatus status() {
    IkeSa current = sas.current();
    String remote =
        current != null
            ? current.transport().remote().address().getHostAddress()
            : peer.get().map(InetAddress::getHostAddress).orElse("");
    return new GatewayStatus(
        config.number(),
        config.tunnel(),
        current != null,
        sas.hasChildren(),
        config.localIdText(),
        config.remoteIdText(),
        remote,
        failure.last(),
        lastHeard * 1_000_000);
  }
}
