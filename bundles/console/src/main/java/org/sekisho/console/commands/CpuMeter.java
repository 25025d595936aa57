package org.sekisho.console.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Load of the processors over the last 5 seconds, minute and 5 minutes, from {@code /proc/stat}
 * (proc(5)). Thread-safe.
 */
public final class CpuMeter {

  /** How often {@link #sample} is to be called, in seconds. */
  public static final int PERIOD_SECONDS = 5;

  private static final int KEPT = 300 / PERIOD_SECONDS + 1;

  private final Path stat;
  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * Makes a meter.
   *
   * @param stat {@code /proc/stat}
   */
  public CpuMeter(Path stat) {
    this.stat = stat;
  }

  private record Sample(long busy, long total) {}

  /** Takes a sample. */
  public void sample() {
    try (var lines = Files.lines(stat)) {
      String[] words = lines.findFirst().orElse("").trim().split(" +");
      long total = 0;
      long idle = 0;
      // cpu user nice system idle iowait irq softirq steal (guest is part of user)
      for (int i = 1; i < Math.min(words.length, 9); i++) {
        long ticks = Long.parseLong(words[i]);
        total += ticks;
        idle += i == 4 || i == 5 ? ticks : 0;
      }
      add(new Sample(total - idle, total));
    } catch (IOException | NumberFormatException e) {
      System.getLogger(getClass().getName()).log(System.Logger.Level.DEBUG, "no CPU load", e);
    }
  }

  private synchronized void add(Sample sample) {
    samples.addFirst(sample);
    if (samples.size() > KEPT) {
      samples.removeLast();
    }
  }

  /** Load in percent over 5 seconds, 1 minute and 5 minutes, or over as long as was measured. */
  public synchronized List<Integer> percent() {
    return List.of(over(1), over(60 / PERIOD_SECONDS), over(300 / PERIOD_SECONDS));
  }

  private int over(int periods) {
    if (samples.size() < 2) {
      return 0;
    }
    Iterator<Sample> iterator = samples.iterator();
    Sample newest = iterator.next();
    Sample oldest = newest;
    for (int i = 0; i < periods && iterator.hasNext(); i++) {
      oldest = iterator.next();
    }
    long total = newest.total() - oldest.total();
    return total <= 0 ? 0 : (int) Math.round(100.0 * (newest.busy() - oldest.busy()) / total);
  }
}
