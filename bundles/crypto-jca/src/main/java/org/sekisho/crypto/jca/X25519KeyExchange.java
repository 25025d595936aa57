package org.sekisho.crypto.jca;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;

/** Key exchange on Curve25519 (RFC 8031, 7748). */
final class X25519KeyExchange implements KeyExchange {

  private static final int LENGTH = 32;

  private final byte[] publicValue;
  private PrivateKey privateKey;

  X25519KeyExchange(BigInteger u, PrivateKey privateKey) {
    this.privateKey = privateKey;
    publicValue = reversed(Octets.of(u, LENGTH));
  }

  static X25519KeyExchange generate(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("X25519", JcaNames.SUN_EC);
    generator.initialize(NamedParameterSpec.X25519, random);
    KeyPair pair = generator.generateKeyPair();
    return new X25519KeyExchange(((XECPublicKey) pair.getPublic()).getU(), pair.getPrivate());
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
    if (privateKey == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    if (peer.length != LENGTH) {
      throw new InvalidKeyException("Curve25519 wants 32 octets, not " + peer.length);
    }
    byte[] bigEndian = reversed(peer);
    bigEndian[0] &= 0x7f; // RFC 7748 section 5: the unused bit is masked
    PublicKey point =
        KeyFactory.getInstance("X25519", JcaNames.SUN_EC)
            .generatePublic(
                new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    KeyAgreement agreement = KeyAgreement.getInstance("X25519", JcaNames.SUN_EC);
    agreement.init(privateKey);
    agreement.doPhase(point, true);
    byte[] secret = agreement.generateSecret();
    if (MessageDigest.isEqual(secret, new byte[LENGTH])) {
      throw new InvalidKeyException("the result is all zero");
    }
    return secret;
  }

  private static byte[] reversed(byte[] octets) {
    byte[] reversed = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      reversed[i] = octets[octets.length - 1 - i];
    }
    return reversed;
  }

  @Override
  public void close() {
    privateKey = null;
  }
}
