package org.sekisho.ike.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
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
import org.sekisho.ike.message.EncryptedFragmentPayload;
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
            encryption,
            keyBits,
            integrity,
            PrfAlgorithm.HMAC_SHA2_256,
            KeyExchangeMethod.ECP_256,
            List.of());
    byte[] nonce = new byte[32];
    KeySchedule schedule = new KeySchedule(crypto);
    IkeKeys keys = schedule.ikeKeys(suite, new byte[32], nonce, nonce, 1, 2);
    SecureRandom random = new SecureRandom();
    SkProtection initiator = new SkProtection(crypto, random, suite, keys, true);
    SkProtection responder = new SkProtection(crypto, random, suite, keys, false);
    List<Payload> payloads = List.of(NotifyPayload.of(16384, (byte) 1, (byte) 2));
    for (int id = 0; id < 40; id++) {
      byte[] message = whole(initiator, id, payloads);
      assertArrayEquals(PayloadChain.encode(payloads), open(responder, message));
    }
    byte[] message = whole(initiator, 7, payloads);
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

  /** RFC 7383 section 2.5: fragments fit, each is protected for itself, and together are all. */
  @ParameterizedTest
  @CsvSource({
    "AES_GCM_16, 256, NONE, 548",
    "CHACHA20_POLY1305, 256, NONE, 1240",
    "AES_CBC, 256, HMAC_SHA2_512_256, 548",
    "AES_CBC, 128, HMAC_SHA2_256_128, 1252",
    "TRIPLE_DES_CBC, 192, HMAC_SHA1_96, 544"
  })
  void fragmentsFitAndTogetherAreTheMessage(
      EncryptionAlgorithm encryption, int keyBits, IntegrityAlgorithm integrity, int longest)
      throws Exception {
    JcaIkeCrypto crypto = new JcaIkeCrypto();
    IkeSuite suite =
        new IkeSuite(
            encryption,
            keyBits,
            integrity,
            PrfAlgorithm.HMAC_SHA2_256,
            KeyExchangeMethod.ECP_256,
            List.of());
    byte[] nonce = new byte[32];
    IkeKeys keys = new KeySchedule(crypto).ikeKeys(suite, new byte[32], nonce, nonce, 1, 2);
    SecureRandom random = new SecureRandom();
    SkProtection initiator = new SkProtection(crypto, random, suite, keys, true);
    SkProtection responder = new SkProtection(crypto, random, suite, keys, false);
    for (int size = longest - 120; size < 4 * longest; size += 37) {
      List<Payload> payloads = List.of(NotifyPayload.of(40_000, new byte[size]));
      List<byte[]> all = initiator.seal(1, 2, 35, IkeHeader.INITIATOR, 1, payloads, longest);
      byte[] expected = PayloadChain.encode(payloads);
      if (all.size() == 1) {
        assertTrue(all.get(0).length <= longest);
        assertArrayEquals(expected, open(responder, all.get(0)));
        continue;
      }
      assertTrue(whole(initiator, 1, payloads).length > longest, "no need: " + size);
      ByteArrayOutputStream together = new ByteArrayOutputStream();
      for (int number = 1; number <= all.size(); number++) {
        byte[] fragment = all.get(number - 1);
        assertTrue(fragment.length <= longest, () -> fragment.length + " octets");
        EncryptedFragmentPayload skf = fragment(fragment);
        assertEquals(number, skf.number());
        assertEquals(all.size(), skf.total());
        assertEquals(number == 1 ? Payload.NOTIFY : 0, skf.innerType());
        together.write(responder.open(fragment, fragment.length, skf));
      }
      assertArrayEquals(expected, together.toByteArray());
    }
    byte[] last = initiator.seal(1, 2, 35, 8, 1, big(longest), longest).get(1);
    for (int i : new int[] {0, 18, 20, 33, 35, 36, 50, last.length - 1}) {
      byte[] changed = last.clone();
      changed[i] ^= 1;
      if (PayloadChain.decodePlain(IkeHeader.decode(changed), changed) instanceof Decoded.Ok) {
        assertThrows(
            GeneralSecurityException.class,
            () -> responder.open(changed, changed.length, fragment(changed)),
            "octet " + i);
      }
    }
  }

  private static List<Payload> big(int octets) {
    return List.of(NotifyPayload.of(40_000, new byte[octets]));
  }

  private static EncryptedFragmentPayload fragment(byte[] message) throws Exception {
    Decoded.Ok outer =
        assertInstanceOf(
            Decoded.Ok.class, PayloadChain.decodePlain(IkeHeader.decode(message), message));
    return outer.payloads().require(EncryptedFragmentPayload.class);
  }

  private static byte[] whole(SkProtection protection, int id, List<Payload> payloads) {
    List<byte[]> all =
        protection.seal(1, 2, 37, IkeHeader.INITIATOR, id, payloads, Integer.MAX_VALUE);
    assertEquals(1, all.size());
    return all.get(0);
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
            KeyExchangeMethod.ECP_256,
            List.of());
    IkeKeys keys =
        new KeySchedule(crypto).ikeKeys(suite, new byte[32], new byte[16], new byte[16], 1, 2);
    SkProtection protection = new SkProtection(crypto, new SecureRandom(), suite, keys, true);
    EncryptedPayload sk = new EncryptedPayload(0, 32, new byte[length]);
    assertThrows(
        GeneralSecurityException.class,
        () -> protection.open(new byte[32 + length], 32 + length, sk));
  }
}
