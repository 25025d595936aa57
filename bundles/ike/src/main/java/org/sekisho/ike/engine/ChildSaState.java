package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.config.Lifetimes;

/**
 * One CHILD SA pair: its numbers, its place under an IKE SA, its life. When we renewed it, it stays
 * for receiving until its life ends or the peer deletes it; then the newer one has long taken over.
 */
final class ChildSaState {

  private static final long REKEY_JITTER_MILLIS = 30_000;
  private static final long EXPIRE_GRACE_MILLIS = 30_000;
  private static final long VOLUME_REDUCTION_SECONDS = 30;

  private final Gateway gateway;
  private final ChildPolicy policy;
  private final int inboundSpi;
  private final int outboundSpi;
  private final EspSuite suite;
  private final Optional<KeyExchangeMethod> group;
  private final List<KeyExchangeMethod> additional;
  private final byte[] lowestNonce;
  private final List<TrafficSelector> localSelectors;
  private final List<TrafficSelector> remoteSelectors;
  private final SaNumbers numbers;
  private final Lifetimes lifetimes;
  private final long expiresAt;
  private final long since;
  private IkeSa parent;
  private SaStatus.State state = SaStatus.State.ESTABLISHED;
  private RekeyChild rekeying;
  private ChildSaState peerRekey;
  private boolean lost;
  private OptionalLong dueAfterProbe = OptionalLong.empty();
  private boolean redundant;
  private final RekeyPause rekeyPause;
  private DeadlineQueue.Deadline rekeyTimer;
  private DeadlineQueue.Deadline expireTimer;
  private ChildActivation activation;
  private ChildVolume volume;

  /**
   * What a negotiation agreed on.
   *
   * @param policy what asked for it
   * @param keys key material of the exchange initiator's and responder's packets
   * @param weInitiated whether we started the exchange
   * @param group key exchange of its own, if any
   * @param additional additional key exchanges
   * @param lowestNonce the lower of the exchange's two nonces
   */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once, never compared
  record Agreed(
      ChildPolicy policy,
      int inboundSpi,
      int outboundSpi,
      EspSuite suite,
      KeyMaterial[] keys,
      boolean weInitiated,
      Optional<KeyExchangeMethod> group,
      List<KeyExchangeMethod> additional,
      List<TrafficSelector> localSelectors,
      List<TrafficSelector> remoteSelectors,
      byte[] lowestNonce) {}

  private ChildSaState(IkeSa parent, Agreed agreed, SaNumbers numbers) {
    this.parent = parent;
    this.gateway = parent.gateway();
    this.policy = agreed.policy();
    this.inboundSpi = agreed.inboundSpi();
    this.outboundSpi = agreed.outboundSpi();
    this.suite = agreed.suite();
    this.group = agreed.group();
    this.additional = agreed.additional();
    this.lowestNonce = agreed.lowestNonce();
    this.localSelectors = agreed.localSelectors();
    this.remoteSelectors = agreed.remoteSelectors();
    this.numbers = numbers;
    this.lifetimes = gateway.config().lifetimes();
    this.since = context().now();
    this.rekeyPause = new RekeyPause(context());
    this.expiresAt = context().now() + 1000L * lifetimes.childSeconds();
  }

  /**
   * Installs what was agreed and starts its timers.
   *
   * @param activation when to send on it
   * @throws IllegalStateException when the data plane cannot carry it; nothing is left behind but
   *     the numbers
   */
  static ChildSaState establish(
      IkeSa parent, Agreed agreed, SaNumbers numbers, ChildSa.Activation activation) {
    ChildSaState child = new ChildSaState(parent, agreed, numbers);
    EngineContext context = parent.context();
    KeyMaterial inbound = agreed.keys()[agreed.weInitiated() ? 1 : 0];
    KeyMaterial outbound = agreed.keys()[agreed.weInitiated() ? 0 : 1];
    boolean udp = parent.transport().udpEncapsulation();
    install(
        context,
        new ChildSa(
            child.policy.tunnel(),
            child.inboundSpi,
            child.outboundSpi,
            child.suite,
            inbound,
            outbound,
            agreed.localSelectors(),
            agreed.remoteSelectors(),
            udp,
            parent.transport().espLocal(),
            parent.transport().espRemote(),
            child.policy.replayWindow(),
            activation));
    context.register(child);
    numbers.established();
    child.startTimers();
    child.activation = new ChildActivation(context, child.inboundSpi, activation);
    child.gateway.children().established(child);
    return child;
  }

  private static void install(EngineContext context, ChildSa sa) {
    try {
      context.output.installChild(sa);
    } catch (IllegalStateException e) {
      sa.inboundKey().close();
      sa.outboundKey().close();
      throw e;
    }
  }

  private void startTimers() {
    long life = 1000L * lifetimes.childSeconds();
    long renewal = life * lifetimes.childRekeyPercent() / 100;
    renewal += context().jitter(Math.min(REKEY_JITTER_MILLIS, life / 10));
    rekeyTimer = context().after(renewal, this::rekey);
    expireTimer = context().after(life + EXPIRE_GRACE_MILLIS, this::expire);
    volume =
        new ChildVolume(
            context(),
            lifetimes,
            () -> context().output.childOctets(inboundSpi),
            this::rekey,
            this::volumeSpent);
  }

  /** The keys have carried all they may: no packet more, whether the peer answers or not. */
  private void volumeSpent() {
    context().output.log("[IKE2] " + policy.label() + " a CHILD SA has carried all its kilobytes");
    context().output.removeChild(inboundSpi);
    delete();
  }

