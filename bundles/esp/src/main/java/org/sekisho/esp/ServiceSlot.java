package org.sekisho.esp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A service that comes and goes while loops use it. A loop leases it for one turn; whoever takes
 * the service away waits until its last lease ended, so that no loop calls a service that is gone.
 *
 * @param <S> type of the service
 */
final class ServiceSlot<S> {

  private static final Logger LOGGER = System.getLogger(ServiceSlot.class.getName());
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** The use of one service by the loops. */
  static final class Lease<S> {
    private final S service;
    private int users;

    private Lease(S service) {
      this.service = service;
    }

    /** The leased service. */
    S service() {
      return service;
    }
  }

  private final Consumer<S> wakeup;
  private final List<Lease<S>> bound = new ArrayList<>();

  /**
   * An empty slot.
   *
   * @param wakeup makes waits inside the service return
   */
  ServiceSlot(Consumer<S> wakeup) {
    this.wakeup = wakeup;
  }

  /** Offers a service; the newest is used. */
  void bind(S service) {
    List<Lease<S>> older;
    synchronized (this) {
      older = List.copyOf(bound);
      bound.add(new Lease<>(service));
    }
    older.forEach(lease -> wakeup.accept(lease.service()));
  }

  /** Withdraws a service and waits until no loop uses it. */
  void unbind(S service) {
    Lease<S> lease = withdraw(service);
    if (lease == null) {
      return;
    }
    long end = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (isUsed(lease)) {
      wakeup.accept(service);
      if (!awaitRelease(lease) || System.nanoTime() - end > 0) {
        LOGGER.log(Level.WARNING, "a packet loop still uses " + service);
        return;
      }
    }
  }

  private synchronized Lease<S> withdraw(S service) {
    for (Lease<S> lease : bound) {
      if (lease.service() == service) {
        bound.remove(lease);
        return lease;
      }
    }
    return null;
  }

  private synchronized boolean isUsed(Lease<S> lease) {
    return lease.users > 0;
  }

  /** Waits a moment for a release; false when the thread is to stop. */
  private synchronized boolean awaitRelease(Lease<S> lease) {
    try {
      if (lease.users > 0) {
        TimeUnit.MILLISECONDS.timedWait(this, 20);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Leases the service for a turn, or null when there is none; {@link #release} must follow. */
  synchronized Lease<S> acquire() {
    if (bound.isEmpty()) {
      return null;
    }
    Lease<S> lease = bound.get(bound.size() - 1);
    lease.users++;
    return lease;
  }

  /** Ends a lease; null is ignored. */
  synchronized void release(Lease<S> lease) {
    if (lease != null) {
      lease.users--;
      notifyAll();
    }
  }

  /** Makes waits inside the service return. */
  void wakeup() {
    Lease<S> lease = acquire();
    if (lease != null) {
      try {
        wakeup.accept(lease.service());
      } finally {
        release(lease);
      }
    }
  }
}
