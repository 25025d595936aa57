package org.sekisho.esp;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sekisho.api.log.EventLog;

/** Runs an {@link Agent} on a thread of its own until closed. */
final class AgentRunner implements AutoCloseable {

  private static final Logger LOGGER = System.getLogger(AgentRunner.class.getName());
  private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long BETWEEN_REPORTS_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LONGEST_STOP_MILLIS = 3_000;

  private final Agent agent;
  private final EventLog log;
  private final Thread thread;
  private volatile boolean running = true;
  private boolean failing;
  private boolean reported;
  private long lastReport;

  /** Prepares the thread. */
  AgentRunner(Agent agent, EventLog log) {
    this.agent = agent;
    this.log = log;
    thread = new Thread(this::run, agent.roleName());
    thread.setDaemon(true);
  }

  /** Starts the loop. */
  void start() {
    thread.start();
  }

  private void run() {
    while (running) {
      try {
        agent.doWork();
        failing = false;
      } catch (IOException e) {
        String cause = e.getMessage() == null ? e.toString() : e.getMessage();
        pause(agent.roleName() + ": " + cause, e);
      } catch (RuntimeException | Error e) {
        // An Error too: a class of a provider that left may be missing. Without this thread no
        // packet
        // passes until somebody restarts the router.
        pause(agent.roleName() + " failed: " + e, e);
      }
    }
  }

  /** Tells the administrator now and then, and does not spin on a lasting failure. */
  private void pause(String sentence, Throwable e) {
    if (!running) {
      return;
    }
    long now = System.nanoTime();
    if (!reported || now - lastReport > BETWEEN_REPORTS_NANOS) {
      reported = true;
      lastReport = now;
      log.info("[IPSEC] " + sentence);
      LOGGER.log(Level.WARNING, sentence, e);
    }
    if (failing) {
      LockSupport.parkNanos(this, PAUSE_AFTER_FAILURE_NANOS);
    }
    failing = true;
  }

  /** Ends the loop and waits for it. */
  @Override
  public void close() {
    running = false;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_STOP_MILLIS);
    boolean interrupted = false;
    while (thread.isAlive() && System.nanoTime() < end) {
      agent.wakeup();
      LockSupport.unpark(thread);
      try {
        thread.join(50);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (thread.isAlive()) {
      LOGGER.log(Level.ERROR, agent.roleName() + " does not stop");
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
