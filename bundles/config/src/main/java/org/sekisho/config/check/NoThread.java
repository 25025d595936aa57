package org.sekisho.config.check;

import java.time.Duration;
import org.sekisho.config.running.ConfigThread;

/** Nobody listens to the configuration of a router that does not exist. */
final class NoThread implements ConfigThread {

  @Override
  public boolean execute(Runnable task) {
    return false;
  }

  @Override
  public void later(Duration delay, Runnable task) {
    // nothing happens later
  }

  @Override
  public boolean isCurrent() {
    return false;
  }

  @Override
  public void stop() {
    // nothing runs
  }
}
