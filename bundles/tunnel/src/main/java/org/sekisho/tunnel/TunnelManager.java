package org.sekisho.tunnel;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.IkeListener;
import org.sekisho.api.ike.IkeService;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.tunnel.TunnelListener;
import org.sekisho.api.tunnel.TunnelState;
import org.sekisho.api.tunnel.Tunnels;

/**
 * All tunnels: applies the configuration by difference, opens devices, and turns the life of CHILD
 * SAs into {@code Up} and {@code Down}. One lock guards the tunnels; listeners are told inside it,
 * so that they hear of changes in order.
 */
@Component(
    service = {TunnelManager.class, Tunnels.class, ConfigListener.class, IkeListener.class},
    immediate = true)
public final class TunnelManager implements Tunnels, ConfigListener, IkeListener {

  private final EventLog log;
  private final Clock clock;
  private final TreeMap<Integer, Tunnel> tunnels = new TreeMap<>();
  private final List<TunnelListener> listeners = new ArrayList<>();
  private TunDevices devices;
  private EspDataPlane dataPlane;
  private IkeService ike;

  /** Called by Declarative Services. */
  @Activate
  public TunnelManager(BundleContext context) {
    this(new LastingLog(context));
  }

  /** The same with a given log. */
  public TunnelManager(EventLog log) {
    this(log, Clock.systemDefaultZone());
  }

  TunnelManager(EventLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  @Deactivate
  synchronized void deactivate() {
    for (Tunnel tunnel : tunnels.values()) {
      tunnel.close(dataPlane);
    }
    tunnels.clear();
  }

  @Override
  public synchronized void changed(ConfigSnapshot before, ConfigSnapshot after) {
    TreeMap<Integer, TunnelConfig> wanted =
        TunnelConfig.read(after).stream()
            .collect(
                Collectors.toMap(
                    TunnelConfig::tunnel, Function.identity(), (a, b) -> b, TreeMap::new));
    for (int number : List.copyOf(tunnels.keySet())) {
      if (!wanted.containsKey(number)) {
        tunnels.remove(number).close(dataPlane);
        listeners.forEach(l -> l.removed(number));
      }
    }
    for (TunnelConfig config : wanted.values()) {
      Tunnel tunnel = tunnels.get(config.tunnel());
      if (tunnel == null) {
        tunnel = new Tunnel(config, clock, log);
        tunnels.put(config.tunnel(), tunnel);
        tunnel.open(devices, dataPlane);
        adoptState(tunnel);
        tell(tunnel);
      } else if (!tunnel.config().equals(config)) {
        TunnelState stateBefore = tunnel.state();
        tunnel.reconfigure(config, devices, dataPlane);
        if (!tunnel.state().equals(stateBefore)) {
          adoptState(tunnel);
          tell(tunnel);
        }
      }
    }
  }

  @Override
  public synchronized void childUp(int gateway, int number) {
    setUp(number, true);
  }

  @Override
  public synchronized void childDown(int gateway, int number, String reason) {
    setUp(number, false);
  }

  @Override
  public void failed(int gateway, String reason) {
    // The IKE bundle logs the cause; show status tunnel asks it for the present one.
  }

  @Override
  public synchronized List<TunnelState> states() {
    return tunnels.values().stream().map(Tunnel::state).toList();
  }

  /** A tunnel's settings, empty when it is not configured. */
  synchronized Optional<TunnelConfig> config(int number) {
    return Optional.ofNullable(tunnels.get(number)).map(Tunnel::config);
  }

  /** What IKE knows of the tunnel's gateway. */
  synchronized Optional<GatewayStatus> gateway(TunnelConfig config) {
    return ike == null || config.gateway().isEmpty()
        ? Optional.empty()
        : ike.gateway(config.gateway().getAsInt());
  }

  /** The data plane, empty while it is away. */
  synchronized Optional<EspDataPlane> dataPlane() {
    return Optional.ofNullable(dataPlane);
  }

  private void setUp(int number, boolean up) {
    Tunnel tunnel = tunnels.get(number);
    if (tunnel != null && tunnel.setUp(up)) {
      tell(tunnel);
    }
  }

  /** After a restart of this bundle the SAs may already be there. */
  private void adoptState(Tunnel tunnel) {
    if (tunnel.hasDevice() && gateway(tunnel.config()).map(GatewayStatus::childUp).orElse(false)) {
      tunnel.setUp(true);
    }
  }

  private void tell(Tunnel tunnel) {
    TunnelState state = tunnel.state();
    listeners.forEach(l -> l.changed(state));
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindDevices(TunDevices service) {
    devices = service;
    for (Tunnel tunnel : tunnels.values()) {
      tunnel.deviceLost();
      tunnel.open(devices, dataPlane);
      tell(tunnel);
    }
  }

  synchronized void unbindDevices(TunDevices service) {
    if (devices == service) {
      devices = null;
      tunnels.values().forEach(Tunnel::deviceLost);
      tunnels.values().forEach(this::tell);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindDataPlane(EspDataPlane service) {
    dataPlane = service;
    for (Tunnel tunnel : tunnels.values()) {
      if (tunnel.hasDevice()) {
        service.configure(tunnel.config().tunnel(), tunnel.config().path());
      }
    }
  }

  synchronized void unbindDataPlane(EspDataPlane service) {
    if (dataPlane == service) {
      dataPlane = null;
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindIke(IkeService service) {
    ike = service;
    for (Tunnel tunnel : tunnels.values()) {
      adoptState(tunnel);
    }
  }

  synchronized void unbindIke(IkeService service) {
    if (ike == service) {
      ike = null;
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  synchronized void bindListener(TunnelListener listener) {
    listeners.add(listener);
    tunnels.values().forEach(t -> listener.changed(t.state()));
  }

  synchronized void unbindListener(TunnelListener listener) {
    listeners.remove(listener);
  }
}
