package org.sekisho.config.running;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread on which listeners learn of changes. */
public interface ConfigThread {

  /**
   * Runs a task after all earlier ones.
   *
   * @return false when the thread was stopped
   */
  boolean execute(Runnable task);

  /** Runs a task later. */
  void later(Duration delay, Runnable task);

  /** Whether the caller is on this thread. */
  boolean isCurrent();

  /** Ends it; waiting tasks are dropped. */
  void stop();

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | LinkageError e) {
        // The executor would keep it to itself.
        System.getLogger(ConfigThread.class.getName())
            .log(System.Logger.Level.ERROR, "configuration task failed", e);
      }
    };
  }

  /** A real thread. */
  static ConfigThread start() {
    Thread[] holder = new Thread[1];
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "sekisho-config");
              thread.setDaemon(true);
              holder[0] = thread;
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    return new ConfigThread() {
      @Override
      public boolean execute(Runnable task) {
        executor.execute(guarded(task));
        return !executor.isShutdown();
      }

      @Override
      public void later(Duration delay, Runnable task) {
        ScheduledFuture<?> unused =
            executor.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
      }

      @Override
      public boolean isCurrent() {
        return Thread.currentThread() == holder[0];
      }

      @Override
      public void stop() {
        executor.shutdownNow();
      }
    };
  }
}
