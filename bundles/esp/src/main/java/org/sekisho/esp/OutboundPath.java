package org.sekisho.esp;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.WanTransport;

/**
 * What happens to a batch from a TUN device until it is on the WAN (RFC 4301 section 5.1): SA
 * look-up, MSS clamp, encapsulation in place, seal, send. Nothing leaves unsealed. One thread
 * calls; it holds the outbound {@link BatchGate} until the batch is sealed, not while the kernel
 * takes it. Nothing is allocated for a packet.
 */
final class OutboundPath {

  /** Octets in front of an inner packet: ESP header and the longest IV, rounded up. */
  static final int HEADROOM = 32;

  private final SaDatabase database;
  private final EspEvents events;
  private final LongSupplier nanoTime;
  private final InnerHeader header = new InnerHeader();
  private final HeldPackets held = new HeldPackets();
  private final boolean[] deferred;
  private boolean anyDeferred;

  /**
   * Makes the path.
   *
   * @param slots capacity of its batches
   * @param nanoTime {@link System#nanoTime}
   */
  OutboundPath(SaDatabase database, EspEvents events, int slots, LongSupplier nanoTime) {
    this.database = database;
    this.events = events;
    this.nanoTime = nanoTime;
    this.deferred = new boolean[slots];
  }

  /**
   * Sends the packets of a batch.
   *
   * @param tunnel tunnel the packets were routed into
   * @throws IOException when the channel failed; the batch is lost
   */
  void process(PacketBatch batch, int tunnel, WanTransport wan) throws IOException {
    while (true) {
      PacketChannel channel = sealUnderGate(batch, tunnel, wan);
      if (channel == null) {
        return;
      }
      channel.send(batch);
      if (!anyDeferred) {
        return;
      }
      takeUpDeferred(batch);
    }
  }

  private PacketChannel sealUnderGate(PacketBatch batch, int tunnel, WanTransport wan) {
    database.outboundGate().enter();
    try {
      TunnelPath path = database.table().tunnel(tunnel);
      return path == null ? null : sealForOneChannel(batch, path, wan, nanoTime.getAsLong());
    } finally {
      database.outboundGate().leave();
    }
  }

  /**
   * Seals what goes through the channel that the first packet needs and defers the others. Only
   * while a peer moves between UDP and protocol 50 a batch needs both.
   *
   * @return the channel, null when there is nothing to send
   */
  private PacketChannel sealForOneChannel(
      PacketBatch batch, TunnelPath path, WanTransport wan, long now) {
    PacketChannel channel = null;
    OutboundSa run = null;
    int runStart = 0;
    anyDeferred = false;
    for (int i = 0; i < batch.size(); i++) {
      deferred[i] = false;
      OutboundSa sa = batch.isDropped(i) ? null : select(batch, i, path);
      if (sa != null) {
        PacketChannel needed = sa.route().udpEncapsulation() ? wan.udp4500() : wan.esp();
        if (channel != null && channel != needed) {
          deferred[i] = true;
          anyDeferred = true;
          batch.drop(i);
          sa = null;
        } else if (encapsulate(batch, i, path, sa, now)) {
          channel = needed;
        } else {
          sa = null;
        }
      }
      if (sa != run) {
        seal(batch, run, runStart, i);
        run = sa;
        runStart = i;
      }
    }
    seal(batch, run, runStart, batch.size());
    return channel;
  }

  private OutboundSa select(PacketBatch batch, int i, TunnelPath path) {
    if (!header.parse(batch.memory(), batch.offset(i), batch.length(i))) {
      path.traffic().malformedDrops.increment();
      batch.drop(i);
      return null;
    }
    OutboundSa sa = path.select(header);
    if (sa != null && sa.transform() != null) {
      return sa;
    }
    if (sa == null || !held.hold(path.tunnel(), batch, i)) {
      path.traffic().noSaDrops.increment();
    }
    batch.drop(i);
    return null;
  }

  private boolean encapsulate(PacketBatch batch, int i, TunnelPath path, OutboundSa sa, long now) {
    MssClamp.clamp(batch.memory(), header, path.mss());
    if (!EspEncapsulator.encapsulate(batch, i, header, sa, path.outerDf(header))) {
      path.traffic().malformedDrops.increment();
      batch.drop(i);
      return false;
    }
    sa.sent(header.totalLength(), now);
    path.traffic().sent(header);
    if (sa.isNearlyExhausted()) {
      events.tell(listener -> listener.sequenceNearlyExhausted(sa.inboundSpi()));
    }
    return true;
  }

  private static void seal(PacketBatch batch, OutboundSa sa, int from, int to) {
    if (sa != null) {
      sa.transform().seal(batch, from, to - from);
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
