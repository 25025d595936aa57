package org.sekisho.esp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.net.WanTransport;

/**
 * A loop from the WAN to the TUN devices. UDP 4500 and protocol 50 have loops of their own: both
 * can wait in the kernel without polling the other, which alternating on one thread could not.
 *
 * <p>With several lanes a channel has several loops, and one of them at a time leads: it waits for
 * packets, takes the ticket of what it received, and leaves the lead to the next while it opens its
 * batch. The tickets keep the batches in order from there on ({@link InboundLane}), over both
 * channels, because an SA may receive on both (RFC 7296 section 2.23).
 */
final class InboundLoop implements Agent {

  private static final int WAIT_MILLIS = 1000;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String roleName;
  private final Function<WanTransport, PacketChannel> channel;
  private final ReentrantLock lead;
  private final ServiceSlot<TunDevices> devices;
  private final ServiceSlot<WanTransport> transports;
  private final SaDatabase database;
  private final InboundLane lane;
  private WanTransport batchOwner;
  private PacketBatch batch;
  private long seenGeneration;

  /**
   * Joins one channel of the transport and the devices by the path.
   *
   * @param channel which channel
   * @param lead held by the one loop of the channel that receives
   * @param lane works on what was received
   */
  InboundLoop(
      String roleName,
      Function<WanTransport, PacketChannel> channel,
      ReentrantLock lead,
      InboundLane lane,
      ServiceSlot<TunDevices> devices,
      ServiceSlot<WanTransport> transports,
      SaDatabase database) {
    this.roleName = roleName;
    this.channel = channel;
    this.lead = lead;
    this.lane = lane;
    this.devices = devices;
    this.transports = transports;
    this.database = database;
  }

  @Override
  public String roleName() {
    return roleName;
  }

  @Override
  public void wakeup() {
    transports.wakeup();
  }

  @Override
  public int doWork() throws IOException {
    ServiceSlot.Lease<WanTransport> wan = transports.acquire();
    if (wan == null) {
      LockSupport.parkNanos(this, IDLE_NANOS);
      return 0;
    }
    try {
      return turn(wan.service());
    } finally {
      transports.release(wan);
    }
  }

  private int turn(WanTransport wan) throws IOException {
    if (batchOwner != wan) {
      batch = channel.apply(wan).newReceiveBatch();
      batchOwner = wan;
    }
    resumeHeld();
    ServiceSlot.Lease<TunDevices> tun;
    long ticket;
    int received;
    lead.lock();
    try {
      received = channel.apply(wan).receive(batch, 0, WAIT_MILLIS);
      if (received == 0) {
        return 0;
      }
      // Devices are leased for the batch only, so that their bundle need not wait for a packet.
      tun = devices.acquire();
      ticket = lane.ticket(); // nothing may fail from here to its return: the other lanes wait
    } finally {
      lead.unlock();
    }
    try {
      lane.process(batch, ticket, tun == null ? null : tun.service());
    } finally {
      devices.release(tun);
    }
    return received;
  }

  private void resumeHeld() {
    long generation = database.generation();
    if (generation == seenGeneration) {
      return;
    }
    ServiceSlot.Lease<TunDevices> tun = devices.acquire();
    try {
      lane.resume(batch, tun == null ? null : tun.service());
    } finally {
      devices.release(tun);
    }
    seenGeneration = generation;
  }
}
