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
public final class VirtualNetwork {

  /** The one source of chance; everything is drawn from the seed. */
  public final Random random;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<InetAddress, VirtualNode> nodes = new HashMap<>();
  private final List<VirtualNode> order = new ArrayList<>();
  private long now = 1_000;
  private long sequence;

  /** Share of datagrams lost. */
  public double loss;

  /** Share of datagrams delivered twice. */
  public double duplication;

  /** Shortest way, in milliseconds. */
  public long minDelay = 10;

  /** Longest way in milliseconds; above the shortest, datagrams overtake each other. */
  public long maxDelay = 10;

  /** A translator on the way, null for none. */
  public Nat nat;

  /** Datagrams to lose beside those of chance. */
  public Predicate<Datagram> drop = d -> false;

  /** Datagrams delivered. */
  public int delivered;

  /** A datagram on its way. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Datagram(
      Endpoint from, Endpoint to, boolean natTraversal, byte[] message, int count) {

    /** Exchange type of the IKE header. */
    public int exchangeType() {
      return message[18] & 0xff;
    }

    /** Whether the response flag of the IKE header is set. */
    public boolean isResponse() {
      return (message[19] & 0x20) != 0;
    }
  }

  /** Rewrites the inside address to an outside one with other ports. */
  public static final class Nat {
    /** Address it hides. */
    public final InetAddress inside;

    /** Address the other side sees. */
    public final InetAddress outside;

    /** What it adds to inside ports; a change is a loss of all mappings. */
    public int portOffset = 10_000;

    /** A translator for one inside address. */
    public Nat(InetAddress inside, InetAddress outside) {
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

  /** A network whose chances come from this seed. */
  public VirtualNetwork(long seed) {
    random = new Random(seed);
  }

  /** The time in milliseconds. */
  public long now() {
    return now;
  }

  /** Connects a node. */
  public void add(VirtualNode node) {
    nodes.put(node.address(), node);
    order.add(node);
  }

  /** Takes a node off the network, and its clock with it. */
  public void remove(VirtualNode node) {
    nodes.remove(node.address(), node);
    order.remove(node);
  }

  /** Runs an action at an instant. */
  public void at(long when, Runnable action) {
    events.add(new Event(when, sequence++, action));
  }

  private int sent;

  /** Sends an IKE message. */
  public void send(Endpoint from, Endpoint to, boolean natTraversal, byte[] message) {
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
  public void runUntil(long end) {
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

  /** Runs for that long. */
  public void run(long millis) {
    runUntil(now + millis);
  }

  /** Runs for that many seconds. */
  public void runSeconds(long seconds) {
    run(1_000 * seconds);
  }
}