  /** Starts the renewal unless one is under way. */
  void rekey() {
    if (state == SaStatus.State.ESTABLISHED && rekeying == null && parent.isUsable()) {
      if (gateway.sas().isStandby(parent)) {
        rekeyFailed(RekeyPause.STANDBY_MILLIS);
        return;
      }
      if (activation.isWaiting() && gateway.sas().childrenOf(policy.tunnel()).size() > 1) {
        rekeyFailed(
            ChildActivation.MILLIS); // the peer asked for it and may not have our answer yet
        return;
      }
      rekeying = new RekeyChild(this);
      parent.window().submit(rekeying);
    }
  }

  /** Renews before its time, to see whether that works; a failure leaves its time as it is. */
  void probe() {
    dueAfterProbe = DeadlineQueue.due(rekeyTimer);
    rekey();
  }

  /** The renewal failed: try again later, while the SA lives. */
  void rekeyFailed(long pauseMillis) {
    rekeying = null;
    if (state == SaStatus.State.ESTABLISHED) {
      DeadlineQueue.cancel(rekeyTimer);
      long pause = Math.max(pauseMillis, dueAfterProbe.orElse(0) - context().now());
      dueAfterProbe = OptionalLong.empty();
      rekeyTimer = context().after(pause, this::rekey);
    }
  }

  /** When this router renews it. */
  OptionalLong renewsAt() {
    return DeadlineQueue.due(rekeyTimer);
  }

  /** When this router deletes it if nothing happens before. */
  OptionalLong endsAt() {
    return DeadlineQueue.due(expireTimer);
  }

  RekeyPause rekeyPause() {
    return rekeyPause;
  }

  /** It goes on with another request. */
  void continueRekey(RekeyChild next) {
    rekeying = next;
    parent.window().submit(next);
  }

  /** Replaced: receives until its life ends, the peer deletes it, or it is of no use any more. */
  void supersede() {
    rekeying = null;
    peerRekey = null;
    if (state != SaStatus.State.ESTABLISHED) {
      return;
    }
    state = SaStatus.State.SUPERSEDED;
    activation.stop();
    DeadlineQueue.cancel(rekeyTimer);
    long left = expiresAt - context().now();
    long reduction = lifetimes.childReduction();
    if (lifetimes.childKilobytesConfigured() || volume.isRenewed()) {
      reduction =
          reduction == 0 ? VOLUME_REDUCTION_SECONDS : Math.min(reduction, VOLUME_REDUCTION_SECONDS);
    }
    if (lost) {
      delete();
    } else if (reduction > 0 && 1000 * reduction < left) {
      DeadlineQueue.cancel(expireTimer);
      expireTimer = context().after(1000 * reduction, this::expire);
    }
  }

  private void expire() {
    expireTimer = null;
    delete();
  }

  /** Deletes the pair at both ends. */
  void delete() {
    if (state == SaStatus.State.DELETING) {
      return;
    }
    state = SaStatus.State.DELETING;
    DeadlineQueue.cancel(rekeyTimer);
    volume.end();
    if (parent.isUsable()) {
      parent.window().submit(new Delete(List.of(this)));
    } else {
      remove("its IKE SA is gone");
    }
  }

  /** Takes the pair out of the data plane and forgets it. */
  void remove(String reason) {
    if (context().child(inboundSpi) != this) {
      return;
    }
    DeadlineQueue.cancel(rekeyTimer);
    DeadlineQueue.cancel(expireTimer);
    activation.stop();
    volume.end();
    state = SaStatus.State.DELETING;
    context().unregister(this);
    if (!redundant) { // before the old one is gone
      gateway.sas().newestChild(policy.tunnel()).ifPresent(c -> c.activation.begin());
    }
    context().draining.add(this);
    numbers.deleted();
    gateway.childRemoved(this, reason);
  }

  /** When this router begins to send on it. */
  ChildActivation activation() {
    return activation;
  }

  /** It lost a collision and was never used: what packets leave on does not change with its end. */
  void redundant() {
    redundant = true;
    activation.stop();
    delete();
  }

  /** The data plane was replaced and no longer has it: renew, then drop. */
  void markLost() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  void moveTo(IkeSa newParent) {
    parent = newParent;
  }

  void moved() {
    Transport transport = parent.transport();
    context()
        .output
        .moveChild(
            inboundSpi, transport.udpEncapsulation(), transport.espLocal(), transport.espRemote());
  }

  private EngineContext context() {
    return parent.context();
  }

  Gateway gateway() {
    return gateway;
  }

  /** What asked for it. */
  ChildPolicy policy() {
    return policy;
  }

  IkeSa parent() {
    return parent;
  }

  int inboundSpi() {
    return inboundSpi;
  }

  int outboundSpi() {
    return outboundSpi;
  }

  SaStatus.State state() {
    return state;
  }

  byte[] lowestNonce() {
    return lowestNonce;
  }

  /** Whether everything the other pair carries may travel on this one. */
  boolean covers(ChildSaState other) {
    return SelectorNarrowing.within(other.localSelectors, localSelectors)
        && SelectorNarrowing.within(other.remoteSelectors, remoteSelectors);
  }

  RekeyChild rekeyExchange() {
    return rekeying;
  }

  ChildSaState peerRekey() {
    return peerRekey;
  }

  void peerRekey(ChildSaState child) {
    peerRekey = child;
  }

  /** When it was established. */
  long since() {
    return since;
  }

  long expiresAt() {
    return expiresAt;
  }

  boolean hasNumber(int number) {
    return numbers.send() == number || numbers.recv() == number;
  }

  SaNumbers numbers() {
    return numbers;
  }

  String algorithms() {
    return AlgorithmNames.esp(suite, group, additional);
  }
}
