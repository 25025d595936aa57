package org.sekisho.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspCrypto.Direction;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.net.PacketBatch;

/** Whole ESP packets others made. */
class EspPacketsTest {

  private final JcaEspCrypto crypto = new JcaEspCrypto();

  @Test
  void dpdkPackets() throws Exception {
    int cases = 0;
    for (JsonNode v : Vectors.json("esp/dpdk-ipsec.json").get("vectors")) {
      EspSuite suite = suite(v);
      byte[] key = Vectors.hex(v, "key");
      byte[] second = Vectors.hex(v, suite.encryption().isAead() ? "salt" : "auth_key");
      byte[] outer = Vectors.hex(v, "output_text");
      int outerHeader = (outer[0] >>> 4) == 4 ? 20 : 40;
      byte[] packet = Arrays.copyOfRange(outer, outerHeader, outer.length);
      byte[] pad = Vectors.hex(v, "pad");
      byte[] trailer = {(byte) v.get("pad_len").asInt(), (byte) v.get("next_header").asInt()};
      byte[] plain = Bytes.concat(Vectors.hex(v, "input_text"), pad, trailer);
      check(suite, Bytes.concat(key, second), packet, plain, v.get("name").asText());
      cases++;
    }
    assertEquals(18, cases);
  }

  /** The RFC has no ICV; one is put on here, made with the JDK directly. */
  @Test
  void rfc3602Packets() throws Exception {
    int cases = 0;
    EspSuite suite =
        new EspSuite(EncryptionAlgorithm.AES_CBC, 128, IntegrityAlgorithm.HMAC_SHA2_256_128, false);
    byte[] macKey = new byte[32];
    Arrays.fill(macKey, (byte) 0x5a);
    for (JsonNode v : Vectors.json("esp/rfc3602-esp.json").get("vectors")) {
      byte[] sequence = ByteBuffer.allocate(4).putInt(v.get("seq").asInt()).array();
      byte[] body =
          Bytes.concat(
              Vectors.hex(v, "spi"), sequence, Vectors.hex(v, "iv"), Vectors.hex(v, "ciphertext"));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(macKey, "HmacSHA256"));
      byte[] packet = Bytes.concat(body, Arrays.copyOf(mac.doFinal(body), 16));
      byte[] plain = Vectors.hex(v, "plaintext_with_trailer");
      byte[] key = Bytes.concat(Vectors.hex(v, "key"), macKey);
      check(suite, key, packet, plain, "case " + v.get("case").asText());
      cases++;
    }
    assertEquals(4, cases);
  }

  private void check(EspSuite suite, byte[] key, byte[] packet, byte[] plain, String name)
      throws GeneralSecurityException {
    int ivLength = suite.encryption().ivLength();
    byte[] iv = Arrays.copyOfRange(packet, 8, 8 + ivLength);
    PacketBatch batch = PacketBatch.allocate(1, 2048);

    batch.add(3, packet.length);
    batch.memory().put(3, packet);
    try (EspTransform open = crypto.transform(suite, key, Direction.INBOUND)) {
      open.open(batch, 0, 1);
    }
    assertFalse(batch.isDropped(0), name);
    byte[] opened = batch.copy(0);
    assertArrayEquals(plain, Arrays.copyOfRange(opened, 8 + ivLength, 8 + ivLength + plain.length));
    assertEquals(packet.length, 8 + ivLength + plain.length + suite.icvLength(), name);

    batch.clear();
    batch.add(5, packet.length);
    batch.memory().put(5, packet, 0, 8).put(5 + 8 + ivLength, plain);
    boolean aead = suite.encryption().isAead();
    batch.sequence(0, aead ? ByteBuffer.wrap(iv).getLong() : 1);
    try (EspTransform seal =
        aead
            ? crypto.transform(suite, key, Direction.OUTBOUND)
            : new CbcHmacTransform(suite, key, Direction.OUTBOUND, givingIv(suite, key, iv))) {
      seal.seal(batch, 0, 1);
    }
    assertArrayEquals(packet, batch.copy(0), name);
  }

  /** The block whose encryption is the wanted IV. */
  private static Whitening givingIv(EspSuite suite, byte[] key, byte[] iv)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(JcaNames.transformation(suite.encryption()));
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, 0, suite.keyBits() / 8, JcaNames.keyAlgorithm(suite.encryption())),
        new IvParameterSpec(new byte[iv.length]));
    byte[] block = cipher.doFinal(iv);
    return (target, offset, length) -> System.arraycopy(block, 0, target, offset, length);
  }

  private static EspSuite suite(JsonNode v) {
    int keyBits = Vectors.hex(v, "key").length * 8;
    if (v.has("aead_alg")) {
      return new EspSuite(EncryptionAlgorithm.AES_GCM_16, keyBits, IntegrityAlgorithm.NONE, false);
    }
    EncryptionAlgorithm encryption =
        switch (v.get("cipher_alg").asText()) {
          case "AES_CBC" -> EncryptionAlgorithm.AES_CBC;
          case "3DES_CBC" -> EncryptionAlgorithm.TRIPLE_DES_CBC;
          case "DES_CBC" -> EncryptionAlgorithm.DES_CBC;
          default -> throw new IllegalArgumentException(v.get("cipher_alg").asText());
        };
    IntegrityAlgorithm integrity =
        switch (v.get("auth_alg").asText()) {
          case "MD5_HMAC" -> IntegrityAlgorithm.HMAC_MD5_96;
          case "SHA256_HMAC" -> IntegrityAlgorithm.HMAC_SHA2_256_128;
          case "SHA384_HMAC" -> IntegrityAlgorithm.HMAC_SHA2_384_192;
          case "SHA512_HMAC" -> IntegrityAlgorithm.HMAC_SHA2_512_256;
          default -> throw new IllegalArgumentException(v.get("auth_alg").asText());
        };
    return new EspSuite(encryption, keyBits, integrity, false);
  }
}
