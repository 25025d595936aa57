package org.sekisho.tun;

import java.nio.ByteBuffer;
import org.sekisho.api.net.PacketBatch;

/** Makes and checks batches whose memory native code can use. */
final class NativeBatches {

  private NativeBatches() {}

  /** A batch with its native address and a slot for each packet. */
  static PacketBatch create(int slots, int slotSize) {
    return create(slots, slotSize, slots);
  }

  /** A batch with its native address, for more packets than slots. */
  static PacketBatch create(int slots, int slotSize, int capacity) {
    ByteBuffer memory = ByteBuffer.allocateDirect(Math.multiplyExact(slots, slotSize));
    return new PacketBatch(memory, NativeMemory.addressOf(memory), slots, slotSize, capacity);
  }

  /** Refuses a batch native code cannot use, and a headroom that fills the slot. */
  static void require(PacketBatch batch, int headroom) {
    if (batch.address() == 0) {
      throw new IllegalArgumentException("the batch was not made by WanTransport.newBatch");
    }
    if (headroom < 0 || headroom >= batch.slotSize()) {
      throw new IllegalArgumentException("headroom " + headroom);
    }
  }
}
