package org.sekisho.crypto.ipsecmb;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The library's calls that are made for packets, bound by JNA direct mapping with addresses as
 * {@code long}: 60 ns a call, where a call through a function object costs 300. {@link ImbLibrary}
 * binds the methods to the symbols of this processor before the first call.
 */
final class Imb {

  private Imb() {}

  static void bind(NativeLibrary library) {
    Native.register(Imb.class, library);
  }

  static void unbind() {
    Native.unregister(Imb.class);
  }

  /** IMB_GET_NEXT_BURST: writes the addresses of free jobs; returns how many. */
  static native int getNextBurst(long manager, int count, long jobs);

  /** IMB_SUBMIT_BURST_NOCHECK: returns how many jobs are done, their addresses in jobs. */
  static native int submitBurst(long manager, int count, long jobs);

  /** IMB_FLUSH_BURST: returns how many more jobs are done, their addresses in jobs. */
  static native int flushBurst(long manager, int most, long jobs);

  /** IMB_SUBMIT_CIPHER_BURST_NOCHECK, with an array of jobs of our own; all are done. */
  static native int submitCipherBurst(
      long manager, long jobs, int count, int cipher, int direction, int keyOctets);

  /** IMB_SUBMIT_HASH_BURST_NOCHECK, with an array of jobs of our own; all are done. */
  static native int submitHashBurst(long manager, long jobs, int count, int hash);
}
