package org.sekisho.esp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;

/** A channel whose packets come from and go to queues. */
final class MemoryChannel implements PacketChannel {

  /** One outer packet. */
  record Datagram(
      Endpoint local, Endpoint remote, int trafficClass, boolean dontFragment, List<Byte> octets) {

    /** The same packet as its receiver sees it: our side is the sender's remote side. */
    Datagram arriving() {
      return new Datagram(
          /* local= */ remote, /* remote= */ local, trafficClass, dontFragment, octets);
    }

    byte[] bytes() {
      byte[] bytes = new byte[octets.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = octets.get(i);
      }
      return bytes;
    }
  }

  private static final Datagram WAKEUP = new Datagram(null, null, 0, false, List.of());

  private final LinkedBlockingDeque<Datagram> arriving = new LinkedBlockingDeque<>();
  final LinkedBlockingDeque<Datagram> sent = new LinkedBlockingDeque<>();

  static Datagram datagram(Endpoint local, Endpoint remote, int trafficClass, byte[] bytes) {
    List<Byte> octets = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      octets.add(b);
    }
    return new Datagram(local, remote, trafficClass, false, octets);
  }

  void arrive(Datagram datagram) {
    arriving.add(datagram);
  }

  @Override
  public PacketBatch newReceiveBatch() {
    return PacketBatch.allocate(64, 16_384);
  }

  @Override
  public int receive(PacketBatch batch, int headroom, int timeoutMillis) {
    batch.clear();
    Datagram next;
    try {
      next = arriving.poll(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    while (next != null && next.remote() != null) {
      int i = Packets.add(batch, headroom, next.bytes());
      batch.local(i, next.local());
      batch.remote(i, next.remote());
      batch.trafficClass(i, next.trafficClass());
      next = batch.size() < batch.capacity() ? arriving.poll() : null;
    }
    return batch.size();
  }

  @Override
  public int send(PacketBatch batch) {
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (!batch.isDropped(i)) {
        Datagram plain =
            datagram(batch.local(i), batch.remote(i), batch.trafficClass(i), batch.copy(i));
        sent.add(
            new Datagram(
                plain.local(),
                plain.remote(),
                plain.trafficClass(),
                batch.dontFragment(i),
                plain.octets()));
        count++;
      }
    }
    return count;
  }

  @Override
  public void send(Endpoint local, Endpoint remote, byte[] payload) {
    sent.add(datagram(local, remote, 0, payload));
  }

  @Override
  public void wakeup() {
    arriving.add(WAKEUP);
  }

  @Override
  public long sendErrors() {
    return 0;
  }
}
