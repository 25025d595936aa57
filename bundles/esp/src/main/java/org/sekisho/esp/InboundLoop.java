package org.sekisho.esp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.net.WanTransport;

/**
 * A loop from the WAN to the TUN devices. There are two, for UDP 4500 and for protocol 50, each on
 * a thread of its own: both can wait in the kernel without polling the other, which alternating on
 * one thread could not. They share the inbound {@link BatchGate}, because an SA may receive on both
 * (RFC 7296 section 2.23); a router that uses one encapsulation never waits there.
 */
final class InboundLoop implements Agent {

  private static final int WAIT_MILLIS = 1000;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String roleName;
  private final Function<WanTransport, PacketChannel> channel;
  private final Consumer<PacketBatch> filter;
  private final ServiceSlot<TunDevices> devices;
  private final ServiceSlot<WanTransport> transports;
  private final SaDatabase database;
  private final InboundPath path;
  private WanTransport batchOwner;
  private PacketBatch batch;
  private long seenGeneration;

  /**
   * Joins one channel of the transport and the devices by the path.
   *
   * @param channel which channel
   * @param filter drops from a batch what is not ESP
   */
  InboundLoop(
      String roleName,
      Function<WanTransport, PacketChannel> channel,
      Consumer<PacketBatch> filter,
      ServiceSlot<TunDevices> devices,
      ServiceSlot<WanTransport> transports,
      SaDatabase database,
      InboundPath path) {
    this.roleName = roleName;
    this.channel = channel;
    this.filter = filter;
    this.devices = devices;
    this.transports = transports;
    this.database = database;
    this.path = path;
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
    int received = channel.apply(wan).receive(batch, 0, WAIT_MILLIS);
    if (received > 0) {
      filter.accept(batch);
      pass(false);
    }
    return received;
  }

  private void resumeHeld() {
    long generation = database.generation();
    if (generation != seenGeneration) {
      pass(true);
      seenGeneration = generation;
    }
  }

  /** Devices are leased for the batch only, so that their bundle need not wait for a packet. */
  private void pass(boolean resume) {
    ServiceSlot.Lease<TunDevices> tun = devices.acquire();
    TunDevices target = tun == null ? null : tun.service();
    try {
      if (resume) {
        path.resume(batch, target);
      } else {
        path.process(batch, target);
      }
    } finally {
      devices.release(tun);
    }
  }
}
