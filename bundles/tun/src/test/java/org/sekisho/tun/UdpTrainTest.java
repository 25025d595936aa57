package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

/** Trains of packets over the loopback interface, with each offload on and off at either side. */
class UdpTrainTest {

  private static final int SLOT = 2112;
  private static final int WAIT = 5000;

  private OuterChannel alice;
  private OuterChannel bob;

  /** A packet as it was sent. */
  private record Packet(int length, String to, int trafficClass, boolean dontFragment) {}

  @AfterEach
  void close() {
    alice.close();
    bob.close();
  }

  private void open(UdpOffload sender, UdpOffload receiver) throws IOException {
    alice = SocketTransport.udp(0, sender);
    bob = SocketTransport.udp(0, receiver);
  }

  static Stream<Arguments> levels() throws IOException {
    List<UdpOffload> all = new ArrayList<>();
    for (String value : List.of("gso,gro", "gso", "gro", "none")) {
      all.add(offload(value));
    }
    return all.stream().flatMap(s -> all.stream().map(r -> Arguments.of(s, r)));
  }

  private static UdpOffload offload(String property) throws IOException {
    System.setProperty(UdpOffload.PROPERTY, property);
    try {
      return UdpOffload.fromProperty();
    } finally {
      System.clearProperty(UdpOffload.PROPERTY);
    }
  }

  @ParameterizedTest
  @MethodSource("levels")
  void everyPacketArrivesWholeAndInOrder(UdpOffload sender, UdpOffload receiver) throws Exception {
    open(sender, receiver);
    for (String address : List.of("127.0.0.1", "::1")) {
      List<Packet> packets = new ArrayList<>();
      add(packets, 45, new Packet(1436, address, 0, true));
      add(packets, 1, new Packet(160, address, 0, true)); // ends the train
      add(packets, 30, new Packet(1436, address, 0, true));
      add(packets, 3, new Packet(1437, address, 0, true)); // longer: a train of its own
      add(packets, 2, new Packet(1437, address, 0xb8, true));
      add(packets, 2, new Packet(1437, address, 0xb8, false));
      add(packets, 150, new Packet(100, address, 2, false)); // more than a train takes
      add(packets, 1, new Packet(1, address, 2, false));
      add(packets, 60, new Packet(2000, address, 2, false)); // more octets than a train takes
      send(packets);
      receive(packets);
    }
    assertEquals(sender.segmentation(), alice.trainsSent() > 0);
    assertEquals(0, alice.sendErrors());
    assertEquals(0, bob.receiveDrops());
  }

  @Test
  void aTrainLiesInOnePieceAndEndsInAnythingShorter() throws Exception {
    open(UdpOffload.ALL, UdpOffload.ALL);
    PacketBatch out = NativeBatches.create(11, SLOT);
    List<Packet> packets = new ArrayList<>();
    add(packets, 10, new Packet(1000, "127.0.0.1", 0, false));
    add(packets, 1, new Packet(400, "127.0.0.1", 0, false));
    fill(out, packets);
    assertEquals(11, alice.send(out));
    assertEquals(1, alice.trainsSent());
    PacketBatch in = bob.newReceiveBatch();
    assertEquals(11, bob.receive(in, 16, WAIT));
    assertEquals(in.slotStart(0) + 16, in.offset(0));
    for (int i = 1; i < 11; i++) {
      assertEquals(in.offset(i - 1) + in.length(i - 1), in.offset(i));
      assertEquals(in.remote(0), in.remote(i));
      assertEquals(in.local(0), in.local(i));
    }
    assertEquals(400, in.length(10));
  }

