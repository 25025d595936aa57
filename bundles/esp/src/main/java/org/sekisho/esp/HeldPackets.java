package org.sekisho.esp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

/**
 * Packets that wait because no crypto provider is there: bounded, first in first out, for one
 * thread at a time. Allocates, because only a router without cryptography comes here. The bounds
 * hold 200 ms of 160 Mbit/s, which is how long the last provider may be away for an update.
 */
final class HeldPackets {

  /** Packets that wait at most, in all queues of a direction. */
  static final int MAX_PACKETS = 4096;

  /** Octets of the longest packet that waits: it fits a slot of every batch of its direction. */
  static final int MAX_LENGTH = 16_384;

  /** Octets that wait at most, in all queues of a direction. */
  static final int MAX_OCTETS = 4 << 20;

  private record Held(
      int tunnel, ByteBuffer octets, int trafficClass, Endpoint local, Endpoint remote) {}

  private final ArrayDeque<Held> queue = new ArrayDeque<>();
  private final int mostPackets;
  private final int mostOctets;
  private int octets;

  /**
   * An empty queue.
   *
   * @param sharers how many queues the direction has
   */
  HeldPackets(int sharers) {
    mostPackets = MAX_PACKETS / sharers;
    mostOctets = MAX_OCTETS / sharers;
  }

  /**
   * Copies packet {@code i} of the batch to the end of the queue.
   *
   * @param tunnel tunnel it goes to; packets of one tunnel leave together
   * @return false when the queue is full or the packet too long
   */
  boolean hold(int tunnel, PacketBatch batch, int i) {
    int length = batch.length(i);
    if (queue.size() >= mostPackets || octets + length > mostOctets || length > MAX_LENGTH) {
      return false;
    }
    queue.add(
        new Held(
            tunnel,
            ByteBuffer.wrap(batch.copy(i)),
            batch.trafficClass(i),
            batch.local(i),
            batch.remote(i)));
    octets += length;
    return true;
  }

  /** How many packets wait. */
  int size() {
    return queue.size();
  }

  /** Tunnel of the packet that waits longest; only when there is one. */
  int nextTunnel() {
    return queue.element().tunnel();
  }

  /**
   * Moves packets of one tunnel into the slots of the batch (cleared first), the longest waiting
   * first.
   *
   * @param headroom octets left free in front of each packet
   * @param most how many at most
   * @return how many left the queue
   */
  int moveTo(PacketBatch batch, int headroom, int most) {
    batch.clear();
    int moved = 0;
    int tunnel = nextTunnel();
    while (moved < most
        && batch.size() < batch.slots()
        && !queue.isEmpty()
        && nextTunnel() == tunnel) {
      Held held = queue.remove();
      int length = held.octets().capacity();
      octets -= length;
      moved++;
      int at = batch.slotStart(batch.size()) + headroom;
      int i = batch.add(at, length);
      batch.memory().put(at, held.octets(), 0, length);
      batch.trafficClass(i, held.trafficClass());
      batch.local(i, held.local());
      batch.remote(i, held.remote());
    }
    return moved;
  }
}
