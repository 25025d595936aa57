package org.sekisho.config.running;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.log.EventLog;

/** Tells listeners of changes, one after the other on the configuration's thread. */
final class Listeners {

  private static final Logger LOGGER = System.getLogger(Listeners.class.getName());
  private static final int QUIET_SECONDS = 5;

  private final ConfigThread thread;
  private final EventLog log;
  // Who still wants to be told, and what says that it is about to go; asked just before each call.
  private final Map<ConfigListener, BooleanSupplier> live = new ConcurrentHashMap<>();
  // Both are touched on the configuration's thread only.
  private final List<ConfigListener> listeners = new ArrayList<>();
  private ConfigSnapshot told = ConfigSnapshot.EMPTY;

  Listeners(ConfigThread thread, EventLog log) {
    this.thread = thread;
    this.log = log;
  }

  /**
   * Adds a listener.
   *
   * @param leaving whether it is about to be removed: its bundle stops, and its commands may have
   *     gone before it. That its settings are gone then is nothing it should act on
   */
  void add(ConfigListener listener, BooleanSupplier leaving) {
    live.put(listener, leaving);
    thread.execute(
        () -> {
          listeners.add(listener);
          tell(listener, ConfigSnapshot.EMPTY, told);
        });
  }

  /**
   * Forgets a listener. When this returns it is not being called and will not be: its bundle may be
   * stopped. The wait is bounded, because the listener may itself wait for a lock of the caller.
   */
  void remove(ConfigListener listener) {
    live.remove(listener);
    CountDownLatch quiet = new CountDownLatch(1);
    boolean running =
        thread.execute(
            () -> {
              listeners.remove(listener);
              quiet.countDown();
            });
    if (running && !thread.isCurrent()) {
      try {
        if (!quiet.await(QUIET_SECONDS, TimeUnit.SECONDS)) {
          LOGGER.log(Logger.Level.WARNING, "a leaving configuration listener is still busy");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Tells all; the result is released when all know. */
  CountDownLatch changed(ConfigSnapshot now) {
    CountDownLatch done = new CountDownLatch(1);
    boolean running =
        thread.execute(
            () -> {
              ConfigSnapshot before = told;
              told = now;
              List.copyOf(listeners).forEach(l -> tell(l, before, now));
              done.countDown();
            });
    if (!running) {
      done.countDown();
    }
    return done;
  }

  private void tell(ConfigListener listener, ConfigSnapshot before, ConfigSnapshot after) {
    BooleanSupplier leaving = live.get(listener);
    if (leaving == null || leaving.getAsBoolean()) {
      return;
    }
    try {
      listener.changed(before, after);
    } catch (RuntimeException | LinkageError e) {
      LOGGER.log(Logger.Level.ERROR, "configuration listener failed", e);
      log.info(
          "A part of the router could not apply the configuration ("
              + listener.getClass().getSimpleName()
              + "); see the system log");
    }
  }
}
