package org.sekisho.crypto.ipsecmb;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lends managers to threads. A thread finds its own again as long as fewer threads than places seal
 * and open; taking and giving back is one atomic operation each and allocates nothing, unlike a
 * queue. Thread-locals would outlive the bundle.
 */
final class ManagerPool {

  private static final int PLACES = 32;

  private final AtomicReferenceArray<Manager> places = new AtomicReferenceArray<>(PLACES);
  private final AtomicInteger alive = new AtomicInteger();
  private final Supplier<Manager> maker;
  private final Consumer<Manager> end;
  private volatile boolean closed;

  /**
   * An empty pool.
   *
   * @param maker makes a manager when all are lent
   * @param end frees one
   */
  ManagerPool(Supplier<Manager> maker, Consumer<Manager> end) {
    this.maker = maker;
    this.end = end;
  }

  private static int home() {
    return (int) Thread.currentThread().getId() & (PLACES - 1);
  }

  /** Adds a manager made elsewhere. */
  void adopt(Manager manager) {
    alive.incrementAndGet();
    giveBack(manager);
  }

  /** Takes a manager; give it back after the burst. */
  Manager take() {
    int home = home();
    for (int n = 0; n < PLACES; n++) {
      int place = home + n & PLACES - 1;
      Manager found = places.get(place) == null ? null : places.getAndSet(place, null);
      if (found != null) {
        return found;
      }
    }
    Manager made = maker.get();
    alive.incrementAndGet();
    return made;
  }

  /** Gives back what {@link #take} returned. */
  void giveBack(Manager manager) {
    int home = home();
    for (int n = 0; n < PLACES && !closed; n++) {
      int place = home + n & PLACES - 1;
      if (places.compareAndSet(place, null, manager)) {
        if (closed) {
          drain();
        }
        return;
      }
    }
    free(manager);
  }

  private void free(Manager manager) {
    alive.decrementAndGet();
    end.accept(manager);
  }

  private void drain() {
    for (int place = 0; place < PLACES; place++) {
      Manager found = places.getAndSet(place, null);
      if (found != null) {
        free(found);
      }
    }
  }

  /** Frees the managers that are here, and from now on those that are given back. */
  void close() {
    closed = true;
    drain();
  }

  /** Managers made and not freed. */
  int alive() {
    return alive.get();
  }
}
