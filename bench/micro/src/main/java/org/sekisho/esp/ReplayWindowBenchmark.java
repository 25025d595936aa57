package org.sekisho.esp;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The anti-replay window, a packet an operation. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ReplayWindowBenchmark {

  /** Whether sequence numbers have 64 bits. */
  @Param({"false", "true"})
  public boolean extended;

  private ReplayWindow window;
  private long next;

  private ReplayWindow window() {
    if (window == null) {
      window = new ReplayWindow(1024, extended);
    }
    return window;
  }

  /** In order. */
  @Benchmark
  public boolean inOrder() {
    return pass(++next);
  }

  /** Each pair of packets swapped. */
  @Benchmark
  public boolean swapped() {
    return pass((++next ^ 1) + 2);
  }

  private boolean pass(long number) {
    if ((int) number == 0) {
      window = null; // a new SA before the numbers of the old one end
      next = 1;
      return true;
    }
    long sequence = window().infer((int) number);
    return window().isAcceptable(sequence) && window().accept(sequence);
  }
}
