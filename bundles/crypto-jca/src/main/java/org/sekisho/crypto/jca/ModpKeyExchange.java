package org.sekisho.crypto.jca;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;

/**
 * Diffie-Hellman in the MODP groups (RFC 3526). It calculates with BigInteger, as SunJCE's own
 * DiffieHellman does; that one would only add parameter objects and limits of its own.
 */
final class ModpKeyExchange implements KeyExchange {

  private final KeyExchangeMethod method;
  private final BigInteger prime;
  private final byte[] publicValue;
  private BigInteger exponent;

  ModpKeyExchange(KeyExchangeMethod method, BigInteger exponent) {
    this.method = method;
    this.exponent = exponent;
    prime = ModpGroup.prime(method);
    publicValue = Octets.of(ModpGroup.GENERATOR.modPow(exponent, prime), method.publicLength());
  }

  static ModpKeyExchange generate(KeyExchangeMethod method, SecureRandom random) {
    int bits = ModpGroup.exponentBits(method);
    // the top bit is set: the exponent never is small, whatever the source of randomness does
    return new ModpKeyExchange(method, new BigInteger(bits, random).setBit(bits - 1));
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
  public byte[] sharedSecret(byte[] peer) throws InvalidKeyException {
    if (exponent == null) {
      throw new IllegalStateException("the key exchange is closed");
    }
    if (peer.length != method.publicLength()) {
      throw new InvalidKeyException(
          method + " wants " + method.publicLength() + " octets, not " + peer.length);
    }
    BigInteger value = new BigInteger(1, peer);
    // RFC 6989 section 2.1: the primes are safe, so the range is the whole check
    if (value.compareTo(BigInteger.TWO) < 0
        || value.compareTo(prime.subtract(BigInteger.TWO)) > 0) {
      throw new InvalidKeyException("the public value is not in 2..p-2");
    }
    return Octets.of(value.modPow(exponent, prime), method.publicLength());
  }

  @Override
  public void close() {
    exponent = null;
  }
}
