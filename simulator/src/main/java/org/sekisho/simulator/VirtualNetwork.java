package org.sekisho.simulator;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Predicate;
import org.sekisho.api.net.Endpoint;

/**
 * A modelled network and its clock: delivers datagrams between nodes after a delay, loses,
 * duplicates and reorders them as told, translates addresses, and steps from event to event.
 */
final class VirtualNetwork {

  final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<InetAddress, VirtualNode> nodes = new HashMap<>();
  private final List<VirtualNode> order = new ArrayList<>();
  private long now = 1_000;
  private long sequence;
  double loss;
  double duplication;
  long minDelay = 10;
  long maxDelay = 10;
  Nat nat;
  Predicate<Datagram> drop = d -> false;
  int delivered;

  /** A datagram on its way. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Datagram(Endpoint from, Endpoint to, boolean natTraversal, byte[] message, int count) {

    int exchangeType() {
      return message[18] & 0xff;
    }

    boolean isResponse() {
      return (message[19] & 0x20) != 0;
    }
  }

  /** Rewrites the inside address to an outside one with other ports. */
  static final class Nat {
    final InetAddress inside;
    final InetAddress outside;
    int portOffset = 10_000;

    Nat(InetAddress inside, InetAddress outside) {
      this.inside = inside;
      this.outside = outside;
    }
  }

  private record Event(long at, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  VirtualNetwork(long seed) {
    random = new Random(seed);
  }

  long now() {
    return now;
  }

  void add(VirtualNode node) {
    nodes.put(node.address(), node);
    order.add(node);
  }

  void remove(VirtualNode node) {
    nodes.remove(node.address(), node);
    order.remove(node);
  }

  void at(long when, Runnable action) {
    events.add(new Event(when, sequence++, action));
  }

  private int sent;

  void send(Endpoint from, Endpoint to, boolean natTraversal, byte[] message) {
    Datagram datagram = new Datagram(from, to, natTraversal, message, sent++);
    if (drop.test(datagram) || random.nextDouble() < loss) {
      return;
    }
    deliverLater(datagram);
    if (random.nextDouble() < duplication) {
      deliverLater(datagram);
    }
  }

  private void deliverLater(Datagram d) {
    long delay = minDelay + (long) (random.nextDouble() * (maxDelay - minDelay));
    at(now + delay, () -> deliver(d));
  }

  private void deliver(Datagram d) {
    Endpoint from = d.from();
    Endpoint to = d.to();
    if (nat != null && from.address().equals(nat.inside)) {
      from = new Endpoint(nat.outside, from.port() + nat.portOffset);
    }
    if (nat != null && to.address().equals(nat.outside)) {
      if (to.port() < nat.portOffset || to.port() - nat.portOffset > 5_000) {
        return; // a mapping that no longer exists
      }
      to = new Endpoint(nat.inside, to.port() - nat.portOffset);
    }
    VirtualNode node = nodes.get(to.address());
    if (node != null) {
      delivered++;
      node.engine.datagram(now, to, from, d.natTraversal(), d.message().clone());
    }
  }

  /** Runs all events and deadlines up to an instant. */
  void runUntil(long end) {
    while (true) {
      long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().at();
      for (VirtualNode node : order) {
        next = Math.min(next, node.engine.nextDeadline().orElse(Long.MAX_VALUE));
      }
      if (next > end) {
        now = end;
        return;
      }
      now = Math.max(now, next);
      while (!events.isEmpty() && events.peek().at() <= now) {
        events.remove().action().run();
      }
      for (VirtualNode node : List.copyOf(order)) {
        if (node.engine.nextDeadline().orElse(Long.MAX_VALUE) <= now) {
          node.engine.tick(now);
        }
      }
    }
  }

  void run(long millis) {
    runUntil(now + millis);
  }

  void runSeconds(long seconds) {
    run(1_000 * seconds);
  }
}
