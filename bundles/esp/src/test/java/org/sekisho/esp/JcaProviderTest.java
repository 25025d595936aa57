package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.crypto.jca.JcaEspCrypto;

/** The path with the router's own default provider on one side and another on the other side. */
class JcaProviderTest {

  private static final int TUNNEL = 1;

  static Stream<EspSuite> suites() {
    return Stream.of(false, true)
        .flatMap(
            esn ->
                Stream.of(
                    new EspSuite(EncryptionAlgorithm.AES_GCM_16, 128, IntegrityAlgorithm.NONE, esn),
                    new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, esn),
                    new EspSuite(
                        EncryptionAlgorithm.CHACHA20_POLY1305, 256, IntegrityAlgorithm.NONE, esn),
                    new EspSuite(
                        EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA1_96, esn),
                    new EspSuite(
                        EncryptionAlgorithm.AES_CBC,
                        256,
                        IntegrityAlgorithm.HMAC_SHA2_256_128,
                        esn),
                    new EspSuite(
                        EncryptionAlgorithm.AES_CBC,
                        192,
                        IntegrityAlgorithm.HMAC_SHA2_384_192,
                        esn),
                    new EspSuite(
                        EncryptionAlgorithm.AES_CBC,
                        256,
                        IntegrityAlgorithm.HMAC_SHA2_512_256,
                        esn),
                    new EspSuite(
                        EncryptionAlgorithm.TRIPLE_DES_CBC,
                        192,
                        IntegrityAlgorithm.HMAC_SHA1_96,
                        esn)));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void carriesPacketsBothWaysAndMovesToAnotherProvider(EspSuite suite) {
    Router router = new Router();
    router.providers.put(new JcaEspCrypto(), Map.of("service.ranking", 0));
    Router peer = new Router(new TestCrypto("peer"));
    PairBuilder pair = new PairBuilder(TUNNEL, 11, 22).suite(suite);
    router.database.install(pair.build());
    peer.database.install(pair.mirror());
    exchange(router, peer);
    TestCrypto other = new TestCrypto("other");
    router.add(other, 1);
    exchange(router, peer);
    router.removeCrypto(other);
    exchange(router, peer);
    assertEquals(3 * 40, router.database.counters(11).inboundPackets());
    assertEquals(0, router.database.counters(11).integrityDrops());
  }

  private static void exchange(Router router, Router peer) {
    byte[][] packets = new byte[40][];
    byte[][] copies = new byte[packets.length][];
    for (int n = 0; n < packets.length; n++) {
      packets[n] = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, "x".repeat(n * 37));
      copies[n] = packets[n].clone();
    }
    for (List<byte[]> received :
        List.of(
            peer.receive(TUNNEL, router.send(TUNNEL, copies)),
            router.receive(TUNNEL, peer.send(TUNNEL, copies)))) {
      assertEquals(packets.length, received.size());
      for (int n = 0; n < packets.length; n++) {
        assertArrayEquals(packets[n], received.get(n));
      }
    }
  }
}
