package org.sekisho.ike.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.crypto.jca.JcaIkeCrypto;

/**
 * Keys after several key exchanges (RFC 9370 section 2.2) and the octets IKE_INTERMEDIATE adds to
 * AUTH (RFC 9242 section 3.3.2), against the formulas written out here.
 */
class MultipleKeyExchangeKeysTest {

  private static final PrfAlgorithm PRF = PrfAlgorithm.HMAC_SHA2_256;
  private static final byte[] NI = filled(32, 1);
  private static final byte[] NR = filled(32, 2);
  private static final byte[] FIRST = filled(32, 3);
  private static final byte[] SECOND = filled(32, 4);
  private static final byte[] THIRD = filled(32, 5);
  private static final IkeSuite SUITE =
      new IkeSuite(
          EncryptionAlgorithm.AES_GCM_16,
          256,
          IntegrityAlgorithm.NONE,
          PRF,
          KeyExchangeMethod.CURVE25519,
          List.of(KeyExchangeMethod.ML_KEM_768, KeyExchangeMethod.ML_KEM_1024));

  private final JcaIkeCrypto crypto = new JcaIkeCrypto();
  private final KeySchedule schedule = new KeySchedule(crypto);

  private static byte[] filled(int length, int value) {
    byte[] octets = new byte[length];
    Arrays.fill(octets, (byte) value);
    return octets;
  }

