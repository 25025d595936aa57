package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MAY;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.esp.EspBench;
import org.sekisho.simulator.Configs;

/** RFC 4303 and RFC 4301: packets that leave, and what holds for both directions. */
class GroupPOutbound extends ConformanceGroup {

  private static final int SYN = 0x02;
  private static final int SYN_ACK = 0x12;

  private final EspPair pair = new EspPair();

  private static byte[] packet() {
    return EspPair.packet(60);
  }

  @Statement(
      id = "P01",
      role = BOTH,
      level = MUST,
      section = "RFC 4303 2.2, 3.3.3",
      text = "Sequence numbers of an SA begin with 1 and grow by one; 0 and none twice")
  void p01_sequenceNumbers() {
    pair.install();
    for (int i = 1; i <= 300; i++) {
      byte[] sent = pair.send(packet());
      assertEquals(EspPair.OUTBOUND_SPI, Octets.u32(sent, 0));
      assertEquals(i, Octets.u32(sent, 4));
    }
    byte[][] many = new byte[64][];
    Arrays.fill(many, packet());
    List<EspBench.Out> batch = pair.bench.send(many);
    for (int i = 0; i < 64; i++) {
      assertEquals(301 + i, Octets.u32(batch.get(i).octets(), 4));
    }
  }

  @Statement(
      id = "P12",
      role = BOTH,
      level = MUST,
      section = "RFC 4301 5.1.2, RFC 6040",
      text =
          "The outer header is a new one: DSCP and ECN are copied from the inner, congestion marks"
              + " come back in, the inner TTL counts down once",
      remark =
          "Identification and TTL of the outer header are the kernel's. The kernel counts the inner"
              + " TTL down when it routes into the tunnel, so the data plane leaves it alone")
  void p12_outerHeader() {
    pair.install();
    byte[] marked = EspPair.ipv4(0xb9, 0, 17, new byte[40]);
    EspBench.Out out = pair.bench.send(marked).get(0);
    assertEquals(0xb9, out.trafficClass());
    byte[] plain = pair.open(out.octets(), 1);
    assertArrayEquals(marked, Arrays.copyOf(plain, 60));
    byte[] capable = EspPair.ipv4(0x02, 0, 17, new byte[40]);
    byte[] congested =
        pair.bench.receive(EspPair.HERE, EspPair.THERE, 0x03, pair.sealed(1, capable)).get(0);
    assertArrayEquals(EspPair.ipv4(0x03, 0, 17, new byte[40]), congested);
    byte[] incapable = EspPair.ipv4(0, 0, 17, new byte[40]);
    byte[] esp = pair.sealed(2, incapable);
    assertEquals(List.of(), pair.bench.receive(EspPair.HERE, EspPair.THERE, 0x03, esp));
  }

  @Statement(
      id = "P13",
      role = BOTH,
      level = MUST,
      section = "RFC 4301 8.1, 8.2",
      text =
          "A packet too big for the tunnel is answered by ICMP when it has DF, else fragmented"
              + " before encryption; DF outside is as configured",
      remark =
          "The tunnel device has the tunnel's MTU, so the kernel answers and fragments before the"
              + " data plane sees a packet; the test asserts DF outside")
  void p13_dontFragment() {
    pair.install();
    byte[] df = EspPair.ipv4(0, 0x4000, 17, new byte[40]);
    assertTrue(pair.bench.send(df).get(0).dontFragment());
    assertFalse(pair.bench.send(packet()).get(0).dontFragment());
    configure(OptionalInt.empty(), OuterDf.CLEAR);
    assertFalse(pair.bench.send(df).get(0).dontFragment());
    configure(OptionalInt.empty(), OuterDf.SET);
    assertTrue(pair.bench.send(packet()).get(0).dontFragment());
  }

  private void configure(OptionalInt mss, OuterDf outerDf) {
    pair.bench.configure(new TunnelPathSettings(1400, mss, outerDf));
  }

  @Statement(
      id = "P14",
      role = BOTH,
      level = MUST,
      section = "RFC 3948 2.1",
      text = "ESP in UDP goes to port 4500 without anything between UDP and SPI; no SPI is 0")
  void p14_espInUdp() {
    pair.install();
    EspBench.Out out = pair.bench.send(packet()).get(0);
    assertTrue(out.udp());
    assertEquals(4500, out.remote().port());
    assertEquals(EspPair.OUTBOUND_SPI, Octets.u32(out.octets(), 0));
    EspPair plain = new EspPair();
    plain.udp = false;
    plain.install();
    assertFalse(plain.bench.send(packet()).get(0).udp());
    byte[] zero = Octets.join(new byte[4], pair.sealed(1, packet()));
    assertEquals(0, EspBench.sort(EspPair.HERE, EspPair.THERE, zero).esp().size());
  }

