package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.net.PacketBatch;

/** Coalescing, judged by the octets that reach the device. */
class CoalescingWriterTest {

  private static final int SLOT = 2048;

  private final CapturedWrites device = new CapturedWrites();

  @Test
  void segmentsOfASuperPacketBecomeItAgain() {
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      InnerPacket whole = InnerPacket.random(random);
      int size = 500 + random.nextInt(900);
      whole.payload = InnerPacket.bytes(random, size + 1 + random.nextInt(60_000));
      whole.flags = 0x10 | random.nextInt(256) & 0xc9;
      List<byte[]> segments = new ArrayList<>();
      for (int i = 0; i < whole.segments(size); i++) {
        segments.add(whole.segment(i, size).build());
      }
      device.writes.clear();
      assertEquals(segments.size(), write(TunOffload.USO, segments, random));

      assertEquals(1, device.writes.size());
      byte[] written = device.writes.get(0);
      assertArrayEquals(
          whole.buildPartial(),
          Arrays.copyOfRange(written, VirtioNetHeader.LENGTH, written.length));
      SuperPacket header = new SuperPacket();
      header.memory().put(0, written, 0, VirtioNetHeader.LENGTH);
      boolean cwr = whole.tcp && (whole.flags & 0x80) != 0;
      assertEquals(1, VirtioNetHeader.flags(header.memory(), 0));
      assertEquals(whole.gsoType() | (cwr ? 0x80 : 0), written[1] & 0xff);
      assertEquals(whole.headers(), header.memory().getShort(2));
      assertEquals(size, VirtioNetHeader.gsoSize(header.memory(), 0));
      assertEquals(whole.transportOffset(), VirtioNetHeader.csumStart(header.memory(), 0));
      assertEquals(whole.tcp ? 16 : 6, VirtioNetHeader.csumOffset(header.memory(), 0));
    }
  }

  /** Whatever comes: the same packets leave, those of a flow in the same order. */
  @ParameterizedTest
  @ValueSource(strings = {"USO", "TSO", "CSUM"})
  void nothingIsLostChangedOrReorderedInItsFlow(String level) {
    Random random = new Random(6);
    int superPackets = 0;
    for (int round = 0; round < 150; round++) {
      List<byte[]> packets = traffic(random);
      device.writes.clear();
      assertEquals(packets.size(), write(TunOffload.valueOf(level), packets, random));
      superPackets += device.superPackets();
      assertEquals(byFlow(packets), byFlow(device.packets()));
    }
    assertEquals(!level.equals("CSUM"), superPackets > 100, superPackets + " super-packets");
  }

  /** Several flows of runs, each packet perhaps disturbed. */
  private static List<byte[]> traffic(Random random) {
    InnerPacket[] flows = new InnerPacket[1 + random.nextInt(20)];
    for (int i = 0; i < flows.length; i++) {
      flows[i] = InnerPacket.random(random);
      flows[i].flow = i;
      flows[i].payload = InnerPacket.bytes(random, 1 + random.nextInt(1300));
    }
    List<byte[]> packets = new ArrayList<>();
    int stay = random.nextInt(8);
    int turn = 0;
    for (int i = 0; i < 200; i++) {
      if (random.nextInt(1 + stay) == 0) {
        turn = random.nextInt(flows.length);
      }
      InnerPacket now = flows[turn];
      byte[] octets = now.build();
      switch (random.nextInt(40)) {
        case 0 -> octets[octets.length - 1] ^= 0x40;
        case 1 -> octets[8] ^= 1; // IPv4: time to live under a wrong checksum
        case 2 -> octets = random.nextBoolean() ? new byte[0] : InnerPacket.bytes(random, 60);
        case 3 -> {
          InnerPacket fragment = now.copy();
          fragment.fragment = 0x2000;
          octets = fragment.build();
        }
        case 4 -> {
          InnerPacket acknowledgement = now.copy();
          acknowledgement.payload = new byte[0];
          octets = acknowledgement.build();
        }
        case 5 -> now.flags ^= 1 << random.nextInt(8);
        case 6 -> now.sequence += random.nextInt(3000) - 1500;
        case 7 -> now.payload = InnerPacket.bytes(random, 1 + random.nextInt(1300));
        default -> {}
      }
      packets.add(octets);
      now.sequence += now.payload.length;
      now.id = now.id + 1 & 0xffff;
    }
    return packets;
  }

  /** Packets of each flow in order; all that is between two addresses and no flow counts as one. */
  private static Map<String, List<String>> byFlow(List<byte[]> packets) {
    Map<String, List<String>> flows = new LinkedHashMap<>();
    FlowPacket look = new FlowPacket();
    PacketBatch one = NativeBatches.create(1, SLOT);
    for (byte[] packet : packets) {
      one.memory().put(0, packet);
      String flow =
          switch (look.look(one.memory(), 0, packet.length)) {
            case SEGMENT, ALONE ->
                (look.isTcp() ? "TCP " : "UDP ") + addressesAndPorts(packet, look);
            case OTHER, JUNK -> "other";
          };
      flows
          .computeIfAbsent(flow, key -> new ArrayList<>())
          .add(packet.length + "/" + Arrays.hashCode(packet));
    }
    return new TreeMap<>(flows);
  }

  private static String addressesAndPorts(byte[] packet, FlowPacket look) {
    return HexFormat.of().formatHex(packet, look.isIpv6() ? 8 : 12, look.isIpv6() ? 44 : 24);
  }

  @Test
  void whatTheKernelCouldNotCutAgainIsNotCoalesced() {
    Map<String, Consumer<InnerPacket>> differences = new LinkedHashMap<>();
    differences.put("time to live", packet -> packet.hopLimit--);
    differences.put("CE mark", packet -> packet.trafficClass |= 3);
    differences.put("DSCP", packet -> packet.trafficClass ^= 0x20);
    differences.put("DF", packet -> packet.df = !packet.df);
    differences.put("gap in the identifications", packet -> packet.id++);
    differences.put("identification stays without DF", packet -> packet.id--);
    differences.put("larger payload", packet -> packet.payload = new byte[1001]);
    differences.put("IPv4 options", packet -> packet.ipOptions = new byte[4]);
    differences.put("fragment", packet -> packet.fragment = 0x2000);
    differences.put("hop-by-hop options", CoalescingWriterTest::addHopByHop);
    differences.put("gap in the sequence", packet -> packet.sequence++);
    differences.put("acknowledgement", packet -> packet.ack++);
    differences.put("window", packet -> packet.window++);
    differences.put("ECE", packet -> packet.flags |= 0x40);
    differences.put("CWR", packet -> packet.flags |= 0x80);
    differences.put("SYN", packet -> packet.flags |= 0x02);
    differences.put("RST", packet -> packet.flags |= 0x04);
    differences.put("URG", packet -> packet.flags |= 0x20);
    differences.put("no ACK", packet -> packet.flags &= ~0x10);
    differences.put("urgent pointer", packet -> packet.urgent = 1);
    differences.put("options", packet -> packet.tcpOptions = new byte[] {1, 1, 1, 1});
    differences.put("options' octets", packet -> packet.tcpOptions = new byte[] {1, 1, 1, 0});
    differences.put("pure acknowledgement", packet -> packet.payload = new byte[0]);
    differences.put("other flow", packet -> packet.flow++);
    for (boolean ipv6 : new boolean[] {false, true}) {
      for (boolean tcp : new boolean[] {false, true}) {
        differences.forEach((name, difference) -> expectAlone(name, difference, ipv6, tcp));
      }
    }
  }

  private static void addHopByHop(InnerPacket packet) {
    packet.extensionType = 0;
    packet.extension = new byte[] {(byte) (packet.tcp ? 6 : 17), 0, 1, 4, 0, 0, 0, 0};
  }

  private void expectAlone(
      String name, Consumer<InnerPacket> difference, boolean ipv6, boolean tcp) {
    InnerPacket first = new InnerPacket();
    first.ipv6 = ipv6;
    first.tcp = tcp;
    first.df = false;
    first.tcpOptions = new byte[] {1, 1, 0, 0};
    first.payload = new byte[1000];
    InnerPacket second = first.copy();
    second.sequence += 1000;
    second.id++;
    byte[] same = second.build();
    difference.accept(second);
    byte[] other = second.build();
    boolean differs = !Arrays.equals(same, other);
    device.writes.clear();
    write(TunOffload.USO, List.of(first.build(), other), new Random(7));
    String what = name + (ipv6 ? ", IPv6" : ", IPv4") + (tcp ? ", TCP" : ", UDP");
    assertEquals(differs ? 2 : 1, device.writes.size(), what);
    List<byte[]> got = device.packets();
    assertArrayEquals(first.build(), got.get(0), what);
    assertArrayEquals(other, got.get(1), what);
  }

  @Test
  void oneWrongBitKeepsASegmentOutAndItself() {
    InnerPacket whole = new InnerPacket();
    whole.df = false;
    whole.payload = InnerPacket.bytes(new Random(8), 3000);
    Random random = new Random(9);
    for (int round = 0; round < 300; round++) {
      whole.ipv6 = random.nextBoolean();
      whole.tcp = random.nextBoolean();
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        packets.add(whole.segment(i, 1000).build());
      }
      byte[] broken = packets.get(1);
      // every octet but the IPv6 header's, of which only the addresses are in the checksum
      int at = whole.ipv6 ? 8 + random.nextInt(broken.length - 8) : random.nextInt(broken.length);
      broken[at] ^= (byte) (1 << random.nextInt(8));
      device.writes.clear();
      assertEquals(3, write(TunOffload.USO, packets, random));
      assertTrue(device.writes.size() >= 2, "bit in octet " + at);
      assertTrue(
          device.packets().stream().anyMatch(packet -> Arrays.equals(packet, broken)),
          "unchanged with its fault in octet " + at);
    }
  }

  @Test
  void udpWithoutChecksumStaysWithout() {
    InnerPacket whole = udp(3000);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] packet = whole.segment(i, 1000).build();
      InnerPacket.put(packet, 26, 0);
      packets.add(packet);
    }
    write(TunOffload.USO, packets, new Random(10));
    assertEquals(3, device.writes.size());
    assertArrayEquals(packets.get(2), device.packets().get(2));
  }

  @Test
  void atomicPacketsMayKeepTheirIdentification() {
    InnerPacket whole = udp(3000);
    whole.df = true;
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      InnerPacket packet = whole.segment(i, 1000);
      packet.id = 0;
      packets.add(packet.build());
    }
    write(TunOffload.USO, packets, new Random(11));
    assertEquals(1, device.writes.size());
  }

  @Test
  void pushFinAndAShorterSegmentEndASuperPacket() {
    for (int end = 0; end < 3; end++) {
      List<byte[]> packets = new ArrayList<>();
      InnerPacket whole = new InnerPacket();
      whole.payload = new byte[6000];
      for (int i = 0; i < 6; i++) {
        InnerPacket packet = whole.segment(i, 1000);
        if (i == 2) {
          packet.flags |= end == 0 ? 8 : end == 1 ? 1 : 0;
          packet.payload = end == 2 ? new byte[999] : packet.payload;
        }
        packets.add(packet.build());
      }
      device.writes.clear();
      write(TunOffload.USO, packets, new Random(12));
      assertEquals(2, device.writes.size(), "end " + end);
      assertEquals(packets.size(), device.packets().size());
    }
  }

  @Test
  void a64KilobytePacketIsTheLargest() {
    InnerPacket whole = new InnerPacket();
    for (boolean ipv6 : new boolean[] {false, true}) {
      whole.ipv6 = ipv6;
      whole.payload = new byte[1400 * 100];
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        packets.add(whole.segment(i, 1400).build());
      }
      device.writes.clear();
      write(TunOffload.USO, packets, new Random(13));
      assertEquals(3, device.writes.size());
      assertEquals(
          VirtioNetHeader.LENGTH + whole.headers() + 46 * 1400, device.writes.get(0).length);
    }
  }

  @Test
  void shortSegmentsEndAtTheBoundOfParts() {
    InnerPacket whole = new InnerPacket();
    whole.payload = new byte[300];
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      packets.add(whole.segment(i, 1).build());
    }
    write(TunOffload.USO, packets, new Random(14));
    assertEquals(3, device.writes.size());
    assertEquals(300, device.packets().size());
  }

  @Test
  void moreFlowsThanTheTableHoldsLeaveInTheOrderTheyCame() {
    int flows = CoalescingWriter.MAX_FLOWS + 1;
    InnerPacket whole = udp(2000);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      for (int flow = 0; flow < flows; flow++) {
        whole.flow = flow;
        packets.add(whole.segment(i, 1000).build());
      }
    }
    write(TunOffload.USO, packets, new Random(15));
    assertEquals(byFlow(packets), byFlow(device.packets()));
    packets.removeIf(packet -> (packet[21] & 0xff) == (40_000 + flows - 1 & 0xff));
    device.writes.clear();
    write(TunOffload.USO, packets, new Random(15));
    assertEquals(CoalescingWriter.MAX_FLOWS, device.writes.size(), "a super-packet a flow");
  }

  @Test
  void aFragmentDoesNotOvertakeTheFlowItMayBelongTo() {
    InnerPacket whole = udp(2000);
    InnerPacket fragment = whole.copy();
    fragment.fragment = 0x2000;
    InnerPacket elsewhere = whole.copy();
    elsewhere.ipv6 = true;
    List<byte[]> packets =
        List.of(
            whole.segment(0, 1000).build(),
            elsewhere.segment(0, 1000).build(),
            whole.segment(1, 1000).build(),
            fragment.build(),
            elsewhere.segment(1, 1000).build());
    write(TunOffload.USO, packets, new Random(16));
    assertEquals(3, device.writes.size());
    assertArrayEquals(fragment.build(), device.packets().get(2));
  }

  @Test
  void aRefusedSuperPacketGoesSegmentBySegment() {
    InnerPacket whole = udp(5000);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      packets.add(whole.segment(i, 1000).build());
    }
    device.refuseSuperPackets = true;
    assertEquals(5, write(TunOffload.USO, packets, new Random(17)));
    assertEquals(byFlow(packets), byFlow(device.packets()));
    device.refuseAll = true;
    CoalescingWriter writer = new CoalescingWriter(device, TunOffload.USO);
    PacketBatch batch = batch(packets, new Random(17));
    assertEquals(0, writer.write(batch, 0, batch.size()));
    assertEquals(5, writer.refused());
  }

  @Test
  void eachLevelCoalescesItsOwn() {
    InnerPacket whole = udp(2000);
    InnerPacket stream = whole.copy();
    stream.tcp = true;
    List<byte[]> packets =
        List.of(
            whole.segment(0, 1000).build(),
            whole.segment(1, 1000).build(),
            stream.segment(0, 1000).build(),
            stream.segment(1, 1000).build());
    for (Map.Entry<TunOffload, Integer> level :
        Map.of(TunOffload.USO, 2, TunOffload.TSO, 3, TunOffload.CSUM, 4).entrySet()) {
      device.writes.clear();
      assertEquals(4, write(level.getKey(), packets, new Random(18)));
      assertEquals(level.getValue(), device.writes.size());
    }
  }

  @Test
  void steadyFlowsAllocateNothing() {
    Random random = new Random(19);
    PacketBatch batch = batch(traffic(random), random);
    CoalescingWriter writer = new CoalescingWriter((parts, count, flow) -> 0, TunOffload.USO);
    SuperPacket cutter = new SuperPacket();
    InnerPacket whole = udp(30_000);
    whole.handOut(cutter, whole.gsoType(), 1000);
    PacketBatch segments = NativeBatches.create(64, SLOT);
    steady(writer, batch, cutter, segments, 200);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    steady(writer, batch, cutter, segments, 500);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 500, () -> allocated + " octets allocated in 115,000 packets");
  }

  private static void steady(
      CoalescingWriter writer, PacketBatch batch, SuperPacket cutter, PacketBatch into, int turns) {
    for (int i = 0; i < turns; i++) {
      writer.write(batch, 0, batch.size());
      if (!cutter.take(VirtioNetHeader.LENGTH + 28 + 30_000)) {
        throw new AssertionError("refused");
      }
      into.clear();
      cutter.moveTo(into, 32);
    }
  }

  private int write(TunOffload level, List<byte[]> packets, Random random) {
    PacketBatch batch = batch(packets, random);
    return new CoalescingWriter(device, level).write(batch, 0, batch.size());
  }

  /** The packets anywhere in their slots, dropped ones between them. */
  private static PacketBatch batch(List<byte[]> packets, Random random) {
    PacketBatch batch = NativeBatches.create(2 * packets.size(), SLOT);
    for (byte[] packet : packets) {
      if (random.nextInt(4) == 0) {
        batch.drop(batch.add(batch.slotStart(batch.size()), 100));
      }
      int offset = batch.slotStart(batch.size()) + random.nextInt(SLOT - packet.length + 1);
      batch.memory().put(offset, packet);
      batch.add(offset, packet.length);
    }
    return batch;
  }

  private static InnerPacket udp(int length) {
    InnerPacket packet = new InnerPacket();
    packet.tcp = false;
    packet.df = false;
    packet.payload = InnerPacket.bytes(new Random(length), length);
    return packet;
  }
}
