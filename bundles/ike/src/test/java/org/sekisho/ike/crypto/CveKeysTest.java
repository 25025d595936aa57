package org.sekisho.ike.crypto;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.crypto.SigningKeys;

/** Holes that other IKE daemons have had with keys of a peer; see docs/known-problems.md. */
class CveKeysTest {

  /** A key as a certificate may hold it; factories of the platform refuse some of these. */
  private static RSAPublicKey key(BigInteger modulus, BigInteger exponent) {
    return new RSAPublicKey() {
      private static final long serialVersionUID = 1L;

      @Override
      public BigInteger getModulus() {
        return modulus;
      }

      @Override
      public BigInteger getPublicExponent() {
        return exponent;
      }

      @Override
      public String getAlgorithm() {
        return "RSA";
      }

      @Override
      public String getFormat() {
        return "X.509";
      }

      @Override
      public byte[] getEncoded() {
        return new byte[0];
      }
    };
  }

  /**
   * strongSwan 4.4 to 5.5.2 (gmp): a certificate with an RSA key of exponent or modulus zero, or an
   * even one, divided by zero.
   */
  @ParameterizedTest
  @CsvSource({
    "2048, 0",
    "2048, 1",
    "2048, 2",
    "2048, 4",
    "2048, -3",
    "2048, 65536",
    "0, 65537",
    "1, 65537",
    "512, 65537",
    "1024, 65537",
    "2047, 3",
    "16384, 65537"
  })
  void cve_2017_9022_rsaKeysOfNoUse(int bits, BigInteger exponent) {
    BigInteger modulus =
        bits == 0 ? BigInteger.ZERO : BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    assertTrue(SigningKeys.problem(key(modulus, exponent)).isPresent());
  }

  /** The same of an even modulus, whose length is right. */
  @ParameterizedTest
  @CsvSource({"2048", "4096"})
  void cve_2017_9022_evenModulus(int bits) {
    BigInteger even = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.TWO);
    assertTrue(SigningKeys.problem(key(even, BigInteger.valueOf(65_537))).isPresent());
  }
}
