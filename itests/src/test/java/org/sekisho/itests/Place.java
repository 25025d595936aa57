package org.sekisho.itests;

import java.util.concurrent.Semaphore;

/**
 * What a busy lab needs: there are three places. A lab boots routers, and more at once would only
 * wait for each other's processor time, and measure that. JUnit has more threads, for a test that
 * waits for minutes leaves its place; what it does after that is little.
 */
final class Place {

  private static final Semaphore FREE = new Semaphore(3, true);

  private boolean held = true;

  private Place() {}

  /** Waits for a place. */
  static Place take() {
    FREE.acquireUninterruptibly();
    return new Place();
  }

  /** Gives the place to another test, if that was not done before. */
  void leave() {
    if (held) {
      held = false;
      FREE.release();
    }
  }
}
