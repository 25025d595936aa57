package org.sekisho.esp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspCryptoListener;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.ike.IkeInput;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.ipsec.EspListener;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.PacketThreads;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.net.WanTransport;

/**
 * The data plane as a service: holds the references, runs the loops. SAs and their sequence numbers
 * survive the coming and going of transports, devices, crypto providers and listeners.
 */
@Component(
    service = {EspDataPlane.class, CryptoSelection.class},
    immediate = true)
public final class EspComponent implements EspDataPlane, CryptoSelection {

  private final CryptoProviders providers = new CryptoProviders();
  private final EspEvents events = new EspEvents();
  private final ServiceSlot<TunDevices> devices = new ServiceSlot<>(TunDevices::wakeup);
  private final ServiceSlot<WanTransport> transports = new ServiceSlot<>(EspComponent::wake);
  private final SaDatabase database;
  private final CryptoWatch cryptoWatch;
  private final List<AgentRunner> loops;
  private volatile IkeInput ikeInput;

  /** Prepares the loops; they start with {@link #start}. */
  @Activate
  public EspComponent(BundleContext context) {
    this(new LastingLog(context));
  }

  EspComponent(EventLog log) {
    int lanes = PacketThreads.perDirection();
    database = new SaDatabase(providers, log, lanes);
    InboundPath inbound = new InboundPath(events, System::nanoTime);
    NonEspDatagrams nonEsp = new NonEspDatagrams(() -> ikeInput);
    ReentrantLock udpLead = new ReentrantLock();
    ReentrantLock espLead = new ReentrantLock();
    List<Agent> agents = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      agents.add(outbound(lane));
      InboundLane udp = new InboundLane(database, inbound, lane, nonEsp::takeOut);
      agents.add(inbound("esp-inbound-udp4500-" + lane, WanTransport::udp4500, udpLead, udp));
      InboundLane esp = new InboundLane(database, inbound, lane, batch -> {});
      agents.add(inbound("esp-inbound-protocol50-" + lane, WanTransport::esp, espLead, esp));
    }
    agents.add(new DropReport(database, inbound, log));
    cryptoWatch = new CryptoWatch(providers, this::reselectCrypto, log);
    agents.add(cryptoWatch);
    loops = agents.stream().map(agent -> new AgentRunner(agent, log)).toList();
  }

  private OutboundLoop outbound(int lane) {
    OutboundPath path =
        new OutboundPath(database, events, lane, OutboundLoop.SLOTS, System::nanoTime);
    return new OutboundLoop(devices, transports, database, lane, path);
  }

  private InboundLoop inbound(
      String name,
      Function<WanTransport, PacketChannel> channel,
      ReentrantLock lead,
      InboundLane lane) {
    return new InboundLoop(name, channel, lead, lane, devices, transports, database);
  }

  private static void wake(WanTransport transport) {
    transport.udp4500().wakeup();
    transport.esp().wakeup();
  }

  @Activate
  void start() {
    loops.forEach(AgentRunner::start);
  }

  @Deactivate
  void stop() {
    loops.forEach(AgentRunner::close);
    database.clear();
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindTransport(WanTransport transport) {
    transports.bind(transport);
  }

  void unbindTransport(WanTransport transport) {
    transports.unbind(transport);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindDevices(TunDevices tunDevices) {
    devices.bind(tunDevices);
  }

  void unbindDevices(TunDevices tunDevices) {
    devices.unbind(tunDevices);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindIkeInput(IkeInput input) {
    ikeInput = input;
  }

  void unbindIkeInput(IkeInput input) {
    if (ikeInput == input) {
      ikeInput = null;
    }
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindListener(EspListener listener) {
    events.add(listener);
  }

  void unbindListener(EspListener listener) {
    events.remove(listener);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCryptoListener(EspCryptoListener listener) {
    cryptoWatch.add(listener);
  }

  void unbindCryptoListener(EspCryptoListener listener) {
    cryptoWatch.remove(listener);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCrypto(EspCrypto crypto, Map<String, Object> properties) {
    providers.put(crypto, properties);
    reselectCrypto();
  }

  void updatedCrypto(EspCrypto crypto, Map<String, Object> properties) {
    bindCrypto(crypto, properties);
  }

  /** Live SAs have left the provider when this returns; its bundle may stop. */
  void unbindCrypto(EspCrypto crypto) {
    providers.remove(crypto);
    reselectCrypto();
  }

  @Override
  public List<EspCrypto> bestFirst() {
    return providers.bestFirst().stream().map(CryptoProvider::crypto).toList();
  }

  @Override
  public void prefer(String provider) {
    providers.prefer(provider);
    reselectCrypto();
  }

  @Override
  public Map<EspSuite, Map<String, Integer>> inUse() {
    return database.cryptoInUse();
  }

  private void reselectCrypto() {
    database.reselectCrypto();
    devices.wakeup();
    transports.wakeup();
  }

  @Override
  public void install(ChildSa sa) {
    database.install(sa);
  }

  @Override
  public void activate(int inboundSpi) {
    database.activate(inboundSpi);
  }

  @Override
  public void move(int inboundSpi, boolean udpEncapsulation, Endpoint local, Endpoint remote) {
    database.move(inboundSpi, udpEncapsulation, local, remote);
  }

  @Override
  public void remove(int inboundSpi) {
    database.remove(inboundSpi);
  }

  @Override
  public Map<Integer, Integer> installed() {
    return database.installed();
  }

  @Override
  public SaCounters counters(int inboundSpi) {
    return database.counters(inboundSpi);
  }

  @Override
  public void configure(int tunnel, TunnelPathSettings settings) {
    database.configure(tunnel, settings);
  }

  @Override
  public TunnelCounters tunnelCounters(int tunnel) {
    return database.tunnelCounters(tunnel);
  }
}
