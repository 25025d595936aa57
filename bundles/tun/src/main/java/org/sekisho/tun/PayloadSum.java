package org.sekisho.tun;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The Internet checksum (RFC 1071) of long stretches of direct memory: they are copied to the heap
 * and added up there, in the processor's byte order.
 *
 * <p>Measured for 1,400 octets: 17 ns for the copy and 33 ns for the sum, because one plain loop
 * over a byte array is what the compiler of Java 17 turns into vector instructions. Reading the
 * memory where it lies took 90 ns: a buffer may have either byte order, and the loop carries the
 * choice. The order of the octets in a word does not matter (RFC 1071 section 2 (B)), the sum comes
 * out swapped as a whole. One thread.
 */
final class PayloadSum {

  private static final long LOW = 0xffffffffL;
  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** More than a packet on an Ethernet, and little enough to stay in the nearest cache. */
  private final byte[] scratch = new byte[2048];

  /**
   * Adds up memory; the result may be added to others before {@link InternetChecksum#fold}, if all
   * stretches but the last are of even length.
   *
   * @param from first octet
   * @param length octets, at most 4 GB
   * @return a sum to be folded, not negative
   */
  long sum(ByteBuffer memory, int from, int length) {
    long sum = 0;
    int end = from + length;
    for (int at = from; at < end; at += scratch.length) {
      int part = Math.min(scratch.length, end - at);
      memory.get(at, scratch, 0, part);
      sum += sumOfScratch(part);
    }
    return LITTLE_ENDIAN ? Short.reverseBytes((short) InternetChecksum.fold(sum)) & 0xffff : sum;
  }

  private long sumOfScratch(int length) {
    int words = length & -Long.BYTES;
    long sum = 0;
    for (int at = 0; at < words; at += Long.BYTES) {
      long word = (long) WORDS.get(scratch, at);
      sum += (word & LOW) + (word >>> 32);
    }
    return words < length ? sum + rest(words, length) : sum;
  }

  /** What is no whole word, as if zeros followed. */
  private long rest(int from, int length) {
    for (int at = length; at < from + Long.BYTES; at++) {
      scratch[at] = 0;
    }
    long word = (long) WORDS.get(scratch, from);
    return (word & LOW) + (word >>> 32);
  }
}