  @Statement(
      id = "P16",
      role = BOTH,
      level = MUST,
      section = "RFC 4106, RFC 7634, RFC 3602",
      text = "Every suite seals and opens as published vectors have it",
      remark = "Vectors: EspVectorsTest of the data plane. Here each suite against the test's own")
  void p16_suites() {
    for (Suite suite :
        List.of(
            Suite.GCM,
            new Suite(20, 128, 0, 0, 0),
            new Suite(28, 256, 0, 0, 0),
            Suite.CBC,
            new Suite(12, 128, 2, 0, 0),
            new Suite(12, 192, 13, 0, 0),
            new Suite(12, 256, 14, 0, 0))) {
      EspPair each = new EspPair();
      each.suite = suite;
      each.install();
      for (int i = 0; i < 20; i++) {
        byte[] inner = EspPair.packet(28 + 71 * i);
        byte[] plain = each.open(each.send(inner), i + 1);
        assertArrayEquals(inner, Arrays.copyOf(plain, inner.length));
        assertArrayEquals(inner, each.receivePackets(each.sealed(i + 1, inner)).get(0));
      }
    }
  }

  @Statement(
      id = "P18",
      role = BOTH,
      level = MUST,
      section = "RFC 4301 5.1",
      text = "A packet that no SA may carry never leaves, least of all in the clear")
  void p18_neverInTheClear() {
    configure(OptionalInt.empty(), OuterDf.COPY);
    assertEquals(List.of(), pair.bench.send(packet()));
    pair.install();
    assertEquals(1, pair.bench.send(packet()).size());
    pair.bench.remove(EspPair.INBOUND_SPI);
    assertEquals(List.of(), pair.bench.send(packet()));
    assertEquals(2, pair.bench.withoutSa());
    EspPair narrow = new EspPair();
    narrow.remote =
        List.of(
            new TrafficSelector(
                0, 0, 65535, Configs.address("172.16.0.0"), Configs.address("172.16.0.9")));
    narrow.install();
    assertEquals(List.of(), narrow.bench.send(packet()));
  }

  @Statement(
      id = "P19",
      role = BOTH,
      level = MAY,
      section = "RFC 6691 3",
      text = "The MSS of TCP is cut to what is configured, in SYN and SYN-ACK of both directions",
      remark = "Azure wants 1350, AWS 1359")
  void p19_segmentSize() {
    pair.install();
    configure(OptionalInt.of(1350), OuterDf.COPY);
    long sequence = 1;
    for (int flags : new int[] {SYN, SYN_ACK}) {
      byte[] sent = pair.open(pair.send(tcp(flags, 1460)), sequence);
      assertArrayEquals(tcp(flags, 1350), Arrays.copyOf(sent, 44));
      byte[] received = pair.receivePackets(pair.sealed(sequence, tcp(flags, 1460))).get(0);
      assertArrayEquals(tcp(flags, 1350), received);
      sequence++;
    }
    byte[] small = pair.open(pair.send(tcp(SYN, 536)), sequence);
    assertArrayEquals(tcp(SYN, 536), Arrays.copyOf(small, 44));
    byte[] data = pair.open(pair.send(tcp(0x10, 1460)), sequence + 1);
    assertArrayEquals(tcp(0x10, 1460), Arrays.copyOf(data, 44));
  }

  /** A TCP segment with the MSS option and a right checksum. */
  private static byte[] tcp(int flags, int mss) {
    byte[] segment =
        new Octets()
            .u16(40_000)
            .u16(443)
            .u32(1)
            .u32(0)
            .u8(0x60)
            .u8(flags)
            .u16(64_240)
            .u32(0)
            .u8(2)
            .u8(4)
            .u16(mss)
            .get();
    byte[] packet = EspPair.ipv4(0, 0, 6, segment);
    int sum = 6 + segment.length;
    for (int i = 12; i < packet.length; i += 2) {
      sum += Octets.u16(packet, i);
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
    packet[36] = (byte) (sum >>> 8);
    packet[37] = (byte) sum;
    return packet;
  }

  @Statement(
      id = "P20",
      role = BOTH,
      level = MUST,
      section = "RFC 4301 4.4.2.1",
      text = "Octets are counted; at the soft limit the SA is renewed, at the hard limit it ends")
  void p20_lifeInOctets() {
    pair.install();
    pair.send(packet());
    pair.receive(pair.sealed(1, EspPair.packet(100)));
    assertEquals(60, pair.bench.counters(EspPair.INBOUND_SPI).outboundOctets());
    assertEquals(100, pair.bench.counters(EspPair.INBOUND_SPI).inboundOctets());
    Dut dut = new Dut();
    dut.configure(Dut.gateway().kilobytes(1_000).initiate().build());
    Peer peer = new Peer(dut).answerCall();
    int old = dut.pair().sa.inboundSpi();
    dut.octets = 768_000;
    dut.runUntilSent(20_000);
    RawMessage renewal = peer.takeRequest(CREATE_CHILD_SA);
    assertTrue(renewal.hasNotify(REKEY_SA));
    peer.answer(renewal, RawPayload.notify(TEMPORARY_FAILURE));
    dut.octets = 1_024_000;
    for (int i = 0; i < 60 && dut.pairs.containsKey(old); i++) {
      dut.run(1_000);
      while (!dut.sent.isEmpty()) {
        RawMessage next = peer.open(dut.take());
        if (next.exchange() == INFORMATIONAL) {
          peer.answer(next);
        } else if (!next.isResponse()) {
          peer.answer(next, RawPayload.notify(TEMPORARY_FAILURE));
        }
      }
    }
    assertFalse(dut.pairs.containsKey(old));
  }
}
