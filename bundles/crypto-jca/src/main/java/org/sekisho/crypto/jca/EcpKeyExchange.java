package org.sekisho.crypto.jca;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;

/** Key exchange on the NIST prime curves (RFC 5903). */
final class EcpKeyExchange implements KeyExchange {

  private final KeyExchangeMethod method;
  private final ECParameterSpec curve;
  private final byte[] publicValue;
  private PrivateKey privateKey;

  EcpKeyExchange(KeyExchangeMethod method, KeyPair pair) {
    this.method = method;
    ECPublicKey own = (ECPublicKey) pair.getPublic();
    curve = own.getParams();
    privateKey = pair.getPrivate();
    int half = method.publicLength() / 2;
    publicValue = new byte[method.publicLength()];
    Octets.put(own.getW().getAffineX(), publicValue, 0, half);
    Octets.put(own.getW().getAffineY(), publicValue, half, half);
  }

  static EcpKeyExchange generate(KeyExchangeMethod method, SecureRandom random)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", JcaNames.SUN_EC);
    generator.initialize(new ECGenParameterSpec(curveName(method)), random);
    return new EcpKeyExchange(method, generator.generateKeyPair());
  }

  private static String curveName(KeyExchangeMethod method) {
    return switch (method) {
      case ECP_256 -> "secp256r1";
      case ECP_384 -> "secp384r1";
      case ECP_521 -> "secp521r1";
      default -> throw new IllegalArgumentException(method + " is no ECP group");
    };
  }

  @Override
  public KeyExchangeMethod method() {
    return method;
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
    PublicKey point =
        KeyFactory.getInstance("EC", JcaNames.SUN_EC)
            .generatePublic(new ECPublicKeySpec(point(peer), curve));
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH", JcaNames.SUN_EC);
    agreement.init(privateKey);
    agreement.doPhase(point, true);
    return agreement.generateSecret();
  }

  /**
   * The checks of RFC 6989 section 2.3, whatever the provider checks itself. The curves have
   * cofactor 1: a point on them other than infinity, which this encoding cannot express, has the
   * right order.
   */
  private ECPoint point(byte[] peer) throws InvalidKeyException {
    if (peer.length != method.publicLength()) {
      throw new InvalidKeyException(
          method + " wants " + method.publicLength() + " octets, not " + peer.length);
    }
    int half = peer.length / 2;
    BigInteger x = new BigInteger(1, Arrays.copyOf(peer, half));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(peer, half, peer.length));
    BigInteger p = ((ECFieldFp) curve.getCurve().getField()).getP();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      throw new InvalidKeyException("a coordinate is out of range");
    }
    BigInteger right =
        x.multiply(x).add(curve.getCurve().getA()).multiply(x).add(curve.getCurve().getB());
    if (!y.multiply(y).subtract(right).mod(p).equals(BigInteger.ZERO)) {
      throw new InvalidKeyException("the point is not on the curve");
    }
    return new ECPoint(x, y);
  }

  @Override
  public void close() {
    privateKey = null;
  }
}
