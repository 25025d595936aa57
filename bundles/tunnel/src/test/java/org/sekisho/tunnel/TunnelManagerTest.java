package org.sekisho.tunnel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.tunnel.TunnelListener;
import org.sekisho.api.tunnel.TunnelState;
import org.sekisho.testkit.RecordingLog;

class TunnelManagerTest {

  private final List<String> happened = new ArrayList<>();
  private final RecordingLog log = new RecordingLog();
  private final TunnelManager manager =
      new TunnelManager(log, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  private ConfigSnapshot running = ConfigSnapshot.EMPTY;
  private boolean refuseDevices;

  @BeforeEach
  void services() {
    log.subscribe(entry -> happened.add("log " + entry.text()));
    manager.bindDevices(new RecordingDevices());
    manager.bindDataPlane(new RecordingDataPlane());
  }

  @Test
  void enabledTunnelHasADeviceBeforeAnySaAndKeepsItWhenSasGo() {
    apply(new Snapshots().bind(100, 1100, 100).enable(100));
    assertEquals(List.of("path 100 mtu 1280 mss 1240", "open tunnel100 mtu 1280"), happened);
    happened.clear();

    manager.childUp(100, 100);
    manager.childDown(100, 100, "peer deleted it");

    assertEquals(List.of("log IP Tunnel[100] Up", "log IP Tunnel[100] Down"), happened);
    assertTrue(manager.state(100).orElseThrow().enabled());
  }

  @Test
  void secondChildUpIsNotASecondUp() {
    apply(new Snapshots().enable(1));
    happened.clear();
    manager.childUp(1, 1);
    manager.childUp(1, 1);
    assertEquals(List.of("log IP Tunnel[1] Up"), happened);
  }

  @Test
  void aChangeOfOneTunnelTouchesNoOther() {
    apply(new Snapshots().enable(1).enable(2));
    manager.childUp(1, 1);
    happened.clear();

    apply(new Snapshots().enable(1).enable(2).mtu(2, 1400).mss(2, "1350"));

    assertEquals(List.of("path 2 mtu 1400 mss 1350", "tunnel2 mtu 1400"), happened);
    assertTrue(manager.state(1).orElseThrow().up());
  }

  @Test
  void disabledTunnelLosesItsDeviceAndIsDown() {
    apply(new Snapshots().bind(1, 101, 1).enable(1));
    manager.childUp(1, 1);
    happened.clear();
    apply(new Snapshots().bind(1, 101, 1));
    assertEquals(List.of("close tunnel1", "path 1 forgotten", "log IP Tunnel[1] Down"), happened);
    assertFalse(manager.state(1).orElseThrow().enabled());
  }

  @Test
  void removedTunnelIsReportedAndForgotten() {
    apply(new Snapshots().enable(1));
    List<Integer> removed = new ArrayList<>();
    manager.bindListener(
        new TunnelListener() {
          @Override
          public void changed(TunnelState state) {}

          @Override
          public void removed(int tunnel) {
            removed.add(tunnel);
          }
        });
    apply(new Snapshots());
    assertEquals(List.of(1), removed);
    assertTrue(manager.states().isEmpty());
  }

  @Test
  void refusedDeviceIsLoggedOnceAndRetriedWithTheNextService() {
    refuseDevices = true;
    apply(new Snapshots().enable(1));
    apply(new Snapshots().enable(1).mss(1, "off"));
    assertEquals(
        1,
        happened.stream().filter(l -> l.startsWith("log IP Tunnel[1] has no interface")).count());

    refuseDevices = false;
    manager.bindDevices(new RecordingDevices());
    assertTrue(happened.contains("open tunnel1 mtu 1280"));
  }

  @Test
  void mssFollowsTheLine() {
    assertEquals(OptionalInt.of(1240), mss(new Snapshots().enable(1)));
    assertEquals(OptionalInt.of(1360), mss(new Snapshots().enable(1).mtu(1, 1400)));
    assertEquals(OptionalInt.of(1350), mss(new Snapshots().enable(1).mss(1, "1350")));
    assertEquals(OptionalInt.empty(), mss(new Snapshots().enable(1).mss(1, "off")));
  }

  private static OptionalInt mss(Snapshots lines) {
    return TunnelConfig.read(lines.build()).get(0).path().mss();
  }

  private void apply(Snapshots next) {
    ConfigSnapshot after = next.build();
    manager.changed(running, after);
    running = after;
  }

  private final class RecordingDevices implements TunDevices {
    @Override
    public TunDevice open(int tunnel, int mtu) throws IOException {
      if (refuseDevices) {
        throw new IOException("/dev/net/tun is missing: run modprobe tun");
      }
      happened.add("open tunnel" + tunnel + " mtu " + mtu);
      return new RecordingDevice(tunnel);
    }

    @Override
    public int queues() {
      return 1;
    }

    @Override
    public TunDevice receive(int queue, PacketBatch batch, int headroom, int timeoutMillis) {
      return null;
    }

    @Override
    public TunDevice device(int tunnel) {
      return null;
    }

    @Override
    public void wakeup() {}
  }

  private final class RecordingDevice implements TunDevice {
    private final int tunnel;

    RecordingDevice(int tunnel) {
      this.tunnel = tunnel;
    }

    @Override
    public int tunnel() {
      return tunnel;
    }

    @Override
    public String name() {
      return "tunnel" + tunnel;
    }

    @Override
    public void setMtu(int mtu) {
      happened.add(name() + " mtu " + mtu);
    }

    @Override
    public int write(PacketBatch batch, int first, int count) {
      return count;
    }

    @Override
    public void close() {
      happened.add("close " + name());
    }
  }

  private final class RecordingDataPlane implements EspDataPlane {
    @Override
    public void install(ChildSa sa) {}

    @Override
    public void activate(int inboundSpi) {}

    @Override
    public void move(int inboundSpi, boolean udp, Endpoint local, Endpoint remote) {}

    @Override
    public void remove(int inboundSpi) {}

    @Override
    public java.util.Map<Integer, Integer> installed() {
      return java.util.Map.of();
    }

    @Override
    public SaCounters counters(int inboundSpi) {
      return null;
    }

    @Override
    public void configure(int tunnel, TunnelPathSettings settings) {
      happened.add(
          settings == null
              ? "path " + tunnel + " forgotten"
              : "path " + tunnel + " mtu " + settings.mtu() + " mss " + settings.mss().orElse(0));
    }

    @Override
    public TunnelCounters tunnelCounters(int tunnel) {
      return TunnelCounters.ZERO;
    }
  }
}
