package org.sekisho.ike.service;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sekisho.ike.engine.IkeEngine;

/**
 * The one thread that runs the engine: takes events in order, wakes at the engine's deadlines. A
 * fault in one event is reported and does not end the thread.
 */
final class ControlThread {

  private static final int QUEUE_LENGTH = 4096;
  private static final int DATAGRAM_ROOM = 1024;

  /** Of that, for messages of peers that have no SA: a flood of them leaves room for the others. */
  private static final int FIRST_MESSAGE_ROOM = 256;

  private static final long LONGEST_WAIT_MILLIS = 60_000;

  /** Between two calls of {@code afterwards}: a flood must not pay for each of its datagrams. */
  private static final long PAUSE_MILLIS = 50;

  /**
   * The share of its time that the thread spends in {@code afterwards}: a hundredth. With a
   * thousand tunnels that describes thousands of SAs and would cost more than the liveness checks
   * it is run for.
   */
  private static final int AFTERWARDS_SHARE = 100;

  /** The same while the queue is never empty, and the longest pause of all. */
  private static final long LONGEST_SILENCE_MILLIS = 500;

  private final IkeEngine engine;
  private final Consumer<Throwable> faults;
  private final Runnable afterwards;
  private final BlockingQueue<Consumer<IkeEngine>> queue = new ArrayBlockingQueue<>(QUEUE_LENGTH);
  private final Thread thread = new Thread(this::run, "sekisho-ike");
  private volatile boolean stopping;
  private boolean changed;
  private long reportedAt = now() - LONGEST_SILENCE_MILLIS;
  private long pauseMillis = PAUSE_MILLIS;

  /**
   * @param afterwards called soon after something has happened, when the queue has been worked off
   */
  ControlThread(IkeEngine engine, Consumer<Throwable> faults, Runnable afterwards) {
    this.engine = engine;
    this.faults = faults;
    this.afterwards = afterwards;
    thread.setDaemon(true);
  }

  /**
   * Milliseconds of the engine's clock; {@link System#nanoTime} of a moment divided by a million.
   */
  static long now() {
    return System.nanoTime() / 1_000_000;
  }

  void start() {
    thread.start();
  }

  /** Queues a command; waits for room, of which datagrams leave enough. */
  void submit(Consumer<IkeEngine> event) {
    try {
      if (!stopping) {
        queue.put(event);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Queues a sign of the data plane without waiting. A flood of datagrams does not keep it out, and
   * it is dropped only when commands alone have filled the queue.
   */
  void signal(Consumer<IkeEngine> event) {
    queue.offer(event);
  }

  /**
   * Queues a datagram, or drops it when many wait.
   *
   * @param first whether it begins an IKE SA, or is of ICMP; anybody can send those
   */
  void offer(boolean first, Consumer<IkeEngine> datagram) {
    int room = first ? FIRST_MESSAGE_ROOM : DATAGRAM_ROOM;
    if (queue.remainingCapacity() > QUEUE_LENGTH - room) {
      queue.offer(datagram);
    }
  }

  private void run() {
    while (!stopping) {
      try {
        step();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) { // without this thread there is no IKE
        faults.accept(e);
      }
    }
  }

  private void step() throws InterruptedException {
    Consumer<IkeEngine> event = queue.poll(longestWait(), TimeUnit.MILLISECONDS);
    long now = now();
    changed |= event != null || engine.nextDeadline().orElse(Long.MAX_VALUE) <= now;
    if (event != null) {
      event.accept(engine);
    }
    engine.tick(now());
    long since = now - reportedAt;
    if (changed && (since >= LONGEST_SILENCE_MILLIS || (since >= pauseMillis && queue.isEmpty()))) {
      changed = false;
      reportedAt = now;
      afterwards.run();
      long took = now() - now;
      pauseMillis =
          Math.min(Math.max(PAUSE_MILLIS, took * AFTERWARDS_SHARE), LONGEST_SILENCE_MILLIS);
    }
  }

  private long longestWait() {
    long now = now();
    long next = engine.nextDeadline().orElse(now + LONGEST_WAIT_MILLIS);
    long report = changed ? reportedAt + pauseMillis : next;
    return Math.max(0, Math.min(Math.min(next, report) - now, LONGEST_WAIT_MILLIS));
  }

  /**
   * Deletes all SAs at their peers, waits a moment for the answers, then ends the thread.
   *
   * @param millis longest wait
   */
  void shutDown(long millis) {
    submit(e -> e.shutDown(now()));
    long end = now() + millis;
    submit(e -> awaitIdle(end));
    try {
      thread.join(millis + 1_000);
      stopping = true;
      thread.interrupt();
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends the thread and forgets all SAs without a word to their peers.
   *
   * @param millis longest wait
   */
  void leave(long millis) {
    submit(
        e -> {
          e.close();
          stopping = true;
        });
    try {
      thread.join(millis);
      stopping = true;
      thread.interrupt();
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs on the thread: works the queue off until no SA is left or the time is over. */
  private void awaitIdle(long end) {
    try {
      while (!engine.isIdle() && now() < end) {
        Consumer<IkeEngine> event = queue.poll(20, TimeUnit.MILLISECONDS);
        if (event != null) {
          event.accept(engine);
        }
        engine.tick(now());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      engine.close();
      stopping = true;
    }
  }
}
