package org.sekisho.config.running;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.sekisho.api.config.ConfigListener;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.log.EventLog;

/** Tells listeners of changes, one after the other on the configuration's thread. */
final class Listeners {

  private static final Logger LOGGER = System.getLogger(Listeners.class.getName());

  private final ConfigThread thread;
  private final EventLog log;
  // Both are touched on the configuration's thread only.
  private final List<ConfigListener> listeners = new ArrayList<>();
  private ConfigSnapshot told = ConfigSnapshot.EMPTY;

  Listeners(ConfigThread thread, EventLog log) {
    this.thread = thread;
    this.log = log;
  }

  void add(ConfigListener listener) {
    thread.execute(
        () -> {
          listeners.add(listener);
          tell(listener, ConfigSnapshot.EMPTY, told);
        });
  }

  void remove(ConfigListener listener) {
    thread.execute(() -> listeners.remove(listener));
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
