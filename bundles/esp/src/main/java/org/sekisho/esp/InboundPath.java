package org.sekisho.esp;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;

/**
 * What happens to a batch of ESP packets until it is in the TUN devices (RFC 4301 section 5.2, RFC
 * 4303 section 3.4): SPI look-up, replay check, open, decapsulation, MSS clamp, write. Both
 * receivers share one instance and take turns at the inbound {@link BatchGate}. Nothing is
 * allocated for a packet.
 */
final class InboundPath {

  private static final int UNKNOWN_SPI_REPORTS_PER_SECOND = 10;
  private static final int ESP_HEADER = 8;

  private final SaDatabase database;
  private final EspEvents events;
  private final LongSupplier nanoTime;
  private final InnerHeader header = new InnerHeader();
  private final HeldPackets held = new HeldPackets();
  private final RateLimit unknownReports = new RateLimit(UNKNOWN_SPI_REPORTS_PER_SECOND);
  private InboundSa[] sas = new InboundSa[0];

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
  InboundPath(SaDatabase database, EspEvents events, LongSupplier nanoTime) {
    this.database = database;
    this.events = events;
    this.nanoTime = nanoTime;
  }

  /**
   * Opens the packets of a batch that are not dropped and writes them to their devices.
   *
   * @param devices where to write, null while there are none
   */
  void process(PacketBatch batch, TunDevices devices) {
    database.inboundGate().enter();
    try {
      processUnderGate(batch, devices);
    } finally {
      database.inboundGate().leave();
    }
  }

  private void processUnderGate(PacketBatch batch, TunDevices devices) {
    SaTable table = database.table();
    long now = nanoTime.getAsLong();
    if (sas.length < batch.capacity()) {
      sas = new InboundSa[batch.capacity()];
    }
    for (int i = 0; i < batch.size(); i++) {
      sas[i] = batch.isDropped(i) ? null : admit(batch, i, table, now);
    }
    open(batch);
    for (int i = 0; i < batch.size(); i++) {
      if (sas[i] != null) {
        finish(batch, i, sas[i], table, now);
      }
    }
    write(batch, devices);
  }

  /** Finds the SA of a packet; a packet without one, or that may not be opened, is dropped. */
  private InboundSa admit(PacketBatch batch, int i, SaTable table, long now) {
    InboundSa sa = null;
    if (batch.length(i) >= ESP_HEADER) {
      int spi = batch.memory().getInt(batch.offset(i));
      sa = table.inbound(spi);
      if (sa == null) {
        reportUnknown(spi, batch.remote(i), now);
      }
    }
    if (sa == null) {
      unknownDrops.increment();
    } else if (batch.length(i) < sa.minimumLength()) {
      sa.integrityDrops.increment();
    } else if (sa.transform() == null) {
      if (!held.hold(sa.tunnel(), batch, i)) {
        overflowDrops.increment();
      }
    } else {
      long sequence = sa.window().infer(batch.memory().getInt(batch.offset(i) + 4));
      if (sa.window().isAcceptable(sequence)) {
        batch.sequence(i, sequence);
        return sa;
      }
      sa.replayDrops.increment();
    }
    batch.drop(i);
    return null;
  }

  private void reportUnknown(int spi, Endpoint remote, long now) {
    if (unknownReports.tryPass(now)) {
      events.tell(listener -> listener.unknownSpi(spi, remote));
    }
  }

  /** Opens runs of packets of one SA; the transform gets no dropped packet. */
  private void open(PacketBatch batch) {
    InboundSa run = null;
    int runStart = 0;
    for (int i = 0; i <= batch.size(); i++) {
      InboundSa sa = i < batch.size() ? sas[i] : null;
      if (sa != run) {
        if (run != null) {
          run.transform().open(batch, runStart, i - runStart);
        }
        run = sa;
        runStart = i;
      }
    }
  }

  private void finish(PacketBatch batch, int i, InboundSa sa, SaTable table, long now) {
    if (batch.isDropped(i)) {
      sa.integrityDrops.increment();
      return;
    }
    long top = sa.window().top();
    // A second time: the packet's twin may be in the same batch.
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
  private void write(PacketBatch batch, TunDevices devices) {
    int i = 0;
    while (devices != null && i < batch.size()) {
      if (batch.isDropped(i)) {
        i++;
        continue;
      }
      int first = i;
      int tunnel = sas[first].tunnel();
      int packets = 0;
      while (i < batch.size() && (batch.isDropped(i) || sas[i].tunnel() == tunnel)) {
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
   * Tries packets again that waited for a crypto provider; those that still have none wait on.
   *
   * @param batch any batch of a receiver, overwritten
   */
  void resume(PacketBatch batch, TunDevices devices) {
    database.inboundGate().enter();
    try {
      int left = held.size();
      while (left > 0) {
        left -= held.moveTo(batch, 0, left);
        processUnderGate(batch, devices);
      }
    } finally {
      database.inboundGate().leave();
    }
  }

  /** How many packets wait for a crypto provider. */
  int waiting() {
    return held.size();
  }
}
