package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

class InboundPathTest {

  private static final int TUNNEL = 100;
  private static final int SPI = 0xc0ffee01;
  private static final int PEER_SPI = 0x0badcafe;

  private final Router router = new Router(new TestCrypto("here"));
  private final Router peer = new Router(new TestCrypto("there"));

  private void connect(PairBuilder pair) {
    router.database.install(pair.build());
    peer.database.install(pair.mirror());
  }

  private static PairBuilder pair() {
    return new PairBuilder(TUNNEL, SPI, PEER_SPI);
  }

  private SaCounters counters() {
    return router.database.counters(SPI);
  }

  private static byte[] toUs(String text) {
    return Packets.udp("10.1.0.5", 7, "192.168.1.10", 9, text);
  }

  private List<byte[]> receive(MemoryChannel.Datagram... datagrams) {
    return router.receive(TUNNEL, Arrays.asList(datagrams));
  }

  /** Seals a plaintext that the caller made up, trailer included, as the peer would. */
  private static MemoryChannel.Datagram forge(
      EspSuite suite, long sequence, int outerClass, byte[] plaintext) {
    ChildSa sa = pair().suite(suite).mirror();
    int start = 8 + suite.encryption().ivLength();
    byte[] packet = new byte[start + plaintext.length + suite.icvLength()];
    ByteBuffer.wrap(packet).putInt(SPI).putInt((int) sequence).put(start, plaintext);
    PacketBatch batch = Packets.batch(0, packet);
    batch.sequence(0, sequence);
    try (EspTransform transform =
        new TestCrypto("forge").transform(suite, sa.outboundKey().copy(), Direction.OUTBOUND)) {
      transform.seal(batch, 0, 1);
    }
    return MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, outerClass, batch.copy(0));
  }

  private static byte[] plaintext(byte[] inner, String trailerHex) {
    byte[] trailer = HexFormat.of().parseHex(trailerHex.replace(" ", ""));
    byte[] whole = Arrays.copyOf(inner, inner.length + trailer.length);
    System.arraycopy(trailer, 0, whole, inner.length, trailer.length);
    return whole;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void opensBothFamiliesAndCounts(boolean esn) {
    connect(pair().suite(esn ? PairBuilder.CBC_ESN : PairBuilder.GCM));
    byte[] four = toUs("four");
    byte[] six = Packets.udp("2001:db8::1", 7, "2001:db8::2", 9, "six");
    List<byte[]> received =
        router.receive(TUNNEL, peer.send(TUNNEL, four.clone(), six.clone(), four.clone()));
    assertEquals(3, received.size());
    assertArrayEquals(four, received.get(0));
    assertArrayEquals(six, received.get(1));
    assertEquals(
        new SaCounters(3, 2L * four.length + six.length, 0, 0, 0, 0, 0, router.now, 0), counters());
    var tunnel = router.database.tunnelCounters(TUNNEL);
    assertEquals(2, tunnel.receivedPackets4());
    assertEquals(2L * four.length, tunnel.receivedOctets4());
    assertEquals(1, tunnel.receivedPackets6());
    assertEquals(six.length, tunnel.receivedOctets6());
    assertEquals(List.of("first " + SPI), router.listener.events);
  }

  @Test
  void replaysAreDroppedAlsoInsideOneBatch() {
    connect(pair());
    MemoryChannel.Datagram packet = peer.send(TUNNEL, toUs("once")).get(0);
    assertEquals(1, receive(packet, packet).size());
    assertEquals(0, receive(packet).size());
    assertEquals(2, counters().replayDrops());
    assertEquals(1, counters().inboundPackets());
  }

  @Test
  void replaysPassWhenTheCheckIsOff() {
    connect(pair().window(0));
    MemoryChannel.Datagram packet = peer.send(TUNNEL, toUs("again")).get(0);
    assertEquals(2, receive(packet, packet).size());
    assertEquals(0, counters().replayDrops());
  }

  @Test
  void reorderedPacketsInsideTheWindowLoseNothing() {
    connect(pair());
    List<MemoryChannel.Datagram> sent = new ArrayList<>();
    for (int n = 0; n < 1000; n++) {
      sent.addAll(peer.send(TUNNEL, toUs("packet " + n)));
    }
    java.util.Collections.shuffle(sent, new Random(1));
    int received = 0;
    for (int from = 0; from < sent.size(); from += 50) {
      received += router.receive(TUNNEL, sent.subList(from, from + 50)).size();
    }
    assertEquals(1000, received);
    assertEquals(0, counters().replayDrops());
  }

  @Test
  void extendedNumbersPassTheBoundaryOfTheLowerHalf() {
    connect(pair().suite(PairBuilder.GCM_ESN));
    long start = 0xffff_fffeL;
    byte[] inner = toUs("over the edge");
    List<MemoryChannel.Datagram> sent = new ArrayList<>();
    OutboundSa out = peer.database.table().inbound(PEER_SPI).pair();
    // The receiver follows in steps smaller than half of the numbers.
    out.skipTo(0x7fff_ffffL);
    assertEquals(1, router.receive(TUNNEL, peer.send(TUNNEL, inner.clone())).size());
    out.skipTo(start - 1);
    for (int n = 0; n < 5; n++) {
      sent.addAll(peer.send(TUNNEL, inner.clone()));
    }
    assertEquals(5, router.receive(TUNNEL, sent).size());
    assertEquals(0, router.receive(TUNNEL, sent).size(), "all are replays");
    assertEquals(5, counters().replayDrops());
    assertEquals(0x1_0000_0002L, router.database.table().inbound(SPI).window().top());
  }

  @Test
  void aWrongIcvIsCountedAndDoesNotMoveTheWindow() {
    connect(pair());
    MemoryChannel.Datagram good = peer.send(TUNNEL, toUs("good")).get(0);
    byte[] bad = good.bytes();
    ByteBuffer.wrap(bad).putInt(4, 1_000_000);
    assertEquals(
        1,
        receive(MemoryChannel.datagram(good.local(), good.remote(), 0, bad), good).size(),
        "a forged number must not push good packets out of the window");
    assertEquals(1, counters().integrityDrops());
    assertEquals(0, counters().replayDrops());
  }

  @Test
  void truncatedPacketsAreDropped() {
    connect(pair());
    byte[] good = peer.send(TUNNEL, toUs("whole")).get(0).bytes();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertEquals(
          0, receive(MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, cut)).size());
    }
    assertEquals(good.length - 8, counters().integrityDrops());
    assertEquals(8, router.inbound.unknownDrops.get());
  }

  @ParameterizedTest
  @CsvSource({
    // trailer: padding, pad length, next header
    "01 02 03 03 04, true",
    "00 00 00 03 04, false",
    "01 02 04 03 04, false",
    "01 02 03 04 04, false",
    "01 02 03 ff 04, false",
    "01 02 03 03 29, false",
    "01 02 03 03 11, false",
    "01 02 03 03 00, false",
  })
  void checksTheTrailer(String trailer, boolean accepted) {
    connect(pair());
    byte[] inner = toUs("abc");
    assertEquals(31, inner.length);
    List<byte[]> received = receive(forge(PairBuilder.GCM, 1, 0, plaintext(inner, trailer)));
    assertEquals(accepted ? 1 : 0, received.size());
    assertEquals(accepted ? 0 : 1, router.database.table().inbound(SPI).malformedDrops.get());
    assertEquals(accepted ? 1 : 0, counters().inboundPackets());
  }

  @Test
  void dummyPacketsAreDroppedWithoutAWord() {
    connect(pair());
    assertEquals(
        0, receive(forge(PairBuilder.GCM, 1, 0, plaintext(new byte[40], "01 02 02 3b"))).size());
    assertEquals(new SaCounters(0, 0, 0, 0, 0, 0, 0, router.now, 0), counters());
    assertEquals(0, router.database.table().inbound(SPI).malformedDrops.get());
  }

  @Test
  void trafficFlowPaddingIsCutOff() {
    connect(pair());
    byte[] inner = toUs("short");
    byte[] padded = Arrays.copyOf(inner, 1000);
    List<byte[]> received = receive(forge(PairBuilder.GCM, 1, 0, plaintext(padded, "01 02 02 04")));
    assertEquals(1, received.size());
    assertArrayEquals(inner, received.get(0));
  }

  @Test
  void anInnerPacketLongerThanItsPayloadIsMalformed() {
    connect(pair());
    byte[] inner = toUs("0123456789");
    inner[3]++;
    Packets.fixHeaderChecksum(inner);
    assertEquals(0, receive(forge(PairBuilder.GCM, 1, 0, plaintext(inner, "00 04"))).size());
    assertEquals(1, router.database.table().inbound(SPI).malformedDrops.get());
  }

  @Test
  void packetsOutsideTheSelectorsAreDroppedAfterDecryption() {
    List<TrafficSelector> ours =
        List.of(
            TrafficSelector.of(Packets.address("192.168.1.0"), Packets.address("192.168.1.255")));
    List<TrafficSelector> theirs =
        List.of(TrafficSelector.of(Packets.address("10.1.0.0"), Packets.address("10.1.0.255")));
    router.database.install(pair().selectors(ours, theirs).build());
    // The peer is compromised: it knows the keys and ignores its selectors.
    peer.database.install(pair().mirror());
    assertEquals(1, router.receive(TUNNEL, peer.send(TUNNEL, toUs("inside"))).size());
    byte[] spoofed = Packets.udp("192.168.1.1", 7, "192.168.1.10", 9, "x");
    byte[] elsewhere = Packets.udp("10.1.0.5", 7, "192.168.2.1", 9, "x");
    byte[] six = Packets.udp("2001:db8::1", 7, "2001:db8::2", 9, "x");
    assertEquals(0, router.receive(TUNNEL, peer.send(TUNNEL, spoofed, elsewhere, six)).size());
    assertEquals(3, counters().selectorDrops());
    assertEquals(1, counters().inboundPackets());
  }

  @Test
  void congestionMarksComeIn() {
    connect(pair());
    byte[] capable = Packets.withTrafficClass(toUs("ect"), 0xb8 | Ecn.ECT_0);
    byte[] incapable = toUs("not-ect");
    MemoryChannel.Datagram one =
        forge(PairBuilder.GCM, 1, Ecn.CE, plaintext(capable, "01 02 03 03 04"));
    byte[] received = receive(one).get(0);
    assertEquals(0xb8 | Ecn.CE, received[1] & 0xff, "the outer DSCP does not come in");
    assertTrue(Packets.headerChecksumIsRight(received));
    assertEquals(
        0,
        receive(forge(PairBuilder.GCM, 2, Ecn.CE, plaintext(incapable, "01 02 03 03 04"))).size());
    assertEquals(1, router.database.table().inbound(SPI).congestionDrops.get());
  }

  @Test
  void clampsTheMssOfSynsFromThePeer() {
    connect(pair());
    router.database.configure(
        TUNNEL, new TunnelPathSettings(1400, OptionalInt.of(1350), OuterDf.COPY));
    byte[] syn =
        Packets.tcp("10.1.0.5", "192.168.1.10", Packets.SYN, new byte[] {2, 4, 5, (byte) 0xb4});
    byte[] received = router.receive(TUNNEL, peer.send(TUNNEL, syn)).get(0);
    assertEquals(1350, ByteBuffer.wrap(received).getShort(42));
    assertTrue(Packets.tcpChecksumIsRight(received));
  }

  @Test
  void aMoveOfThePeerIsReportedOncePerAddress() {
    connect(pair());
    Endpoint moved = new Endpoint(Packets.address("203.0.113.9"), 61000);
    Endpoint again = new Endpoint(Packets.address("203.0.113.9"), 61001);
    for (Endpoint from :
        List.of(PairBuilder.THERE, moved, moved, PairBuilder.THERE, again, moved)) {
      byte[] packet = peer.send(TUNNEL, toUs("hello")).get(0).bytes();
      assertEquals(1, receive(MemoryChannel.datagram(from, PairBuilder.HERE, 0, packet)).size());
    }
    assertEquals(
        List.of(
            "first " + SPI,
            "moved " + SPI + " 192.0.2.1:4500 203.0.113.9:61000",
            "moved " + SPI + " 192.0.2.1:4500 203.0.113.9:61001"),
        router.listener.events);
    router.database.move(SPI, true, PairBuilder.HERE, moved);
    router.listener.events.clear();
    for (Endpoint from : List.of(moved, PairBuilder.THERE)) {
      byte[] packet = peer.send(TUNNEL, toUs("hello")).get(0).bytes();
      receive(MemoryChannel.datagram(from, PairBuilder.HERE, 0, packet));
    }
    assertEquals(
        List.of("moved " + SPI + " 192.0.2.1:4500 198.51.100.1:4500"), router.listener.events);
  }

  @Test
  void unverifiedAndOvertakenPacketsMoveNobody() {
    connect(pair());
    Endpoint elsewhere = new Endpoint(Packets.address("203.0.113.9"), 61000);
    byte[] first = peer.send(TUNNEL, toUs("1")).get(0).bytes();
    byte[] second = peer.send(TUNNEL, toUs("2")).get(0).bytes();
    byte[] forged = second.clone();
    forged[20] ^= 1;
    receive(
        MemoryChannel.datagram(elsewhere, PairBuilder.HERE, 0, forged),
        MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, second),
        MemoryChannel.datagram(elsewhere, PairBuilder.HERE, 0, first));
    assertEquals(2, counters().inboundPackets());
    assertEquals(List.of("first " + SPI), router.listener.events);
  }

  @Test
  void unknownSpisAreReportedTenTimesASecond() {
    byte[] packet = new byte[60];
    ByteBuffer.wrap(packet).putInt(77).putInt(1);
    for (int n = 0; n < 30; n++) {
      receive(MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, packet));
    }
    assertEquals(10, router.listener.events.size());
    assertEquals("unknown 77 198.51.100.1:4500", router.listener.events.get(0));
    router.now += 1_000_000_000L;
    receive(MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, packet));
    assertEquals(11, router.listener.events.size());
    assertEquals(31, router.inbound.unknownDrops.get());
  }

  @Test
  void aBatchMayMixTunnelsSasAndRubbish() {
    connect(pair());
    PairBuilder other = new PairBuilder(7, 0x111, 0x222).suite(PairBuilder.CBC);
    connect(other);
    router.tun.open(7, 1400);
    byte[] seven = Packets.udp("10.7.0.1", 1, "192.168.7.1", 2, "seven");
    List<MemoryChannel.Datagram> mixed = new ArrayList<>();
    MemoryChannel.Datagram rubbish =
        MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, new byte[100]);
    for (int n = 0; n < 8; n++) {
      mixed.addAll(peer.send(TUNNEL, toUs("a" + n)));
      mixed.add(rubbish);
      mixed.addAll(peer.send(7, seven.clone()));
      mixed.addAll(peer.send(TUNNEL, toUs("b" + n), toUs("c" + n)));
    }
    assertEquals(24, router.receive(TUNNEL, mixed).size());
    List<byte[]> out = router.takeWritten(7);
    assertEquals(8, out.size());
    assertArrayEquals(seven, out.get(7));
  }

  @Test
  void packetsWaitForACryptoProviderInABoundedQueue() throws IOException {
    TestCrypto here = new TestCrypto("only");
    Router alone = new Router(here);
    alone.database.install(pair().build());
    peer.database.install(pair().mirror());
    alone.removeCrypto(here);
    assertEquals(0, here.open(), "the keys left the provider");
    for (int n = 0; n < HeldPackets.MAX_PACKETS + 5; n++) {
      assertEquals(0, alone.receive(TUNNEL, peer.send(TUNNEL, toUs("waiting"))).size());
    }
    assertEquals(HeldPackets.MAX_PACKETS, alone.inbound.waiting());
    assertEquals(5, alone.inbound.overflowDrops.get());
    alone.add(new TestCrypto("next", Set.of(EncryptionAlgorithm.AES_GCM_16), null), 0);
    alone.lane.resume(PacketBatch.allocate(Router.SLOTS, 2048), alone.tun);
    assertEquals(HeldPackets.MAX_PACKETS, alone.takeWritten(TUNNEL).size());
    assertEquals(0, alone.inbound.waiting());
    assertEquals(0, alone.database.counters(SPI).replayDrops());
  }

  @Test
  void survivesRandomDatagrams() {
    connect(pair());
    Random random = new Random(11);
    for (int n = 0; n < 20_000; n++) {
      byte[] packet = new byte[random.nextInt(100)];
      random.nextBytes(packet);
      if (packet.length >= 4 && random.nextBoolean()) {
        ByteBuffer.wrap(packet).putInt(SPI);
      }
      assertEquals(
          0,
          receive(MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, packet)).size());
    }
  }

  @Test
  void survivesRandomPlaintextsFromAVerifiedPeer() {
    connect(pair().window(0));
    Random random = new Random(12);
    for (int n = 0; n < 20_000; n++) {
      byte[] plain = new byte[2 + random.nextInt(80)];
      random.nextBytes(plain);
      plain[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
      plain[plain.length - 1] = (byte) (random.nextBoolean() ? 4 : 41);
      plain[plain.length - 2] = (byte) random.nextInt(3);
      receive(forge(PairBuilder.GCM, n + 1, random.nextInt(4), plain));
    }
    assertEquals(0, counters().integrityDrops());
    assertTrue(router.database.table().inbound(SPI).malformedDrops.get() > 10_000);
  }
}
