package org.sekisho.ike.engine;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.diagnosis.Diagnosis;
import org.sekisho.ike.diagnosis.Unreachable;

/**
 * The IKEv2 engine. Everything it does happens inside a call of one of its methods, on the caller's
 * thread, one call at a time; instants are milliseconds of any clock that does not run backwards.
 */
public final class IkeEngine {

  private final EngineContext context;
  private final InboundMessages inbound;

  /**
   * @param output what the engine lets happen
   * @param crypto primitives
   * @param random the only source of randomness
   */
  public IkeEngine(EngineOutput output, IkeCrypto crypto, SecureRandom random) {
    context = new EngineContext(output, crypto, random);
    inbound = new InboundMessages(context);
  }

  /**
   * Tunnels whose packets pass on pairs that an engine before this one has installed. Until they
   * have pairs of this one their peers are not told to forget all others (INITIAL_CONTACT, RFC 7296
   * section 2.4), which would end those at once.
   */
  public void inherited(Set<Integer> tunnels) {
    context.inherited.clear();
    context.inherited.addAll(tunnels);
  }

  /**
   * Applies a configuration by difference: a gateway whose configuration is equal is not touched.
   *
   * @param gateways all gateways by number
   */
  public void configure(long now, Map<Integer, GatewayConfig> gateways) {
    context.advance(now);
    for (int number : List.copyOf(context.gateways.keySet())) {
      if (!gateways.containsKey(number)) {
        context.gateways.remove(number).shutDown();
        context.leases.release(number);
      }
    }
    gateways.forEach(
        (number, config) -> {
          Gateway gateway = context.gateways.get(number);
          if (gateway == null) {
            gateway = new Gateway(context, config);
            context.gateways.put(number, gateway);
            gateway.check();
          } else if (!gateway.config().equals(config)) {
            gateway.configure(config);
          }
        });
  }

  /**
   * Takes an IKE message.
   *
   * @param natTraversal whether it came on UDP 4500 (its non-ESP marker is removed)
   * @param datagram the message, owned by the engine from now on
   */
  public void datagram(
      long now, Endpoint local, Endpoint remote, boolean natTraversal, byte[] datagram) {
    context.advance(now);
    inbound.datagram(new Transport(local, remote, natTraversal, Transport.UNKNOWN), datagram);
  }

  /** Runs what is due. */
  public void tick(long now) {
    context.advance(now);
    context.deadlines.run(context.now());
  }

  /** When {@link #tick} must be called next; empty when nothing waits. */
  public OptionalLong nextDeadline() {
    return context.deadlines.next();
  }

  /** See {@link org.sekisho.api.ike.IkeService#initiate}. */
  public void initiate(long now, int gateway) {
    with(now, gateway, Gateway::connect);
  }

  /** See {@link org.sekisho.api.ike.IkeService#disconnect}. */
  public void disconnect(long now, int gateway) {
    with(now, gateway, Gateway::disconnect);
  }

  /** See {@link org.sekisho.api.ike.IkeService#probe}. */
  public void probe(long now, int gateway) {
    with(now, gateway, Gateway::probe);
  }

  /** See {@link org.sekisho.api.ike.IkeService#peerDead}. */
  public void peerDead(long now, int gateway, String reason) {
    with(now, gateway, g -> g.restart(reason));
  }

  /** See {@link org.sekisho.api.ike.IkeService#refresh}. */
  public void refresh(long now) {
    context.advance(now);
    context.gateways.values().forEach(g -> g.restart("refreshed"));
  }

  /** Renews the newest CHILD SA of each of a gateway's policies, as its timer would. */
  public void rekeyChild(long now, int gateway) {
    with(now, gateway, g -> g.sas().newestChildren().forEach(ChildSaState::rekey));
  }

  /** Renews the IKE SA of a gateway, as its timer would. */
  public void rekeyIke(long now, int gateway) {
    with(
        now,
        gateway,
        g -> Optional.ofNullable(g.sas().current()).ifPresent(sa -> sa.renewal().start()));
  }

  /** Starts a new IKE SA beside the present one, as reauthentication does (RFC 7296 2.8.3). */
  public void reauthenticate(long now, int gateway) {
    with(now, gateway, Gateway::dial);
  }

  /** Deletes the SA with that number, if there is one; see IkeService#delete. */
  public void delete(long now, int saNumber) {
    context.advance(now);
    context.ikeSas().stream().filter(s -> s.number() == saNumber).forEach(IkeSa::delete);
    context.children().stream().filter(c -> c.hasNumber(saNumber)).forEach(ChildSaState::delete);
  }

  /** See {@link org.sekisho.api.ike.IkeService#deleteAll}. */
  public void deleteAll(long now) {
    context.advance(now);
    context.ikeSas().forEach(IkeSa::delete);
  }

  /** A name asked for by {@link EngineOutput#resolve} has this address. */
  public void resolved(long now, String host, InetAddress address) {
    context.advance(now);
    context.gateways.values().forEach(g -> g.resolved(host, address));
  }

