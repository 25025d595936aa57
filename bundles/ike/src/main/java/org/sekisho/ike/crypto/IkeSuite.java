package org.sekisho.ike.crypto;

import java.util.List;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.IntegrityAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.crypto.PrfAlgorithm;

/**
 * The algorithms of one IKE SA.
 *
 * @param encryption encryption algorithm
 * @param keyBits its key length in bits, without salt
 * @param integrity {@link IntegrityAlgorithm#NONE} for AEAD encryption
 * @param prf pseudo-random function
 * @param keyExchange key exchange method
 * @param additional methods of additional key exchanges, in their order (RFC 9370)
 */
public record IkeSuite(
    EncryptionAlgorithm encryption,
    int keyBits,
    IntegrityAlgorithm integrity,
    PrfAlgorithm prf,
    KeyExchangeMethod keyExchange,
    List<KeyExchangeMethod> additional) {

  /** Copies the list. */
  public IkeSuite {
    additional = List.copyOf(additional);
  }

  /** Octets of an encryption key with its salt. */
  public int encryptionKeyLength() {
    return keyBits / 8 + encryption.saltLength();
  }

  /** Octets of ICV at the end of a message. */
  public int icvLength() {
    return encryption.isAead() ? encryption.icvLength() : integrity.icvLength();
  }
}
