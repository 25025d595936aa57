package org.sekisho.esp;

import java.io.IOException;

/** One run-to-completion loop body, called again and again by its own thread. */
interface Agent {

  /**
   * Does one turn: waits for packets and works on them.
   *
   * @return how many packets it worked on
   */
  int doWork() throws IOException;

  /** Name of the loop and its thread. */
  String roleName();

  /** Ends a wait inside {@link #doWork}; any thread. */
  void wakeup();
}
