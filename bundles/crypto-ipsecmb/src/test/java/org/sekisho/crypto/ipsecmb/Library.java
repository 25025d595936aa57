package org.sekisho.crypto.ipsecmb;

/** Loads the library for a test. */
final class Library {

  private Library() {}

  static ImbLibrary load() {
    try {
      return ImbLibrary.load();
    } catch (ImbLibrary.Unusable e) {
      throw new AssertionError(
          e.getMessage() + " (as root: apt-get install " + ImbLibrary.PACKAGE + ")", e);
    }
  }
}
