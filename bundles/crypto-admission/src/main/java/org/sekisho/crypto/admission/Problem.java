package org.sekisho.crypto.admission;

/** Ends a check with what it found. */
final class Problem extends Exception {

  private static final long serialVersionUID = 1L;

  Problem(String message) {
    super(message);
  }

  /** Goes on only when something holds. */
  static void unless(boolean holds, String message) throws Problem {
    if (!holds) {
      throw new Problem(message);
    }
  }
}
