package org.sekisho.esp;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A counter that one direction's packet loop writes and anyone reads. Writing is an ordered store,
 * not an atomic add: all writers of one direction hold that direction's {@link BatchGate}.
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
