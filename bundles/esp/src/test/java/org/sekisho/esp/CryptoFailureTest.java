package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.api.log.LogLevel;

/** Providers that throw while they work on packets. */
class CryptoFailureTest {

  private static final int TUNNEL = 100;
  private static final int PACKETS = 20;
  private static final PairBuilder PAIR = new PairBuilder(TUNNEL, 1, 2);

  private final TestCrypto other = new TestCrypto("other");
  private final ThrowingCrypto faulty = new ThrowingCrypto("faulty");
  private final Router router = new Router(other);
  private final Router peer = new Router(new TestCrypto("peer"));
  private final List<String> told = new ArrayList<>();
  private final CryptoWatch watch =
      new CryptoWatch(router.providers, router.database::reselectCrypto, router.log);

  @BeforeEach
  void install() {
    router.add(faulty, 100);
    router.database.install(PAIR.build());
    peer.database.install(PAIR.mirror());
    watch.add((provider, cause) -> told.add(provider.provider() + ": " + cause));
    assertEquals(2, faulty.open());
  }

  private static byte[][] packets() {
    byte[][] packets = new byte[PACKETS][];
    for (int n = 0; n < PACKETS; n++) {
      packets[n] = Packets.udp("192.168.1.10", 9, "10.1.0.5", 7, "packet " + n);
    }
    return packets;
  }

  private static void assertAllArrived(List<byte[]> received) {
    byte[][] expected = packets();
    assertEquals(PACKETS, received.size());
    for (int n = 0; n < PACKETS; n++) {
      assertArrayEquals(expected[n], received.get(n));
    }
  }

  private String onlyLine() {
    List<String> lines = router.log.texts(LogLevel.INFO);
    assertEquals(1, lines.size(), lines.toString());
    return lines.get(0);
  }

  @Test
  void aNewProviderThatThrowsLosesNothingThatIsSent() {
    faulty.throwing = true;
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, packets());
    for (int n = 0; n < PACKETS; n++) {
      assertEquals(n + 1, ByteBuffer.wrap(sent.get(n).bytes()).getInt(4), "numbers in their order");
    }
    assertAllArrived(peer.receive(TUNNEL, sent));
    assertAllArrived(peer.receive(TUNNEL, router.send(TUNNEL, packets())));
    watch.look(System.nanoTime());
    assertEquals(
        "[IPSEC] crypto provider faulty failed with AES_GCM_16-256"
            + " (java.lang.IllegalStateException: no more), other goes on; packets lost: 0",
        onlyLine());
    assertEquals(List.of("faulty: java.lang.IllegalStateException: no more"), told);
    assertEquals(0, faulty.open());
    assertEquals(2, other.open());
  }

  @Test
  void aNewProviderThatThrowsLosesNothingThatIsReceived() {
    faulty.throwing = true;
    assertAllArrived(router.receive(TUNNEL, peer.send(TUNNEL, packets())));
    assertAllArrived(router.receive(TUNNEL, peer.send(TUNNEL, packets())));
    watch.look(System.nanoTime());
    assertTrue(onlyLine().endsWith("other goes on; packets lost: 0"), onlyLine());
    assertEquals(0, router.database.counters(1).integrityDrops());
    assertEquals(0, faulty.open());
  }

  @Test
  void afterItsTrialAProviderThatThrowsCostsThePacketsOfOneCall() {
    watch.look(System.nanoTime() + CryptoProviders.TRIAL_NANOS);
    faulty.throwing = true;
    assertEquals(List.of(), router.send(TUNNEL, packets()), "half sealed packets never leave");
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, packets());
    assertEquals(PACKETS + 1, ByteBuffer.wrap(sent.get(0).bytes()).getInt(4), "no number twice");
    assertAllArrived(peer.receive(TUNNEL, sent));
    watch.look(System.nanoTime());
    assertTrue(onlyLine().endsWith("other goes on; packets lost: " + PACKETS), onlyLine());
  }

  @Test
  void itComesBackOnlyWhenItIsRegisteredAnew() {
    faulty.throwing = true;
    router.send(TUNNEL, packets());
    watch.look(System.nanoTime());
    faulty.throwing = false;
    router.add(faulty, 100);
    assertEquals(0, faulty.open(), "another rank is no new registration");
    router.removeCrypto(faulty);
    router.add(faulty, 100);
    assertEquals(2, faulty.open());
  }

  @Test
  void theOnlyProviderIsTriedAgain() {
    router.removeCrypto(other);
    faulty.throwing = true;
    assertEquals(List.of(), router.send(TUNNEL, packets()));
    watch.look(System.nanoTime());
    assertTrue(
        onlyLine().endsWith("start another crypto bundle; packets lost: " + PACKETS), onlyLine());
    faulty.throwing = false;
    assertAllArrived(peer.receive(TUNNEL, router.send(TUNNEL, packets())));
  }

  @Test
  void aProviderThatWentOnMayLeaveBeforeTheWatchLooks() {
    faulty.throwing = true;
    router.send(TUNNEL, packets());
    assertTrue(other.open() > 0);
    router.removeCrypto(other);
    assertEquals(0, other.open());
  }

  @Test
  void theLogSaysHowManyWereLostBeyondTheQueue() {
    router.removeCrypto(faulty);
    router.removeCrypto(other);
    for (int n = 0; n * PACKETS < HeldPackets.MAX_PACKETS + 4 * PACKETS; n++) {
      router.send(TUNNEL, packets());
    }
    router.add(new TestCrypto("back"), 0);
    int beyond = (HeldPackets.MAX_PACKETS / PACKETS + 5) * PACKETS - HeldPackets.MAX_PACKETS;
    assertEquals(
        "[IPSEC] crypto provider is back, packets pass again; lost because too many waited: "
            + beyond,
        router.log.texts(LogLevel.INFO).get(1));
  }
}
