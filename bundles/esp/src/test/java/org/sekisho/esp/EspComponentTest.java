package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.log.LogLevel;

/** The component with its threads running, over devices and transports in memory. */
@Timeout(60)
class EspComponentTest {

  private static final int TUNNEL = 100;
  private static final int SPI = 0xc0ffee01;
  private static final PairBuilder PAIR = new PairBuilder(TUNNEL, SPI, 0x0badcafe).window(4096);

  private final ListLog log = new ListLog();
  private final MemoryWan wan = new MemoryWan();
  private final MemoryTun tun = new MemoryTun();
  private final TestCrypto first = new TestCrypto("first");
  private final EspComponent component = new EspComponent(log);
  private final Router peer = new Router(new TestCrypto("peer"));

  @BeforeEach
  void start() {
    tun.open(TUNNEL, 1400);
    component.bindTransport(wan);
    component.bindDevices(tun);
    bind(first, 0);
    component.start();
    component.configure(TUNNEL, new TunnelPathSettings(1400, OptionalInt.of(1350), OuterDf.COPY));
    component.install(PAIR.build());
    peer.database.install(PAIR.mirror());
  }

  @AfterEach
  void stop() {
    component.stop();
  }

  private void bind(TestCrypto crypto, int ranking) {
    component.bindCrypto(crypto, Map.of("service.ranking", ranking, "service.id", 1L));
  }

  private static byte[] out(int n) {
    return Packets.udp("192.168.1.10", 9, "10.1.0.5", 7, "out " + n);
  }

  private static byte[] in(int n) {
    return Packets.udp("10.1.0.5", 7, "192.168.1.10", 9, "in " + n);
  }

  private void arrive(List<MemoryChannel.Datagram> fromPeer) {
    for (MemoryChannel.Datagram d : fromPeer) {
      wan.udp4500.arrive(
          MemoryChannel.datagram(d.remote(), d.local(), d.trafficClass(), d.bytes()));
    }
  }

  private List<MemoryChannel.Datagram> takeSent(MemoryWan from, int count)
      throws InterruptedException {
    List<MemoryChannel.Datagram> sent = new ArrayList<>();
    while (sent.size() < count) {
      MemoryChannel.Datagram next = from.udp4500.sent.poll(20, TimeUnit.SECONDS);
      assertTrue(next != null, () -> "only " + sent.size() + " of " + count + " were sent");
      sent.add(next);
    }
    return sent;
  }

  private List<byte[]> takeWritten(int count) throws InterruptedException {
    List<byte[]> written = new ArrayList<>();
    while (written.size() < count) {
      byte[] next = tun.written(TUNNEL).poll(20, TimeUnit.SECONDS);
      assertTrue(next != null, () -> "only " + written.size() + " of " + count + " arrived");
      written.add(next);
    }
    return written;
  }

  @Test
  void packetsTravelBothWays() throws InterruptedException {
    for (int n = 0; n < 200; n++) {
      tun.route(TUNNEL, out(n));
      arrive(peer.send(TUNNEL, in(n)));
    }
    List<byte[]> there = peer.receiveAll(TUNNEL, takeSent(wan, 200));
    List<byte[]> here = takeWritten(200);
    for (int n = 0; n < 200; n++) {
      assertArrayEquals(out(n), there.get(n));
      assertArrayEquals(in(n), here.get(n));
    }
    assertEquals(200, component.counters(SPI).inboundPackets());
    assertEquals(200, component.tunnelCounters(TUNNEL).sentPackets4());
  }

  @Test
  void bothReceiversMayServeOneSa() throws InterruptedException {
    for (int n = 0; n < 500; n++) {
      for (MemoryChannel.Datagram d : peer.send(TUNNEL, in(n))) {
        MemoryChannel channel = n % 2 == 0 ? wan.udp4500 : wan.esp;
        channel.arrive(MemoryChannel.datagram(d.remote(), d.local(), 0, d.bytes()));
      }
    }
    takeWritten(500);
    assertEquals(500, component.counters(SPI).inboundPackets());
    assertEquals(0, component.counters(SPI).replayDrops());
  }

