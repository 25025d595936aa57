package org.sekisho.esp;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What packet threads tell of providers that throw, for {@link CryptoWatch}: a packet thread may
 * neither wait for the monitor of {@link SaDatabase} nor log.
 */
final class CryptoFailures {

  /**
   * The first failure of a provider.
   *
   * @param suite what it worked on, for an administrator
   * @param next name of the provider that went on at once, empty when there is no other
   */
  record Failure(CryptoProvider provider, String suite, String next, Throwable cause) {}

  private final Queue<Failure> first = new ConcurrentLinkedQueue<>();
  private final LongAdder lost = new LongAdder();
  private final Semaphore news = new Semaphore(0);

  /** A provider threw for the first time. */
  void first(Failure failure) {
    first.add(failure);
    news.release();
  }

  /** Packets were lost in a call that threw. */
  void lost(int packets) {
    lost.add(packets);
    news.release();
  }

  /** Waits for news. */
  void await(long nanos) {
    try {
      if (news.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends a wait. */
  void wakeup() {
    news.release();
  }

  /** The next failure not told yet, null when there is none. */
  Failure poll() {
    return first.poll();
  }

  /** Packets lost in calls that threw, since the start. */
  long lost() {
    return lost.sum();
  }
}
