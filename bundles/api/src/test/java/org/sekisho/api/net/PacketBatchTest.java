package org.sekisho.api.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class PacketBatchTest {

  private final PacketBatch batch = PacketBatch.allocate(2, 64);

  @Test
  void aSlotUsedAgainKeepsNothingOfItsLastPacket() {
    int i = batch.add(batch.slotStart(0), 10);
    batch.sequence(i, 7);
    batch.trafficClass(i, 0xb8);
    batch.dontFragment(i, true);
    batch.remote(i, new Endpoint(InetAddress.getLoopbackAddress(), 4500));
    batch.drop(i);

    batch.clear();
    i = batch.add(batch.slotStart(0), 20);

    assertEquals(0, batch.sequence(i));
    assertEquals(0, batch.trafficClass(i));
    assertFalse(batch.dontFragment(i));
    assertNull(batch.remote(i));
    assertFalse(batch.isDropped(i));
  }

  @Test
  void aPacketStaysInsideItsSlot() {
    batch.add(8, 56);
    assertThrows(IndexOutOfBoundsException.class, () -> batch.place(0, 8, 57));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.place(0, 8, -1));
    batch.add(64, 64);
    assertThrows(IndexOutOfBoundsException.class, () -> batch.place(1, 63, 10));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.add(0, 1));
  }

  @Test
  void copiesWhatItHolds() {
    batch.memory().put(3, new byte[] {1, 2, 3});
    batch.add(3, 3);
    assertArrayEquals(new byte[] {1, 2, 3}, batch.copy(0));
    assertTrue(batch.memory().isDirect());
    assertEquals(1, batch.size());
  }

  @Test
  void refusesMemoryThatIsTooSmall() {
    ByteBuffer small = ByteBuffer.allocateDirect(127);
    assertThrows(IllegalArgumentException.class, () -> new PacketBatch(small, 0, 2, 64));
  }
}
