package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.simulator.Configs;

/** RFC 4303: packets that come in. */
class GroupPInbound extends ConformanceGroup {

  private final EspPair pair = new EspPair();

  private static byte[] packet() {
    return EspPair.packet(60);
  }

  private byte[] sealed(long sequence) {
    return pair.sealed(sequence, packet());
  }

  private SaCounters counters() {
    return pair.bench.counters(EspPair.INBOUND_SPI);
  }

  @Statement(
      id = "P02",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 3.4.3",
      text = "A packet that comes again inside the window is dropped and counted")
  void p02_replay() {
    pair.install();
    assertEquals(1, pair.receive(sealed(1)));
    assertEquals(0, pair.receive(sealed(1)));
    assertEquals(1, pair.receive(sealed(5), sealed(5)));
    assertEquals(2, counters().replayDrops());
  }

  @Statement(
      id = "P03",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 3.4.3",
      text = "A packet left of the window is dropped")
  void p03_leftOfTheWindow() {
    pair.window = 64;
    pair.install();
    assertEquals(1, pair.receive(sealed(1000)));
    assertEquals(0, pair.receive(sealed(1000 - 64)));
    assertEquals(0, pair.receive(sealed(1)));
    assertEquals(1, pair.receive(sealed(1000 - 63)));
  }

  @Statement(
      id = "P04",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 3.4.3",
      text = "The window moves only when the ICV was right")
  void p04_forgedNumber() {
    pair.install();
    assertEquals(1, pair.receive(sealed(1)));
    byte[] forged = Octets.flipped(sealed(4_000_000_000L), -1);
    assertEquals(0, pair.receive(forged));
    assertEquals(0, pair.receive(Octets.with(sealed(2), 4, 0x7f)));
    assertEquals(2, counters().integrityDrops());
    assertEquals(1, pair.receive(sealed(2)));
  }

  @Statement(
      id = "P05",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 3.4.3",
      text = "The window has 32 packets at least; 64 to 2048 and more can be had",
      remark = "1024 by default, as AWS has it")
  void p05_windowSizes() {
    for (int size : new int[] {32, 64, 1024, 2048, 4096}) {
      EspPair each = new EspPair();
      each.window = size;
      each.install();
      assertEquals(1, each.receive(each.sealed(10_000, packet())));
      assertEquals(1, each.receive(each.sealed(10_001 - size, packet())));
      assertEquals(0, each.receive(each.sealed(10_000 - size, packet())));
    }
    assertEquals(1024, Peer.connected().dut.pair().sa.replayWindow());
  }

  @Statement(
      id = "P06",
      role = BOTH,
      level = SHOULD,
      section = "RFC 4303 3.4.3",
      text = "Packets out of order inside the window are not lost")
  void p06_reordering() {
    pair.window = 128;
    pair.install();
    List<Integer> order = new ArrayList<>();
    for (int i = 1; i <= 1024; i++) {
      order.add(i);
    }
    for (int from = 0; from < 1024; from += 128) {
      Collections.shuffle(order.subList(from, from + 128), new Random(from));
    }
    byte[][] packets = new byte[1024][];
    Arrays.setAll(packets, i -> sealed(order.get(i)));
    assertEquals(1024, pair.receive(packets));
    assertEquals(0, pair.receive(packets));
  }

  @Statement(
      id = "P07",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 3.4.3",
      text = "The receiver may switch the check off; then every authentic packet passes")
  void p07_checkSwitchedOff() {
    pair.window = 0;
    pair.install();
    assertEquals(4, pair.receive(sealed(7), sealed(7), sealed(1_000_000), sealed(1)));
    assertEquals(0, pair.receive(Octets.flipped(sealed(8), -1)));
  }

  @Statement(
      id = "P08",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 2.2.1, A2",
      text =
          "Extended sequence numbers: 32 bits travel, all 64 are protected, in both directions and"
              + " beyond 2^32")
  void p08_extendedNumbers() {
    pair.esn = true;
    pair.install();
    pair.bench.skipTo(0xffff_fffdL);
    for (long sequence = 0xffff_fffeL; sequence <= 0x1_0000_0002L; sequence++) {
      byte[] sent = pair.send(packet());
      assertEquals((int) sequence, Octets.u32(sent, 4));
      pair.open(sent, sequence);
    }
    assertEquals(1, pair.receive(sealed(0x7fff_0000L)));
    assertEquals(1, pair.receive(sealed(0xfffe_ffffL)));
    assertEquals(1, pair.receive(sealed(0xffff_fff0L)));
    assertEquals(1, pair.receive(sealed(0x1_0000_0001L)));
    assertEquals(1, pair.receive(sealed(0xffff_ffffL)), "of the half before, inside the window");
    assertEquals(1, pair.receive(sealed(0x1_0000_0000L)));
    assertEquals(0, pair.receive(sealed(0x1_0000_0001L)));
  }

