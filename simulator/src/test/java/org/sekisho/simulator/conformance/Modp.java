package org.sekisho.simulator.conformance;

import java.math.BigInteger;

/** Arithmetic of the MODP groups of RFC 2409 and RFC 3526, from their definition. */
final class Modp {

  private Modp() {}

  /**
   * The prime of the group with so many octets: 2^n - 2^(n-64) - 1 + 2^64 * (floor(2^(n-130) pi) +
   * c), where c is the constant of the RFC.
   */
  static BigInteger prime(int octets) {
    int bits = 8 * octets;
    long constant =
        switch (bits) {
          case 1024 -> 129_093;
          case 1536 -> 741_804;
          case 2048 -> 124_476;
          case 3072 -> 1_690_314;
          case 4096 -> 240_904;
          default -> throw new IllegalArgumentException("group of " + bits + " bits");
        };
    BigInteger middle = pi(bits - 130).add(BigInteger.valueOf(constant)).shiftLeft(64);
    return BigInteger.ONE
        .shiftLeft(bits)
        .subtract(BigInteger.ONE.shiftLeft(bits - 64))
        .subtract(BigInteger.ONE)
        .add(middle);
  }

  /** floor(2^n pi), by Machin's formula. */
  private static BigInteger pi(int n) {
    int guard = 64;
    BigInteger four = BigInteger.valueOf(4);
    return arctanOfInverse(5, n + guard)
        .multiply(four)
        .subtract(arctanOfInverse(239, n + guard))
        .multiply(four)
        .shiftRight(guard);
  }

  private static BigInteger arctanOfInverse(int x, int bits) {
    BigInteger power = BigInteger.ONE.shiftLeft(bits).divide(BigInteger.valueOf(x));
    BigInteger square = BigInteger.valueOf((long) x * x);
    BigInteger sum = BigInteger.ZERO;
    for (int k = 1; power.signum() != 0; k += 2) {
      BigInteger term = power.divide(BigInteger.valueOf(k));
      sum = k % 4 == 1 ? sum.add(term) : sum.subtract(term);
      power = power.divide(square);
    }
    return sum;
  }

  /** A number in so many octets, filled up with zeros in front. */
  static byte[] octets(BigInteger value, int length) {
    byte[] bare = value.toByteArray();
    byte[] out = new byte[length];
    int take = Math.min(bare.length, length);
    System.arraycopy(bare, bare.length - take, out, length - take, take);
    return out;
  }
}
