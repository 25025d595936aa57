package org.sekisho.ike.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pairs the peer deleted before we knew them: its answer to our request that made them was lost or
 * was overtaken by the deletion (RFC 7296 section 2.25). When the answer comes, the pair it names
 * is gone, and packets sent on it would vanish.
 */
final class EarlyDeletes {

  private static final int MOST = 16;

  private final Deque<Integer> spis = new ArrayDeque<>();

  /** The peer deleted a pair that it receives on with this SPI. */
  void add(int spi) {
    spis.add(spi);
    if (spis.size() > MOST) {
      spis.remove();
    }
  }

  /** Whether the peer has deleted the pair it now names; asked once. */
  boolean remove(int spi) {
    return spis.remove(spi);
  }
}
