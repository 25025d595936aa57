package org.sekisho.dhcp;

import java.time.Instant;

/** The clocks: that of the wall is set at times, the other never. */
interface Time {

  /** Of the wall. */
  Instant now();

  /** Nanoseconds since some instant. */
  long nanos();

  /** The machine's. */
  static Time ofMachine() {
    return new Time() {
      @Override
      public Instant now() {
        return Instant.now();
      }

      @Override
      public long nanos() {
        return System.nanoTime();
      }
    };
  }
}
