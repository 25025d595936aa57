package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

class OutboundPathTest {

  private static final int TUNNEL = 100;
  private static final int SPI = 0xc0ffee01;
  private static final int PEER_SPI = 0x0badcafe;

  private final TestCrypto crypto = new TestCrypto("here");
  private final Router router = new Router(crypto);
  private final Router peer = new Router(new TestCrypto("there"));

  private static PairBuilder pair() {
    return new PairBuilder(TUNNEL, SPI, PEER_SPI);
  }

  private static byte[] fromUs(String text) {
    return Packets.udp("192.168.1.10", 9, "10.1.0.5", 7, text);
  }

  private void configure(OptionalInt mss, OuterDf df) {
    router.database.configure(TUNNEL, new TunnelPathSettings(1400, mss, df));
  }

  private OutboundSa outbound() {
    return router.database.table().inbound(SPI).pair();
  }

  @Test
  void withoutAnSaNothingLeavesAndItIsCounted() {
    configure(OptionalInt.empty(), OuterDf.COPY);
    assertEquals(List.of(), router.send(TUNNEL, fromUs("a"), fromUs("b")));
    assertEquals(2, router.database.tunnelCounters(TUNNEL).noSaDrops());
    router.database.install(pair().build());
    assertEquals(1, router.send(TUNNEL, fromUs("c")).size());
    router.database.remove(SPI);
    assertEquals(List.of(), router.send(TUNNEL, fromUs("d")));
    assertEquals(3, router.database.tunnelCounters(TUNNEL).noSaDrops());
    assertEquals(List.of(), router.send(55, fromUs("unknown tunnel")));
  }

  @Test
  void neverSendsPlaintext() {
    configure(OptionalInt.empty(), OuterDf.COPY);
    router.database.install(pair().build());
    byte[] secret = fromUs("a secret of sixteen");
    byte[] sent = router.send(TUNNEL, secret).get(0).bytes();
    assertFalse(new String(sent, java.nio.charset.StandardCharsets.ISO_8859_1).contains("secret"));
  }

  @Test
  void countsPacketsOctetsAndTime() {
    configure(OptionalInt.empty(), OuterDf.COPY);
    router.database.install(pair().build());
    byte[] four = fromUs("four");
    byte[] six = Packets.udp("2001:db8::1", 7, "2001:db8::2", 9, "six");
    router.send(TUNNEL, four.clone(), six.clone(), six.clone());
    assertEquals(
        new SaCounters(0, 0, 3, four.length + 2L * six.length, 0, 0, 0, 0, router.now),
        router.database.counters(SPI));
    assertEquals(
        new TunnelCounters(0, 0, 0, 0, 1, four.length, 2, 2L * six.length, 0),
        router.database.tunnelCounters(TUNNEL));
  }

  @ParameterizedTest
  @CsvSource({"COPY, false, false", "COPY, true, true", "SET, false, true", "CLEAR, true, false"})
  void setsTheOuterDf(OuterDf setting, boolean inner, boolean outer) {
    configure(OptionalInt.empty(), setting);
    router.database.install(pair().build());
    byte[] packet = Packets.withFragmentField(fromUs("x"), inner ? 0x4000 : 0);
    assertEquals(outer, router.send(TUNNEL, packet).get(0).dontFragment());
  }

