package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekisho.api.net.PacketBatch;

/** Segmentation, against packets that were built one by one. */
class SuperPacketTest {

  private static final int HEADROOM = 64;
  private static final int ROOM = 2048 - HEADROOM;

  private final SuperPacket superPacket = new SuperPacket();
  private final PacketBatch batch = NativeBatches.create(64, 2048);

  @Test
  void randomSuperPacketsAreCutIntoThePacketsTheyStandFor() {
    Random random = new Random(2);
    for (int round = 0; round < 400; round++) {
      InnerPacket whole = InnerPacket.random(random);
      int size = 1 + random.nextInt(1400);
      whole.payload =
          InnerPacket.bytes(random, size + 1 + random.nextInt(Math.min(60_000, size * 100)));
      whole.flags = 0x10 | random.nextInt(256) & 0xc9;
      if (random.nextInt(4) == 0) {
        whole.ipOptions = InnerPacket.bytes(random, 4 + 4 * random.nextInt(10));
      }
      if (random.nextInt(4) == 0) {
        whole.extensionType = random.nextBoolean() ? 0 : 60;
        whole.extension = extension(whole.tcp ? 6 : 17, 1 + random.nextInt(3));
      }
      whole.handOut(superPacket, whole.gsoType() | random.nextInt(2) << 7, size);
      assertTrue(superPacket.take(read(whole)));
      assertTrue(superPacket.fits(ROOM));
      expectSegments(whole, size);
    }
  }

  private void expectSegments(InnerPacket whole, int size) {
    List<byte[]> got = drain(batch);
    assertEquals(whole.segments(size), got.size());
    for (int i = 0; i < got.size(); i++) {
      assertArrayEquals(whole.segment(i, size).build(), got.get(i));
    }
  }

  private List<byte[]> drain(PacketBatch into) {
    List<byte[]> got = new ArrayList<>();
    while (superPacket.isPending()) {
      into.clear();
      superPacket.moveTo(into, HEADROOM);
      for (int i = 0; i < into.size(); i++) {
        assertEquals(into.slotStart(i) + HEADROOM, into.offset(i));
        got.add(into.copy(i));
      }
    }
    return got;
  }

  @Test
  void whatFindsTheBatchFullComesWithTheNextOne() {
    InnerPacket whole = tcp(10_000);
    for (int slots : new int[] {1, 3, 7, 10}) {
      whole.handOut(superPacket, whole.gsoType(), 1000);
      assertTrue(superPacket.take(read(whole)));
      PacketBatch small = NativeBatches.create(slots, 2048);
      small.clear();
      superPacket.moveTo(small, HEADROOM);
      assertEquals(slots, small.size());
      assertEquals(slots < 10, superPacket.isPending());
      whole.handOut(superPacket, whole.gsoType(), 1000);
      assertTrue(superPacket.take(read(whole)));
      List<byte[]> got = drain(small);
      for (int i = 0; i < 10; i++) {
        assertArrayEquals(whole.segment(i, 1000).build(), got.get(i));
      }
    }
  }

