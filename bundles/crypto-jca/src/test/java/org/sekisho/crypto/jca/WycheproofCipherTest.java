package org.sekisho.crypto.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.PrfAlgorithm;

/** Ciphers and MACs of IKE against Wycheproof. */
class WycheproofCipherTest {

  private final JcaIkeCrypto crypto = new JcaIkeCrypto();

  @ParameterizedTest
  @CsvSource({"aes_gcm, AES_GCM_16, 190", "chacha20_poly1305, CHACHA20_POLY1305, 300"})
  void aead(String file, EncryptionAlgorithm algorithm, int atLeast) throws Exception {
    int cases = 0;
    for (Vectors.Case c : Vectors.wycheproof(file)) {
      byte[] nonce = c.octets("iv");
      byte[] key = Bytes.concat(c.octets("key"), Arrays.copyOf(nonce, 4));
      byte[] iv = Arrays.copyOfRange(nonce, 4, 12);
      byte[] sealed = Bytes.concat(c.octets("ct"), c.octets("tag"));
      byte[] aad = c.octets("aad");
      if (c.valid()) {
        byte[] message = c.octets("msg");
        assertArrayEquals(sealed, crypto.encrypt(algorithm, key, iv, aad, message), c.toString());
        assertArrayEquals(message, crypto.decrypt(algorithm, key, iv, aad, sealed), c.toString());
      } else {
        assertThrows(
            GeneralSecurityException.class,
            () -> crypto.decrypt(algorithm, key, iv, aad, sealed),
            c.toString());
      }
      cases++;
    }
    assertTrue(cases >= atLeast, "only " + cases + " cases");
  }

  /** The vectors are of PKCS #5 padding, which is put on and taken off here. */
  @Test
  void cbc() throws Exception {
    int cases = 0;
    EncryptionAlgorithm aes = EncryptionAlgorithm.AES_CBC;
    for (Vectors.Case c : Vectors.wycheproof("aes_cbc_pkcs5")) {
      byte[] key = c.octets("key");
      byte[] iv = c.octets("iv");
      byte[] ciphertext = c.octets("ct");
      byte[] none = new byte[0];
      if (c.valid()) {
        byte[] padded = pad(c.octets("msg"));
        assertArrayEquals(ciphertext, crypto.encrypt(aes, key, iv, none, padded), c.toString());
        assertArrayEquals(padded, crypto.decrypt(aes, key, iv, none, ciphertext), c.toString());
      } else if (ciphertext.length == 0 || ciphertext.length % 16 != 0) {
        assertThrows(
            GeneralSecurityException.class,
            () -> crypto.decrypt(aes, key, iv, none, ciphertext),
            c.toString());
      } else {
        byte[] plain = crypto.decrypt(aes, key, iv, none, ciphertext);
        assertFalse(isPadded(plain), c.toString());
      }
      cases++;
    }
    assertEquals(216, cases);
  }

  @ParameterizedTest
  @CsvSource({
    "hmac_sha1, HMAC_SHA1, HMAC_SHA1_96",
    "hmac_sha256, HMAC_SHA2_256, HMAC_SHA2_256_128",
    "hmac_sha384, HMAC_SHA2_384, HMAC_SHA2_384_192",
    "hmac_sha512, HMAC_SHA2_512, HMAC_SHA2_512_256"
  })
  void hmac(String file, PrfAlgorithm prf, IntegrityAlgorithm integrity) {
    int cases = 0;
    for (Vectors.Case c : Vectors.wycheproof(file)) {
      byte[] key = c.octets("key");
      byte[] message = c.octets("msg");
      byte[] tag = c.octets("tag");
      byte[] full = crypto.prf(prf, key, message);
      assertEquals(prf.outputLength(), full.length);
      assertEquals(c.valid(), Arrays.equals(tag, Arrays.copyOf(full, tag.length)), c.toString());
      byte[] icv = crypto.integrity(integrity, key, message);
      assertEquals(integrity.icvLength(), icv.length);
      if (tag.length >= icv.length) {
        boolean same = Arrays.equals(icv, Arrays.copyOf(tag, icv.length));
        assertTrue(same || !c.valid(), c.toString());
      }
      int middle = message.length / 2;
      assertArrayEquals(
          full,
          crypto.prf(
              prf,
              key,
              Arrays.copyOf(message, middle),
              new byte[0],
              Arrays.copyOfRange(message, middle, message.length)),
          c.toString());
      cases++;
    }
    assertTrue(cases >= 170, "only " + cases + " cases");
  }

  private static byte[] pad(byte[] message) {
    int pad = 16 - message.length % 16;
    byte[] padded = Arrays.copyOf(message, message.length + pad);
    Arrays.fill(padded, message.length, padded.length, (byte) pad);
    return padded;
  }

  private static boolean isPadded(byte[] plain) {
    int pad = plain[plain.length - 1];
    if (pad < 1 || pad > 16) {
      return false;
    }
    for (int i = plain.length - pad; i < plain.length; i++) {
      if (plain[i] != pad) {
        return false;
      }
    }
    return true;
  }
}
