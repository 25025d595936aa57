package org.sekisho.simulator;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sekisho.api.net.Endpoint;

/**
 * A modelled network and its clock: delivers datagrams between nodes after a delay, loses,
 * duplicates and reorders them as told, translates addresses, cuts links, and steps from event to
 * event. Everything that is left to chance is drawn from one seed, so a run can be repeated
 * exactly.
 */
public final class VirtualNetwork {

  /** The instant a network starts at, in milliseconds of its clock. */
  public static final long START = 1_000;

  /** The seed everything is drawn from. */
  public final long seed;

  /** Chance of IKE messages and of whoever else asks. */
  public final Random random;

  /** Chance of inner packets, so that a run with more of them has the same IKE messages. */
  private final Random packetChance;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<InetAddress, VirtualNode> nodes = new HashMap<>();
  private final List<VirtualNode> order = new ArrayList<>();
  private final Set<Set<InetAddress>> cut = new HashSet<>();
  private final List<Consumer<Datagram>> taps = new ArrayList<>();
  private long now = START;
  private long sequence;
  private int sent;

  /** Share of datagrams and packets lost. */
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

  /**
   * Delays of a datagram's copies in milliseconds, null to leave it to chance; no copy is a loss.
   */
  public Function<Datagram, long[]> fate = d -> null;

  /** Hears what happens, one line each; for the trace of a run. */
  public Consumer<String> trace;

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

  /** Hides one inside address behind an outside one with other ports, as a home router does. */
  public static final class Nat {
    /** Address it hides. */
    public final InetAddress inside;

    /** Address the other side sees. */
    public final InetAddress outside;

    /** What it adds to inside ports; a change is a loss of all mappings. */
    public int portOffset = 10_000;

    /** Idle milliseconds after which a mapping is forgotten; the next one has another port. */
    public long timeout = Long.MAX_VALUE;

    private final Map<Integer, Mapping> mappings = new HashMap<>();

    private static final class Mapping {
      private final int offset;
      private final int outsidePort;
      private long used;

      private Mapping(int offset, int outsidePort) {
        this.offset = offset;
        this.outsidePort = outsidePort;
      }
    }

    /** A translator for one inside address. */
    public Nat(InetAddress inside, InetAddress outside) {
      this.inside = inside;
      this.outside = outside;
    }

    /** Forgets all mappings; later ones have other ports. */
    public void reboot() {
      portOffset = next(portOffset);
    }

    private static int next(int offset) {
      return offset >= 55_000 ? 10_000 : offset + 1_000;
    }

    private Endpoint leaving(Endpoint from, long now) {
      Mapping known = mappings.get(from.port());
      if (known == null || known.offset != portOffset) {
        known = new Mapping(portOffset, from.port() + portOffset);
        mappings.put(from.port(), known);
      } else if (now - known.used > timeout) {
        known = new Mapping(portOffset, from.port() + next(known.outsidePort - from.port()));
        mappings.put(from.port(), known);
      }
      known.used = now;
      return new Endpoint(outside, known.outsidePort);
    }

