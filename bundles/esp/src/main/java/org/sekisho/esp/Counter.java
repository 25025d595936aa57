package org.sekisho.esp;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A counter that one direction's packet threads write and anyone reads. Writing is an ordered
 * store, not an atomic add: received packets are counted in the turns of {@link Lanes#delivery},
 * packets to send while the monitor of {@link Lanes#departure} is held, so that there is one writer
 * at a time.
 */
final class Counter {

  private final AtomicLong value = new AtomicLong();

  /** Adds one. */
  void increment() {
    add(1);
  }

  /** Adds an amount. */
  void add(long amount) {
    value.lazySet(value.getPlain() + amount);
  }

  /** Replaces the value; for time stamps. */
  void set(long newValue) {
    value.lazySet(newValue);
  }

  /** The value; any thread. */
  long get() {
    return value.get();
  }
}
