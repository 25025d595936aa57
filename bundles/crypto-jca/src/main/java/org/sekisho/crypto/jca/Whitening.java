package org.sekisho.crypto.jca;

/** A source of blocks nobody outside can predict, from which CBC IVs are made. */
interface Whitening extends AutoCloseable {

  /**
   * Writes fresh octets.
   *
   * @param length at most 16
   */
  void next(byte[] target, int offset, int length);

  /** Zeroes its key. */
  @Override
  default void close() {}
}
