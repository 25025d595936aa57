package org.sekisho.log;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.sekisho.api.log.LogEntry;

/**
 * Carries lines from the logging threads to slow places on a thread of its own. Bounded: when it is
 * full, lines are counted and left out, never waited for.
 */
final class LogQueue implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(LogQueue.class.getName());
  private static final long CLOSE_WAIT_MILLIS = 2_000;

  private final int limit;
  private final List<Consumer<LogEntry>> places;
  private final LongConsumer lossReport;
  private final BlockingQueue<Optional<LogEntry>> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong lost = new AtomicLong();
  private final Thread thread;

  /**
   * Starts the thread.
   *
   * @param limit most lines that wait
   * @param places where each line goes, in this order
   * @param lossReport told how many lines were left out, on the queue's thread
   */
  LogQueue(int limit, List<Consumer<LogEntry>> places, LongConsumer lossReport) {
    this.limit = limit;
    this.places = List.copyOf(places);
    this.lossReport = lossReport;
    thread = new Thread(this::run, "sekisho-log");
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands a line over; returns at once. */
  void offer(LogEntry entry) {
    if (waiting.incrementAndGet() > limit) {
      waiting.decrementAndGet();
      lost.incrementAndGet();
      return;
    }
    queue.add(Optional.of(entry));
  }

  /** Delivers what waits, for at most two seconds, and ends the thread. */
  @Override
  public void close() {
    queue.add(Optional.empty());
    try {
      thread.join(CLOSE_WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (Optional<LogEntry> next = queue.take(); next.isPresent(); next = queue.take()) {
        waiting.decrementAndGet();
        deliver(next.get());
        long left = lost.getAndSet(0);
        if (left > 0) {
          lossReport.accept(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(LogEntry entry) {
    for (Consumer<LogEntry> place : places) {
      try {
        place.accept(entry);
      } catch (RuntimeException e) {
        LOGGER.log(System.Logger.Level.ERROR, "a log line could not be delivered", e);
      }
    }
  }
}
