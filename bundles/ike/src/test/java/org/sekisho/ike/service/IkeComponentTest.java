package org.sekisho.ike.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.ServiceReference;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Setting;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.WanTransport;
import org.sekisho.crypto.jca.JcaIkeCrypto;

/** Two components, real threads, sockets made of queues. */
@Timeout(30)
class IkeComponentTest {

  private final Router branch = new Router("192.0.2.1");
  private final Router cloud = new Router("192.0.2.2");
  private final List<Setting> settings = new ArrayList<>();

  @BeforeEach
  void connect() {
    branch.peer = cloud;
    cloud.peer = branch;
    branch.open();
    cloud.open();
  }

  @AfterEach
  void stop() {
    branch.component.deactivate();
    cloud.component.deactivate();
  }

  @Test
  void comesUpShowsItselfAndSaysGoodbye() {
    cloud.component.changed(ConfigSnapshot.EMPTY, config("192.0.2.2", "192.0.2.1", false));
    branch.component.changed(ConfigSnapshot.EMPTY, config("192.0.2.1", "192.0.2.2", true));
    await(() -> branch.log.contains("[IKE2] SA:3/CHLD_RECV established"));
    await(() -> branch.component.gateway(100).map(GatewayStatus::childUp).orElse(false));
    assertEquals(1, branch.plane.installed.size());
    List<String> lines = SaTables.sas(branch.component.securityAssociations());
    assertEquals("Total: isakmp:1 send:1 recv:1", lines.get(0));
    assertTrue(lines.get(4).matches("1     100   -     ike           -    \\d{5}   192.0.2.2"));
    assertTrue(lines.get(5).matches("2     100   1     tun\\[0100]esp  send \\d{5}   192.0.2.2"));
    assertTrue(
        SaTables.detail(branch.component.securityAssociations())
            .contains("Key: ** ** ** ** **  (confidential)   ** ** ** ** **"));
    branch.component.probe(100);
    assertTrue(branch.component.delete(2));
    assertFalse(branch.component.delete(99));
    await(() -> branch.log.contains("[IKE2] SA:2/CHLD_SEND deleted"));
    await(() -> branch.component.gateway(100).map(GatewayStatus::childUp).orElse(false));
    branch.component.deactivate();
    await(() -> cloud.component.securityAssociations().isEmpty());
    assertTrue(branch.plane.installed.isEmpty());
  }

  @Test
  void aNewDataPlaneMakesChildrenAnew() {
    cloud.component.changed(ConfigSnapshot.EMPTY, config("192.0.2.2", "192.0.2.1", false));
    branch.component.changed(ConfigSnapshot.EMPTY, config("192.0.2.1", "192.0.2.2", true));
    await(() -> branch.plane.installed.size() == 1);
    int first = branch.plane.installed.keySet().iterator().next();
    Plane old = branch.plane;
    branch.plane = new Plane();
    branch.component.bindDataPlane(branch.plane);
    branch.component.unbindDataPlane(old);
    await(() -> branch.plane.installed.size() == 1);
    assertFalse(branch.plane.installed.containsKey(first));
    await(
        () ->
            branch.component.securityAssociations().stream()
                    .filter(s -> s.kind() == SaStatus.Kind.CHILD_RECV)
                    .count()
                == 1);
  }

  @Test
  void stoppedAloneItLeavesItsPairsAndTakesOverWhenItIsBack() {
    cloud.component.changed(ConfigSnapshot.EMPTY, config("192.0.2.2", "192.0.2.1", false));
    branch.component.changed(ConfigSnapshot.EMPTY, config("192.0.2.1", "192.0.2.2", true));
    await(() -> branch.plane.installed.size() == 1 && cloud.plane.installed.size() == 1);
    branch.stops = false;
    branch.component.deactivate();
    assertEquals(1, branch.plane.installed.size());
    assertEquals(1, cloud.plane.installed.size());
    assertTrue(
        branch.log.contains("[IKE2] IKE stops, 1 pair(s) of CHILD SAs pass packets without it"));
    branch.stops = true;
    branch.open();
    branch.component.changed(ConfigSnapshot.EMPTY, config("192.0.2.1", "192.0.2.2", true));
    await(() -> branch.plane.installed.size() == 2);
    assertEquals(2, cloud.plane.installed.size(), "the peer was not told to forget the old pair");
  }

