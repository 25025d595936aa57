package org.sekisho.simulator;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Inner packets between two nodes, both ways: seldom while nothing happens, every few milliseconds
 * from an IKE message on, when SAs come and go. What becomes of each packet is counted; the longest
 * outage of a direction is the time between a packet that was lost for want of an SA and the next
 * one that arrived.
 */
public final class Traffic {

  /** A packet this often while nothing happens: often enough to make liveness checks needless. */
  private static final long QUIET_MILLIS = 4_000;

  /** A packet this often while SAs may change. */
  private static final long BUSY_MILLIS = 30;

  /** How long packets are frequent after an IKE message. */
  private static final long BUSY_PERIOD_MILLIS = 2_500;

  /** A direction's counts. */
  public static final class Count {
    /** Packets sent. */
    public long sent;

    /** Packets that arrived. */
    public long delivered;

    /** Packets the network lost. */
    public long lostOnWire;

    /** Packets for which the sender had no SA. */
    public long noOutboundSa;

    /** Packets the receiver had no SA for. */
    public long noInboundSa;

    /** Longest time without delivery that began with the lack of an SA, in milliseconds. */
    public long longestOutage;

    private long outageSince = -1;

    private void count(PacketFate fate, long now) {
      switch (fate) {
        case DELIVERED -> {
          delivered++;
          if (outageSince >= 0) {
            longestOutage = Math.max(longestOutage, now - outageSince);
            outageSince = -1;
          }
        }
        case LOST_ON_WIRE -> lostOnWire++;
        case NO_OUTBOUND_SA -> {
          noOutboundSa++;
          outage(now);
        }
        case NO_INBOUND_SA -> {
          noInboundSa++;
          outage(now);
        }
      }
    }

    private void outage(long now) {
      if (outageSince < 0) {
        outageSince = now;
      }
    }
  }

  /** Hears of each packet that was lost for want of an SA. */
  public interface LossListener {
    /**
     * A packet is lost.
     *
     * @param sender who sent it
     * @param sentAt when, in milliseconds of the network's clock
     * @param fate why
     */
    void lost(VirtualNode sender, long sentAt, PacketFate fate);
  }

  /** From the first node to the second. */
  public final Count there = new Count();

  /** From the second node to the first. */
  public final Count back = new Count();

  private final VirtualNetwork network;
  private final VirtualNode one;
  private final VirtualNode two;
  private final int tunnelOne;
  private final int tunnelTwo;
  private final LossListener losses;
  private long busyUntil;
  private long next;
  private long generation;
  private final Set<Integer> repeated = new HashSet<>();
  private boolean stopped;

  /**
   * Starts at once.
   *
   * @param tunnelOne tunnel number at the first node
   * @param tunnelTwo tunnel number at the second node
   */
  public Traffic(
      VirtualNetwork network,
      VirtualNode one,
      int tunnelOne,
      VirtualNode two,
      int tunnelTwo,
      LossListener losses) {
    this.network = network;
    this.one = one;
    this.two = two;
    this.tunnelOne = tunnelOne;
    this.tunnelTwo = tunnelTwo;
    this.losses = losses;
    network.tap(this::wake);
    schedule(BUSY_MILLIS);
  }

  /** No more packets; those under way still count. */
  public void stop() {
    stopped = true;
  }

  /** Messages that are but repeated, to a peer that is away, do not make packets frequent. */
  private void wake(VirtualNetwork.Datagram message) {
    if (!repeated.add(Arrays.hashCode(message.message()))) {
      return;
    }
    if (repeated.size() > 100) {
      repeated.clear();
    }
    busyUntil = network.now() + BUSY_PERIOD_MILLIS;
    if (next - network.now() > BUSY_MILLIS) {
      schedule(0); // also before the message has arrived
    }
  }

  private void schedule(long millis) {
    next = network.now() + millis;
    long own = ++generation;
    network.at(
        next,
        () -> {
          if (own == generation && !stopped) {
            packets();
          }
        });
  }

  private void packets() {
    packet(one, tunnelOne, there);
    packet(two, tunnelTwo, back);
    schedule(network.now() < busyUntil ? BUSY_MILLIS : QUIET_MILLIS);
  }

  private void packet(VirtualNode sender, int tunnel, Count count) {
    if (!sender.isRunning()) {
      return; // nobody is there to send it
    }
    count.sent++;
    VirtualNode.Pair pair = sender.outbound(tunnel);
    long sentAt = network.now();
    if (pair == null) {
      fate(sender, sentAt, count, PacketFate.NO_OUTBOUND_SA);
    } else {
      network.sendPacket(sender, pair, fate -> fate(sender, sentAt, count, fate));
    }
  }

  private void fate(VirtualNode sender, long sentAt, Count count, PacketFate fate) {
    count.count(fate, network.now());
    if (fate == PacketFate.NO_OUTBOUND_SA || fate == PacketFate.NO_INBOUND_SA) {
      losses.lost(sender, sentAt, fate);
    }
  }
}
