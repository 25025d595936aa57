package org.sekisho.config;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sekisho.config.running.ConfigThread;

/** A configuration thread that runs tasks at once and lets a test move its time. */
public final class SteppedThread implements ConfigThread {

  private record Delayed(long due, Runnable task) {}

  private final Deque<Runnable> queue = new ArrayDeque<>();
  private final List<Delayed> delayed = new ArrayList<>();
  private long now;
  private boolean running;

  @Override
  public boolean execute(Runnable task) {
    queue.add(task);
    if (!running) {
      running = true;
      while (!queue.isEmpty()) {
        queue.remove().run();
      }
      running = false;
    }
    return true;
  }

  @Override
  public void later(Duration delay, Runnable task) {
    delayed.add(new Delayed(now + delay.toMillis(), task));
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now += time.toMillis();
    List<Delayed> due = delayed.stream().filter(d -> d.due() <= now).toList();
    delayed.removeAll(due);
    due.forEach(d -> execute(d.task()));
  }

  @Override
  public boolean isCurrent() {
    return running;
  }

  @Override
  public void stop() {
    queue.clear();
  }
}
