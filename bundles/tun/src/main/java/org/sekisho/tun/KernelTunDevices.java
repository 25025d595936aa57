package org.sekisho.tun;

import java.io.IOException;
import java.util.Arrays;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;

/**
 * The TUN devices of all tunnels. Opening and closing replace an immutable array; the reading
 * thread notices a new array and polls its members from then on.
 */
@Component(service = TunDevices.class)
public final class KernelTunDevices implements TunDevices {

  private static final int PATIENCE_MILLIS = 1000;

  private final EventLog log;
  private final TunOffload wanted;
  private final WakeupEvent wakeup;
  private final Object openLock = new Object();
  private final Object receiveLock = new Object();
  private volatile KernelTunDevice[] devices = new KernelTunDevice[0];
  private volatile KernelTunDevice[] byTunnel = new KernelTunDevice[0];
  private volatile boolean closed;

  // of the reading thread
  private final SuperPackets buffers = new SuperPackets();
  private KernelTunDevice[] polled = new KernelTunDevice[0];
  private Poller poller = new Poller(1);
  private int turn;

  /** Opens nothing yet; DS calls it. */
  @Activate
  public KernelTunDevices(BundleContext context, @Reference EventLog log) throws IOException {
    this(log, setting(context.getProperty("sekisho.tun.offload"), log));
  }

  /** Opens devices with at most the given offload. */
  KernelTunDevices(EventLog log, TunOffload wanted) throws IOException {
    this.log = log;
    this.wanted = wanted;
    wakeup = new WakeupEvent();
    poller.set(0, wakeup.fd(), Poller.IN);
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
      TunDescriptor descriptor = TunDescriptor.create(name, PATIENCE_MILLIS, wanted);
      try (InterfaceRequests requests = new InterfaceRequests()) {
        Ipv6Silence.apply(name);
        requests.mtu(name, mtu);
        requests.up(name);
      } catch (IOException | RuntimeException e) {
        LibC.close(descriptor.fd());
        throw e;
      }
      KernelTunDevice device =
          new KernelTunDevice(
              tunnel, name, descriptor.fd(), descriptor.offload(), buffers, this::remove);
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
    wakeup.signal();
  }

  @Override
  public TunDevice device(int tunnel) {
    KernelTunDevice[] index = byTunnel;
    return tunnel >= 0 && tunnel < index.length ? index[tunnel] : null;
  }

  @Override
  public TunDevice receive(PacketBatch batch, int headroom, int timeoutMillis) throws IOException {
    NativeBatches.require(batch, headroom);
    batch.clear();
    synchronized (receiveLock) {
      if (closed) {
        throw new IOException("the TUN devices are closed");
      }
      TunDevice device = nextReady(batch, headroom);
      if (device != null) {
        return device;
      }
      refresh();
      boolean pending = anyPending();
      int ready = poller.poll(pending ? 0 : timeoutMillis);
      if (ready == 0 && !pending || closed) {
        return null;
      }
      if (poller.ready(polled.length)) {
        poller.clear(polled.length);
        wakeup.drain();
      }
      turn = 0;
      return nextReady(batch, headroom);
    }
  }

  /**
   * Serves the devices the last poll found ready, each once and one batch at a time; then it is
   * time to poll again. So a busy tunnel gets every second batch at most while others have packets.
   */
  private TunDevice nextReady(PacketBatch batch, int headroom) throws IOException {
    while (turn < polled.length) {
      int i = turn++;
      if (poller.ready(i) || polled[i].hasPending()) {
        poller.clear(i);
        if (polled[i].read(batch, headroom) > 0) {
          return polled[i];
        }
        ignoreWhenGone(i);
      }
    }
    return null;
  }

  private boolean anyPending() {
    for (KernelTunDevice device : polled) {
      if (device.hasPending()) {
        return true;
      }
    }
    return false;
  }

  private void ignoreWhenGone(int i) {
    if (polled[i].isGone()) {
      poller.set(i, -1, Poller.IN);
      log.info(
          "[TUNNEL] "
              + polled[i].name()
              + " was deleted by another program; type \"no tunnel enable\" and \"tunnel enable\" for"
              + " tunnel "
              + polled[i].tunnel()
              + " to make it anew");
    }
  }

  private void refresh() {
    KernelTunDevice[] now = devices;
    if (now == polled) {
      return;
    }
    polled = now;
    turn = now.length;
    poller = new Poller(now.length + 1);
    for (int i = 0; i < now.length; i++) {
      poller.set(i, now[i].pollable(), Poller.IN);
    }
    poller.set(now.length, wakeup.fd(), Poller.IN);
  }

  @Override
  public void wakeup() {
    wakeup.signal();
  }

  /** Removes all devices. */
  @Deactivate
  public void close() {
    closed = true;
    wakeup.signal();
    for (KernelTunDevice device : devices) {
      device.close();
    }
    synchronized (receiveLock) {
      wakeup.close();
    }
  }
}
