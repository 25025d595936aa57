package org.sekisho.api.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;

/**
 * Primitives for IKEv2, registered as a service; the highest {@code service.ranking} that supports
 * an algorithm serves it. Stateless and thread-safe. Arguments are never kept or changed.
 */
public interface IkeCrypto {

  /**
   * Service property of a provider that only adds algorithms to those of another one: alone it is
   * not enough for IKE.
   */
  String COMPLEMENT = "complement";

  /** Short name, for example {@code jca}. */
  String provider();

  /** Whether the provider has the encryption algorithm with that key length. */
  boolean supports(EncryptionAlgorithm algorithm, int keyBits);

  /** Whether the provider has the integrity algorithm. */
  boolean supports(IntegrityAlgorithm algorithm);

  /** Whether the provider has the pseudo-random function. */
  boolean supports(PrfAlgorithm algorithm);

  /** Whether the provider has the key exchange method. */
  boolean supports(KeyExchangeMethod method);

  /** Whether the provider has the signature scheme. */
  boolean supports(SignatureScheme scheme);

  /**
   * prf(key, data) of RFC 7296 section 2.13.
   *
   * @param data pieces that are concatenated
   * @return {@link PrfAlgorithm#outputLength()} octets
   */
  byte[] prf(PrfAlgorithm algorithm, byte[] key, byte[]... data);

  /**
   * Integrity check value over the pieces.
   *
   * @return {@link IntegrityAlgorithm#icvLength()} octets
   */
  byte[] integrity(IntegrityAlgorithm algorithm, byte[] key, byte[]... data);

  /**
   * Encrypts.
   *
   * @param key key, followed by the salt for AEAD algorithms
   * @param iv {@link EncryptionAlgorithm#ivLength()} octets, used as given: CBC IV, or the explicit
   *     part of the AEAD nonce (RFC 5282 section 4)
   * @param aad associated data for AEAD algorithms, ignored by others
   * @param plaintext for block modes already padded to a multiple of the block length
   * @return ciphertext; for AEAD algorithms followed by the ICV
   */
  byte[] encrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] plaintext);

  /**
   * Decrypts what {@link #encrypt} made.
   *
   * @throws GeneralSecurityException when an AEAD ICV is wrong or the length does not fit
   */
  byte[] decrypt(
      EncryptionAlgorithm algorithm, byte[] key, byte[] iv, byte[] aad, byte[] ciphertext)
      throws GeneralSecurityException;

  /**
   * Starts a key exchange as initiator by making a fresh key pair.
   *
   * @param random the only source of randomness used
   */
  KeyExchange keyExchange(KeyExchangeMethod method, SecureRandom random);

  /**
   * Answers a key exchange as responder. Where both sides do the same, as in Diffie-Hellman, this
   * is a key pair of our own and the shared secret with the peer's value; a key encapsulation
   * mechanism overrides it.
   *
   * @param peer the initiator's key exchange data
   * @param random the only source of randomness used
   * @throws GeneralSecurityException when the value is not acceptable; see {@link
   *     KeyExchange#sharedSecret}, and for ML-KEM the checks of FIPS 203 section 7.2
   */
  default KeyExchangeAnswer respond(KeyExchangeMethod method, byte[] peer, SecureRandom random)
      throws GeneralSecurityException {
    try (KeyExchange own = keyExchange(method, random)) {
      return new KeyExchangeAnswer(own.publicValue(), own.sharedSecret(peer));
    }
  }

  /** Signs; see {@link SignatureScheme} for encodings. */
  byte[] sign(SignatureScheme scheme, PrivateKey key, byte[] data, SecureRandom random)
      throws GeneralSecurityException;

  /** Verifies a signature; false for any signature that is wrong or malformed. */
  boolean verify(SignatureScheme scheme, PublicKey key, byte[] data, byte[] signature);
}