  @Test
  void copiesDscpAndEcnOutAndLeavesTheTtl() {
    router.database.install(pair().build());
    peer.database.install(pair().mirror());
    byte[] packet = Packets.withTrafficClass(fromUs("x"), 0xb8 | Ecn.ECT_1);
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, packet.clone());
    assertEquals(0xb8 | Ecn.ECT_1, sent.get(0).trafficClass());
    assertArrayEquals(packet, peer.receive(TUNNEL, sent).get(0));
  }

  @Test
  void clampsTheMssOfSyns() {
    configure(OptionalInt.of(1350), OuterDf.COPY);
    router.database.install(pair().build());
    peer.database.install(pair().mirror());
    byte[] syn =
        Packets.tcp("192.168.1.10", "10.1.0.5", Packets.SYN, new byte[] {2, 4, 5, (byte) 0xb4});
    byte[] received = peer.receive(TUNNEL, router.send(TUNNEL, syn)).get(0);
    assertEquals(1350, ByteBuffer.wrap(received).getShort(42));
    assertTrue(Packets.tcpChecksumIsRight(received));
  }

  @Test
  void theCounterNeverCycles() {
    configure(OptionalInt.empty(), OuterDf.COPY);
    router.database.install(pair().build());
    outbound().skipTo(0xffff_fffdL);
    List<MemoryChannel.Datagram> sent =
        router.send(TUNNEL, fromUs("a"), fromUs("b"), fromUs("c"), fromUs("d"));
    assertEquals(2, sent.size());
    assertEquals(0xffff_ffff, ByteBuffer.wrap(sent.get(1).bytes()).getInt(4));
    assertEquals(List.of(), router.send(TUNNEL, fromUs("e")));
    assertEquals(3, router.database.tunnelCounters(TUNNEL).noSaDrops());
  }

  @Test
  void anExhaustedSaGivesWayToAnOlderOne() {
    router.database.install(new PairBuilder(TUNNEL, 1, 2).build());
    router.database.install(pair().build());
    outbound().skipTo(0xffff_fffeL);
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, fromUs("a"), fromUs("b"));
    assertEquals(PEER_SPI, ByteBuffer.wrap(sent.get(0).bytes()).getInt());
    assertEquals(2, ByteBuffer.wrap(sent.get(1).bytes()).getInt());
  }

  @Test
  void asksForRenewalOnceLongBeforeTheEnd() {
    router.database.install(pair().build());
    outbound().skipTo(OutboundSa.NEARLY_LAST_SEQUENCE - 2);
    router.send(TUNNEL, fromUs("a"));
    assertEquals(List.of(), router.listener.events);
    router.send(TUNNEL, fromUs("b"), fromUs("c"));
    router.send(TUNNEL, fromUs("d"));
    assertEquals(List.of("exhausted " + SPI), router.listener.events);
    assertTrue(OutboundSa.LAST_SEQUENCE - OutboundSa.NEARLY_LAST_SEQUENCE > 200_000_000L);
  }

  @Test
  void asksAgainWhenNoRenewalCame() {
    router.database.install(pair().build());
    outbound().skipTo(OutboundSa.NEARLY_LAST_SEQUENCE + (1 << 24) - 2);
    router.send(TUNNEL, fromUs("a"), fromUs("b"), fromUs("c"));
    assertEquals(List.of("exhausted " + SPI), router.listener.events);
  }

  @Test
  void extendedNumbersGoOnBehindTheLowerHalf() {
    router.database.install(pair().suite(PairBuilder.GCM_ESN).build());
    outbound().skipTo(0xffff_fffeL);
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, fromUs("a"), fromUs("b"));
    assertEquals(-1, ByteBuffer.wrap(sent.get(0).bytes()).getInt(4));
    assertEquals(0, ByteBuffer.wrap(sent.get(1).bytes()).getInt(4));
    assertEquals(List.of(), router.listener.events);
  }

  @Test
  void selectorsChooseAmongSeveralSas() {
    configure(OptionalInt.empty(), OuterDf.COPY);
    List<TrafficSelector> any = List.of(TrafficSelector.ANY_IPV4);
    List<TrafficSelector> oneNet =
        List.of(TrafficSelector.of(Packets.address("10.1.0.0"), Packets.address("10.1.255.255")));
    List<TrafficSelector> otherNet =
        List.of(TrafficSelector.of(Packets.address("10.2.0.0"), Packets.address("10.2.255.255")));
    router.database.install(new PairBuilder(TUNNEL, 1, 11).selectors(any, oneNet).build());
    router.database.install(new PairBuilder(TUNNEL, 2, 22).selectors(any, otherNet).build());
    List<MemoryChannel.Datagram> sent =
        router.send(
            TUNNEL,
            Packets.udp("192.168.1.1", 1, "10.1.0.1", 2, "x"),
            Packets.udp("192.168.1.1", 1, "10.3.0.1", 2, "x"),
            Packets.udp("192.168.1.1", 1, "10.2.0.1", 2, "x"));
    assertEquals(
        List.of(11, 22), sent.stream().map(d -> ByteBuffer.wrap(d.bytes()).getInt()).toList());
    assertEquals(1, router.database.tunnelCounters(TUNNEL).noSaDrops());
  }

  @Test
  void aBatchMayNeedBothEncapsulations() {
    List<TrafficSelector> any = List.of(TrafficSelector.ANY_IPV4);
    List<TrafficSelector> oneNet =
        List.of(TrafficSelector.of(Packets.address("10.1.0.0"), Packets.address("10.1.255.255")));
    PairBuilder wide = new PairBuilder(TUNNEL, 1, 11).selectors(any, any);
    PairBuilder narrow = new PairBuilder(TUNNEL, 2, 22).selectors(any, oneNet).protocol50();
    router.database.install(wide.build());
    router.database.install(narrow.build());
    peer.database.install(wide.mirror());
    peer.database.install(narrow.mirror());
    byte[][] packets = new byte[10][];
    for (int n = 0; n < packets.length; n++) {
      packets[n] =
          Packets.udp("192.168.1.1", 1, n % 3 == 0 ? "10.9.0.1" : "10.1.0.1", 2, "packet " + n);
    }
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, packets);
    assertEquals(4, sent.stream().filter(d -> d.remote().port() == 4500).count());
    assertEquals(6, sent.stream().filter(d -> d.remote().port() == 0).count());
    assertEquals(10, peer.receive(TUNNEL, sent).size(), "each is sealed once and well");
  }

  @Test
  void followsAMoveOfThePeer() {
    router.database.install(pair().build());
    Endpoint moved = new Endpoint(Packets.address("203.0.113.9"), 61000);
    router.database.move(SPI, true, PairBuilder.HERE, moved);
    assertEquals(moved, router.send(TUNNEL, fromUs("x")).get(0).remote());
    router.database.move(SPI, false, PairBuilder.HERE.withPort(0), moved.withPort(0));
    assertEquals(1, router.wan.esp.sent.size() + router.send(TUNNEL, fromUs("y")).size());
    assertEquals(0, router.wan.udp4500.sent.size());
    router.database.move(99, false, PairBuilder.HERE, moved);
  }

  @Test
  void packetsThatAreNoIpOrTooLongAreDropped() {
    configure(OptionalInt.empty(), OuterDf.COPY);
    router.database.install(pair().build());
    byte[] tooLong = fromUs("x".repeat(2048 - OutboundPath.HEADROOM - 28));
    assertEquals(1, router.send(TUNNEL, new byte[40], tooLong, new byte[3], fromUs("good")).size());
    assertEquals(1, router.database.counters(SPI).outboundPackets());
    assertEquals(3, router.database.table().tunnel(TUNNEL).traffic().malformedDrops.get());
  }

  @Test
  void packetsWaitForACryptoProviderInABoundedQueue() throws IOException {
    configure(OptionalInt.empty(), OuterDf.COPY);
    router.database.install(pair().build());
    peer.database.install(pair().mirror());
    router.removeCrypto(crypto);
    for (int n = 0; n < HeldPackets.MAX_PACKETS + 7; n++) {
      assertEquals(List.of(), router.send(TUNNEL, fromUs("packet " + n)));
    }
    assertEquals(HeldPackets.MAX_PACKETS, router.outbound.waiting());
    assertEquals(7, router.database.tunnelCounters(TUNNEL).noSaDrops());
    PacketBatch scratch = PacketBatch.allocate(Router.SLOTS, 2048);
    router.outbound.resume(scratch, router.wan);
    assertEquals(HeldPackets.MAX_PACKETS, router.outbound.waiting(), "still no provider");
    router.add(new TestCrypto("next"), 0);
    router.outbound.resume(scratch, router.wan);
    List<byte[]> received = peer.receiveAll(TUNNEL, router.takeSent());
    assertEquals(HeldPackets.MAX_PACKETS, received.size());
    assertArrayEquals(fromUs("packet 0"), received.get(0));
    assertArrayEquals(fromUs("packet 511"), received.get(511));
    assertEquals(0, router.outbound.waiting());
  }

  @Test
  void theQueueIsBoundedInOctetsToo() {
    router.database.install(pair().build());
    router.removeCrypto(crypto);
    PacketBatch batch = PacketBatch.allocate(1, 65_536);
    HeldPackets held = new HeldPackets(1);
    batch.add(0, HeldPackets.MAX_LENGTH + 1);
    assertFalse(held.hold(1, batch, 0), "would not fit a slot again");
    batch.place(0, 0, HeldPackets.MAX_LENGTH);
    int held16k = 0;
    while (held.hold(1, batch, 0)) {
      held16k++;
    }
    assertEquals(HeldPackets.MAX_OCTETS / HeldPackets.MAX_LENGTH, held16k);
  }
}
