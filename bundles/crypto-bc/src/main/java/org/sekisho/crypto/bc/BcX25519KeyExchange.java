package org.sekisho.crypto.bc;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;

/** Key exchange on Curve25519 (RFC 8031, 7748). Used by one thread at a time. */
final class BcX25519KeyExchange implements KeyExchange {

  private final byte[] publicValue = new byte[X25519.POINT_SIZE];
  private byte[] scalar;

  BcX25519KeyExchange(byte[] scalar) {
    this.scalar = scalar;
    X25519.generatePublicKey(scalar, 0, publicValue, 0);
  }

  static BcX25519KeyExchange generate(SecureRandom random) {
    byte[] scalar = new byte[X25519.SCALAR_SIZE];
    X25519.generatePrivateKey(random, scalar);
    return new BcX25519KeyExchange(scalar);
  }

  @Override
  public KeyExchangeMethod method() {
    return KeyExchangeMethod.CURVE25519;
  }

  @Override
  public byte[] publicValue() {
    return publicValue.clone();
  }

  @Override
  public byte[] sharedSecret(byte[] peer) throws GeneralSecurityException {
    if (scalar == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    if (peer.length != X25519.POINT_SIZE) {
      throw new InvalidKeyException("Curve25519 wants 32 octets, not " + peer.length);
    }
    byte[] secret = new byte[X25519.POINT_SIZE];
    if (!X25519.calculateAgreement(scalar, 0, peer, 0, secret, 0)) {
      throw new InvalidKeyException("the result is all zero");
    }
    return secret;
  }

  @Override
  public void close() {
    if (scalar != null) {
      Arrays.fill(scalar, (byte) 0);
      scalar = null;
    }
  }
}
