package org.sekisho.api.crypto;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * Public keys that may sign: their kinds and sizes. A peer chooses its key, in IKE and in EAP-TLS,
 * and it is used before anybody has checked the chain: so it is looked at first.
 */
public final class SigningKeys {

  private static final int MIN_RSA = 2048;
  private static final int MAX_RSA = 8192;
  private static final int MAX_EXPONENT_BITS = 64;

  private SigningKeys() {}

  /** Why a key is not acceptable, empty when it is. */
  public static Optional<String> problem(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      BigInteger exponent = rsa.getPublicExponent();
      if (bits < MIN_RSA || bits > MAX_RSA) {
        return Optional.of("an RSA key of " + bits + " bits, 2048 to 8192 are accepted");
      }
      boolean usable =
          exponent.testBit(0)
              && rsa.getModulus().testBit(0)
              && exponent.compareTo(BigInteger.valueOf(3)) >= 0
              && exponent.bitLength() <= MAX_EXPONENT_BITS;
      return usable
          ? Optional.empty()
          : Optional.of("an RSA key with an unusable exponent or modulus");
    }
    if (key instanceof ECPublicKey ec) {
      return coordinate(ec) > 0
          ? Optional.empty()
          : Optional.of("an EC key on another curve than P-256, P-384 or P-521");
    }
    if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519")) {
      return Optional.empty();
    }
    return Optional.of("a key of kind " + key.getAlgorithm() + "; RSA, EC and Ed25519 can be used");
  }

  /** Octets of a coordinate on the curve of a key, 0 for a curve that is not used here. */
  public static int coordinate(ECPublicKey key) {
    int bits = key.getParams().getCurve().getField().getFieldSize();
    return bits == 256 || bits == 384 || bits == 521 ? (bits + 7) / 8 : 0;
  }
}
