package org.sekisho.ike.engine;

import java.util.BitSet;

/** SA numbers from 1; IKE SAs and both directions of CHILD SAs share them, lowest free first. */
final class SaNumberPool {

  private final BitSet used = new BitSet();

  int take() {
    int number = used.nextClearBit(1);
    used.set(number);
    return number;
  }

  void release(int number) {
    used.clear(number);
  }

  int inUse() {
    return used.cardinality();
  }
}
