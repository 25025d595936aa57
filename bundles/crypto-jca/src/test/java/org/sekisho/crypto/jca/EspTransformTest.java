package org.sekisho.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;

/** What holds for each suite. */
class EspTransformTest {

  private static final int SPI = 0xc0ffee01;
  private static final long SEQUENCE = 0x0000_0007_ffff_fff0L;

  private final JcaEspCrypto crypto = new JcaEspCrypto();
  private final Random random = new Random(4303);

  static Stream<EspSuite> suites() {
    List<EspSuite> suites = new ArrayList<>();
    for (boolean esn : new boolean[] {false, true}) {
      for (int bits : new int[] {128, 192, 256}) {
        suites.add(
            new EspSuite(EncryptionAlgorithm.AES_GCM_16, bits, IntegrityAlgorithm.NONE, esn));
      }
      suites.add(
          new EspSuite(EncryptionAlgorithm.CHACHA20_POLY1305, 256, IntegrityAlgorithm.NONE, esn));
      for (IntegrityAlgorithm integrity : IntegrityAlgorithm.values()) {
        if (integrity != IntegrityAlgorithm.NONE) {
          for (int bits : new int[] {128, 192, 256}) {
            suites.add(new EspSuite(EncryptionAlgorithm.AES_CBC, bits, integrity, esn));
          }
          suites.add(new EspSuite(EncryptionAlgorithm.TRIPLE_DES_CBC, 192, integrity, esn));
          suites.add(new EspSuite(EncryptionAlgorithm.DES_CBC, 64, integrity, esn));
          suites.add(new EspSuite(EncryptionAlgorithm.NULL, 0, integrity, esn));
        }
      }
    }
    return suites.stream();
  }

  static Stream<EspSuite> suitesWithEsn() {
    return suites().filter(EspSuite::esn);
  }

  static Stream<EspSuite> cbcSuites() {
    return suites().filter(s -> s.encryption().blockLength() > 1);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void whatIsSealedOpensAtEachLength(EspSuite suite) {
    assertTrue(crypto.supports(suite));
    byte[] key = key(suite);
    PacketBatch batch = PacketBatch.allocate(16, 2048);
    try (EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND);
        EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      long sequence = SEQUENCE;
      for (int payload = 0; payload <= 1500; ) {
        batch.clear();
        List<byte[]> texts = new ArrayList<>();
        for (; payload <= 1500 && batch.size() < batch.capacity(); payload++) {
          byte[] text = text(suite, payload);
          texts.add(text);
          add(batch, suite, text, sequence++);
        }
        seal.seal(batch, 0, batch.size());
        open.open(batch, 0, batch.size());
        for (int i = 0; i < batch.size(); i++) {
          assertFalse(batch.isDropped(i), "payload of " + payload);
          assertArrayEquals(texts.get(i), textOf(batch, i, suite));
        }
      }
    }
  }

