package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
import org.sekisho.api.ipsec.TunnelCounters;
import org.sekisho.api.log.LogLevel;

class SaDatabaseTest {

  private static final int TUNNEL = 100;
  private static final TunnelPathSettings SETTINGS =
      new TunnelPathSettings(1400, OptionalInt.empty(), OuterDf.COPY);

  private final TestCrypto crypto = new TestCrypto("first");
  private final Router router = new Router(crypto);
  private final Router peer = new Router(new TestCrypto("peer"));

  private static PairBuilder pair(int n) {
    return new PairBuilder(TUNNEL, 100 + n, 200 + n);
  }

  private static byte[] packet() {
    return Packets.udp("192.168.1.10", 9, "10.1.0.5", 7, "x");
  }

  /** SPI of a packet we send now, 0 for none. */
  private int sendingSpi() {
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, packet());
    return sent.isEmpty() ? 0 : ByteBuffer.wrap(sent.get(0).bytes()).getInt();
  }

  /** A packet of the peer arrives on a pair. */
  private int arriveOn(PairBuilder pair) {
    Router sender = new Router(new TestCrypto("sender"));
    sender.database.install(pair.mirror());
    return router.receive(TUNNEL, sender.send(TUNNEL, packet())).size();
  }

  @Test
  void sendsOnTheNewestAndReceivesOnAll() {
    router.database.install(pair(1).build());
    assertEquals(201, sendingSpi());
    router.database.install(pair(2).build());
    assertEquals(202, sendingSpi());
    assertEquals(1, arriveOn(pair(1)));
    assertEquals(1, arriveOn(pair(2)));
    assertEquals(202, sendingSpi());
    router.database.remove(102);
    assertEquals(201, sendingSpi(), "falls back to the next newest alive");
    router.database.remove(101);
    assertEquals(0, sendingSpi());
  }

  @Test
  void aRespondersPairWaitsForTheFirstVerifiedPacket() {
    router.database.install(pair(1).build());
    PairBuilder renewed = pair(2).pending();
    router.database.install(renewed.build());
    assertEquals(201, sendingSpi());
    byte[] forged = new byte[100];
    ByteBuffer.wrap(forged).putInt(102).putInt(1);
    router.receive(
        TUNNEL, List.of(MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, forged)));
    assertEquals(201, sendingSpi(), "a forged packet does not switch");
    assertEquals(1, arriveOn(renewed));
    assertEquals(202, sendingSpi());
  }

  @Test
  void aPendingPairCanBeActivatedByHand() {
    router.database.install(pair(1).build());
    router.database.install(pair(2).pending().build());
    router.database.activate(102);
    assertEquals(202, sendingSpi());
    router.database.activate(999);
  }

  @Test
  void aPendingPairIsUsedAtOnceWhenThereIsNoOther() {
    router.database.install(pair(1).pending().build());
    assertEquals(201, sendingSpi());
    router.database.install(pair(2).pending().build());
    assertEquals(201, sendingSpi());
    router.database.remove(101);
    assertEquals(202, sendingSpi(), "the last one alive is used even if pending");
  }

  @Test
  void aLateActivationOfAnOlderPairDoesNotSwitchBack() {
    router.database.install(pair(1).build());
    PairBuilder second = pair(2).pending();
    router.database.install(second.build());
    router.database.install(pair(3).build());
    assertEquals(1, arriveOn(second));
    assertEquals(203, sendingSpi());
    router.database.remove(103);
    assertEquals(202, sendingSpi());
  }

  @Test
  void tunnelsDoNotDisturbEachOther() {
    router.database.install(pair(1).build());
    router.database.install(new PairBuilder(7, 700, 770).build());
    assertEquals(201, sendingSpi());
    router.database.remove(700);
    router.database.configure(7, null);
    assertEquals(201, sendingSpi());
    assertEquals(2, router.database.counters(101).outboundPackets());
  }

  @Test
  void removalZeroesTheKeys() {
    ChildSa sa = pair(1).build();
    router.database.install(sa);
    assertEquals(2, crypto.open());
    router.database.remove(101);
    assertEquals(0, crypto.open());
    assertThrows(IllegalStateException.class, () -> sa.inboundKey().copy());
    assertThrows(IllegalStateException.class, () -> sa.outboundKey().copy());
    assertNull(router.database.counters(101));
    router.database.remove(101);
  }

  @Test
  void clearRemovesEverything() {
    router.database.install(pair(1).build());
    router.database.install(pair(2).build());
    router.database.clear();
    assertEquals(0, crypto.open());
    assertEquals(List.of(), router.database.pairs());
  }

  @Test
  void refusesASecondUseOfAnInboundSpi() {
    router.database.install(pair(1).build());
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> router.database.install(pair(1).build()));
    assertTrue(refused.getMessage().contains("00000065"), refused.getMessage());
  }

  @Test
  void refusesASuiteThatNoProviderSupports() {
    Router poor = new Router(new TestCrypto("poor", Set.of(EncryptionAlgorithm.AES_CBC), null));
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> poor.database.install(pair(1).build()));
    assertTrue(refused.getMessage().contains("AES_GCM_16-256"), refused.getMessage());
    poor.database.install(pair(1).suite(PairBuilder.CBC).build());
  }

  @Test
  void choosesTheHighestRankingThatSupportsTheSuite() {
    TestCrypto fastCbc = new TestCrypto("fast", Set.of(EncryptionAlgorithm.AES_CBC), null);
    router.add(fastCbc, 100);
    router.database.install(pair(1).build());
    router.database.install(pair(2).suite(PairBuilder.CBC).build());
    assertEquals(2, crypto.open());
    assertEquals(2, fastCbc.open());
    // Another ranking is another choice.
    router.add(fastCbc, -1);
    assertEquals(4, crypto.open());
    assertEquals(0, fastCbc.open());
  }

  @Test
  void liveSasMoveToABetterProviderAndBackWithTheirSequenceNumbers() {
    router.database.install(pair(1).build());
    peer.database.install(pair(1).mirror());
    assertEquals(1, peer.receive(TUNNEL, router.send(TUNNEL, packet())).size());
    TestCrypto better = new TestCrypto("better");
    router.add(better, 10);
    assertEquals(0, crypto.open());
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, packet());
    assertEquals(2, ByteBuffer.wrap(sent.get(0).bytes()).getInt(4), "numbers go on");
    assertEquals(1, peer.receive(TUNNEL, sent).size());
    assertEquals(1, router.receive(TUNNEL, peer.send(TUNNEL, packet())).size());
    assertEquals(2, better.packets());
    router.removeCrypto(better);
    assertEquals(0, better.open());
    assertEquals(1, peer.receive(TUNNEL, router.send(TUNNEL, packet())).size());
    assertEquals(List.of(), router.log.texts(LogLevel.INFO));
  }

  @Test
  void theLogSaysOnceThatNoProviderIsLeft() {
    router.database.install(pair(1).build());
    router.removeCrypto(crypto);
    router.database.reselectCrypto();
    assertEquals(
        List.of(
            "[IPSEC] no crypto provider for AES_GCM_16-256, packets wait until a crypto bundle is"
                + " started"),
        router.log.texts(LogLevel.INFO));
    router.add(new TestCrypto("back"), 0);
    assertEquals(
        "[IPSEC] crypto provider is back, packets pass again",
        router.log.texts(LogLevel.INFO).get(1));
  }

  @Test
  void aProviderThatFailsIsPassedOver() {
    router.add(
        new TestCrypto("wrong") {
          @Override
          public org.sekisho.api.crypto.EspTransform transform(
              org.sekisho.api.crypto.EspSuite suite, byte[] key, Direction direction) {
            throw new IllegalArgumentException("not today");
          }
        },
        100);
    router.database.install(pair(1).build());
    assertEquals(201, sendingSpi());
  }

  @Test
  void tunnelCountersLiveAsLongAsTheConfiguration() {
    assertEquals(TunnelCounters.ZERO, router.database.tunnelCounters(TUNNEL));
    router.database.configure(TUNNEL, SETTINGS);
    router.database.install(pair(1).build());
    sendingSpi();
    router.database.remove(101);
    router.database.configure(
        TUNNEL, new TunnelPathSettings(1280, OptionalInt.of(1240), OuterDf.SET));
    assertEquals(1, router.database.tunnelCounters(TUNNEL).sentPackets4());
    router.database.configure(TUNNEL, null);
    assertEquals(TunnelCounters.ZERO, router.database.tunnelCounters(TUNNEL));
    assertEquals(List.of(), router.database.tunnels());
  }
}
