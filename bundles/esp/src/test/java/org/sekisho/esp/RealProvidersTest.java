package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.log.LogLevel;
import org.sekisho.crypto.bc.BcEspCrypto;
import org.sekisho.crypto.ipsecmb.IpsecMbComponent;
import org.sekisho.crypto.jca.JcaEspCrypto;

/**
 * Live pairs move among the router's own providers and another one, in the middle of the sequence
 * numbers, while the peer stays with what it has. With ESN the low half of the numbers wraps under
 * the feet of the providers.
 */
class RealProvidersTest {

  private static final int TUNNEL = 1;
  private static final int PACKETS = 40;

  private static final List<EspCrypto> REGISTERED = new ArrayList<>();
  private static final ListLog LOG = new ListLog();
  private static IpsecMbComponent ipsecMb;

  @BeforeAll
  static void startIpsecMb() {
    ServiceRegistration<?> registration =
        proxy(ServiceRegistration.class, arguments -> REGISTERED.remove(0));
    ipsecMb =
        new IpsecMbComponent(
            proxy(
                BundleContext.class,
                arguments -> {
                  REGISTERED.add((EspCrypto) arguments[1]);
                  return registration;
                }),
            LOG);
    assertEquals(1, REGISTERED.size(), () -> LOG.texts(LogLevel.INFO) + " (as root)");
  }

  @AfterAll
  static void stopIpsecMb() {
    ipsecMb.stop();
  }

  private interface Call {
    Object with(Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.with(arguments)));
  }

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
  void livePairsMoveWithoutALoss(EspSuite suite) {
    Router router = new Router();
    Router peer = new Router(new TestCrypto("peer"));
    List<EspCrypto> providers =
        List.of(new JcaEspCrypto(), REGISTERED.get(0), new BcEspCrypto(), new TestCrypto("other"));
    for (EspCrypto provider : providers) {
      router.providers.put(provider, Map.of());
    }
    PairBuilder pair = new PairBuilder(TUNNEL, 11, 22).suite(suite);
    router.database.install(pair.build());
    peer.database.install(pair.mirror());
    int moves = 0;
    if (suite.esn()) {
      // Half-way first: at the beginning the window takes the largest low halves for past ones.
      skip(router, peer, 1L << 31);
      exchange(router, peer);
      moves++;
      skip(router, peer, (1L << 32) - PACKETS * 3 / 2);
    }
    for (String name : List.of("jca", "ipsecmb", "bc", "jca", "other", "ipsecmb", "")) {
      router.providers.prefer(name);
      router.database.reselectCrypto();
      exchange(router, peer);
      moves++;
    }
    assertEquals(moves * PACKETS, router.database.counters(11).inboundPackets());
    assertEquals(moves * PACKETS, peer.database.counters(22).inboundPackets());
    assertEquals(0, router.database.counters(11).integrityDrops());
    assertEquals(0, router.database.counters(11).replayDrops());
    assertEquals(Map.of(suite, Map.of("jca", 1)), router.database.cryptoInUse());
    router.database.clear();
    peer.database.clear();
  }

  private static void skip(Router router, Router peer, long lastUsed) {
    router.database.pairs().get(0).outbound().skipTo(lastUsed);
    peer.database.pairs().get(0).outbound().skipTo(lastUsed + PACKETS);
  }

  private static void exchange(Router router, Router peer) {
    byte[][] packets = new byte[PACKETS][];
    byte[][] copies = new byte[PACKETS][];
    for (int n = 0; n < PACKETS; n++) {
      packets[n] = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, "x".repeat(n * 37));
      copies[n] = packets[n].clone();
    }
    for (List<byte[]> received :
        List.of(
            peer.receive(TUNNEL, router.send(TUNNEL, copies)),
            router.receive(TUNNEL, peer.send(TUNNEL, copies)))) {
      assertEquals(PACKETS, received.size());
      for (int n = 0; n < PACKETS; n++) {
        assertArrayEquals(packets[n], received.get(n));
      }
    }
  }
}
