package org.sekisho.tun;

import java.io.IOException;
import java.util.Arrays;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketThreads;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;

/**
 * The TUN devices of all tunnels, each with as many queues as threads read packets ({@link
 * PacketThreads}). Opening and closing replace an immutable array; the reading threads notice a new
 * array and poll its members from then on.
 */
@Component(service = TunDevices.class)
public final class KernelTunDevices implements TunDevices {

  private static final int PATIENCE_MILLIS = 1000;

  /**
   * Packets that wait in a device while its reader has no processor. TUN's own 500 are 17 ms of
   * small packets at 30,000 a second, less than a busy box takes to schedule; the kernel's own
   * tunnels have 1000.
   */
  private static final int QUEUE_PACKETS = 1000;

  private final TunOffload wanted;
  private final TunQueue[] queues;
  private final Object openLock = new Object();
  private volatile KernelTunDevice[] devices = new KernelTunDevice[0];
  private volatile KernelTunDevice[] byTunnel = new KernelTunDevice[0];
  private volatile boolean closed;

  /** Opens nothing yet; DS calls it. */
  @Activate
  public KernelTunDevices(BundleContext context) throws IOException {
    this(context, new LastingLog(context));
  }

  private KernelTunDevices(BundleContext context, EventLog log) throws IOException {
    this(
        log,
        setting(context.getProperty("sekisho.tun.offload"), log),
        PacketThreads.perDirection());
  }

  /** Opens devices with at most the given offload, and so many queues each. */
  KernelTunDevices(EventLog log, TunOffload wanted, int queueCount) throws IOException {
    this.wanted = wanted;
    queues = new TunQueue[queueCount];
    for (int i = 0; i < queueCount; i++) {
      queues[i] = new TunQueue(i, log);
    }
  }

  private static TunOffload setting(String value, EventLog log) {
    try {
      return TunOffload.from(value);
    } catch (IllegalArgumentException e) {
      log.info("[TUNNEL] " + e.getMessage() + "; going on with uso");
      return TunOffload.USO;
    }
  }

  @Override
  public TunDevice open(int tunnel, int mtu) throws IOException {
    if (tunnel < 1) {
      throw new IllegalArgumentException("tunnel " + tunnel);
    }
    String name = "tunnel" + tunnel;
    synchronized (openLock) {
      if (closed) {
        throw new IOException(name + " cannot be created: the router is stopping");
      }
      if (device(tunnel) != null) {
        throw new IOException(name + " is open already");
      }
      TunDescriptor descriptor = TunDescriptor.create(name, PATIENCE_MILLIS, wanted, queues.length);
      try (InterfaceRequests requests = new InterfaceRequests()) {
        Ipv6Silence.apply(name);
        requests.mtu(name, mtu);
        requests.queueLength(name, QUEUE_PACKETS);
        requests.up(name);
      } catch (IOException | RuntimeException e) {
        descriptor.close();
        throw e;
      }
      KernelTunDevice device =
          new KernelTunDevice(tunnel, name, descriptor, buffers(), this::remove);
      KernelTunDevice[] more = Arrays.copyOf(devices, devices.length + 1);
      more[devices.length] = device;
      publish(more);
      return device;
    }
  }

  private void remove(KernelTunDevice device) {
    synchronized (openLock) {
      publish(
          Arrays.stream(devices).filter(other -> other != device).toArray(KernelTunDevice[]::new));
    }
  }

  private void publish(KernelTunDevice[] now) {
    int highest = Arrays.stream(now).mapToInt(KernelTunDevice::tunnel).max().orElse(-1);
    KernelTunDevice[] index = new KernelTunDevice[highest + 1];
    for (KernelTunDevice device : now) {
      index[device.tunnel()] = device;
    }
    byTunnel = index;
    devices = now;
    wakeup();
  }

  @Override
  public TunDevice device(int tunnel) {
    KernelTunDevice[] index = byTunnel;
    return tunnel >= 0 && tunnel < index.length ? index[tunnel] : null;
  }

  @Override
  public int queues() {
    return queues.length;
  }

  @Override
  public TunDevice receive(int queue, PacketBatch batch, int headroom, int timeoutMillis)
      throws IOException {
    NativeBatches.require(batch, headroom);
    batch.clear();
    return queues[queue].receive(devices, batch, headroom, timeoutMillis);
  }

  private SuperPackets[] buffers() {
    return Arrays.stream(queues).map(TunQueue::buffers).toArray(SuperPackets[]::new);
  }

  @Override
  public void wakeup() {
    for (TunQueue queue : queues) {
      queue.wakeup();
    }
  }

  /** Removes all devices. */
  @Deactivate
  public void close() {
    closed = true;
    wakeup();
    for (KernelTunDevice device : devices) {
      device.close();
    }
    for (TunQueue queue : queues) {
      queue.close();
    }
  }
}
