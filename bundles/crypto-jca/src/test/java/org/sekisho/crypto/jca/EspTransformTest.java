package org.sekisho.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.crypto.admission.CryptoAdmission;

/** The examination every provider passes, and what is particular to this one. */
class EspTransformTest {

  private static final int SPI = 0xc0ffee01;
  private static final long SEQUENCE = 0x0000_0007_ffff_fff0L;

  private final JcaEspCrypto crypto = new JcaEspCrypto();
  private final Random random = new Random(4303);

  static Stream<EspSuite> suites() {
    return CryptoAdmission.allSuites().stream();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void passesTheExamination(EspSuite suite) {
    assertTrue(crypto.supports(suite));
    assertEquals(List.of(), new CryptoAdmission(crypto, List.of()).examine(suite));
  }

  @Test
  void aNumberUsedTwiceDoesNotLeave() {
    EspSuite gcm =
        new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false);
    PacketBatch batch = PacketBatch.allocate(2, 256);
    try (EspTransform seal = crypto.transform(gcm, key(gcm), Direction.OUTBOUND)) {
      add(batch, gcm, text(gcm, 9), 5);
      add(batch, gcm, text(gcm, 9), 5);
      assertThrows(IllegalStateException.class, () -> seal.seal(batch, 0, 2));
    }
  }

  @Test
  void keyLengthsThatDoNotExistAreRefused() {
    EspSuite odd =
        new EspSuite(EncryptionAlgorithm.AES_GCM_16, 100, IntegrityAlgorithm.NONE, false);
    assertFalse(crypto.supports(odd));
    assertThrows(
        IllegalArgumentException.class, () -> crypto.transform(odd, key(odd), Direction.OUTBOUND));
  }

  @ParameterizedTest
  @MethodSource("suites")
  void keysAreZeroAfterClose(EspSuite suite) throws Exception {
    byte[] key = key(suite);
    for (Direction direction : Direction.values()) {
      EspTransform transform = crypto.transform(suite, key, direction);
      PacketBatch batch = PacketBatch.allocate(1, 256);
      if (direction == Direction.OUTBOUND) {
        add(batch, suite, text(suite, 20), SEQUENCE);
        transform.seal(batch, 0, 1);
      } else {
        put(batch, sealed(suite, key, text(suite, 20), SEQUENCE), SEQUENCE);
        transform.open(batch, 0, 1);
      }
      assertTrue(secrets(transform).stream().anyMatch(s -> !isZero(s)));
      transform.close();
      transform.close();
      for (byte[] secret : secrets(transform)) {
        assertTrue(isZero(secret));
      }
      assertThrows(
          IllegalStateException.class,
          () -> {
            if (direction == Direction.OUTBOUND) {
              transform.seal(batch, 0, 1);
            } else {
              transform.open(batch, 0, 1);
            }
          });
    }
  }

  @Test
  void warmUpEndsAndStops() throws Exception {
    EspWarmUp whole = new EspWarmUp(crypto);
    whole.start();
    assertTrue(whole.join() >= 3 * 32, "each suite had a batch");
    EspWarmUp stopped = new EspWarmUp(crypto);
    stopped.stop();
    stopped.start();
    assertEquals(0, stopped.join());
  }

  private byte[] key(EspSuite suite) {
    byte[] key = new byte[suite.keyMaterialLength()];
    random.nextBytes(key);
    return key;
  }

  /** Payload, padding, pad length, next header. */
  private byte[] text(EspSuite suite, int payload) {
    int unit = suite.alignment();
    int pad = (unit - (payload + 2) % unit) % unit;
    byte[] text = new byte[payload + pad + 2];
    random.nextBytes(text);
    for (int i = 1; i <= pad; i++) {
      text[payload + i - 1] = (byte) i;
    }
    text[text.length - 2] = (byte) pad;
    text[text.length - 1] = 4;
    return text;
  }

  private static void add(PacketBatch batch, EspSuite suite, byte[] text, long sequence) {
    int iv = suite.encryption().ivLength();
    int offset = batch.slotStart(batch.size()) + batch.size() % 7;
    int i = batch.add(offset, 8 + iv + text.length + suite.icvLength());
    batch.sequence(i, sequence);
    batch.memory().putInt(offset, SPI).putInt(offset + 4, (int) sequence);
    batch.memory().put(offset + 8 + iv, text);
  }

  private static void put(PacketBatch batch, byte[] packet, long sequence) {
    batch.clear();
    batch.add(1, packet.length);
    batch.memory().put(1, packet);
    batch.sequence(0, sequence);
  }

  private byte[] sealed(EspSuite suite, byte[] key, byte[] text, long sequence) {
    PacketBatch batch = PacketBatch.allocate(1, 256);
    add(batch, suite, text, sequence);
    try (EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND)) {
      seal.seal(batch, 0, 1);
    }
    return batch.copy(0);
  }

  /** All key and scratch octets a transform and what it owns hold. */
  private static List<byte[]> secrets(Object owner) throws IllegalAccessException {
    List<byte[]> found = new ArrayList<>();
    for (Field field : owner.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      field.setAccessible(true);
      Object value = field.get(owner);
      String name = field.getName();
      if (value instanceof byte[] octets && !Set.of("aad", "high", "received").contains(name)) {
        found.add(octets);
      } else if (value instanceof RawKey
          || value instanceof EspIcv
          || value instanceof KeystreamWhitening) {
        found.addAll(secrets(value));
      }
    }
    return found;
  }

  private static boolean isZero(byte[] octets) {
    for (byte octet : octets) {
      if (octet != 0) {
        return false;
      }
    }
    return true;
  }
}
