package org.sekisho.ike.service;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.eap.EapMethods;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.IkeInput;
import org.sekisho.api.ike.IkeListener;
import org.sekisho.api.ike.IkeService;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.ipsec.EspListener;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.WanTransport;
import org.sekisho.api.pki.Pki;
import org.sekisho.ike.config.ChildPolicy;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.GatewayConfigReader;
import org.sekisho.ike.config.IkeSettings;
import org.sekisho.ike.engine.IkeEngine;
import org.sekisho.ike.message.IkeHeader;

/**
 * The IKE service: one control thread runs the engine, one receives from UDP 500. The sockets are a
 * mandatory reference, so that an orderly stop can still tell the peers, in whatever order bundles
 * stop; the data plane may come and go, and a new one makes CHILD SAs be negotiated anew.
 */
@Component(
    service = {
      IkeService.class,
      IkeInput.class,
      EspListener.class,
      ConfigListener.class,
      EngineAccess.class
    },
    immediate = true)
public final class IkeComponent
    implements IkeService, IkeInput, EspListener, ConfigListener, EngineAccess {

  private static final long STOP_MILLIS = 1_500;
  private static final long ANSWER_MILLIS = 3_000;
  private static final long STOP_WITHOUT_DATA_PLANE_MILLIS = 300;

  private static final int LARGEST_DATAGRAM = 65_536;

  /** Those who send them quote 576 octets at most (RFC 1812 section 4.3.2.3), in IPv6 1280. */
  private static final int LARGEST_ICMP = 2_048;

  private static final long LEAVE_MILLIS = 1_000;

  private final EventLog log;
  private final BooleanSupplier routerStops;
  private final CryptoServices cryptos = new CryptoServices();
  private final CertificateAccess certificates =
      new CertificateAccess(
          (check, refusal) ->
              submit(e -> e.certificateChecked(ControlThread.now(), check, refusal)));
  private final InheritedPairs inherited =
      new InheritedPairs(this::removeInherited, tunnels -> signal(e -> e.inherited(tunnels)));
  private final Surroundings surroundings;
  private final NameResolver resolver;
  private final IkeEngine engine;
  private final ControlThread control;
  private final List<IkeReceiver> receivers = new ArrayList<>();
  private final Map<Integer, String> reportedProblems = new HashMap<>();
  private volatile View view = View.EMPTY;
  private volatile boolean logIllegalSpi;
  private boolean dataPlaneSeen;
  private Map<Integer, GatewayConfig> configured = Map.of();

  /** Called by Declarative Services. */
  @Activate
  public IkeComponent(BundleContext context, @Reference WanTransport transport) {
    this(new LastingLog(context), transport, () -> stops(context));
  }

  private static boolean stops(BundleContext context) {
    return context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING;
  }

  /**
   * The same with given surroundings.
   *
   * @param routerStops whether the whole router stops, and not this bundle alone
   */
  IkeComponent(EventLog log, WanTransport transport, BooleanSupplier routerStops) {
    this.routerStops = routerStops;
    this.log = log;
    resolver =
        new NameResolver(
            (host, address) -> submit(e -> e.resolved(ControlThread.now(), host, address)),
            log::info);
    surroundings =
        new Surroundings(
            transport,
            log,
            resolver::resolve,
            certificates,
            inherited,
            (remote, why) -> signal(e -> e.sendFailed(ControlThread.now(), remote, why)));
    engine = new IkeEngine(surroundings, new CryptoChoice(cryptos::bestFirst), new SecureRandom());
    control = new ControlThread(engine, this::fault, this::publish);
    receivers.add(
        new IkeReceiver(
            "sekisho-ike-udp500",
            transport,
            transport.udp500(),
            LARGEST_DATAGRAM,
            (local, remote, message) -> datagram(local, remote, false, message),
            e -> log.info("[IKE2] UDP 500 cannot be read: " + e.getMessage())));
    transport
        .unreachable()
        .ifPresent(
            channel ->
                receivers.add(
                    new IkeReceiver(
                        "sekisho-ike-icmp",
                        transport,
                        channel,
                        LARGEST_ICMP,
                        (local, remote, message) -> unreachable(remote, message),
                        e -> log.info("[IKE2] ICMP cannot be read: " + e.getMessage()))));
    control.start();
    receivers.forEach(IkeReceiver::start);
  }

  private void submit(Consumer<IkeEngine> event) {
    control.submit(event);
  }

  private void signal(Consumer<IkeEngine> event) {
    control.signal(event);
  }

  @Override
  public <T> Optional<T> ask(Function<IkeEngine, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    submit(e -> answer.complete(question.apply(e)));
    try {
      return Optional.of(answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty();
    }
  }

  private void fault(Throwable e) {
    System.getLogger(IkeComponent.class.getName())
        .log(System.Logger.Level.ERROR, "IKE engine failed on an event", e);
  }

  private void publish() {
    long now = ControlThread.now();
    view =
        new View(now, engine.gateways(), engine.securityAssociations(now), Statistics.of(engine));
  }

  @Deactivate
  void deactivate() {
    if (routerStops.getAsBoolean()) {
      sayGoodbye();
    } else {
      leave();
    }
    receivers.forEach(IkeReceiver::stop);
    resolver.stop();
  }

  /** This bundle stops alone: what is established goes on without it. */
  private void leave() {
    EspDataPlane plane = surroundings.dataPlane();
    int pairs = plane == null ? 0 : plane.installed().size();
    log.info("[IKE2] IKE stops, " + pairs + " pair(s) of CHILD SAs pass packets without it");
    surroundings.leave();
    control.leave(LEAVE_MILLIS);
  }

  private void removeInherited(int spi) {
    EspDataPlane plane = surroundings.dataPlane();
    if (plane != null) {
      plane.remove(spi);
    }
  }

  private void sayGoodbye() {
    boolean heard = surroundings.dataPlane() != null;
    control.shutDown(heard ? STOP_MILLIS : STOP_WITHOUT_DATA_PLANE_MILLIS);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      target = "(!(" + IkeCrypto.COMPLEMENT + "=true))")
  void bindCrypto(IkeCrypto crypto, ServiceReference<IkeCrypto> reference) {
    cryptos.put(reference, crypto, true);
  }

  void unbindCrypto(ServiceReference<IkeCrypto> reference) {
    cryptos.remove(reference);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      target = "(" + IkeCrypto.COMPLEMENT + "=true)")
  void bindComplement(IkeCrypto crypto, ServiceReference<IkeCrypto> reference) {
    cryptos.put(reference, crypto, false);
  }

  void unbindComplement(ServiceReference<IkeCrypto> reference) {
    cryptos.remove(reference);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindDataPlane(EspDataPlane dataPlane) {
    surroundings.dataPlane(dataPlane);
    submit(
        e -> {
          if (dataPlaneSeen) {
            e.dataPlaneReplaced(ControlThread.now());
          } else {
            dataPlaneSeen = true;
            inherited.found(dataPlane.installed());
            e.inherited(inherited.tunnels());
            e.configure(ControlThread.now(), configured);
          }
        });
  }

  void unbindDataPlane(EspDataPlane dataPlane) {
    if (surroundings.dataPlane() == dataPlane) {
      surroundings.dataPlane(null);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindEap(EapMethods eap) {
    surroundings.eapMethods(eap);
  }

  void unbindEap(EapMethods eap) {
    if (surroundings.eapMethods().filter(present -> present == eap).isPresent()) {
      surroundings.eapMethods(null);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindPki(Pki pki) {
    certificates.use(pki);
  }

  void unbindPki(Pki pki) {
    certificates.leave(pki);
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindListener(IkeListener listener) {
    surroundings.add(listener);
  }

  void unbindListener(IkeListener listener) {
    surroundings.remove(listener);
  }

  @Override
  public void changed(ConfigSnapshot before, ConfigSnapshot after) {
    Map<Integer, GatewayConfig> gateways = GatewayConfigReader.read(after);
    Map<Integer, String> problems = GatewayConfigReader.problems(after);
    logIllegalSpi =
        after.get(IkeSettings.ILLEGAL_SPI).map(s -> s.arguments().isOn("SWITCH")).orElse(false);
    submit(
        e -> {
          configured = gateways;
          inherited.retain(tunnels(gateways));
          problems.forEach(this::report);
          reportedProblems.keySet().retainAll(problems.keySet());
          if (dataPlaneSeen) {
            e.configure(ControlThread.now(), gateways);
          }
        });
  }

  private static Set<Integer> tunnels(Map<Integer, GatewayConfig> gateways) {
    return gateways.values().stream()
        .flatMap(gateway -> gateway.children().stream())
        .map(ChildPolicy::tunnel)
        .collect(Collectors.toSet());
  }

  private void report(int tunnel, String problem) {
    if (!problem.equals(reportedProblems.put(tunnel, problem))) {
      log.info("[IKE2] " + problem);
    }
  }

  @Override
  public void receive(Endpoint local, Endpoint remote, byte[] message) {
    datagram(local, remote, true, message);
  }

  private void datagram(Endpoint local, Endpoint remote, boolean natTraversal, byte[] message) {
    control.offer(
        IkeHeader.isFirstRequest(message),
        e -> e.datagram(ControlThread.now(), local, remote, natTraversal, message));
  }

  /** Unverified: it can only explain why an attempt of ours finds no answer. */
  private void unreachable(Endpoint from, byte[] icmp) {
    UnreachableMessages.read(from.address(), icmp)
        .ifPresent(
            heard ->
                control.offer(
                    true, e -> e.unreachable(ControlThread.now(), heard.remote(), heard.said())));
  }

  @Override
  public void peerMoved(int inboundSpi, Endpoint local, Endpoint remote) {
    control.signal(e -> e.peerMoved(ControlThread.now(), inboundSpi, local, remote));
  }

  @Override
  public void sequenceNearlyExhausted(int inboundSpi) {
    control.signal(e -> e.sequenceNearlyExhausted(ControlThread.now(), inboundSpi));
  }

  @Override
  public void firstPacket(int inboundSpi) {
    control.signal(e -> e.firstPacket(ControlThread.now(), inboundSpi));
  }

  @Override
  public void unknownSpi(int spi, Endpoint remote) {
    // Unverified and possibly forged: no SA is touched. The data plane limits the rate.
    if (logIllegalSpi) {
      log.info(
          String.format(
              "[IPSEC] illegal SPI %08x from %s", spi, remote.address().getHostAddress()));
    }
  }

  @Override
  public List<GatewayStatus> gateways() {
    return view.gateways(surroundings.dataPlane());
  }

  @Override
  public List<SaStatus> securityAssociations() {
    return view.securityAssociations(ControlThread.now());
  }

  @Override
  public Map<String, Long> statistics() {
    return view.statistics();
  }

  @Override
  public void initiate(int gateway) {
    submit(e -> e.initiate(ControlThread.now(), gateway));
  }

  @Override
  public void disconnect(int gateway) {
    submit(e -> e.disconnect(ControlThread.now(), gateway));
  }

  @Override
  public void probe(int gateway) {
    submit(e -> e.probe(ControlThread.now(), gateway));
  }

  @Override
  public void peerDead(int gateway, String reason) {
    submit(e -> e.peerDead(ControlThread.now(), gateway, reason));
  }

  @Override
  public void refresh() {
    submit(e -> e.refresh(ControlThread.now()));
  }

  @Override
  public boolean delete(int saNumber) {
    boolean known = view.sas().stream().anyMatch(sa -> sa.number() == saNumber);
    submit(e -> e.delete(ControlThread.now(), saNumber));
    return known;
  }

  @Override
  public void deleteAll() {
    submit(e -> e.deleteAll(ControlThread.now()));
  }
}