  /** Real threads are at work: looks again until it is so or the test's time limit ends it. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private ConfigSnapshot config(String local, String remote, boolean initiate) {
    settings.clear();
    add("tunnel enable TUNNEL", "TUNNEL", Context.GLOBAL, "TUNNEL", 100);
    add("ipsec tunnel POLICY", null, Context.tunnel(100), "POLICY", 1100);
    add(
        "ipsec sa policy POLICY GATEWAY esp",
        "POLICY",
        Context.GLOBAL,
        "POLICY",
        1100,
        "GATEWAY",
        100);
    add(
        "ipsec ike version GATEWAY VERSION",
        "GATEWAY",
        Context.GLOBAL,
        "GATEWAY",
        100,
        "VERSION",
        2);
    name("local", local);
    name("remote", remote);
    add(
        "ipsec ike pre-shared-key GATEWAY TEXT",
        "GATEWAY",
        Context.GLOBAL,
        "GATEWAY",
        100,
        "TEXT",
        "key");
    add("ipsec auto refresh SWITCH", null, Context.GLOBAL, "SWITCH", initiate ? "on" : "off");
    return new ConfigSnapshot(settings);
  }

  private void name(String side, String address) {
    add(
        "ipsec ike " + side + " name GATEWAY NAME TYPE",
        "GATEWAY",
        Context.GLOBAL,
        "GATEWAY",
        100,
        "NAME",
        address,
        "TYPE",
        "ipv4-addr");
  }

  private void add(String syntax, String key, Context context, Object... values) {
    CommandSpec.Builder builder = CommandSpec.setting(syntax).help("", "");
    List<Argument> arguments = new ArrayList<>();
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < values.length; i += 2) {
      String name = (String) values[i];
      if (name.equals(key)) {
        builder.key(name, ParameterType.text(100), "", "");
        keys.add(values[i + 1]);
      } else {
        builder.parameter(name, ParameterType.text(100), "", "");
      }
      arguments.add(new Argument(name, values[i + 1], String.valueOf(values[i + 1])));
    }
    settings.add(
        new Setting(
            builder.build(), context, keys, new Arguments(arguments, List.of()), syntax, syntax));
  }

  /** One router's surroundings. */
  private static final class Router implements WanTransport, EventLog {
    final InetAddress address;
    final List<String> log = new CopyOnWriteArrayList<>();
    final Channel udp500 = new Channel(500);
    final Channel udp4500 = new Channel(4500);
    Plane plane = new Plane();
    IkeComponent component;
    Router peer;
    boolean stops = true;

    Router(String address) {
      try {
        this.address = InetAddress.getByName(address);
      } catch (java.net.UnknownHostException e) {
        throw new AssertionError(e);
      }
    }

    void open() {
      component = new IkeComponent(this, this, () -> stops);
      component.bindCrypto(new JcaIkeCrypto(), reference());
      component.bindDataPlane(plane);
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<IkeCrypto> reference() {
      return (ServiceReference<IkeCrypto>)
          Proxy.newProxyInstance(
              Router.class.getClassLoader(),
              new Class<?>[] {ServiceReference.class},
              (proxy, method, args) -> method.getName().equals("compareTo") ? (Object) 0 : null);
    }

    final class Channel implements PacketChannel {
      private final int port;
      private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();

      Channel(int port) {
        this.port = port;
      }

      @Override
      public PacketBatch newReceiveBatch() {
        return newBatch(8, 65_536);
      }

      @Override
      public int receive(PacketBatch batch, int headroom, int timeoutMillis) {
        batch.clear();
        byte[] message = null;
        try {
          message = queue.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        if (message == null || message.length == 0) {
          return 0;
        }
        int i = batch.add(headroom, message.length);
        batch.memory().put(batch.offset(i), message);
        batch.local(i, new Endpoint(address, port));
        batch.remote(i, new Endpoint(peer.address, port));
        return 1;
      }

      void deliver(byte[] message) {
        queue.add(message);
      }

      @Override
      public int send(PacketBatch batch) {
        return 0;
      }

      @Override
      public void send(Endpoint local, Endpoint remote, byte[] payload) {
        (port == 500 ? peer.udp500 : peer.udp4500).deliver(payload);
      }

      @Override
      public void wakeup() {
        queue.add(new byte[0]);
      }

      @Override
      public long sendErrors() {
        return 0;
      }
    }

    @Override
    public PacketChannel udp500() {
      return udp500;
    }

    @Override
    public PacketChannel udp4500() {
      return udp4500;
    }

    @Override
    public PacketChannel esp() {
      throw new AssertionError("not ours");
    }

    @Override
    public PacketBatch newBatch(int slots, int slotSize) {
      return PacketBatch.allocate(slots, slotSize);
    }

    @Override
    public InetAddress sourceAddressFor(InetAddress remote) {
      return address;
    }

    @Override
    public void log(LogLevel level, String text) {
      log.add(text);
    }

    @Override
    public List<LogEntry> entries() {
      return List.of();
    }

    @Override
    public void clear() {
      log.clear();
    }

    @Override
    public AutoCloseable subscribe(Consumer<LogEntry> subscriber) {
      return () -> {};
    }
  }

  /** A data plane that keeps a list. */
  private static final class Plane implements EspDataPlane {
    final Map<Integer, ChildSa> installed = new ConcurrentHashMap<>();

    @Override
    public void install(ChildSa sa) {
      installed.put(sa.inboundSpi(), sa);
    }

    @Override
    public void activate(int inboundSpi) {
      // nothing is sent here
    }

    @Override
    public void move(int inboundSpi, boolean udp, Endpoint local, Endpoint remote) {
      // nothing is sent here
    }

    @Override
    public void remove(int inboundSpi) {
      installed.remove(inboundSpi);
    }

    @Override
    public Map<Integer, Integer> installed() {
      return installed.values().stream()
          .collect(Collectors.toMap(ChildSa::inboundSpi, ChildSa::tunnel));
    }

    @Override
    public SaCounters counters(int inboundSpi) {
      return null;
    }

    @Override
    public void configure(int tunnel, TunnelPathSettings settings) {
      // no packets here
    }

    @Override
    public TunnelCounters tunnelCounters(int tunnel) {
      return TunnelCounters.ZERO;
    }
  }
}
