package org.sekisho.tun;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Lets packets gather for a moment while many small batches come, as network cards moderate their
 * interrupts. A thread that wakes up for each packet pays a poll, a send and a wakeup of the peer's
 * thread for each one: at 30,000 packets a second that is more than half of its time.
 *
 * <p>Only while more than {@link #BUSY_PACKETS} come in a millisecond, and only after a batch of
 * fewer than {@link #LARGE}: a lone packet, a ping or a keepalive never waits, nor does a stream of
 * super-packets, whose batches are large by themselves. It comes between poll and read, so that
 * what is there already needs no wait. It lasts {@link #PAUSE_NANOS} and what the kernel's timer
 * slack (50 µs, prctl(2)) adds. One thread.
 */
final class WakeupModeration {

  /** Packets of a millisecond, on average, from which on waiting pays. */
  static final int BUSY_PACKETS = 12;

  /** Packets of a batch that need no company. */
  static final int LARGE = 32;

  /** How long to wait. */
  static final long PAUSE_NANOS = 30_000;

  /** How long packets are counted before it is decided anew. */
  static final long WINDOW_NANOS = 1_000_000;

  private final LongSupplier nanoTime;
  private long windowStart;
  private int packets;
  private boolean busy;
  private boolean small;

  /**
   * Starts quiet.
   *
   * @param nanoTime {@link System#nanoTime}
   */
  WakeupModeration(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    windowStart = nanoTime.getAsLong();
  }

  /**
   * Notes what a call to receive brought.
   *
   * @param count packets, 0 when it timed out
   */
  void received(int count) {
    packets += count;
    small = count < LARGE;
    long elapsed = nanoTime.getAsLong() - windowStart;
    if (elapsed >= WINDOW_NANOS) {
      busy = packets * WINDOW_NANOS >= BUSY_PACKETS * elapsed;
      windowStart += elapsed;
      packets = 0;
    }
  }

  /** Whether who was just woken up should wait before it reads. */
  boolean isDue() {
    return busy && small;
  }

  /** Waits when it is due; returns at once otherwise. */
  void await() {
    if (isDue()) {
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
  }
}
