package org.sekisho.esp;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.net.WanTransport;

/** A loop from the TUN devices to the WAN: one for each queue that devices have. */
final class OutboundLoop implements Agent {

  /** Packets of one turn: about 180 KB, three trains of the largest size a TUN device gives. */
  static final int SLOTS = 128;

  /**
   * Octets of a slot: the largest tunnel MTU (1500) with all that ESP adds, and room. One cache
   * line more than 2 KB, so that the headers of a batch do not all fall into the same cache sets.
   */
  static final int SLOT_SIZE = 2048 + 64;

  private static final int WAIT_MILLIS = 1000;
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ServiceSlot<TunDevices> devices;
  private final ServiceSlot<WanTransport> transports;
  private final SaDatabase database;
  private final int queue;
  private final OutboundPath path;
  private WanTransport batchOwner;
  private PacketBatch batch;
  private long seenGeneration;

  /**
   * Joins device and transport by the path.
   *
   * @param queue which queue of the devices it reads; it sleeps while they have fewer
   */
  OutboundLoop(
      ServiceSlot<TunDevices> devices,
      ServiceSlot<WanTransport> transports,
      SaDatabase database,
      int queue,
      OutboundPath path) {
    this.devices = devices;
    this.transports = transports;
    this.database = database;
    this.queue = queue;
    this.path = path;
  }

  @Override
  public String roleName() {
    return "esp-outbound-" + queue;
  }

  @Override
  public void wakeup() {
    devices.wakeup();
  }

  @Override
  public int doWork() throws IOException {
    ServiceSlot.Lease<TunDevices> tun = devices.acquire();
    ServiceSlot.Lease<WanTransport> wan = transports.acquire();
    try {
      if (tun != null && wan != null && queue < tun.service().queues()) {
        return turn(tun.service(), wan.service());
      }
    } finally {
      devices.release(tun);
      transports.release(wan);
    }
    LockSupport.parkNanos(this, IDLE_NANOS);
    return 0;
  }

  private int turn(TunDevices tun, WanTransport wan) throws IOException {
    if (batchOwner != wan) {
      batch = wan.newBatch(SLOTS, SLOT_SIZE);
      batchOwner = wan;
    }
    resumeHeld(wan);
    TunDevice device = tun.receive(queue, batch, OutboundPath.HEADROOM, WAIT_MILLIS);
    if (device == null || batch.size() == 0) {
      return 0;
    }
    path.process(batch, device.tunnel(), wan);
    return batch.size();
  }

  private void resumeHeld(WanTransport wan) throws IOException {
    long generation = database.generation();
    if (generation == seenGeneration) {
      return;
    }
    path.resume(batch, wan);
    seenGeneration = generation;
  }
}
