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
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
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
    fromPeer.forEach(datagram -> wan.udp4500.arrive(datagram.arriving()));
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
        channel.arrive(d.arriving());
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

  /** Routes and receives packets while something changes, and checks that all arrive. */
  private void changeUnderTraffic(int rounds, IntConsumer change) throws InterruptedException {
    int each = 60;
    for (int round = 0; round < rounds; round++) {
      Thread traffic =
          new Thread(
              () -> {
                for (int n = 0; n < each; n++) {
                  tun.route(TUNNEL, out(n));
                  arrive(peer.send(TUNNEL, in(n)));
                }
              });
      traffic.start();
      change.accept(round);
      traffic.join();
      List<byte[]> there = peer.receiveAll(TUNNEL, takeSent(wan, each));
      List<byte[]> here = takeWritten(each);
      assertEquals(each, there.size());
      for (int n = 0; n < each; n++) {
        assertArrayEquals(out(n), there.get(n));
        assertArrayEquals(in(n), here.get(n));
      }
    }
  }

  @Test
  void swappingProvidersUnderTrafficLosesNothing() throws InterruptedException {
    List<TestCrypto> providers = new ArrayList<>(List.of(first));
    changeUnderTraffic(
        50,
        round -> {
          TestCrypto before = providers.get(round);
          TestCrypto next = new TestCrypto("next " + round);
          bind(next, round % 2 == 0 ? 10 : 0);
          component.unbindCrypto(before);
          assertEquals(0, before.open(), "nothing stays behind");
          providers.add(next);
        });
    assertTrue(providers.stream().filter(p -> p.packets() > 0).count() > 1, "swaps were real");
    assertEquals(50 * 60, component.counters(SPI).inboundPackets());
    assertEquals(0, component.counters(SPI).replayDrops());
    assertEquals(List.of(), log.texts(LogLevel.INFO));
  }

  @Test
  void otherTunnelsComeAndGoWithoutALoss() throws InterruptedException {
    changeUnderTraffic(
        20,
        round -> {
          for (int n = 0; n < 20; n++) {
            component.configure(7, new TunnelPathSettings(1280, OptionalInt.empty(), OuterDf.SET));
            component.install(new PairBuilder(7, 700 + n, 800 + n).build());
          }
          for (int n = 0; n < 20; n++) {
            component.remove(700 + n);
          }
          component.configure(7, null);
        });
    assertEquals(20 * 60, component.tunnelCounters(TUNNEL).sentPackets4());
    assertEquals(0, component.tunnelCounters(TUNNEL).noSaDrops());
  }

  @Test
  void renewingThePairUnderTrafficLosesNothing() throws InterruptedException {
    // As the responder: the peer sends on the new pair at once, we with its first packet, at the
    // latest when IKE says so. The old pairs live on for some rounds.
    changeUnderTraffic(
        30,
        round -> {
          component.activate(1000 + round - 1);
          PairBuilder renewed = new PairBuilder(TUNNEL, 1000 + round, 2000 + round);
          component.install(renewed.pending().build());
          peer.database.install(renewed.mirror());
          peer.database.activate(2000 + round);
          if (round > 2) {
            component.remove(1000 + round - 3);
            peer.database.remove(2000 + round - 3);
          }
        });
    assertEquals(30 * 60, component.tunnelCounters(TUNNEL).receivedPackets4());
    assertEquals(0, component.tunnelCounters(TUNNEL).noSaDrops());
    arrive(peer.send(TUNNEL, in(0)));
    takeWritten(1);
    assertTrue(component.counters(1029).inboundPackets() > 0, "the newest pair carries packets");
  }

  @Test
  void packetsOfAMomentWithoutProviderArriveLater() throws InterruptedException {
    component.unbindCrypto(first);
    for (int n = 0; n < 100; n++) {
      tun.route(TUNNEL, out(n));
      arrive(peer.send(TUNNEL, in(n)));
    }
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
    next.udp4500.arrive(peer.send(TUNNEL, in(0)).get(0).arriving());
    assertEquals(1, takeWritten(1).size());
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
