package org.sekisho.api.crypto;

import java.util.Objects;

/**
 * The algorithms of one ESP security association.
 *
 * @param encryption encryption algorithm
 * @param keyBits key length of the encryption algorithm in bits, without salt
 * @param integrity {@link IntegrityAlgorithm#NONE} if and only if the encryption is AEAD
 * @param esn whether extended (64-bit) sequence numbers were negotiated (RFC 4303 section 2.2.1)
 */
public record EspSuite(
    EncryptionAlgorithm encryption, int keyBits, IntegrityAlgorithm integrity, boolean esn) {

  /** Checks that the algorithms fit together. */
  public EspSuite {
    Objects.requireNonNull(encryption);
    Objects.requireNonNull(integrity);
    if (encryption.isAead() != (integrity == IntegrityAlgorithm.NONE)) {
      throw new IllegalArgumentException(encryption + " does not go with " + integrity);
    }
  }

  /** Octets of encryption key and salt. */
  public int encryptionKeyLength() {
    return keyBits / 8 + encryption.saltLength();
  }

  /** Octets of key material for one direction: encryption key, salt, integrity key. */
  public int keyMaterialLength() {
    return encryptionKeyLength() + integrity.keyLength();
  }

  /** What padding rounds the ciphertext up to: the block length, at least 4 (RFC 4303 2.4). */
  public int alignment() {
    return Math.max(4, encryption.blockLength());
  }

  /** Octets of ICV at the end of a packet. */
  public int icvLength() {
    return encryption.isAead() ? encryption.icvLength() : integrity.icvLength();
  }
}
