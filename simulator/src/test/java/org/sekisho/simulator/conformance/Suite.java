package org.sekisho.simulator.conformance;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Algorithms of an IKE SA as the test's side knows them: its own key schedule and protection, made
 * from the platform's primitives and not from the router's code.
 *
 * @param encr encryption transform
 * @param keyBits key length
 * @param integ integrity transform, 0 for AEAD
 * @param prf pseudo-random function
 * @param group key exchange method
 */
record Suite(int encr, int keyBits, int integ, int prf, int group) {

  static final Suite GCM = new Suite(20, 256, 0, 5, 31);
  static final Suite CBC = new Suite(12, 256, 12, 5, 31);

  /** SK_d, SK_ai, SK_ar, SK_ei, SK_er, SK_pi, SK_pr. */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  record Keys(byte[] d, byte[] ai, byte[] ar, byte[] ei, byte[] er, byte[] pi, byte[] pr) {}

  boolean isAead() {
    return encr == 20 || encr == 28;
  }

  int ivLength() {
    return isAead() ? 8 : 16;
  }

  int icvLength() {
    return isAead() ? 16 : integ == 2 ? 12 : integ == 12 ? 16 : integ == 13 ? 24 : 32;
  }

  int integKeyLength() {
    return integ == 0 ? 0 : integ == 2 ? 20 : integ == 12 ? 32 : integ == 13 ? 48 : 64;
  }

  int prfLength() {
    return prf == 2 ? 20 : prf == 5 ? 32 : prf == 6 ? 48 : 64;
  }

  int encrKeyLength() {
    return keyBits / 8 + (isAead() ? 4 : 0);
  }

  byte[] prf(byte[] key, byte[]... data) {
    return hmac(prf == 2 ? "HmacSHA1" : "HmacSHA" + 8 * prfLength(), key, data);
  }

  static byte[] hmac(String algorithm, byte[] key, byte[]... data) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      for (byte[] piece : data) {
        mac.update(piece);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** prf+ of RFC 7296 section 2.13. */
  byte[] prfPlus(byte[] key, byte[] seed, int length) {
    Octets out = new Octets();
    byte[] block = new byte[0];
    for (int n = 1; out.get().length < length; n++) {
      block = prf(key, block, seed, new byte[] {(byte) n});
      out.add(block);
    }
    return Arrays.copyOf(out.get(), length);
  }

  /** Keys of an IKE SA from SKEYSEED (RFC 7296 section 2.14). */
  Keys keys(byte[] seed, byte[] ni, byte[] nr, long spiI, long spiR) {
    int[] lengths = {
      prfLength(),
      integKeyLength(),
      integKeyLength(),
      encrKeyLength(),
      encrKeyLength(),
      prfLength(),
      prfLength()
    };
    byte[] stream =
        prfPlus(
            seed,
            Octets.join(ni, nr, Octets.eight(spiI), Octets.eight(spiR)),
            Arrays.stream(lengths).sum());
    byte[][] parts = new byte[7][];
    int at = 0;
    for (int i = 0; i < 7; i++) {
      parts[i] = Arrays.copyOfRange(stream, at, at + lengths[i]);
      at += lengths[i];
    }
    return new Keys(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
  }

  private byte[] crypt(int mode, byte[] key, byte[] iv, byte[] aad, byte[] data)
      throws GeneralSecurityException {
    if (!isAead()) {
      Cipher cbc = Cipher.getInstance("AES/CBC/NoPadding");
      cbc.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cbc.doFinal(data);
    }
    byte[] salt = Arrays.copyOfRange(key, key.length - 4, key.length);
    byte[] nonce = Octets.join(salt, iv);
    byte[] bare = Arrays.copyOf(key, key.length - 4);
    Cipher aead = Cipher.getInstance(encr == 20 ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
    if (encr == 20) {
      aead.init(mode, new SecretKeySpec(bare, "AES"), new GCMParameterSpec(128, nonce));
    } else {
      aead.init(mode, new SecretKeySpec(bare, "ChaCha20"), new IvParameterSpec(nonce));
    }
    aead.updateAAD(aad);
    return aead.doFinal(data);
  }

  /** IV, ciphertext and ICV of an SK payload. */
  byte[] seal(byte[] encryptionKey, byte[] integrityKey, byte[] iv, byte[] head, byte[] padded) {
    try {
      byte[] sealed = crypt(Cipher.ENCRYPT_MODE, encryptionKey, iv, head, padded);
      if (isAead()) {
        return Octets.join(iv, sealed);
      }
      return Octets.join(iv, sealed, icv(integrityKey, Octets.join(head, iv, sealed)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The plaintext of an SK payload with its padding; fails when it is not authentic. */
  byte[] open(byte[] encryptionKey, byte[] integrityKey, byte[] message, int bodyAt) {
    try {
      byte[] head = Arrays.copyOf(message, bodyAt);
      byte[] iv = Arrays.copyOfRange(message, bodyAt, bodyAt + ivLength());
      int sealedAt = bodyAt + ivLength();
      if (isAead()) {
        byte[] sealed = Arrays.copyOfRange(message, sealedAt, message.length);
        return crypt(Cipher.DECRYPT_MODE, encryptionKey, iv, head, sealed);
      }
      int icvAt = message.length - icvLength();
      byte[] expected = icv(integrityKey, Arrays.copyOf(message, icvAt));
      if (!Arrays.equals(expected, Arrays.copyOfRange(message, icvAt, message.length))) {
        throw new AssertionError("the router's integrity check value is wrong");
      }
      byte[] sealed = Arrays.copyOfRange(message, sealedAt, icvAt);
      return crypt(Cipher.DECRYPT_MODE, encryptionKey, iv, head, sealed);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the router's message does not open", e);
    }
  }

  private byte[] icv(byte[] key, byte[] covered) {
    String algorithm = integ == 2 ? "HmacSHA1" : "HmacSHA" + 8 * integKeyLength();
    return Arrays.copyOf(hmac(algorithm, key, covered), icvLength());
  }

  /** The transforms of a proposal with these algorithms alone. */
  byte[][] transforms() {
    byte[] cipher =
        encr == 28
            ? RawPayload.transform(RawPayload.ENCR, encr)
            : RawPayload.transform(RawPayload.ENCR, encr, keyBits);
    byte[] prfTransform = RawPayload.transform(RawPayload.PRF, prf);
    byte[] dh = RawPayload.transform(RawPayload.DH, group);
    return isAead()
        ? new byte[][] {cipher, prfTransform, dh}
        : new byte[][] {cipher, RawPayload.transform(RawPayload.INTEG, integ), prfTransform, dh};
  }

  RawPayload offer() {
    return offer(new byte[0]);
  }

  RawPayload offer(byte[] spi) {
    return RawPayload.sa(RawPayload.proposal(1, 1, spi, transforms()));
  }
}
