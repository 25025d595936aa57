package org.sekisho.dhcp;

import java.util.List;
import java.util.function.Consumer;

/** Runs udhcpc. */
interface Udhcpc {

  /**
   * Starts it.
   *
   * @param arguments what follows its name
   * @param line takes each line it or its script prints; any thread
   * @param ended called once, after the last line; any thread
   */
  Running start(List<String> arguments, Consumer<String> line, Runnable ended);

  /** One that was started. */
  interface Running {
    /** Asks it to give its address back to the server and to end. */
    void release();

    /** Ends it; the server is not told. */
    void kill();
  }
}
