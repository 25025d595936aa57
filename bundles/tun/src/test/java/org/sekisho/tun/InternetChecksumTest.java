package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {

  @Test
  void theSumIsThatOfTheSlowWayForEachLengthAndAlignment() {
    Random random = new Random(1);
    ByteBuffer memory = ByteBuffer.allocateDirect(4096);
    byte[] octets = new byte[4096];
    for (int round = 0; round < 3; round++) {
      random.nextBytes(octets);
      if (round == 2) {
        Arrays.fill(octets, (byte) 0xff); // the most carries
      }
      memory.put(0, octets);
      for (int length = 0; length < 200; length++) {
        for (int from = 0; from < 9; from++) {
          check(memory, octets, from, length);
        }
      }
      check(memory, octets, 1, 4095);
    }
  }

  private static void check(ByteBuffer memory, byte[] octets, int from, int length) {
    assertEquals(
        InnerPacket.slowSum(octets, from, from + length, 0),
        InternetChecksum.fold(new PayloadSum().sum(memory, from, length)),
        () -> from + "+" + length);
  }

  @Test
  void aSumOf64KilobytesDoesNotOverflow() {
    ByteBuffer memory = ByteBuffer.allocateDirect(65_536);
    byte[] octets = new byte[65_536];
    Arrays.fill(octets, (byte) 0xff);
    octets[65_535] = 0x0f;
    memory.put(0, octets);
    check(memory, octets, 0, 65_536);
    check(memory, octets, 0, 65_535);
  }

  @Test
  void headersOfEachLengthSumUpLikeAnythingElse() {
    ByteBuffer memory = ByteBuffer.allocateDirect(100);
    byte[] octets = new byte[100];
    new Random(2).nextBytes(octets);
    memory.put(0, octets);
    for (int length = 20; length <= 60; length += 4) {
      assertEquals(
          InnerPacket.slowSum(octets, 3, 3 + length, 0),
          InternetChecksum.fold(InternetChecksum.ipv4Header(memory, 3, length)));
    }
    assertEquals(
        InnerPacket.slowSum(octets, 3 + 8, 3 + 40, 0),
        InternetChecksum.fold(InternetChecksum.addresses(memory, 3, true)));
    assertEquals(
        InnerPacket.slowSum(octets, 3 + 12, 3 + 20, 0),
        InternetChecksum.fold(InternetChecksum.addresses(memory, 3, false)));
  }

  @Test
  void zeroIsAllOnesInUdpOnly() {
    ByteBuffer memory = ByteBuffer.allocateDirect(4);
    InternetChecksum.putTransport(memory, 0, 0xffff, true);
    InternetChecksum.putTransport(memory, 2, 0xffff, false);
    assertEquals(0xffff0000, memory.getInt(0));
  }
}