  @Test
  void severalPeersInOneBatch() throws Exception {
    open(UdpOffload.ALL, UdpOffload.ALL);
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      add(packets, 1 + i % 4, new Packet(700, "127.0.0." + (1 + i % 3), 0, false));
    }
    send(packets);
    receive(packets);
  }

  @Test
  void moreTrainsThanABatchHolds() throws Exception {
    open(UdpOffload.ALL, UdpOffload.ALL);
    List<Packet> packets = new ArrayList<>();
    add(packets, 2000, new Packet(120, "127.0.0.1", 0, false));
    send(packets);
    receive(packets);
    assertEquals(0, bob.receiveDrops());
  }

  @Test
  void aSourceThatIsNotOursIsCountedForEachPacket() throws Exception {
    open(UdpOffload.ALL, UdpOffload.ALL);
    PacketBatch out = NativeBatches.create(5, SLOT);
    List<Packet> packets = new ArrayList<>();
    add(packets, 5, new Packet(300, "127.0.0.1", 0, false));
    fill(out, packets);
    Endpoint foreign = new Endpoint(InetAddress.getByName("192.0.2.77"), alice.localPort());
    for (int i = 0; i < 3; i++) {
      out.local(i, foreign);
    }
    assertEquals(2, alice.send(out));
    assertEquals(3, alice.sendErrors());
  }

  @Test
  void steadyTrainsAllocateNothing() throws Exception {
    open(UdpOffload.ALL, UdpOffload.ALL);
    PacketBatch out = NativeBatches.create(128, SLOT);
    List<Packet> packets = new ArrayList<>();
    add(packets, 128, new Packet(1400, "127.0.0.1", 0, true));
    fill(out, packets);
    PacketBatch in = bob.newReceiveBatch();
    roundTrips(out, in, 50); // loads classes and fills the caches
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    roundTrips(out, in, 200);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 200 * 128, () -> allocated + " octets allocated for 25600 packets");
  }

  private void roundTrips(PacketBatch out, PacketBatch in, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      if (alice.send(out) != out.size()) {
        throw new AssertionError("not all were sent");
      }
      for (int got = 0; got < out.size(); got += in.size()) {
        if (bob.receive(in, 0, WAIT) == 0) {
          throw new AssertionError("nothing arrived");
        }
      }
    }
  }

  @Test
  void aWordThatIsNoOffloadIsRefused() throws Exception {
    open(UdpOffload.NONE, UdpOffload.NONE);
    IOException refused = assertThrows(IOException.class, () -> offload("gso,gto"));
    assertEquals(
        "the system property sekisho.udp.offload is \"gso,gto\"; set it to gso,gro or gso or gro"
            + " or none",
        refused.getMessage());
  }

  private static void add(List<Packet> packets, int count, Packet packet) {
    for (int i = 0; i < count; i++) {
      packets.add(packet);
    }
  }

  private void send(List<Packet> packets) throws Exception {
    PacketBatch out = NativeBatches.create(packets.size(), SLOT);
    fill(out, packets);
    assertEquals(packets.size(), alice.send(out));
  }

  /** One endpoint object for each address, as an SA has it. */
  private void fill(PacketBatch out, List<Packet> packets) throws Exception {
    Endpoint last = null;
    for (Packet packet : packets) {
      Endpoint to = new Endpoint(InetAddress.getByName(packet.to()), bob.localPort());
      last = to.equals(last) ? last : to;
      int offset = out.slotStart(out.size()) + 32;
      int i = out.add(offset, packet.length());
      out.memory().put(offset, octets(i, packet.length()));
      out.remote(i, last);
      out.trafficClass(i, packet.trafficClass());
      out.dontFragment(i, packet.dontFragment());
    }
  }

  private void receive(List<Packet> packets) throws Exception {
    PacketBatch in = bob.newReceiveBatch();
    int got = 0;
    while (got < packets.size()) {
      assertTrue(bob.receive(in, 0, WAIT) > 0, "only " + got + " arrived");
      for (int i = 0; i < in.size(); i++, got++) {
        Packet packet = packets.get(got);
        assertArrayEquals(octets(got, packet.length()), in.copy(i), "packet " + got);
        assertEquals(packet.trafficClass(), in.trafficClass(i));
        assertEquals(InetAddress.getByName(packet.to()), in.local(i).address());
        assertEquals(alice.localPort(), in.remote(i).port());
      }
    }
  }

  private static byte[] octets(int number, int length) {
    byte[] octets = new byte[length];
    for (int i = 0; i < length; i++) {
      octets[i] = (byte) (number * 31 + i * 7 + (i >>> 8));
    }
    return octets;
  }
}
