package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.api.ipsec.TrafficSelector;

/** The DPDK vectors (see the README beside them) through the whole path, both ways. */
class EspVectorsTest {

  private static final int TUNNEL = 1;

  private record Vector(String name, ChildSa sa, List<String> hex) {
    private byte[] octets(int index) {
      return HexFormat.of().parseHex(hex.get(index));
    }

    byte[] iv() {
      return octets(0);
    }

    byte[] inner() {
      return octets(1);
    }

    /** The vector from its ESP header on. */
    byte[] esp() {
      byte[] outer = octets(2);
      return Arrays.copyOfRange(outer, (outer[0] >> 4) == 6 ? 40 : 20, outer.length);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Vector> vectors() throws IOException {
    try (InputStream in = EspVectorsTest.class.getResourceAsStream("dpdk/vectors.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return Arrays.stream(text.strip().split("\n\n"))
          .map(EspVectorsTest::vector)
          .toList()
          .stream();
    }
  }

  private static Vector vector(String block) {
    java.util.Map<String, String> fields = new java.util.HashMap<>();
    block
        .lines()
        .forEach(l -> fields.put(l.substring(0, l.indexOf('=')), l.substring(l.indexOf('=') + 1)));
    EspSuite suite =
        new EspSuite(
            EncryptionAlgorithm.valueOf(fields.get("encryption")),
            Integer.parseInt(fields.get("keyBits")),
            IntegrityAlgorithm.valueOf(fields.get("integrity")),
            false);
    byte[] key = HexFormat.of().parseHex(fields.get("key"));
    byte[] outer = HexFormat.of().parseHex(fields.get("outer"));
    int spi = ByteBuffer.wrap(outer).getInt((outer[0] >> 4) == 6 ? 40 : 20);
    List<TrafficSelector> any = List.of(TrafficSelector.ANY_IPV4, TrafficSelector.ANY_IPV6);
    ChildSa sa =
        new ChildSa(
            TUNNEL,
            spi,
            spi,
            suite,
            new KeyMaterial(key),
            new KeyMaterial(key),
            any,
            any,
            true,
            PairBuilder.HERE,
            PairBuilder.THERE,
            1024,
            ChildSa.Activation.IMMEDIATE);
    return new Vector(
        fields.get("name"),
        sa,
        List.of(fields.get("iv"), fields.get("inner"), fields.get("outer")));
  }

  private static Router router(Vector vector) {
    Router router =
        new Router(new TestCrypto("vectors", Set.of(EncryptionAlgorithm.values()), vector::iv));
    router.database.install(vector.sa());
    return router;
  }

  @Test
  void allVectorsAreThere() throws IOException {
    assertEquals(18, vectors().count());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void sealsToTheVector(Vector vector) {
    Router router = router(vector);
    List<MemoryChannel.Datagram> sent = router.send(TUNNEL, vector.inner());
    assertEquals(1, sent.size());
    assertArrayEquals(vector.esp(), sent.get(0).bytes());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void opensTheVector(Vector vector) {
    Router router = router(vector);
    List<byte[]> received =
        router.receive(
            TUNNEL,
            List.of(MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, vector.esp())));
    assertEquals(1, received.size());
    assertArrayEquals(vector.inner(), received.get(0));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void refusesTheVectorWithAnyOctetChanged(Vector vector) {
    byte[] esp = vector.esp();
    for (int at = 4; at < esp.length; at++) {
      Router router = router(vector);
      byte[] changed = esp.clone();
      changed[at] ^= 0x10;
      assertEquals(
          List.of(),
          router.receive(
              TUNNEL,
              List.of(MemoryChannel.datagram(PairBuilder.THERE, PairBuilder.HERE, 0, changed))));
      assertEquals(1, router.database.counters(vector.sa().inboundSpi()).integrityDrops());
    }
  }
}
