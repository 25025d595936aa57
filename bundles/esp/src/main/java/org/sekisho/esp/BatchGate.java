package org.sekisho.esp;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The batch boundary of one lane. A packet thread holds the gate while it seals or opens one batch,
 * never while it waits; whoever changes what the batch uses (transforms, routes) passes the gate to
 * do so. One uncontended lock a batch, none a packet. Fair, so that a loop under full load lets a
 * change in after its current batch.
 */
final class BatchGate {

  private final ReentrantLock lock = new ReentrantLock(true);

  /** Waits for the end of the batch in work and keeps the next one out. */
  void enter() {
    lock.lock();
  }

  /** Lets the next batch in. */
  void leave() {
    lock.unlock();
  }
}
