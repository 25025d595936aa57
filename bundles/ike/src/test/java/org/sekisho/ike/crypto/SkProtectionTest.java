package org.sekisho.ike.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.EncryptedPayload;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;

/** Sealing and opening, every suite; every changed octet is noticed. */
class SkProtectionTest {

  @ParameterizedTest
  @CsvSource({
    "AES_GCM_16, 256, NONE",
    "AES_GCM_16, 128, NONE",
    "CHACHA20_POLY1305, 256, NONE",
    "AES_CBC, 256, HMAC_SHA2_512_256",
    "AES_CBC, 192, HMAC_SHA2_384_192",
    "AES_CBC, 128, HMAC_SHA2_256_128",
    "TRIPLE_DES_CBC, 192, HMAC_SHA1_96"
  })
  void opensWhatItSealedAndNothingElse(
      EncryptionAlgorithm encryption, int keyBits, IntegrityAlgorithm integrity) throws Exception {
    JcaIkeCrypto crypto = new JcaIkeCrypto();
    IkeSuite suite =
        new IkeSuite(
            encryption, keyBits, integrity, PrfAlgorithm.HMAC_SHA2_256, KeyExchangeMethod.ECP_256);
    byte[] nonce = new byte[32];
    KeySchedule schedule = new KeySchedule(crypto);
    IkeKeys keys = schedule.ikeKeys(suite, new byte[32], nonce, nonce, 1, 2);
    SecureRandom random = new SecureRandom();
    SkProtection initiator = new SkProtection(crypto, random, suite, keys, true);
    SkProtection responder = new SkProtection(crypto, random, suite, keys, false);
    List<Payload> payloads = List.of(NotifyPayload.of(16384, (byte) 1, (byte) 2));
    for (int id = 0; id < 40; id++) {
      byte[] message = initiator.seal(1, 2, 37, IkeHeader.INITIATOR, id, payloads);
      assertArrayEquals(PayloadChain.encode(payloads), open(responder, message));
    }
    byte[] message = initiator.seal(1, 2, 37, IkeHeader.INITIATOR, 7, payloads);
    for (int i = 0; i < message.length; i++) {
      byte[] changed = message.clone();
      changed[i] ^= 1;
      if (i != 16 && (i < 24 || i > 27) && (i < 30 || i > 31)) {
        assertThrows(GeneralSecurityException.class, () -> open(responder, changed), "octet " + i);
      }
    }
    assertThrows(GeneralSecurityException.class, () -> open(initiator, message));
    assertEquals("IkeKeys[confidential]", keys.toString());
  }

  private static byte[] open(SkProtection protection, byte[] message) throws Exception {
    IkeHeader header = IkeHeader.decode(message);
    Decoded.Ok outer =
        assertInstanceOf(Decoded.Ok.class, PayloadChain.decodePlain(header, message));
    return protection.open(
        message, header.length(), outer.payloads().require(EncryptedPayload.class));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "8", "15", "23"})
  void shortBodiesAreRefusedBeforeAnyCrypto(int length) {
    JcaIkeCrypto crypto = new JcaIkeCrypto();
    IkeSuite suite =
        new IkeSuite(
            EncryptionAlgorithm.AES_GCM_16,
            256,
            IntegrityAlgorithm.NONE,
            PrfAlgorithm.HMAC_SHA2_256,
            KeyExchangeMethod.ECP_256);
    IkeKeys keys =
        new KeySchedule(crypto).ikeKeys(suite, new byte[32], new byte[16], new byte[16], 1, 2);
    SkProtection protection = new SkProtection(crypto, new SecureRandom(), suite, keys, true);
    EncryptedPayload sk = new EncryptedPayload(0, 32, new byte[length]);
    assertThrows(
        GeneralSecurityException.class,
        () -> protection.open(new byte[32 + length], 32 + length, sk));
  }
}
