package org.sekisho.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Where Jazzer enters; it is told the target's name as its argument. */
public final class Entry {

  /** Longest time of the processor for one input; a loaded machine does not count. */
  private static final long MOST_NANOS = 1_000_000_000;

  private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

  private static FuzzTarget target;

  private Entry() {}

  /** Called once by Jazzer. */
  public static void fuzzerInitialize(String[] arguments) throws Exception {
    target = Targets.of(arguments[0]);
    for (byte[] seed : target.seeds()) {
      target.run(seed); // loads classes, which takes longer than any input may
    }
  }

  /** Called by Jazzer for each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    long before = CLOCK.getCurrentThreadCpuTime();
    target.run(input);
    long nanos = CLOCK.getCurrentThreadCpuTime() - before;
    if (nanos > MOST_NANOS) {
      throw new AssertionError("took " + nanos / 1_000_000 + " ms");
    }
  }
}
