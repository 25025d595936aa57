package org.sekisho.esp;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.WanTransport;

/**
 * What happens to a batch from a TUN device until it is on the WAN (RFC 4301 section 5.1): SA
 * look-up, MSS clamp, encapsulation in place, seal, send. Nothing leaves unsealed. Each sending
 * thread has an instance of its own, with the transforms of its lane. It holds the lane's {@link
 * BatchGate} until the batch is sealed, not while the kernel takes it. Sequence numbers are drawn
 * for a whole batch together with a ticket, and batches are sent in the order of the tickets: peers
 * with the smallest replay window see the numbers ascend, however many threads send. Nothing is
 * allocated for a packet.
 */
final class OutboundPath {

  /** Octets in front of an inner packet: ESP header and the longest IV, rounded up. */
  static final int HEADROOM = 32;

  private static final long NO_TICKET = -1;

  private final SaDatabase database;
  private final EspEvents events;
  private final LongSupplier nanoTime;
  private final int lane;
  private final TicketOrder departure;
  private final InnerHeader header = new InnerHeader();
  private final HeldPackets held;
  private final boolean[] deferred;
  private final SealRuns runs;
  private final SentPackets sent = new SentPackets();
  private boolean anyDeferred;
  private PacketChannel channel;

  /**
   * Makes the path of one sending thread.
   *
   * @param lane which transforms it uses
   * @param slots capacity of its batches
   * @param nanoTime {@link System#nanoTime}
   */
  OutboundPath(SaDatabase database, EspEvents events, int lane, int slots, LongSupplier nanoTime) {
    this.database = database;
    this.events = events;
    this.lane = lane;
    this.nanoTime = nanoTime;
    departure = database.lanes().departure();
    held = new HeldPackets(database.lanes().count());
    deferred = new boolean[slots];
    runs = new SealRuns(slots);
  }

  /**
   * Sends the packets of a batch.
   *
   * @param tunnel tunnel the packets were routed into
   * @throws IOException when the channel failed; the batch is lost
   */
  void process(PacketBatch batch, int tunnel, WanTransport wan) throws IOException {
    sealAndSend(batch, tunnel, wan);
    while (anyDeferred) {
      takeUpDeferred(batch);
      sealAndSend(batch, tunnel, wan);
    }
  }

  private void sealAndSend(PacketBatch batch, int tunnel, WanTransport wan) throws IOException {
    long ticket = NO_TICKET;
    try {
      BatchGate gate = database.lanes().outbound(lane);
      gate.enter();
      try {
        TunnelPath path = database.table().tunnel(tunnel);
        anyDeferred = false;
        if (path == null) {
          return;
        }
        encapsulateForOneChannel(batch, path, wan);
        ticket = drawNumbers(batch, path);
        runs.seal(batch, lane);
      } finally {
        gate.leave();
      }
      if (channel != null) {
        departure.await(ticket);
        channel.send(batch);
      }
    } finally {
      if (ticket != NO_TICKET) {
        departure.finish(ticket);
      }
    }
    runs.askForRenewal(events);
  }

  /**
   * Encapsulates what goes through the channel that the first packet needs and defers the others.
   * Only while a peer moves between UDP and protocol 50 a batch needs both.
   */
  private void encapsulateForOneChannel(PacketBatch batch, TunnelPath path, WanTransport wan) {
    channel = null;
    runs.clear();
    sent.clear();
    for (int i = 0; i < batch.size(); i++) {
      deferred[i] = false;
      OutboundSa sa = batch.isDropped(i) ? null : select(batch, i, path);
      if (sa == null) {
        continue;
      }
      Route route = sa.route();
      PacketChannel needed = route.udpEncapsulation() ? wan.udp4500() : wan.esp();
      if (channel != null && channel != needed) {
        deferred[i] = true;
        anyDeferred = true;
        batch.drop(i);
      } else if (encapsulate(batch, i, path, sa, route)) {
        channel = needed;
      }
    }
  }

  private OutboundSa select(PacketBatch batch, int i, TunnelPath path) {
    if (!header.parse(batch.memory(), batch.offset(i), batch.length(i))) {
      sent.malformed();
      batch.drop(i);
      return null;
    }
    OutboundSa sa = path.select(header, runs.lastSa(), runs.lastCount());
    if (sa != null && sa.transforms().isReady(lane)) {
      return sa;
    }
    if (sa == null) {
      sent.withoutSa(1);
    } else if (!held.hold(path.tunnel(), batch, i)) {
      sent.withoutSa(1);
      database.lanes().waitingLost().increment();
    }
    batch.drop(i);
    return null;
  }

  private boolean encapsulate(
      PacketBatch batch, int i, TunnelPath path, OutboundSa sa, Route route) {
    MssClamp.clamp(batch.memory(), header, path.mss());
    if (!EspEncapsulator.encapsulate(batch, i, header, sa, route, path.outerDf(header))) {
      sent.malformed();
      batch.drop(i);
      return false;
    }
    runs.add(sa, i, header.totalLength());
    sent.count(header);
    return true;
  }

  /**
   * Draws the numbers and, at the same moment, the ticket that keeps their order; counts, because
   * counters have one writer at a time.
   *
   * @return the ticket, {@link #NO_TICKET} when there is nothing to send
   */
  private long drawNumbers(PacketBatch batch, TunnelPath path) {
    synchronized (departure) {
      if (runs.isEmpty()) {
        sent.addTo(path.traffic());
        return NO_TICKET;
      }
      long ticket = departure.take();
      sent.withoutSa(runs.draw(batch, nanoTime.getAsLong()));
      sent.addTo(path.traffic());
      return ticket;
    }
  }

  /** Puts the deferred packets, still untouched, into the batch again and drops the others. */
  private void takeUpDeferred(PacketBatch batch) {
    int size = batch.size();
    batch.clear();
    for (int i = 0; i < size; i++) {
      batch.add(batch.offset(i), batch.length(i));
      if (!deferred[i]) {
        batch.drop(i);
      }
    }
  }

  /**
   * Tries packets again that waited for a crypto provider; those that still have none wait on.
   *
   * @param batch any batch of the loop, overwritten
   */
  void resume(PacketBatch batch, WanTransport wan) throws IOException {
    int left = held.size();
    while (left > 0) {
      int tunnel = held.nextTunnel();
      left -= held.moveTo(batch, HEADROOM, left);
      process(batch, tunnel, wan);
    }
  }

  /** How many packets wait for a crypto provider. */
  int waiting() {
    return held.size();
  }
}
