package org.sekisho.esp;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Anti-replay window of one inbound SA: the ring bitmap of RFC 6479, and the inference of the upper
 * half of extended sequence numbers (RFC 4303 appendix A). Written in the turns of {@link
 * Lanes#delivery} only; other threads may look at it meanwhile with {@link #infer} and {@link
 * #isAcceptable}: what these then refuse, {@link #accept} would refuse, too.
 *
 * <p>Sequence numbers are handled as signed 64-bit numbers; 2^63 packets are never reached.
 */
final class ReplayWindow {

  private static final int BITS = 64;
  private static final int SHIFT = 6;
  private static final long LOW = 0xffffffffL;

  private final int size;
  private final boolean extended;
  private final long inferenceWindow;
  private final long[] bitmap;
  private final int mask;

  /** Stored after the words it uncovers were cleared, and read before them. */
  private final AtomicLong top = new AtomicLong();

  /**
   * An empty window.
   *
   * @param size how many packets behind the newest are still accepted; 0 accepts every packet
   * @param extended whether the SA uses 64-bit sequence numbers
   */
  ReplayWindow(int size, boolean extended) {
    if (size < 0) {
      throw new IllegalArgumentException("replay window " + size);
    }
    this.size = size;
    this.extended = extended;
    // Without a window the inference takes the number nearest to the newest one.
    inferenceWindow = size == 0 ? 1L << 31 : size;
    // One word more than the window, so that the word the top moves into may be cleared.
    int words = size == 0 ? 1 : Integer.highestOneBit((size + BITS - 1) / BITS) * 2;
    bitmap = new long[words];
    mask = words - 1;
  }

  /**
   * The whole sequence number of a packet.
   *
   * @param wire the 32 bits in its header
   * @return the number, negative when it lies before the first packet
   */
  long infer(int wire) {
    long low = wire & LOW;
    if (!extended) {
      return low;
    }
    long newest = top.getAcquire();
    long topLow = newest & LOW;
    long topHigh = newest >>> 32;
    long bottom = topLow - inferenceWindow + 1;
    long high;
    if (bottom >= 0) {
      high = low >= bottom ? topHigh : topHigh + 1;
    } else {
      high = low >= (bottom & LOW) ? topHigh - 1 : topHigh;
    }
    return (high << 32) | low;
  }

  /** Whether a packet with this number may still be accepted; changes nothing. */
  boolean isAcceptable(long sequence) {
    if (sequence < 0) {
      return false;
    }
    long newest = top.getAcquire();
    if (size == 0 || sequence > newest) {
      return true;
    }
    return sequence != 0 && newest - sequence < size && (word(sequence) & bit(sequence)) == 0;
  }

  /**
   * Marks the number of a verified packet as seen.
   *
   * @return false when it was seen before or is too old: the packet must be dropped
   */
  boolean accept(long sequence) {
    if (!isAcceptable(sequence)) {
      return false;
    }
    if (sequence > top.getPlain()) {
      advance(sequence);
    }
    if (size != 0) {
      bitmap[(int) (sequence >>> SHIFT) & mask] |= bit(sequence);
    }
    return true;
  }

  private void advance(long sequence) {
    long from = top.getPlain() >>> SHIFT;
    long steps = (sequence >>> SHIFT) - from;
    if (steps > mask) {
      Arrays.fill(bitmap, 0);
    } else {
      for (long i = 1; i <= steps; i++) {
        bitmap[(int) (from + i) & mask] = 0;
      }
    }
    top.setRelease(sequence);
  }

  /** The highest number accepted, 0 for none. */
  long top() {
    return top.getAcquire();
  }

  private long word(long sequence) {
    return bitmap[(int) (sequence >>> SHIFT) & mask];
  }

  private static long bit(long sequence) {
    return 1L << (sequence & (BITS - 1));
  }
}