  @Statement(
      id = "P09",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 2.4",
      text =
          "Padding is 1, 2, 3 and so on, so that the trailer ends on four octets, with CBC on a"
              + " block; the receiver looks at it")
  void p09_padding() {
    for (Suite suite : List.of(Suite.GCM, Suite.CBC)) {
      EspPair each = new EspPair();
      each.suite = suite;
      each.install();
      int block = suite.isAead() ? 4 : 16;
      for (int length = 28; length < 28 + 16; length++) {
        byte[] plain = each.open(each.send(EspPair.packet(length)), length - 27);
        int pad = Octets.u8(plain, plain.length - 2);
        assertEquals(0, plain.length % block);
        assertTrue(pad < block);
        assertEquals(length, plain.length - 2 - pad);
        byte[] padding = Arrays.copyOfRange(plain, length, length + pad);
        assertArrayEquals(Octets.counting(pad, 1), padding);
      }
    }
    pair.install();
    assertEquals(1, pair.receive(pair.sealedWith(1, packet(), Octets.hex("010203"), 3, 4)));
    assertEquals(0, pair.receive(pair.sealedWith(2, packet(), Octets.hex("010204"), 3, 4)));
    assertEquals(0, pair.receive(pair.sealedWith(3, packet(), NOTHING, 200, 4)));
  }

  @Statement(
      id = "P10",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 2.6",
      text = "A dummy packet, next header 59, is dropped without a word")
  void p10_dummyPackets() {
    pair.install();
    assertEquals(0, pair.receive(pair.sealedWith(1, Octets.counting(40, 9), NOTHING, 0, 59)));
    assertEquals(0, counters().integrityDrops() + counters().selectorDrops());
    assertEquals(1, pair.receive(sealed(2)));
  }

  @Statement(
      id = "P11",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 2.6",
      text = "In tunnel mode next header 4 and 41 are accepted, and nothing else")
  void p11_nextHeader() {
    pair.install();
    byte[] ipv6 =
        Octets.join(
            Octets.hex("60000000 0000 3b40"),
            Configs.address("2001:db8::1").getAddress(),
            Configs.address("2001:db8::2").getAddress());
    assertEquals(1, pair.receive(pair.sealedWith(1, packet(), Octets.hex("0102"), 2, 4)));
    assertEquals(1, pair.receive(pair.sealedWith(2, ipv6, Octets.hex("0102"), 2, 41)));
    for (int next : new int[] {0, 1, 6, 17, 50, 255}) {
      byte[] wrong = pair.sealedWith(10 + next, packet(), Octets.hex("0102"), 2, next);
      assertEquals(0, pair.receive(wrong));
    }
    assertEquals(0, pair.receive(pair.sealedWith(500, packet(), Octets.hex("0102"), 2, 41)));
  }

  @Statement(
      id = "P15",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 3.4.4.1",
      text = "A packet with one wrong bit is dropped before anything inside it is read")
  void p15_wrongBit() {
    for (Suite suite : List.of(Suite.GCM, Suite.CBC, new Suite(28, 256, 0, 0, 0))) {
      EspPair each = new EspPair();
      each.suite = suite;
      each.install();
      byte[] good = each.sealed(1, packet());
      for (int bit = 32; bit < 8 * good.length; bit++) {
        byte[] bad = Octets.with(good, bit / 8, good[bit / 8] ^ 1 << bit % 8);
        assertEquals(0, each.receive(bad));
      }
      SaCounters counted = each.bench.counters(EspPair.INBOUND_SPI);
      assertTrue(counted.integrityDrops() >= 8L * (good.length - 8), counted::toString);
      assertEquals(0, counted.inboundPackets());
      assertEquals(1, each.receive(good));
    }
  }

  @Statement(
      id = "P17",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 2",
      text =
          "A packet too short for its parts, or not of whole blocks, is dropped before decryption")
  void p17_tooShort() {
    for (Suite suite : List.of(Suite.GCM, Suite.CBC)) {
      EspPair each = new EspPair();
      each.suite = suite;
      each.install();
      byte[] good = each.sealed(1, packet());
      int least = 8 + suite.ivLength() + suite.icvLength() + 2;
      for (int length = 0; length < least; length++) {
        assertEquals(0, each.receive(Arrays.copyOf(good, length)));
      }
      if (!suite.isAead()) {
        assertEquals(0, each.receive(Arrays.copyOf(good, good.length - 5)));
      }
      SaCounters counted = each.bench.counters(EspPair.INBOUND_SPI);
      assertEquals(0, counted.inboundPackets());
      assertTrue(counted.integrityDrops() >= least - 8);
      assertEquals(1, each.receive(good));
    }
  }
}
