package org.sekisho.esp;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;

/**
 * What happens to a batch of opened ESP packets until it is in the TUN devices (RFC 4301 section
 * 5.2, RFC 4303 section 3.4): replay check, decapsulation, MSS clamp, counters, write. All
 * receivers share one instance and deliver one after the other, in the turns of {@link
 * Lanes#delivery}. Nothing is allocated for a packet.
 */
final class InboundPath {

  private static final int UNKNOWN_SPI_REPORTS_PER_SECOND = 10;

  private final EspEvents events;
  private final LongSupplier nanoTime;
  private final InnerHeader header = new InnerHeader();
  private final HeldPackets held = new HeldPackets(1);
  private final RateLimit unknownReports = new RateLimit(UNKNOWN_SPI_REPORTS_PER_SECOND);

  /** Packets with an SPI that no SA has, or too short for any. */
  final Counter unknownDrops = new Counter();

  /** Packets that found the queue of waiting packets full. */
  final Counter overflowDrops = new Counter();

  /** Inner packets that their TUN device did not take. */
  final Counter deviceDrops = new Counter();

  private volatile IOException deviceFailure;

  /**
   * Makes the path.
   *
   * @param nanoTime {@link System#nanoTime}
   */
  InboundPath(EspEvents events, LongSupplier nanoTime) {
    this.events = events;
    this.nanoTime = nanoTime;
  }

  /**
   * Delivers a batch; in its turn.
   *
   * @param lane what opened it
   * @param devices where to write, null while there are none
   */
  void deliver(PacketBatch batch, InboundLane lane, TunDevices devices) {
    long now = nanoTime.getAsLong();
    for (int i = 0; i < batch.size(); i++) {
      InboundSa sa = lane.sa(i);
      switch (lane.verdict(i)) {
        case OPENED -> finish(batch, i, sa, lane.table(), now);
        case TAKEN -> {
          // not ours
        }
        case UNKNOWN -> {
          unknownDrops.increment();
          reportUnknown(batch, i, now);
        }
        case SHORT -> sa.integrityDrops.increment();
        case WAITS -> hold(batch, i, lane);
        case REPLAYED -> sa.replayDrops.increment();
      }
    }
    write(batch, lane, devices);
  }

  private void hold(PacketBatch batch, int i, InboundLane lane) {
    if (!held.hold(lane.sa(i).tunnel(), batch, i)) {
      overflowDrops.increment();
      lane.waitingFull();
    }
  }

  private void reportUnknown(PacketBatch batch, int i, long now) {
    if (batch.length(i) >= EspEncapsulator.ESP_HEADER && unknownReports.tryPass(now)) {
      int spi = batch.memory().getInt(batch.offset(i));
      Endpoint remote = batch.remote(i);
      events.tell(listener -> listener.unknownSpi(spi, remote));
    }
  }

  private void finish(PacketBatch batch, int i, InboundSa sa, SaTable table, long now) {
    if (batch.isDropped(i)) {
      sa.integrityDrops.increment();
      return;
    }
    long top = sa.window().top();
    // A second time: the packet's twin may be in the same batch, or in one opened meanwhile.
    if (!sa.window().accept(batch.sequence(i))) {
      sa.replayDrops.increment();
      batch.drop(i);
      return;
    }
    if (sa.verified(now)) {
      events.tell(listener -> listener.firstPacket(sa.spi()));
    }
    // A packet that was overtaken may still come from where the peer was before.
    if (batch.sequence(i) > top && sa.peer().isNew(batch.remote(i))) {
      Endpoint local = batch.local(i);
      Endpoint remote = batch.remote(i);
      events.tell(listener -> listener.peerMoved(sa.spi(), local, remote));
    }
    switch (EspDecapsulator.decapsulate(batch, i, sa, header)) {
      case ACCEPTED -> accept(batch, sa, table.tunnel(sa.tunnel()));
      case DUMMY -> batch.drop(i);
      case MALFORMED -> {
        sa.malformedDrops.increment();
        batch.drop(i);
      }
      case OUTSIDE_SELECTORS -> {
        sa.selectorDrops.increment();
        batch.drop(i);
      }
      case CONGESTION -> {
        sa.congestionDrops.increment();
        batch.drop(i);
      }
    }
  }

  private void accept(PacketBatch batch, InboundSa sa, TunnelPath path) {
    sa.accepted(header.totalLength());
    path.traffic().received(header);
    MssClamp.clamp(batch.memory(), header, path.mss());
  }

  /** Writes runs of packets of one tunnel; dropped packets do not end a run. */
  private void write(PacketBatch batch, InboundLane lane, TunDevices devices) {
    int i = 0;
    while (devices != null && i < batch.size()) {
      if (batch.isDropped(i)) {
        i++;
        continue;
      }
      int first = i;
      int tunnel = lane.sa(first).tunnel();
      int packets = 0;
      while (i < batch.size() && (batch.isDropped(i) || lane.sa(i).tunnel() == tunnel)) {
        packets += batch.isDropped(i) ? 0 : 1;
        i++;
      }
      write(batch, first, i, packets, devices.device(tunnel));
    }
  }

  private void write(PacketBatch batch, int from, int to, int packets, TunDevice device) {
    int written = 0;
    try {
      if (device != null) {
        written = device.write(batch, from, to - from);
      }
    } catch (IOException e) {
      // One device must not stop the others; the report tells the administrator.
      deviceFailure = e;
    }
    deviceDrops.add(packets - written);
  }

  /** The last failure of a device, or null; any thread. */
  IOException deviceFailure() {
    return deviceFailure;
  }

  /**
   * Moves packets that waited for a crypto provider into a batch; in a turn.
   *
   * @param most how many at most
   * @return how many left the queue
   */
  int takeHeld(PacketBatch batch, int most) {
    return held.moveTo(batch, 0, most);
  }

  /** How many packets wait for a crypto provider; in a turn. */
  int waiting() {
    return held.size();
  }
}
