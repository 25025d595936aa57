package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MssClampTest {

  private static final String A4 = "192.168.1.10";
  private static final String B4 = "10.9.8.7";
  private static final String A6 = "2001:db8:1::10";
  private static final String B6 = "2001:db8:2::20";

  private static byte[] clamp(byte[] packet, int limit) {
    MssClamp.clamp(ByteBuffer.wrap(packet), Packets.parse(packet), limit);
    return packet;
  }

  private static byte[] options(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void lowersTheMssOfARealSyn() {
    // From the wire: Windows SYN, options MSS 1380, SACK permitted (DPDK vector pkt_aes_256_gcm).
    byte[] syn =
        HexFormat.of()
            .parseHex(
                "4500003069a6400080062690c0a801029389155e0a9e008b2dc57ee00000000070024000"
                    + "20bf0000020405b401010402");
    assertTrue(Packets.tcpChecksumIsRight(syn));
    clamp(syn, 1350);
    assertEquals("02040546", HexFormat.of().formatHex(syn, 40, 44));
    assertTrue(Packets.tcpChecksumIsRight(syn));
  }

  @ParameterizedTest
  @ValueSource(ints = {Packets.SYN, Packets.SYN | Packets.ACK, Packets.SYN | 0xc0})
  void lowersSynAndSynAckOfBothFamilies(int flags) {
    byte[] options = options("020405b4 0402080a 00000001 00000000 01030307");
    byte[] ipv4 = clamp(Packets.tcp(A4, B4, flags, options), 1350);
    assertEquals(1350, ByteBuffer.wrap(ipv4).getShort(42));
    assertTrue(Packets.tcpChecksumIsRight(ipv4));
    byte[] ipv6 = clamp(Packets.tcp(A6, B6, flags, options), 1350);
    assertEquals(1330, ByteBuffer.wrap(ipv6).getShort(62), "20 less for the longer header");
    assertTrue(Packets.tcpChecksumIsRight(ipv6));
  }

  @Test
  void lowersAnMssAtAnOddPlace() {
    byte[] packet = clamp(Packets.tcp(A4, B4, Packets.SYN, options("01 020405b4 030307")), 1300);
    assertEquals(1300, ByteBuffer.wrap(packet).getShort(43));
    assertTrue(Packets.tcpChecksumIsRight(packet));
  }

  @Test
  void neverRaises() {
    byte[] packet = Packets.tcp(A4, B4, Packets.SYN, options("02040218"));
    assertArrayEquals(packet.clone(), clamp(packet, 1350));
  }

  @Test
  void leavesOtherSegmentsAlone() {
    byte[] established = Packets.tcp(A4, B4, Packets.ACK, options("020405b4"));
    assertArrayEquals(established.clone(), clamp(established, 1000));
    byte[] udp = Packets.udp(A4, 1, B4, 2, "0123456789012345678901234567890123456789");
    assertArrayEquals(udp.clone(), clamp(udp, 1000));
    byte[] off = Packets.tcp(A4, B4, Packets.SYN, options("020405b4"));
    assertArrayEquals(off.clone(), clamp(off, 0));
    byte[] later =
        Packets.withFragmentField(Packets.tcp(A4, B4, Packets.SYN, options("020405b4")), 3);
    assertArrayEquals(later.clone(), clamp(later, 1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "05000000", // length 0 would never advance
        "05010000", // length 1 neither
        "01010102", // kind without length at the end
        "03090000", // longer than the list
        "020305b4", // MSS of a wrong length
        "01010204", // MSS cut off
        "000205b4 020405b4", // behind the end of the list
      })
  void endsAtAMalformedOption(String hex) {
    byte[] packet = Packets.tcp(A4, B4, Packets.SYN, options(hex));
    assertArrayEquals(packet.clone(), clamp(packet, 500));
  }

  @Test
  void doesNotReadBehindThePacket() {
    byte[] packet = Packets.tcp(A4, B4, Packets.SYN, options("020405b4"));
    packet[32] = (byte) 0xf0; // data offset 60 octets, only 24 are there
    assertArrayEquals(packet.clone(), clamp(packet, 500));
    byte[] tiny = Packets.tcp(A4, B4, Packets.SYN, options("020405b4"));
    tiny[32] = 0x10; // data offset 4 octets: options would overlap the header
    assertArrayEquals(tiny.clone(), clamp(tiny, 500));
  }

  @Test
  void survivesRandomOptionsAndKeepsTheChecksum() {
    Random random = new Random(42);
    for (int n = 0; n < 20_000; n++) {
      byte[] options = new byte[4 * random.nextInt(11)];
      for (int i = 0; i < options.length; i++) {
        options[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(6));
      }
      boolean ipv6 = random.nextBoolean();
      byte[] packet = Packets.tcp(ipv6 ? A6 : A4, ipv6 ? B6 : B4, Packets.SYN, options);
      byte[] before = packet.clone();
      clamp(packet, 1 + random.nextInt(1500));
      assertTrue(Packets.tcpChecksumIsRight(packet) || equalChecksum(packet), () -> hex(before));
    }
  }

  /** Zero has two forms in ones' complement; both verify. */
  private static boolean equalChecksum(byte[] packet) {
    int field = ByteBuffer.wrap(packet).getShort(((packet[0] >> 4) == 6 ? 40 : 20) + 16) & 0xffff;
    int right = Packets.tcpChecksum(packet);
    return field % 0xffff == right % 0xffff;
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }
}
