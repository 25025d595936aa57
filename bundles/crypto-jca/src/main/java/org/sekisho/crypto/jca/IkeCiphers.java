package org.sekisho.crypto.jca;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.sekisho.api.crypto.EncryptionAlgorithm;

/**
 * Encryption of the SK payload (RFC 7296 section 3.14, RFC 5282). A cipher is made for each call:
 * IKE messages are rare, and no state then outlives a call.
 */
final class IkeCiphers {

  private IkeCiphers() {}

  static byte[] encrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] plaintext) {
    if (plaintext.length % algorithm.blockLength() != 0) {
      throw new IllegalArgumentException(
          plaintext.length + " octets are no multiple of " + algorithm.blockLength());
    }
    try {
      return transform(Cipher.ENCRYPT_MODE, algorithm, key, iv, aad, plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "cannot encrypt with " + algorithm + ": " + e.getMessage(), e);
    }
  }

  static byte[] decrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] ciphertext)
      throws GeneralSecurityException {
    if (algorithm.isAead()) {
      if (ciphertext.length < algorithm.icvLength()) {
        throw new AEADBadTagException("shorter than the ICV");
      }
    } else if (ciphertext.length == 0 || ciphertext.length % algorithm.blockLength() != 0) {
      throw new IllegalBlockSizeException(
          ciphertext.length + " octets are no multiple of " + algorithm.blockLength());
    }
    return transform(Cipher.DECRYPT_MODE, algorithm, key, iv, aad, ciphertext);
  }

  private static byte[] transform(
      int mode, EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] input)
      throws GeneralSecurityException {
    int keyLength = key.length - algorithm.saltLength();
    if (algorithm == EncryptionAlgorithm.NULL
        || keyLength < 0
        || !JcaNames.keyLengthFits(algorithm, keyLength * 8)) {
      throw new IllegalArgumentException(
          algorithm + " does not go with a key of " + key.length + " octets");
    }
    if (iv.length != algorithm.ivLength()) {
      throw new IllegalArgumentException(
          algorithm + " does not go with an IV of " + iv.length + " octets");
    }
    RawKey raw = new RawKey(JcaNames.keyAlgorithm(algorithm), key, 0, keyLength);
    try {
      Cipher cipher = Cipher.getInstance(JcaNames.transformation(algorithm), JcaNames.SUN_JCE);
      cipher.init(mode, raw, parameters(algorithm, key, keyLength, iv));
      if (algorithm.isAead()) {
        cipher.updateAAD(aad);
      }
      return cipher.doFinal(input);
    } finally {
      raw.destroy();
    }
  }

  private static AlgorithmParameterSpec parameters(
      EncryptionAlgorithm algorithm, byte[] key, int keyLength, byte[] iv) {
    if (!algorithm.isAead()) {
      return new IvParameterSpec(iv);
    }
    byte[] nonce = Arrays.copyOf(Arrays.copyOfRange(key, keyLength, key.length), 12);
    System.arraycopy(iv, 0, nonce, algorithm.saltLength(), iv.length);
    return algorithm == EncryptionAlgorithm.AES_GCM_16
        ? new GCMParameterSpec(algorithm.icvLength() * 8, nonce)
        : new IvParameterSpec(nonce);
  }
}
