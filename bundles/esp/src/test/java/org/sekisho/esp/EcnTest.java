package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcnTest {

  /** RFC 6040 figure 4; columns are the outer fields Not-ECT, ECT(0), ECT(1), CE. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0, 0, -1", "2, 2, 2, 1, 3", "1, 1, 1, 1, 3", "3, 3, 3, 3, 3"})
  void followsTheTable(int inner, int outerNotEct, int outerEct0, int outerEct1, int outerCe) {
    assertEquals(outerNotEct, Ecn.combine(inner, Ecn.NOT_ECT));
    assertEquals(outerEct0, Ecn.combine(inner, Ecn.ECT_0));
    assertEquals(outerEct1, Ecn.combine(inner, Ecn.ECT_1));
    assertEquals(outerCe, Ecn.combine(inner, Ecn.CE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "2001:db8::1"})
  void marksThePacketAndKeepsItsDscp(String address) {
    byte[] packet =
        Packets.withTrafficClass(Packets.udp(address, 1, address, 2, "x"), 0xb8 | Ecn.ECT_0);
    byte[] expected =
        Packets.withTrafficClass(Packets.udp(address, 1, address, 2, "x"), 0xb8 | Ecn.CE);
    assertTrue(Ecn.decapsulate(ByteBuffer.wrap(packet), Packets.parse(packet), 0x20 | Ecn.CE));
    assertArrayEquals(expected, packet, "only the ECN field and its checksum change");
  }

  @Test
  void keepsTheIpv4ChecksumRightForEveryTrafficClass() {
    for (int tc = 0; tc < 256; tc++) {
      byte[] packet = Packets.udp("10.1.2.3", 5, "10.3.2.1", 6, "payload");
      Packets.withTrafficClass(packet, tc);
      boolean passed = Ecn.decapsulate(ByteBuffer.wrap(packet), Packets.parse(packet), Ecn.CE);
      assertEquals((tc & 3) != Ecn.NOT_ECT, passed);
      assertTrue(Packets.headerChecksumIsRight(packet), "traffic class " + tc);
    }
  }

  @Test
  void refusesAMarkTheSenderWouldNotUnderstand() {
    byte[] packet = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, "x");
    byte[] before = packet.clone();
    assertFalse(Ecn.decapsulate(ByteBuffer.wrap(packet), Packets.parse(packet), Ecn.CE));
    assertArrayEquals(before, packet);
  }
}
