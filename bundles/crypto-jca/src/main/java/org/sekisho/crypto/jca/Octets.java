package org.sekisho.crypto.jca;

import java.math.BigInteger;

/** Integers as octet strings of fixed length (RFC 8017 section 4.1). */
final class Octets {

  private Octets() {}

  /** Writes a non-negative integer big-endian, padded with zeroes on the left. */
  static void put(BigInteger value, byte[] target, int offset, int length) {
    byte[] octets = value.toByteArray();
    int skip = octets.length > length && octets[0] == 0 ? 1 : 0;
    int used = octets.length - skip;
    if (used > length) {
      throw new IllegalArgumentException("the integer needs more than " + length + " octets");
    }
    System.arraycopy(octets, skip, target, offset + length - used, used);
  }

  /** The integer in {@code length} octets. */
  static byte[] of(BigInteger value, int length) {
    byte[] octets = new byte[length];
    put(value, octets, 0, length);
    return octets;
  }
}
