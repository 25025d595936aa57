package org.sekisho.esp;

import java.nio.ByteBuffer;
import org.sekisho.api.net.PacketBatch;

/**
 * A copy of packets that a provider on trial works on: transforms work in place, and one that
 * throws leaves anything behind. Guarded by the {@link BatchGate} of its lane; the memory is made
 * with the first copy.
 */
final class SpareRun {

  /** A batch of large packets, or one of the largest there are. */
  static final int OCTETS = 1 << 16;

  private byte[] octets = new byte[0];

  /** How many packets from {@code first} on fit, at least one. */
  static int fitting(PacketBatch batch, int first, int count) {
    int total = batch.length(first);
    int fitting = 1;
    while (fitting < count && total + batch.length(first + fitting) <= OCTETS) {
      total += batch.length(first + fitting);
      fitting++;
    }
    return fitting;
  }

  /** Copies packets that are {@link #fitting}. */
  void keep(PacketBatch batch, int first, int count) {
    if (octets.length == 0) {
      octets = new byte[OCTETS];
    }
    ByteBuffer memory = batch.memory();
    int at = 0;
    for (int i = first; i < first + count; i++) {
      memory.get(batch.offset(i), octets, at, batch.length(i));
      at += batch.length(i);
    }
  }

  /** Puts the packets kept last back as they were. */
  void restore(PacketBatch batch, int first, int count) {
    ByteBuffer memory = batch.memory();
    int at = 0;
    for (int i = first; i < first + count; i++) {
      memory.put(batch.offset(i), octets, at, batch.length(i));
      batch.undrop(i);
      at += batch.length(i);
    }
  }
}
