package org.sekisho.crypto.bc;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;

/** Key exchange on the NIST prime curves (RFC 5903). Used by one thread at a time. */
final class BcEcpKeyExchange implements KeyExchange {

  private static final byte UNCOMPRESSED = 4;

  private final KeyExchangeMethod method;
  private final X9ECParameters curve;
  private final byte[] publicValue;
  private BigInteger scalar;

  BcEcpKeyExchange(KeyExchangeMethod method, BigInteger scalar) {
    this.method = method;
    this.scalar = scalar;
    curve = curve(method);
    ECPoint own = new FixedPointCombMultiplier().multiply(curve.getG(), scalar);
    byte[] encoded = own.getEncoded(false);
    publicValue = Arrays.copyOfRange(encoded, 1, encoded.length);
  }

  static BcEcpKeyExchange generate(KeyExchangeMethod method, SecureRandom random) {
    BigInteger largest = curve(method).getN().subtract(BigInteger.ONE);
    return new BcEcpKeyExchange(
        method, BigIntegers.createRandomInRange(BigInteger.ONE, largest, random));
  }

  private static X9ECParameters curve(KeyExchangeMethod method) {
    return switch (method) {
      case ECP_256 -> CustomNamedCurves.getByName("secp256r1");
      case ECP_384 -> CustomNamedCurves.getByName("secp384r1");
      case ECP_521 -> CustomNamedCurves.getByName("secp521r1");
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

  /** The x coordinate alone (RFC 5903 section 7). */
  @Override
  public byte[] sharedSecret(byte[] peer) throws GeneralSecurityException {
    if (scalar == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    ECPoint shared = point(peer).multiply(scalar).normalize();
    if (shared.isInfinity()) {
      throw new InvalidKeyException("the result is the point at infinity");
    }
    return shared.getAffineXCoord().getEncoded();
  }

  /**
   * The checks of RFC 6989 section 2.3: Bouncy Castle refuses coordinates out of range and points
   * beside the curve. The curves have cofactor 1, so every other point has the right order.
   */
  private ECPoint point(byte[] peer) throws InvalidKeyException {
    if (peer.length != method.publicLength()) {
      throw new InvalidKeyException(
          method + " wants " + method.publicLength() + " octets, not " + peer.length);
    }
    byte[] encoded = new byte[1 + peer.length];
    encoded[0] = UNCOMPRESSED;
    System.arraycopy(peer, 0, encoded, 1, peer.length);
    try {
      return curve.getCurve().decodePoint(encoded);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("this is no point of the curve", e);
    }
  }

  /** A BigInteger cannot be zeroed; it is left to the garbage collector. */
  @Override
  public void close() {
    scalar = null;
  }
}
