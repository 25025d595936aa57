package org.sekisho.ike.engine;

import java.util.Arrays;

/** Comparison of nonces that decides collisions (RFC 7296 section 2.8.1). */
final class Nonces {

  private Nonces() {}

  static byte[] lower(byte[] a, byte[] b) {
    return isLower(a, b) ? a : b;
  }

  static boolean isLower(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b) < 0;
  }
}