  /**
   * A certificate given to {@link EngineOutput#checkCertificate} has been checked.
   *
   * @param check its number
   * @param refusal one sentence, empty when the certificate is good
   */
  public void certificateChecked(long now, long check, Optional<String> refusal) {
    context.advance(now);
    context.checks.answered(check, refusal);
  }

  /** Deletes every SA at both ends and starts nothing more; see {@link #isIdle}. */
  public void shutDown(long now) {
    context.advance(now);
    inbound.shutDown();
    context.gateways.values().forEach(Gateway::shutDown);
  }

  /** Whether no SA is left. */
  public boolean isIdle() {
    return context.isIdle();
  }

  /** Forgets every SA without asking the peers. */
  public void close() {
    inbound.shutDown();
    context.gateways.values().forEach(Gateway::shutDown);
    context.ikeSas().forEach(sa -> sa.close("this router stops"));
    context.ikeSas().forEach(IkeSa::abandon);
    context.ticketSeal.close();
  }

  /** The data plane saw a verified packet from another address. */
  public void peerMoved(long now, int inboundSpi, Endpoint local, Endpoint remote) {
    context.advance(now);
    ChildSaState child = context.child(inboundSpi);
    if (child != null) {
      IkeSa sa = child.parent();
      if (sa.transport().nat().remoteBehindNat() && !sa.transport().nat().localBehindNat()) {
        sa.moves().seen(local, remote);
      }
    }
  }

  /** The data plane is about to run out of sequence numbers. */
  public void sequenceNearlyExhausted(long now, int inboundSpi) {
    context.advance(now);
    Optional.ofNullable(context.child(inboundSpi)).ifPresent(ChildSaState::rekey);
  }

  /** The data plane saw the first verified packet and sends on that SA now. */
  public void firstPacket(long now, int inboundSpi) {
    context.advance(now);
    Optional.ofNullable(context.child(inboundSpi)).ifPresent(c -> c.activation().stop());
  }

  /** Another data plane has taken over that knows none of the SAs. */
  public void dataPlaneReplaced(long now) {
    context.advance(now);
    context.gateways.values().forEach(g -> g.sas().dataPlaneReplaced());
  }

  /**
   * A message could not be sent.
   *
   * @param why what the system said
   */
  public void sendFailed(long now, Endpoint remote, String why) {
    context.advance(now);
    context.gateways.values().stream()
        .filter(g -> g.isAt(remote.address()))
        .forEach(g -> g.sendFailed(why));
  }

  /**
   * A message did not arrive, so an ICMP message says. While an attempt is under way the diagnosis
   * tells; established SAs are left to liveness checks.
   *
   * @param remote where it was to go
   */
  public void unreachable(long now, Endpoint remote, Unreachable said) {
    context.advance(now);
    context.gateways.values().stream()
        .filter(g -> g.isAt(remote.address()))
        .forEach(g -> g.unreachable(remote, said));
  }

  /** When each SA that is established is renewed, by SA number. */
  public List<SaSchedule> schedule(long now) {
    context.advance(now);
    List<SaSchedule> all = new ArrayList<>();
    context
        .gateways
        .values()
        .forEach(g -> g.sas().ikeSas().forEach(sa -> all.add(SaSchedule.of(sa))));
    context.children().forEach(child -> all.add(SaSchedule.of(child)));
    all.sort(
        Comparator.comparingInt((SaSchedule s) -> s.gateway())
            .thenComparingInt(s -> s.numbers().get(0)));
    return all;
  }

  /** What is known about failures of each gateway, by number. */
  public List<Diagnosis> diagnoses() {
    return context.gateways.values().stream()
        .map(g -> g.failures().diagnosis().view(g.config(), g.sas().hasChildren()))
        .toList();
  }

  /** Forgets what is known about failures of a gateway. */
  public void clearDiagnosis(long now, int gateway) {
    with(now, gateway, g -> g.failures().diagnosis().clear());
  }

  private void with(long now, int gateway, Consumer<Gateway> action) {
    context.advance(now);
    Optional.ofNullable(context.gateways.get(gateway)).ifPresent(action);
  }

  /**
   * States of all gateways; {@code lastInboundNanos} is the engine's clock in nanoseconds and knows
   * of IKE messages only.
   */
  public List<GatewayStatus> gateways() {
    return context.gateways.values().stream().map(SaStatuses::of).toList();
  }

  /** All SAs that have a number, by number. */
  public List<SaStatus> securityAssociations(long now) {
    context.advance(now);
    List<SaStatus> all = new ArrayList<>();
    for (IkeSa sa : context.ikeSas()) {
      if (sa.gateway() != null && (sa.number() != 0 || sa.dial() != null)) {
        all.add(SaStatuses.of(sa));
      }
    }
    context.children().forEach(c -> all.addAll(SaStatuses.of(c)));
    all.sort(Comparator.comparingInt(SaStatus::number));
    return all;
  }

  /** IKE SAs that wait for their peers' IKE_AUTH. */
  public int halfOpen() {
    return inbound.halfOpen();
  }

  /** What was dropped, and why, since the engine was made. */
  public Map<Counter, Long> counters() {
    return context.counters.all();
  }
}
