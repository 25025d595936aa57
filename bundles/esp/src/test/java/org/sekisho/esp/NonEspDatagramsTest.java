package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekisho.api.net.PacketBatch;

class NonEspDatagramsTest {

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void tellsEachDatagramApart() {
    PacketBatch batch =
        Packets.batch(
            0,
            hex("c0ffee0100000001aabb"),
            hex("00000000112233445566778899"),
            hex("ff"),
            hex("000000"),
            hex(""),
            hex("00000000"),
            hex("00000001"));
    for (int i = 0; i < batch.size(); i++) {
      batch.local(i, PairBuilder.HERE);
      batch.remote(i, PairBuilder.THERE);
    }
    List<String> ike = new ArrayList<>();
    new NonEspDatagrams(
            () ->
                (local, remote, message) ->
                    ike.add(local + " " + remote + " " + HexFormat.of().formatHex(message)))
        .takeOut(batch);
    assertEquals(List.of("192.0.2.1:4500 198.51.100.1:4500 112233445566778899"), ike);
    assertFalse(batch.isDropped(0));
    for (int i = 1; i <= 5; i++) {
      assertTrue(batch.isDropped(i), "datagram " + i);
    }
    assertFalse(batch.isDropped(6), "an SPI that is not zero is ESP");
  }

  @Test
  void aFaultOfIkeDoesNotHarmTheBatch() {
    PacketBatch batch = Packets.batch(0, hex("0000000011"), hex("0000000022"), hex("c0ffee01"));
    List<Byte> seen = new ArrayList<>();
    new NonEspDatagrams(
            () ->
                (local, remote, message) -> {
                  seen.add(message[0]);
                  throw new IllegalStateException("a fault");
                })
        .takeOut(batch);
    assertEquals(List.of((byte) 0x11, (byte) 0x22), seen);
    assertTrue(batch.isDropped(0) && batch.isDropped(1));
    assertFalse(batch.isDropped(2));
  }

  @Test
  void ikeMayBeAway() {
    PacketBatch batch = Packets.batch(0, hex("0000000011"));
    new NonEspDatagrams(() -> null).takeOut(batch);
    assertTrue(batch.isDropped(0));
  }
}
