package org.sekisho.esp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;

/** TUN devices in memory. */
final class MemoryTun implements TunDevices {

  private record Routed(int tunnel, ByteBuffer packet) {}

  private static final Routed WAKEUP = new Routed(0, ByteBuffer.allocate(0));

  private final Map<Integer, Device> devices = new ConcurrentHashMap<>();
  private final LinkedBlockingDeque<Routed> routed = new LinkedBlockingDeque<>();

  @Override
  public TunDevice open(int tunnel, int mtu) {
    return devices.computeIfAbsent(tunnel, Device::new);
  }

  /** The kernel routes a packet into a tunnel. */
  void route(int tunnel, byte[] packet) {
    routed.add(new Routed(tunnel, ByteBuffer.wrap(packet)));
  }

  /** What came out of a tunnel. */
  LinkedBlockingDeque<byte[]> written(int tunnel) {
    return devices.get(tunnel).written;
  }

  @Override
  public int queues() {
    return 1;
  }

  @Override
  public TunDevice receive(int queue, PacketBatch batch, int headroom, int timeoutMillis) {
    batch.clear();
    try {
      Routed first = routed.poll(timeoutMillis, TimeUnit.MILLISECONDS);
      if (first == null || first.tunnel() == 0) {
        return null;
      }
      Routed next = first;
      while (next != null && next.tunnel() == first.tunnel()) {
        Packets.add(batch, headroom, next.packet().array());
        next = batch.size() < batch.capacity() ? routed.poll() : null;
      }
      if (next != null) {
        routed.addFirst(next);
      }
      return devices.get(first.tunnel());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public TunDevice device(int tunnel) {
    return devices.get(tunnel);
  }

  @Override
  public void wakeup() {
    routed.add(WAKEUP);
  }

  /** One device. */
  private static final class Device implements TunDevice {
    private final int tunnel;
    private final LinkedBlockingDeque<byte[]> written = new LinkedBlockingDeque<>();

    Device(int tunnel) {
      this.tunnel = tunnel;
    }

    @Override
    public int tunnel() {
      return tunnel;
    }

    @Override
    public String name() {
      return "tunnel" + tunnel;
    }

    @Override
    public void setMtu(int mtu) {}

    @Override
    public int write(PacketBatch batch, int first, int count) throws IOException {
      int taken = 0;
      for (int i = first; i < first + count; i++) {
        if (!batch.isDropped(i)) {
          written.add(batch.copy(i));
          taken++;
        }
      }
      return taken;
    }

    @Override
    public void close() {}
  }
}
