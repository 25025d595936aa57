package org.sekisho.console.session;

import java.io.IOError;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sekisho.api.log.LogEntry;

/**
 * Prints log lines on a terminal while {@code console info on} holds. A thread of its own does it,
 * so that a slow terminal holds up nobody who logs; lines it cannot take in time are left out.
 */
final class InfoPrinter implements AutoCloseable {

  private static final int WAITING = 200;

  /** Prints a line; may wait until the screen is free. */
  @FunctionalInterface
  interface Printer {
    void print(String line) throws InterruptedException;
  }

  private final Router router;
  private final Printer printer;
  private final BlockingQueue<LogEntry> queue = new LinkedBlockingQueue<>(WAITING);
  private final AutoCloseable subscription;
  private final Thread thread;

  InfoPrinter(Router router, Printer printer) {
    this.router = router;
    this.printer = printer;
    thread = new Thread(this::run, "sekisho-console-info");
    thread.setDaemon(true);
    thread.start();
    subscription = router.log().subscribe(this::take);
  }

  @Override
  public void close() {
    try {
      subscription.close();
    } catch (Exception e) {
      System.getLogger(getClass().getName())
          .log(System.Logger.Level.WARNING, "a log subscription did not close", e);
    }
    thread.interrupt();
  }

  private void take(LogEntry entry) {
    if (router.settings().info() && !queue.offer(entry)) {
      queue.clear(); // the newest lines are worth more than the oldest
    }
  }

  private void run() {
    try {
      while (true) {
        printer.print(queue.take().line());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | IOError e) {
      queue.clear(); // the terminal is closed
    }
  }
}
