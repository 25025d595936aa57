package org.sekisho.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.PrfAlgorithm;

/** The prf against the key derivation of RFC 7296 sections 2.13, 2.14, 2.17 and 2.18. */
class IkeKeyDerivationTest {

  private final JcaIkeCrypto crypto = new JcaIkeCrypto();

  @Test
  void vectors() {
    int cases = 0;
    for (JsonNode v : Vectors.json("ike/ikev2-kdf-small.json").get("vectors")) {
      PrfAlgorithm prf =
          v.get("hash").asText().equals("SHA-1")
              ? PrfAlgorithm.HMAC_SHA1
              : PrfAlgorithm.HMAC_SHA2_256;
      byte[] nonces = Bytes.concat(Vectors.hex(v, "nInit"), Vectors.hex(v, "nResp"));
      byte[] seed = crypto.prf(prf, nonces, Vectors.hex(v, "gir"));
      assertArrayEquals(Vectors.hex(v, "sKeySeed"), seed);

      byte[] spis = Bytes.concat(Vectors.hex(v, "spiInit"), Vectors.hex(v, "spiResp"));
      byte[] material = Vectors.hex(v, "derivedKeyingMaterial");
      assertArrayEquals(material, prfPlus(prf, seed, Bytes.concat(nonces, spis), material.length));

      byte[] skD = Arrays.copyOf(material, prf.outputLength());
      byte[] newSecret = Vectors.hex(v, "girNew");
      assertArrayEquals(
          Vectors.hex(v, "sKeySeedReKey"),
          crypto.prf(prf, skD, newSecret, Vectors.hex(v, "nInit"), Vectors.hex(v, "nResp")));
      if (v.has("derivedKeyingMaterialChild")) {
        byte[] child = Vectors.hex(v, "derivedKeyingMaterialChild");
        assertArrayEquals(child, prfPlus(prf, skD, nonces, child.length));
        byte[] pfs = Vectors.hex(v, "derivedKeyingMaterialDh");
        assertArrayEquals(pfs, prfPlus(prf, skD, Bytes.concat(newSecret, nonces), pfs.length));
      }
      cases++;
    }
    assertEquals(2, cases);
  }

  private byte[] prfPlus(PrfAlgorithm prf, byte[] key, byte[] seed, int length) {
    byte[] all = new byte[0];
    byte[] last = new byte[0];
    for (int i = 1; all.length < length; i++) {
      last = crypto.prf(prf, key, last, seed, new byte[] {(byte) i});
      all = Bytes.concat(all, last);
    }
    return Arrays.copyOf(all, length);
  }

  /** RFC 2202, case 2 of HMAC-MD5; and an empty key, which HMAC allows. */
  @Test
  void md5AndEmptyKey() {
    byte[] expected = HexFormat.of().parseHex("750c783e6ab0b503eaa86e310a5db738");
    assertArrayEquals(
        expected,
        crypto.prf(
            PrfAlgorithm.HMAC_MD5,
            ascii("Jefe"),
            ascii("what do ya want "),
            ascii("for nothing?")));
    assertArrayEquals(
        HexFormat.of().parseHex("74e6f7298a9c2d168935f58c001bad88"),
        crypto.prf(PrfAlgorithm.HMAC_MD5, new byte[0], new byte[0]));
  }

  @Test
  void wrongSizesAreRefused() {
    byte[] none = new byte[0];
    EncryptionAlgorithm aes = EncryptionAlgorithm.AES_CBC;
    EncryptionAlgorithm gcm = EncryptionAlgorithm.AES_GCM_16;
    byte[] iv = new byte[16];
    assertThrows(
        IllegalArgumentException.class,
        () -> crypto.encrypt(aes, new byte[15], iv, none, new byte[16]));
    assertThrows(
        IllegalArgumentException.class,
        () -> crypto.encrypt(aes, new byte[16], new byte[8], none, new byte[16]));
    assertThrows(
        IllegalArgumentException.class,
        () -> crypto.encrypt(aes, new byte[16], iv, none, new byte[17]));
    assertThrows(
        IllegalArgumentException.class,
        () -> crypto.encrypt(gcm, new byte[16], new byte[8], none, new byte[16]));
    assertThrows(
        IllegalArgumentException.class,
        () -> crypto.encrypt(EncryptionAlgorithm.NULL, none, none, none, none));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
