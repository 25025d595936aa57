package org.sekisho.ike.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.PrfAlgorithm;
import org.sekisho.api.ipsec.KeyMaterial;
import org.sekisho.ike.message.SpiCodec;

/** Key derivation of IKEv2 (RFC 7296 sections 2.13, 2.14, 2.17 and 2.18). Thread-safe. */
public final class KeySchedule {

  /** In the place of secrets of additional key exchanges where there are none. */
  public static final byte[] NO_SECRETS = {};

  private static final byte[] RESUMPTION = "Resumption".getBytes(StandardCharsets.US_ASCII);

  private final IkeCrypto crypto;

  /** Derives with the primitives given. */
  public KeySchedule(IkeCrypto crypto) {
    this.crypto = crypto;
  }

  /** SKEYSEED = prf(Ni | Nr, g^ir) of a first IKE SA. */
  public byte[] seed(PrfAlgorithm prf, byte[] ni, byte[] nr, byte[] shared) {
    byte[] key = concat(ni, nr);
    byte[] seed = crypto.prf(prf, key, shared);
    Arrays.fill(key, (byte) 0);
    return seed;
  }

  /**
   * SKEYSEED = prf(SK_d (old), g^ir (new) | Ni | Nr | SK(1) | …), with the old SA's prf: of a
   * renewed IKE SA (RFC 7296 section 2.18, RFC 9370 section 2.2.4), and without additional secrets
   * also SKEYSEED(n) after an IKE_INTERMEDIATE (RFC 9370 section 2.2.2).
   *
   * @param additional shared secrets of additional key exchanges in their order, nothing without
   */
  public byte[] rekeySeed(
      PrfAlgorithm oldPrf, IkeKeys old, byte[] shared, byte[] ni, byte[] nr, byte[] additional) {
    return crypto.prf(oldPrf, old.d, shared, ni, nr, additional);
  }

  /**
   * SKEYSEED = prf(SK_d (old), "Resumption" | Ni | Nr) of a resumed IKE SA (RFC 5723 section 5.1).
   *
   * @param prf the old SA's
   * @param oldD the old SA's SK_d
   */
  public byte[] resumptionSeed(PrfAlgorithm prf, byte[] oldD, byte[] ni, byte[] nr) {
    return crypto.prf(prf, oldD, RESUMPTION, ni, nr);
  }

  /**
   * All keys of an IKE SA: prf+(SKEYSEED, Ni | Nr | SPIi | SPIr).
   *
   * @param seed SKEYSEED, zeroed here
   */
  public IkeKeys ikeKeys(IkeSuite suite, byte[] seed, byte[] ni, byte[] nr, long spiI, long spiR) {
    byte[] stream =
        prfPlus(
            suite.prf(),
            seed,
            concat(ni, nr, SpiCodec.octets(spiI), SpiCodec.octets(spiR)),
            IkeKeys.length(suite));
    Arrays.fill(seed, (byte) 0);
    IkeKeys keys = new IkeKeys(stream, suite);
    Arrays.fill(stream, (byte) 0);
    return keys;
  }

  /**
   * SK_d = prf+(PPK, SK_d'), and SK_pi and SK_pr likewise (RFC 8784 section 3).
   *
   * @param keys keys so far, which stay as they are
   * @param ppk the post-quantum pre-shared key, zeroed here
   */
  public IkeKeys withPpk(PrfAlgorithm prf, IkeKeys keys, byte[] ppk) {
    int length = prf.outputLength();
    IkeKeys mixed =
        new IkeKeys(
            keys,
            prfPlus(prf, ppk, keys.d, length),
            prfPlus(prf, ppk, keys.pi, length),
            prfPlus(prf, ppk, keys.pr, length));
    Arrays.fill(ppk, (byte) 0);
    return mixed;
  }

  /**
   * KEYMAT of a CHILD SA: prf+(SK_d, [g^ir |] Ni | Nr [| SK(1) | …]), first for packets of the
   * exchange's initiator (RFC 7296 section 2.17, RFC 9370 section 2.2.4).
   *
   * @param shared shared secret of the child's own key exchange, null without
   * @param additional shared secrets of additional key exchanges in their order, nothing without
   * @return key material of the initiator's and of the responder's packets
   */
  public KeyMaterial[] childKeys(
      PrfAlgorithm prf,
      IkeKeys keys,
      EspSuite suite,
      byte[] shared,
      byte[] ni,
      byte[] nr,
      byte[] additional) {
    int length = suite.keyMaterialLength();
    byte[] input = shared == null ? concat(ni, nr, additional) : concat(shared, ni, nr, additional);
    byte[] stream = prfPlus(prf, keys.d, input, 2 * length);
    byte[] first = Arrays.copyOfRange(stream, 0, length);
    byte[] second = Arrays.copyOfRange(stream, length, 2 * length);
    KeyMaterial[] pair = {new KeyMaterial(first), new KeyMaterial(second)};
    for (byte[] secret : new byte[][] {input, stream, first, second}) {
      Arrays.fill(secret, (byte) 0);
    }
    return pair;
  }

  /** prf+(K, S) = T1 | T2 | …, Tn = prf(K, Tn-1 | S | n) (RFC 7296 section 2.13). */
  byte[] prfPlus(PrfAlgorithm prf, byte[] key, byte[] input, int length) {
    byte[] out = new byte[length];
    byte[] block = new byte[0];
    int at = 0;
    for (int n = 1; at < length; n++) {
      if (n > 255) {
        throw new IllegalArgumentException("prf+ gives at most 255 blocks");
      }
      block = crypto.prf(prf, key, block, input, new byte[] {(byte) n});
      int take = Math.min(block.length, length - at);
      System.arraycopy(block, 0, out, at, take);
      at += take;
    }
    Arrays.fill(block, (byte) 0);
    return out;
  }

  static byte[] concat(byte[]... pieces) {
    int length = 0;
    for (byte[] piece : pieces) {
      length += piece.length;
    }
    byte[] out = new byte[length];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, out, at, piece.length);
      at += piece.length;
    }
    return out;
  }
}
