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
  void aPacketLiesAnywhereInTheMemoryAndNowhereElse() {
    batch.add(8, 56);
    batch.place(0, 60, 68);
    assertEquals(60, batch.offset(0));
    assertEquals(68, batch.length(0));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.place(0, 61, 68));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.place(0, 8, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.place(0, -1, 10));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.place(0, 8, Integer.MAX_VALUE));
    assertThrows(IndexOutOfBoundsException.class, () -> batch.place(0, Integer.MAX_VALUE, 1));
  }

  @Test
  void aBatchToReceiveIntoHoldsMorePacketsThanSlots() {
    PacketBatch trains = new PacketBatch(ByteBuffer.allocateDirect(128), 0, 2, 64, 5);
    assertEquals(2, trains.slots());
    assertEquals(5, trains.capacity());
    for (int i = 0; i < 5; i++) {
      assertEquals(i, trains.add(i * 20, 20));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> trains.add(100, 20));
    ByteBuffer memory = ByteBuffer.allocateDirect(128);
    assertThrows(IllegalArgumentException.class, () -> new PacketBatch(memory, 0, 2, 64, 1));
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