  private static byte[] prf(byte[] key, byte[]... data) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] piece : data) {
      mac.update(piece);
    }
    return mac.doFinal();
  }

  private static byte[] prfPlus(byte[] key, int length, byte[]... input) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : input) {
      all.writeBytes(piece);
    }
    byte[] block = {};
    for (int n = 1; out.size() < length; n++) {
      block = prf(key, block, all.toByteArray(), new byte[] {(byte) n});
      out.writeBytes(block);
    }
    return Arrays.copyOf(out.toByteArray(), length);
  }

  private static byte[] spi(int value) {
    byte[] octets = new byte[8];
    octets[7] = (byte) value;
    return octets;
  }

  private IkeKeys first() {
    return schedule.ikeKeys(SUITE, schedule.seed(PRF, NI, NR, FIRST), NI, NR, 1, 2);
  }

  /** SKEYSEED(n) = prf(SK_d(n-1), SK(n) | Ni | Nr), keys = prf+(SKEYSEED(n), Ni | Nr | SPIs). */
  @Test
  void eachIntermediateExchangeMakesAllKeysAnew() throws Exception {
    IkeKeys before = first();
    byte[] seed = prf(before.d, SECOND, NI, NR);
    byte[] stream = prfPlus(seed, 3 * 32 + 2 * 36, NI, NR, spi(1), spi(2));
    IkeKeys after =
        schedule.ikeKeys(
            SUITE,
            schedule.rekeySeed(PRF, before, SECOND, NI, NR, KeySchedule.NO_SECRETS),
            NI,
            NR,
            1,
            2);
    assertArrayEquals(Arrays.copyOf(stream, 32), after.d);
    assertArrayEquals(Arrays.copyOfRange(stream, 32, 68), after.ei);
    assertArrayEquals(Arrays.copyOfRange(stream, 68, 104), after.er);
    assertArrayEquals(Arrays.copyOfRange(stream, 104, 136), after.pi);
    assertArrayEquals(Arrays.copyOfRange(stream, 136, 168), after.pr);
  }

  /** RFC 8784 section 3: SK_d, SK_pi and SK_pr become prf+(PPK, SK'); the others stay. */
  @Test
  void aPostQuantumKeyChangesThreeOfTheKeys() throws Exception {
    IkeKeys before = first();
    byte[] ppk = filled(20, 7);
    IkeKeys after = schedule.withPpk(PRF, before, ppk.clone());
    assertArrayEquals(prfPlus(ppk, 32, before.d), after.d);
    assertArrayEquals(prfPlus(ppk, 32, before.pi), after.pi);
    assertArrayEquals(prfPlus(ppk, 32, before.pr), after.pr);
    assertArrayEquals(before.ei, after.ei);
    assertArrayEquals(before.er, after.er);
    byte[] mixed = after.d.clone();
    before.take(after);
    assertArrayEquals(mixed, before.d);
    assertArrayEquals(new byte[32], after.d);
  }

  /** SKEYSEED = prf(SK_d, SK(0) | Ni | Nr | SK(1) | SK(2)) of a renewal. */
  @Test
  void aRenewalTakesFurtherSecretsAfterTheNonces() throws Exception {
    IkeKeys old = first();
    assertArrayEquals(
        prf(old.d, FIRST, NI, NR, SECOND, THIRD),
        schedule.rekeySeed(PRF, old, FIRST, NI, NR, KeySchedule.concat(SECOND, THIRD)));
  }

  /** KEYMAT = prf+(SK_d, SK(0) | Ni | Nr | SK(1) | SK(2)). */
  @Test
  void aChildTakesFurtherSecretsAfterTheNonces() throws Exception {
    IkeKeys keys = first();
    EspSuite suite =
        new EspSuite(EncryptionAlgorithm.AES_GCM_16, 256, IntegrityAlgorithm.NONE, false);
    byte[] stream = prfPlus(keys.d, 72, FIRST, NI, NR, SECOND, THIRD);
    KeyMaterial[] pair =
        schedule.childKeys(PRF, keys, suite, FIRST, NI, NR, KeySchedule.concat(SECOND, THIRD));
    assertArrayEquals(Arrays.copyOf(stream, 36), pair[0].copy());
    assertArrayEquals(Arrays.copyOfRange(stream, 36, 72), pair[1].copy());
  }

  /**
   * Lengths are those of the plaintext, each side has its chain and key, the message ID ends it.
   */
  @Test
  void intAuthChainsTheMessagesOfEachSide() throws Exception {
    byte[] chain = filled(40, 9);
    IkeKeys keys = first();
    IntermediateAuth auth = new IntermediateAuth(crypto);
    assertEquals(0, auth.octets().length);
    HexFormat hex = HexFormat.of();
    String spis = "00000000000000010000000000000002";
    byte[] request1 = hex.parseHex(spis + "2e202b08000000010000ffff2200ffff");
    byte[] adjusted1 = hex.parseHex(spis + "2e202b080000000100000048" + "2200002c");
    byte[] response1 = hex.parseHex(spis + "2e202b20000000010000eeee2200eeee");
    byte[] adjustedResponse1 = hex.parseHex(spis + "2e202b200000000100000048" + "2200002c");
    byte[] request2 = hex.parseHex(spis + "2e202b08000000020000dddd22a0dddd");
    byte[] adjusted2 = hex.parseHex(spis + "2e202b080000000200000048" + "22a0002c");
    auth.add(SUITE, keys, true, request1, chain);
    auth.add(SUITE, keys, false, response1, chain);
    byte[] i1 = prf(keys.pi, adjusted1, chain);
    byte[] r1 = prf(keys.pr, adjustedResponse1, chain);
    assertArrayEquals(KeySchedule.concat(i1, r1, new byte[] {0, 0, 0, 2}), auth.octets());
    IkeKeys next =
        schedule.ikeKeys(
            SUITE,
            schedule.rekeySeed(PRF, keys, SECOND, NI, NR, KeySchedule.NO_SECRETS),
            NI,
            NR,
            1,
            2);
    auth.add(SUITE, next, true, request2, chain);
    auth.add(SUITE, next, false, response1, chain);
    byte[] i2 = prf(next.pi, i1, adjusted2, chain);
    byte[] r2 = prf(next.pr, r1, adjustedResponse1, chain);
    assertArrayEquals(KeySchedule.concat(i2, r2, new byte[] {0, 0, 0, 3}), auth.octets());
  }
}
