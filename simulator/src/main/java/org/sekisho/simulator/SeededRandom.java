package org.sekisho.simulator;

import java.security.SecureRandom;
import java.util.Random;

/** A random source whose values follow from a seed, for runs that can be repeated. */
public final class SeededRandom extends SecureRandom {

  private static final long serialVersionUID = 1L;

  private final transient Random random;

  /** A source that gives the same values for the same seed. */
  public SeededRandom(long seed) {
    random = new Random(seed);
  }

  @Override
  public void nextBytes(byte[] bytes) {
    if (random != null) {
      random.nextBytes(bytes);
    }
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public int nextInt() {
    return random.nextInt();
  }
}
