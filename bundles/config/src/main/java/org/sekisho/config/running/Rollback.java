package org.sekisho.config.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.sekisho.api.log.EventLog;

/**
 * Puts the configuration back unless somebody confirms a change in time: an administrator whom the
 * change cut off cannot. The configuration to go back to is also kept in a file, for a process that
 * ends before. Thread-safe.
 */
final class Rollback {

  private final RunningConfig running;
  private final ConfigSlots slots;
  private final ConfigThread thread;
  private final EventLog log;

  // Guarded by this.
  private ConfigState point;
  private boolean filed;
  private int timer;

  Rollback(RunningConfig running, ConfigSlots slots, ConfigThread thread, EventLog log) {
    this.running = running;
    this.slots = slots;
    this.thread = thread;
    this.log = log;
  }

  /**
   * Lets the running configuration be the one to go back to; while a timer runs already that one
   * stays, and only the time starts anew.
   *
   * @param time until the configuration goes back
   * @throws IOException when the configuration cannot be kept; no timer runs then
   */
  synchronized void start(Duration time) throws IOException {
    if (point == null) {
      ConfigState now = running.state();
      filed = true;
      slots.rollback(text(now).getBytes(StandardCharsets.UTF_8));
      point = now;
    }
    int mine = ++timer;
    thread.later(time, () -> expired(mine));
  }

  private String text(ConfigState state) throws IOException {
    return String.join("\n", ConfigPrinter.sealed(state, running.seal()).all()) + "\n";
  }

  /**
   * Keeps the running configuration.
   *
   * @return whether a timer ran
   * @throws IOException when the file of the old one cannot be removed
   */
  synchronized boolean confirm() throws IOException {
    boolean ran = point != null;
    point = null;
    timer++;
    forget();
    return ran;
  }

  /** The configuration to go back to that the last process left unconfirmed. */
  synchronized Optional<byte[]> leftover() throws IOException {
    Optional<byte[]> content = slots.rollback();
    filed = content.isPresent();
    return content;
  }

  private void forget() throws IOException {
    if (filed) {
      slots.forgetRollback();
      filed = false;
    }
  }

  private void expired(int which) {
    ConfigState back;
    synchronized (this) {
      if (which != timer || point == null) {
        return;
      }
      back = point;
      point = null;
    }
    running.become(back);
    log.info("The configuration was not confirmed in time: the one before is back");
    synchronized (this) {
      if (point != null) {
        return; // a new timer runs, and the file is its own
      }
      try {
        forget();
      } catch (IOException e) {
        log.info("The file of the configuration before cannot be removed: " + e.getMessage());
      }
    }
  }
}
