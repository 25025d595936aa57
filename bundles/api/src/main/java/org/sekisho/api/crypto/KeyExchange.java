package org.sekisho.api.crypto;

import java.security.GeneralSecurityException;

/**
 * The initiator's side of one key exchange; the responder's is {@link IkeCrypto#respond}. Used by
 * one thread, for one shared secret.
 */
public interface KeyExchange extends AutoCloseable {

  /** The method. */
  KeyExchangeMethod method();

  /**
   * Key exchange data to send, as the KE payload holds it: MODP big-endian padded to the prime's
   * length; ECP x and y without the 04 octet (RFC 5903 section 7); Curve25519 little-endian; ML-KEM
   * the encapsulation key.
   */
  byte[] publicValue();

  /**
   * The shared secret g^ir as RFC 7296 section 2.14 uses it: MODP padded to the prime's length, ECP
   * the x coordinate, Curve25519 and ML-KEM 32 octets.
   *
   * @param peer the responder's key exchange data
   * @throws GeneralSecurityException when the value is not acceptable: wrong length, MODP not in
   *     2..p-2, point not on the curve, or an all-zero Curve25519 result (RFC 6989, RFC 8031); a
   *     forged ML-KEM ciphertext of the right length gives another secret instead (FIPS 203)
   */
  byte[] sharedSecret(byte[] peer) throws GeneralSecurityException;

  /** Forgets the private value as far as the platform allows. */
  @Override
  void close();
}
