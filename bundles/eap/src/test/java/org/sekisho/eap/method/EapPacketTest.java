package org.sekisho.eap.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EapPacketTest {

  @Test
  void requestThereAndBack() {
    byte[] packed = EapPacket.encode(EapPacket.REQUEST, 200, 26, new byte[] {1, 2, 3});
    assertArrayEquals(new byte[] {1, (byte) 200, 0, 8, 26, 1, 2, 3}, packed);
    EapPacket packet = EapPacket.decode(packed).orElseThrow();
    assertEquals(EapPacket.REQUEST, packet.code());
    assertEquals(200, packet.identifier());
    assertEquals(26, packet.type());
    assertArrayEquals(new byte[] {1, 2, 3}, packet.data());
  }

  @Test
  void endsHaveFourOctets() {
    assertArrayEquals(new byte[] {3, 7, 0, 4}, EapPacket.encode(EapPacket.SUCCESS, 7));
    assertTrue(EapPacket.decode(new byte[] {3, 7, 0, 4}).isPresent());
    assertTrue(EapPacket.decode(new byte[] {4, 7, 0, 5, 0}).isEmpty());
  }

  @Test
  void whatFollowsIsPadding() {
    EapPacket packet = EapPacket.decode(new byte[] {2, 1, 0, 6, 4, 9, 9, 9}).orElseThrow();
    assertArrayEquals(new byte[] {9}, packet.data());
  }

  @Test
  void lengthsAreChecked() {
    byte[][] wrong = {
      {},
      {1},
      {1, 1, 0},
      {1, 1, 0, 4},
      {1, 1, 0, 6, 4},
      {1, 1, 0, 3, 4},
      {5, 1, 0, 5, 4},
      {0, 1, 0, 5, 4},
      new byte[EapPacket.MAX_LENGTH + 1]
    };
    for (byte[] octets : wrong) {
      assertTrue(EapPacket.decode(octets).isEmpty());
    }
  }

  @Test
  void randomOctetsNeverThrow() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[random.nextInt(12)];
      random.nextBytes(octets);
      EapPacket.decode(octets);
    }
  }
}
