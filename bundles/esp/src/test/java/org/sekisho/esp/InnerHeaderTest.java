package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InnerHeaderTest {

  private static byte[] ipv6(int nextHeader, String payloadHex) {
    return Packets.ip(
        nextHeader, "2001:db8::1", "2001:db8::2", HexFormat.of().parseHex(payloadHex));
  }

  private static boolean parses(byte[] packet, int length) {
    return new InnerHeader().parse(ByteBuffer.wrap(packet), 0, length);
  }

  @Test
  void readsPortsOfUdpAndTcp() {
    InnerHeader udp = Packets.parse(Packets.udp("10.0.0.1", 1000, "10.0.0.2", 53, "x"));
    assertEquals(17, udp.protocol());
    assertEquals(1000, udp.sourcePort());
    assertEquals(53, udp.destinationPort());
    assertEquals(0x0a000001L, udp.sourceLow());
    InnerHeader tcp =
        Packets.parse(Packets.tcp("2001:db8::1", "2001:db8::2", Packets.SYN, new byte[0]));
    assertEquals(6, tcp.protocol());
    assertEquals(443, tcp.destinationPort());
    assertEquals(40, tcp.tcpOffset());
    assertEquals(0x20010db800000000L, tcp.destinationHigh());
    assertEquals(2, tcp.destinationLow());
  }

  @Test
  void icmpTypeAndCodeStandForThePorts() {
    InnerHeader echo =
        Packets.parse(Packets.ip(1, "10.0.0.1", "10.0.0.2", new byte[] {8, 0, 0, 0, 0, 1, 0, 1}));
    assertEquals(0x0800, echo.sourcePort());
    assertEquals(0x0800, echo.destinationPort());
  }

  @Test
  void laterFragmentsShowNoPorts() {
    byte[] packet = Packets.udp("10.0.0.1", 1000, "10.0.0.2", 53, "x");
    InnerHeader first = Packets.parse(Packets.withFragmentField(packet.clone(), 0x2000));
    assertEquals(53, first.destinationPort());
    InnerHeader later = Packets.parse(Packets.withFragmentField(packet.clone(), 0x2001));
    assertEquals(17, later.protocol());
    assertEquals(InnerHeader.UNKNOWN, later.destinationPort());
  }

  @Test
  void skipsIpv6ExtensionHeaders() {
    // hop-by-hop, routing of 16 octets, destination options, UDP 1000 → 53
    InnerHeader header =
        Packets.parse(
            ipv6(
                0,
                "2b00010400000000"
                    + "3c01"
                    + "00".repeat(14)
                    + "1100010400000000"
                    + "03e8003500080000"));
    assertEquals(17, header.protocol());
    assertEquals(53, header.destinationPort());
  }

  @Test
  void readsIpv6Fragments() {
    InnerHeader first = Packets.parse(ipv6(44, "1100000100000007" + "03e8003500080000"));
    assertEquals(53, first.destinationPort());
    InnerHeader later = Packets.parse(ipv6(44, "1100000900000007" + "03e8003500080000"));
    assertEquals(17, later.protocol());
    assertEquals(InnerHeader.UNKNOWN, later.destinationPort());
    InnerHeader hidden = Packets.parse(ipv6(44, "3c00000900000007" + "1100010400000000"));
    assertEquals(InnerHeader.UNKNOWN, hidden.protocol());
  }

  @Test
  void aChainThatIsCutOffOrTooLongHidesTheProtocol() {
    assertEquals(InnerHeader.UNKNOWN, Packets.parse(ipv6(0, "3c000104")).protocol());
    assertEquals(InnerHeader.UNKNOWN, Packets.parse(ipv6(60, "11ff010400000000")).protocol());
    assertEquals(
        InnerHeader.UNKNOWN,
        Packets.parse(ipv6(60, "3c00010400000000".repeat(9) + "03e8003500080000")).protocol());
  }

  @Test
  void refusesWrongLengthsAndVersions() {
    byte[] packet = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, "abc");
    assertTrue(parses(packet, packet.length));
    assertFalse(parses(packet, packet.length - 1));
    assertFalse(parses(packet, 0));
    byte[] shortHeader = packet.clone();
    shortHeader[0] = 0x44;
    assertFalse(parses(shortHeader, packet.length));
    byte[] longHeader = packet.clone();
    longHeader[0] = 0x4f;
    assertFalse(parses(longHeader, packet.length));
    byte[] version = packet.clone();
    version[0] = 0x55;
    assertFalse(parses(version, packet.length));
    byte[] six = ipv6(17, "03e8003500080000");
    assertFalse(parses(six, 39));
    assertFalse(parses(six, six.length - 1));
  }

  @Test
  void trailingOctetsAreNotPartOfThePacket() {
    byte[] packet = Packets.udp("10.0.0.1", 1, "10.0.0.2", 2, "abc");
    byte[] padded = java.util.Arrays.copyOf(packet, packet.length + 20);
    InnerHeader header = Packets.parse(padded);
    assertEquals(packet.length, header.totalLength());
  }

  @Test
  void neverReadsOutsideRandomPackets() {
    Random random = new Random(7);
    InnerHeader header = new InnerHeader();
    for (int n = 0; n < 200_000; n++) {
      byte[] packet = new byte[random.nextInt(120)];
      random.nextBytes(packet);
      if (packet.length > 6) {
        packet[0] = (byte) (random.nextBoolean() ? 0x45 : 0x60);
        packet[2] = 0;
        packet[4] = 0;
        packet[6] = (byte) new int[] {0, 6, 43, 44, 60}[random.nextInt(5)];
      }
      // A buffer of exactly the packet's length: reading behind it would throw.
      if (header.parse(ByteBuffer.wrap(packet), 0, packet.length)) {
        assertTrue(header.totalLength() <= packet.length);
      }
    }
  }
}
