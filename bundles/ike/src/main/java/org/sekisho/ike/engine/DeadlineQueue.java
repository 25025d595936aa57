package org.sekisho.ike.engine;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/** Actions due at instants of the engine's clock; equal instants run in the order they were set. */
final class DeadlineQueue {

  private final PriorityQueue<Deadline> queue =
      new PriorityQueue<>(
          Comparator.comparingLong((Deadline d) -> d.at).thenComparingLong(d -> d.order));
  private long order;

  /** One action; can be cancelled until it runs. */
  final class Deadline {
    private final long at;
    private final long order;
    private final Runnable action;

    private Deadline(long at, long order, Runnable action) {
      this.at = at;
      this.order = order;
      this.action = action;
    }

    long at() {
      return at;
    }

    void cancel() {
      queue.remove(this);
    }
  }

  Deadline at(long millis, Runnable action) {
    Deadline deadline = new Deadline(millis, order++, action);
    queue.add(deadline);
    return deadline;
  }

  /** When an action that may not have been set is due. */
  static OptionalLong due(Deadline deadline) {
    return deadline == null ? OptionalLong.empty() : OptionalLong.of(deadline.at);
  }

  /** Cancels an action that may not have been set. */
  static void cancel(Deadline deadline) {
    if (deadline != null) {
      deadline.cancel();
    }
  }

  OptionalLong next() {
    Deadline first = queue.peek();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.at);
  }

  /** Runs everything due. */
  void run(long now) {
    for (Deadline first = queue.peek(); first != null && first.at <= now; first = queue.peek()) {
      queue.remove();
      first.action.run();
    }
  }

  int size() {
    return queue.size();
  }
}