    /** Where a datagram goes inside, null when no mapping is there. */
    private Endpoint entering(Endpoint to, long now) {
      for (Map.Entry<Integer, Mapping> entry : mappings.entrySet()) {
        Mapping mapping = entry.getValue();
        if (mapping.outsidePort == to.port()
            && mapping.offset == portOffset
            && now - mapping.used <= timeout) {
          return new Endpoint(inside, entry.getKey());
        }
      }
      return null;
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
    this.seed = seed;
    random = new Random(seed);
    packetChance = new Random(seed ^ 0x5e_c1_50_ca_fe_d0_0d_11L);
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

  /** Gives a node another address; what is on its way to the old one is lost. */
  public void readdress(VirtualNode node, InetAddress address) {
    nodes.remove(node.address(), node);
    node.readdressed(address);
    nodes.put(address, node);
  }

  /** Takes a node off the network, and its clock with it. */
  public void remove(VirtualNode node) {
    nodes.remove(node.address(), node);
    order.remove(node);
  }

  /** Runs an action at an instant. */
  public void at(long when, Runnable action) {
    events.add(new Event(Math.max(when, now), sequence++, action));
  }

  /** Runs an action after some milliseconds. */
  public void after(long millis, Runnable action) {
    at(now + millis, action);
  }

  /** Lets somebody see every IKE message that is sent. */
  public void tap(Consumer<Datagram> listener) {
    taps.add(listener);
  }

  /** Cuts the link between two nodes, for both directions. */
  public void cut(VirtualNode one, VirtualNode other) {
    cut.add(Set.of(one.address(), other.address()));
  }

  /** Mends the link between two nodes. */
  public void mend(VirtualNode one, VirtualNode other) {
    cut.remove(Set.of(one.address(), other.address()));
  }

  /** Writes a line of the trace. */
  void note(InetAddress who, String what) {
    if (trace != null) {
      trace.accept(String.format("%12.3f %-15s %s", now / 1000.0, who.getHostAddress(), what));
    }
  }

  /** Sends an IKE message. */
  public void send(Endpoint from, Endpoint to, boolean natTraversal, byte[] message) {
    Datagram datagram = new Datagram(from, to, natTraversal, message, sent++);
    taps.forEach(t -> t.accept(datagram));
    if (trace != null) {
      note(from.address(), "sends " + IkeLabel.of(message));
    }
    if (drop.test(datagram)) {
      return;
    }
    long[] delays = fate.apply(datagram);
    if (delays != null) {
      for (long delay : delays) {
        at(now + delay, () -> deliver(datagram));
      }
      return;
    }
    if (random.nextDouble() < loss) {
      return;
    }
    deliverLater(datagram);
    if (random.nextDouble() < duplication) {
      deliverLater(datagram);
    }
  }

  private void deliverLater(Datagram d) {
    at(now + delay(random), () -> deliver(d));
  }

  private long delay(Random chance) {
    return minDelay + (long) (chance.nextDouble() * (maxDelay - minDelay));
  }

  private void deliver(Datagram d) {
    travel(
        d.from(),
        d.to(),
        (node, from, to) -> {
          delivered++;
          node.receive(to, from, d.natTraversal(), d.message().clone());
        });
  }

  private interface Arrival {
    void at(VirtualNode node, Endpoint from, Endpoint to);
  }

  /** Translates, and looks who is there; false when the way ends before. */
  private boolean travel(Endpoint source, Endpoint destination, Arrival arrival) {
    Endpoint from = source;
    Endpoint to = destination;
    if (nat != null && to.address().equals(nat.outside)) {
      to = nat.entering(to, now);
      if (to == null) {
        return false; // a mapping that no longer exists
      }
    }
    if (cut.contains(ends(source.address(), to.address()))) {
      return false;
    }
    if (nat != null && from.address().equals(nat.inside)) {
      from = nat.leaving(from, now);
    }
    VirtualNode node = nodes.get(to.address());
    if (node == null || !node.isRunning()) {
      return false;
    }
    arrival.at(node, from, to);
    return true;
  }

  private static Set<InetAddress> ends(InetAddress one, InetAddress other) {
    return one.equals(other) ? Set.of(one) : Set.of(one, other);
  }

  /** Sends a datagram that only keeps a mapping alive. */
  void sendKeepalive(Endpoint from, Endpoint to) {
    at(now + delay(packetChance), () -> travel(from, to, (node, source, destination) -> {}));
  }

  /**
   * Sends an inner packet in ESP.
   *
   * @param pair the pair it leaves on
   * @param fate hears once what became of it
   */
  void sendPacket(VirtualNode sender, VirtualNode.Pair pair, Consumer<PacketFate> fate) {
    if (packetChance.nextDouble() < loss) {
      fate.accept(PacketFate.LOST_ON_WIRE);
      return;
    }
    boolean udp = pair.sa.udpEncapsulation();
    Endpoint from = new Endpoint(sender.address(), udp ? pair.local.port() : 0);
    Endpoint to = pair.remote;
    at(
        now + delay(packetChance),
        () -> {
          boolean arrived =
              travel(
                  from,
                  to,
                  (node, source, destination) ->
                      fate.accept(node.receivePacket(pair, destination, source)));
          if (!arrived) {
            fate.accept(PacketFate.LOST_ON_WIRE);
          }
        });
  }

  /** Runs all events and deadlines up to an instant. */
  public void runUntil(long end) {
    while (true) {
      long next = events.isEmpty() ? Long.MAX_VALUE : events.peek().at();
      for (VirtualNode node : order) {
        next = Math.min(next, node.nextDeadline());
      }
      if (next > end) {
        now = end;
        return;
      }
      now = Math.max(now, next);
      while (!events.isEmpty() && events.peek().at() <= now) {
        events.remove().action().run();
      }
      for (int i = 0; i < order.size(); i++) {
        VirtualNode node = order.get(i);
        if (node.nextDeadline() <= now) {
          node.tick();
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