  /** Straight from the RFCs with the JDK, sharing nothing with the transforms. */
  @ParameterizedTest
  @MethodSource("suites")
  void sealedPacketsAreWhatTheRfcsSay(EspSuite suite) throws Exception {
    byte[] key = key(suite);
    PacketBatch batch = PacketBatch.allocate(4, 2048);
    try (EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND)) {
      for (int i = 0; i < 4; i++) {
        add(batch, suite, text(suite, 40 * i), SEQUENCE + 9L * i);
      }
      List<byte[]> texts = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        texts.add(textOf(batch, i, suite));
      }
      seal.seal(batch, 1, 3);
      assertArrayEquals(texts.get(0), textOf(batch, 0, suite), "outside the run");
      for (int i = 1; i < 4; i++) {
        assertArrayEquals(texts.get(i), reference(suite, key, batch.copy(i), batch.sequence(i)));
      }
    }
  }

  private static byte[] reference(EspSuite suite, byte[] key, byte[] packet, long sequence)
      throws Exception {
    EncryptionAlgorithm algorithm = suite.encryption();
    int keyLength = suite.keyBits() / 8;
    int start = 8 + algorithm.ivLength();
    int end = packet.length - suite.icvLength();
    byte[] iv = Arrays.copyOfRange(packet, 8, start);
    byte[] high = HexFormat.of().parseHex("%08x".formatted((int) (sequence >>> 32)));
    if (algorithm.isAead()) {
      byte[] nonce = Bytes.concat(Arrays.copyOfRange(key, keyLength, keyLength + 4), iv);
      byte[] aad =
          Bytes.concat(
              Arrays.copyOf(packet, 4),
              suite.esn() ? high : new byte[0],
              Arrays.copyOfRange(packet, 4, 8));
      boolean gcm = algorithm == EncryptionAlgorithm.AES_GCM_16;
      Cipher cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, 0, keyLength, gcm ? "AES" : "ChaCha20"),
          gcm ? new GCMParameterSpec(128, nonce) : new IvParameterSpec(nonce));
      cipher.updateAAD(aad);
      return cipher.doFinal(packet, start, packet.length - start);
    }
    String hash = JcaNames.mac(suite.integrity());
    Mac mac = Mac.getInstance(hash);
    mac.init(new SecretKeySpec(key, keyLength, key.length - keyLength, hash));
    mac.update(packet, 0, end);
    byte[] icv = suite.esn() ? mac.doFinal(high) : mac.doFinal();
    assertArrayEquals(
        Arrays.copyOf(icv, suite.icvLength()), Arrays.copyOfRange(packet, end, packet.length));
    byte[] ciphertext = Arrays.copyOfRange(packet, start, end);
    if (algorithm == EncryptionAlgorithm.NULL) {
      return ciphertext;
    }
    Cipher cipher = Cipher.getInstance(JcaNames.transformation(algorithm));
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, 0, keyLength, JcaNames.keyAlgorithm(algorithm)),
        new IvParameterSpec(iv));
    return cipher.doFinal(ciphertext);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void oneFlippedBitIsDropped(EspSuite suite) {
    byte[] key = key(suite);
    byte[] packet = sealed(suite, key, text(suite, 20), SEQUENCE);
    PacketBatch batch = PacketBatch.allocate(1, 256);
    try (EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      for (int bit = 0; bit < packet.length * 8; bit++) {
        byte[] wrong = packet.clone();
        wrong[bit / 8] ^= (byte) (1 << (bit % 8));
        put(batch, wrong, SEQUENCE);
        open.open(batch, 0, 1);
        assertTrue(batch.isDropped(0), "bit " + bit);
      }
      put(batch, packet, SEQUENCE);
      open.open(batch, 0, 1);
      assertFalse(batch.isDropped(0), "the genuine packet still opens");
    }
  }

  @ParameterizedTest
  @MethodSource("suites")
  void anyLengthThatDoesNotFitIsDropped(EspSuite suite) {
    byte[] key = key(suite);
    byte[] packet = sealed(suite, key, text(suite, 40), SEQUENCE);
    PacketBatch batch = PacketBatch.allocate(1, 256);
    try (EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      for (int length = 0; length < 200; length++) {
        if (length != packet.length) {
          put(batch, Arrays.copyOf(packet, length), SEQUENCE);
          open.open(batch, 0, 1);
          assertTrue(batch.isDropped(0), "length " + length);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("suitesWithEsn")
  void highHalfOfTheSequenceNumberCounts(EspSuite suite) {
    byte[] key = key(suite);
    byte[] packet = sealed(suite, key, text(suite, 20), SEQUENCE);
    PacketBatch batch = PacketBatch.allocate(1, 256);
    try (EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      for (int bit = 32; bit < 64; bit++) {
        put(batch, packet, SEQUENCE ^ (1L << bit));
        open.open(batch, 0, 1);
        assertTrue(batch.isDropped(0), "bit " + bit);
      }
    }
  }

  /** With anti-replay off a duplicate passes; a forged packet must not spoil its genuine twin. */
  @ParameterizedTest
  @MethodSource("suites")
  void samePacketTwiceAndForgedBefore(EspSuite suite) {
    byte[] key = key(suite);
    byte[] text = text(suite, 33);
    byte[] packet = sealed(suite, key, text, SEQUENCE);
    byte[] forged = packet.clone();
    forged[forged.length - 1] ^= 1;
    PacketBatch batch = PacketBatch.allocate(4, 256);
    for (byte[] p : List.of(forged, packet, packet, packet)) {
      batch.add(batch.slotStart(batch.size()), p.length);
      batch.memory().put(batch.offset(batch.size() - 1), p);
      batch.sequence(batch.size() - 1, SEQUENCE);
    }
    try (EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      open.open(batch, 0, 4);
    }
    assertTrue(batch.isDropped(0));
    for (int i = 1; i < 4; i++) {
      assertFalse(batch.isDropped(i));
      assertArrayEquals(text, textOf(batch, i, suite));
    }
  }

  @ParameterizedTest
  @MethodSource("cbcSuites")
  void ivsDifferAndAreNotThePreviousBlock(EspSuite suite) {
    byte[] key = key(suite);
    int ivLength = suite.encryption().ivLength();
    byte[] text = new byte[32];
    Set<String> seen = new HashSet<>();
    PacketBatch batch = PacketBatch.allocate(1, 256);
    String previousBlock = "";
    try (EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND)) {
      for (int i = 0; i < 500; i++) {
        batch.clear();
        add(batch, suite, text, i);
        seal.seal(batch, 0, 1);
        byte[] packet = batch.copy(0);
        String iv = HexFormat.of().formatHex(packet, 8, 8 + ivLength);
        assertTrue(seen.add(iv), "an IV came twice");
        assertFalse(iv.equals(previousBlock), "the IV was known before");
        int end = packet.length - suite.icvLength();
        previousBlock = HexFormat.of().formatHex(packet, end - ivLength, end);
      }
    }
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
  void callersKeyMayBeZeroed() {
    EspSuite suite =
        new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false);
    byte[] key = key(suite);
    byte[] passed = key.clone();
    byte[] text = text(suite, 20);
    byte[] packet = sealed(suite, key, text, SEQUENCE);
    PacketBatch batch = PacketBatch.allocate(1, 256);
    put(batch, packet, SEQUENCE);
    try (EspTransform open = crypto.transform(suite, passed, Direction.INBOUND)) {
      Arrays.fill(passed, (byte) 0);
      open.open(batch, 0, 1);
    }
    assertFalse(batch.isDropped(0));
  }

  @Test
  void superPacketsFit() {
    EspSuite suite =
        new EspSuite(EncryptionAlgorithm.AES_CBC, 256, IntegrityAlgorithm.HMAC_SHA1_96, false);
    byte[] key = key(suite);
    PacketBatch batch = PacketBatch.allocate(1, 65536);
    byte[] text = text(suite, 65000);
    add(batch, suite, text, 1);
    try (EspTransform seal = crypto.transform(suite, key, Direction.OUTBOUND);
        EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      seal.seal(batch, 0, 1);
      open.open(batch, 0, 1);
    }
    assertArrayEquals(text, textOf(batch, 0, suite));
  }

  @Test
  void wrongUseIsRefused() {
    EspSuite gcm =
        new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false);
    assertThrows(
        IllegalArgumentException.class,
        () -> crypto.transform(gcm, new byte[32], Direction.OUTBOUND));
    EspSuite odd =
        new EspSuite(EncryptionAlgorithm.AES_GCM_16, 100, IntegrityAlgorithm.NONE, false);
    assertFalse(crypto.supports(odd));
    assertThrows(
        IllegalArgumentException.class, () -> crypto.transform(odd, key(odd), Direction.OUTBOUND));
    PacketBatch batch = PacketBatch.allocate(2, 256);
    try (EspTransform open = crypto.transform(gcm, key(gcm), Direction.INBOUND)) {
      assertThrows(IllegalStateException.class, () -> open.seal(batch, 0, 0));
    }
    try (EspTransform seal = crypto.transform(gcm, key(gcm), Direction.OUTBOUND)) {
      assertThrows(IllegalStateException.class, () -> seal.open(batch, 0, 0));
      add(batch, gcm, text(gcm, 9), 5);
      add(batch, gcm, text(gcm, 9), 5);
      assertThrows(
          IllegalStateException.class,
          () -> seal.seal(batch, 0, 2),
          "a sequence number used twice must not leave under AEAD");
    }
  }

  @Test
  void warmUpEndsAndStops() throws Exception {
    EspWarmUp whole = new EspWarmUp(crypto);
    whole.start();
    whole.join();
    EspWarmUp stopped = new EspWarmUp(crypto);
    stopped.stop();
    stopped.start();
    stopped.join();
    assertEquals("jca", crypto.provider());
  }

  private byte[] key(EspSuite suite) {
    byte[] key = new byte[suite.keyMaterialLength()];
    random.nextBytes(key);
    return key;
  }

  /** Payload, padding, pad length, next header. */
  private byte[] text(EspSuite suite, int payload) {
    int unit = Math.max(4, suite.encryption().blockLength());
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

  private static byte[] textOf(PacketBatch batch, int i, EspSuite suite) {
    byte[] packet = batch.copy(i);
    return Arrays.copyOfRange(
        packet, 8 + suite.encryption().ivLength(), packet.length - suite.icvLength());
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