  @Test
  void aChecksumLeftToUsIsCompleted() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      InnerPacket packet = InnerPacket.random(random);
      packet.payload = InnerPacket.bytes(random, random.nextInt(1300));
      packet.handOut(superPacket, VirtioNetHeader.GSO_NONE, 0);
      assertTrue(superPacket.take(read(packet)));
      assertArrayEquals(packet.build(), drain(batch).get(0));
    }
  }

  @Test
  void aWholePacketIsHandedOnAsItIs() {
    InnerPacket packet = tcp(100);
    packet.handOut(superPacket, VirtioNetHeader.GSO_NONE, 0);
    superPacket.memory().put(SuperPacket.start(), (byte) 0);
    assertTrue(superPacket.take(read(packet)));
    assertArrayEquals(packet.buildPartial(), drain(batch).get(0));
  }

  @Test
  void aSuperPacketOfOneSegmentIsOne() {
    InnerPacket packet = tcp(900);
    packet.flags = 0x99;
    packet.handOut(superPacket, packet.gsoType(), 1000);
    assertTrue(superPacket.take(read(packet)));
    assertArrayEquals(packet.build(), drain(batch).get(0));
  }

  @Test
  void segmentsThatFitNoSlotAreSeenBefore() {
    InnerPacket packet = tcp(4000);
    packet.handOut(superPacket, packet.gsoType(), 1000);
    assertTrue(superPacket.take(read(packet)));
    assertTrue(superPacket.fits(1040));
    assertFalse(superPacket.fits(1039));
    superPacket.discard();
    assertFalse(superPacket.isPending());
  }

  @Test
  void descriptionsThatDoNotFitThePacketAreRefused() {
    InnerPacket packet = tcp(3000);
    int good = packet.gsoType();
    assertFalse(described(packet, 3, 1000, 20, 16, 1), "fragments of UDP are not asked for");
    assertFalse(described(packet, good, 0, 20, 16, 1), "no segment size");
    assertFalse(described(packet, good, 1000, 19, 16, 1), "transport header inside the IP header");
    assertFalse(described(packet, good, 1000, 3021, 16, 1), "transport header behind the end");
    assertFalse(described(packet, good, 1000, 65_535, 16, 1), "transport header far away");
    assertFalse(described(packet, good, 1000, 20, 6, 1), "not TCP's checksum");
    assertFalse(described(packet, good, 1000, 20, 16, 0), "no checksum to complete");
    assertFalse(
        described(packet, 0, 0, 0, 2, 1), "checksum field where the IP header tells its length");
    assertFalse(described(packet, 0, 0, 3039, 1, 1), "checksum field at the edge");
    assertFalse(described(packet, 0, 0, 65_535, 65_535, 1), "checksum field far away");
    assertTrue(described(packet, good, 1000, 20, 16, 1));
    assertFalse(superPacket.take(read(packet) - 1), "cut by the kernel");
    assertFalse(superPacket.take(0));
    assertFalse(superPacket.isPending());
  }

  private boolean described(
      InnerPacket packet, int type, int size, int start, int offset, int flags) {
    packet.handOut(superPacket, type, size);
    int at = SuperPacket.start();
    VirtioNetHeader.put(superPacket.memory(), at, type, 0, size, start, offset);
    superPacket.memory().put(at, (byte) flags);
    return superPacket.take(read(packet));
  }

  @Test
  void junkNeverThrows() {
    Random random = new Random(4);
    int taken = 0;
    for (int round = 0; round < 200_000; round++) {
      int length = random.nextInt(200);
      byte[] junk = InnerPacket.bytes(random, length);
      if (length > 20) {
        junk[10] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
        InnerPacket.put(
            junk, junk[10] == 0x45 ? 12 : 14, junk[10] == 0x45 ? length - 10 : length - 50);
        junk[0] = (byte) random.nextInt(2);
        junk[1] = (byte) new int[] {0, 1, 4, 5}[random.nextInt(4)];
        for (int at = 5; at < 10; at += 2) {
          junk[at] = 0;
        }
      }
      superPacket.memory().put(SuperPacket.start(), junk);
      if (superPacket.take(length) && superPacket.fits(ROOM)) {
        taken++;
        drain(batch);
      }
    }
    assertTrue(taken > 1000, "some of it looked like packets");
  }

  @Test
  void theKernelsOwnReportsAreKnown() {
    InnerPacket packet = tcp(10);
    packet.ipv6 = true;
    packet.handOut(superPacket, 0, 0);
    assertTrue(superPacket.take(read(packet)));
    assertFalse(superPacket.isFromNobody());
    superPacket.memory().put(SuperPacket.start() + VirtioNetHeader.LENGTH + 8, new byte[16]);
    assertTrue(superPacket.take(read(packet)));
    assertTrue(superPacket.isFromNobody());
  }

  private static byte[] extension(int next, int units) {
    byte[] header = new byte[units * 8];
    header[0] = (byte) next;
    header[1] = (byte) (units - 1);
    header[2] = 1; // PadN
    header[3] = (byte) (units * 8 - 4);
    return header;
  }

  private static InnerPacket tcp(int length) {
    InnerPacket packet = new InnerPacket();
    packet.payload = InnerPacket.bytes(new Random(length), length);
    return packet;
  }

  private static long read(InnerPacket packet) {
    return VirtioNetHeader.LENGTH + packet.headers() + packet.payload.length;
  }
}
