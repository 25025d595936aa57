package org.sekisho.esp;

/**
 * Lets batches that several threads work on at a time go on one after the other in a given order:
 * whoever takes a ticket first has its turn first. A ticket is taken where the order is decided
 * (when sequence numbers are drawn, when packets are received); its turn is awaited where the order
 * must hold (sending, replay check and TUN device). Every ticket taken must be given up by {@link
 * #finish}, or all later ones wait for ever.
 *
 * <p>A turn is also a lock: changes that need a moment without a batch take one, {@link #enter} and
 * {@link #finish}. Turns are not reentrant. A few uncontended operations a batch, none a packet.
 */
final class TicketOrder {

  /** Some microseconds: the turn before is often nearly over, and a sleep costs more than that. */
  private static final int SPINS = 500;

  private long next;
  private volatile long serving;

  /**
   * Takes the next ticket. May be called while this object's monitor is held, to decide together
   * with the ticket what must have the same order.
   */
  synchronized long take() {
    return next++;
  }

  /** Waits for the turn of a ticket; returns at once when it came before. */
  void await(long ticket) {
    for (int i = 0; i < SPINS && serving < ticket; i++) {
      Thread.onSpinWait();
    }
    if (serving < ticket) {
      sleepUntil(ticket);
    }
  }

  private synchronized void sleepUntil(long ticket) {
    boolean interrupted = false;
    while (serving < ticket) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the turn of a ticket; waits for it when it has not come. */
  void finish(long ticket) {
    await(ticket);
    synchronized (this) {
      serving = ticket + 1;
      notifyAll();
    }
  }

  /** Takes a ticket and waits for its turn. */
  long enter() {
    long ticket = take();
    await(ticket);
    return ticket;
  }
}