  @Test
  void ikeMessagesGoToIke() throws InterruptedException {
    LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    component.bindIkeInput(
        (local, remote, message) -> messages.add(remote + " " + HexFormat.of().formatHex(message)));
    wan.udp4500.arrive(
        MemoryChannel.datagram(PairBuilder.HERE, PairBuilder.THERE, 0, new byte[] {(byte) 0xff}));
    wan.udp4500.arrive(
        MemoryChannel.datagram(
            PairBuilder.HERE, PairBuilder.THERE, 0, new byte[] {0, 0, 0, 0, 1, 2, 3}));
    assertEquals("198.51.100.1:4500 010203", messages.poll(20, TimeUnit.SECONDS));
    arrive(peer.send(TUNNEL, in(1)));
    takeWritten(1);
    assertTrue(messages.isEmpty());
    assertEquals(1, component.counters(SPI).inboundPackets());
  }

  @Test
  void swappingProvidersUnderTrafficLosesNothing() throws InterruptedException {
    int packets = 3000;
    Thread traffic =
        new Thread(
            () -> {
              for (int n = 0; n < packets; n++) {
                tun.route(TUNNEL, out(n));
                arrive(peer.send(TUNNEL, in(n)));
              }
            });
    traffic.start();
    List<TestCrypto> providers = new ArrayList<>(List.of(first));
    while (traffic.isAlive()) {
      TestCrypto next = new TestCrypto("next " + providers.size());
      bind(next, providers.size());
      component.unbindCrypto(providers.get(providers.size() - 1));
      assertEquals(0, providers.get(providers.size() - 1).open(), "nothing stays behind");
      providers.add(next);
    }
    traffic.join();
    List<byte[]> there = peer.receiveAll(TUNNEL, takeSent(wan, packets));
    assertEquals(packets, there.size());
    assertArrayEquals(out(packets - 1), there.get(packets - 1));
    assertArrayEquals(in(packets - 1), takeWritten(packets).get(packets - 1));
    SaCounters counters = component.counters(SPI);
    assertEquals(0, counters.replayDrops() + counters.integrityDrops());
    assertTrue(providers.stream().filter(p -> p.packets() > 0).count() > 1, "swaps were real");
    assertEquals(List.of(), log.texts(LogLevel.INFO));
  }

  @Test
  void packetsOfAMomentWithoutProviderArriveLater() throws InterruptedException {
    component.unbindCrypto(first);
    for (int n = 0; n < 100; n++) {
      tun.route(TUNNEL, out(n));
      arrive(peer.send(TUNNEL, in(n)));
    }
    // Packets of another tunnel show that the loop is not held up.
    TestCrypto next = new TestCrypto("next");
    bind(next, 0);
    List<byte[]> there = peer.receiveAll(TUNNEL, takeSent(wan, 100));
    assertEquals(100, there.size());
    assertEquals(100, takeWritten(100).size());
    assertEquals(200, next.packets());
    assertEquals(2, log.texts(LogLevel.INFO).size());
  }

  @Test
  void sasSurviveANewTransport() throws InterruptedException {
    tun.route(TUNNEL, out(0));
    assertEquals(1, peer.receiveAll(TUNNEL, takeSent(wan, 1)).size());
    MemoryWan next = new MemoryWan();
    component.bindTransport(next);
    component.unbindTransport(wan);
    tun.route(TUNNEL, out(1));
    List<MemoryChannel.Datagram> sent = takeSent(next, 1);
    assertEquals(2, ByteBuffer.wrap(sent.get(0).bytes()).getInt(4), "numbers go on");
    assertEquals(1, peer.receiveAll(TUNNEL, sent).size());
    next.udp4500.arrive(toRouter(peer.send(TUNNEL, in(0)).get(0)));
    assertEquals(1, takeWritten(1).size());
  }

  private static MemoryChannel.Datagram toRouter(MemoryChannel.Datagram d) {
    return MemoryChannel.datagram(d.remote(), d.local(), d.trafficClass(), d.bytes());
  }

  @Test
  void listenersComeAndGo() throws InterruptedException {
    RecordingListener listener = new RecordingListener();
    component.bindListener(listener);
    component.bindListener(
        new RecordingListener() {
          @Override
          public void firstPacket(int inboundSpi) {
            throw new IllegalStateException("a listener with a fault");
          }
        });
    arrive(peer.send(TUNNEL, in(0)));
    takeWritten(1);
    assertEquals(List.of("first " + SPI), listener.events);
    component.unbindListener(listener);
    byte[] stray = "stray packet that has no SA".getBytes(StandardCharsets.US_ASCII);
    wan.udp4500.arrive(MemoryChannel.datagram(PairBuilder.HERE, PairBuilder.THERE, 0, stray));
    arrive(peer.send(TUNNEL, in(1)));
    takeWritten(1);
    assertEquals(1, listener.events.size());
  }

  @Test
  void stoppingZeroesEverything() {
    component.stop();
    assertEquals(0, first.open());
  }
}
