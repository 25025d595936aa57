package org.sekisho.tun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;

/** Two channels on the loopback interface; needs no privilege. */
class UdpChannelTest {

  private static final int SLOT = 2048;
  private static final int HEADROOM = 64;
  private static final int WAIT = 5000;

  private OuterChannel alice;
  private OuterChannel bob;

  @BeforeEach
  void open() throws IOException {
    alice = SocketTransport.udp(0, UdpOffload.NONE);
    bob = SocketTransport.udp(0, UdpOffload.NONE);
  }

  @AfterEach
  void close() {
    alice.close();
    bob.close();
  }

  @Test
  void localIsTheAddressThePacketWasSentToAndRepliesLeaveFromIt() throws Exception {
    for (String address : List.of("127.0.0.1", "127.0.0.2", "127.0.0.3")) {
      alice.send(at("127.0.0.9", alice), at(address, bob), bytes(10));
      PacketBatch got = receive(bob, 1);
      assertEquals(at("127.0.0.9", alice), got.remote(0));
      assertEquals(at(address, bob), got.local(0));

      bob.send(got.local(0), got.remote(0), bytes(11));
      PacketBatch reply = receive(alice, 1);
      assertEquals(at(address, bob), reply.remote(0));
      assertEquals(at("127.0.0.9", alice), reply.local(0));
    }
  }

  @Test
  void withoutLocalTheKernelChooses() throws Exception {
    alice.send(null, at("127.0.0.1", bob), bytes(1));
    assertEquals(at("127.0.0.1", alice), receive(bob, 1).remote(0));
  }

  @Test
  void ipv6CarriesAddressesAndTrafficClass() throws Exception {
    assertTrue(alice.hasIpv6(), "this test needs IPv6 on the loopback interface");
    PacketBatch out = batch(1);
    fill(out, at("::1", alice), at("::1", bob), 0xb8, bytes(33));
    assertEquals(1, alice.send(out));
    PacketBatch got = receive(bob, 1);
    assertEquals(at("::1", alice), got.remote(0));
    assertEquals(at("::1", bob), got.local(0));
    assertEquals(0xb8, got.trafficClass(0));
    assertArrayEquals(bytes(33), got.copy(0));
  }

  @Test
  void trafficClassIsPerPacket() throws Exception {
    int[] classes = {0x00, 0xb8, 0x28, 0x02, 0xfe};
    PacketBatch out = batch(classes.length);
    for (int value : classes) {
      fill(out, at("127.0.0.1", alice), at("127.0.0.1", bob), value, bytes(20));
    }
    assertEquals(classes.length, alice.send(out));
    PacketBatch got = receive(bob, classes.length);
    for (int i = 0; i < classes.length; i++) {
      assertEquals(classes[i], got.trafficClass(i));
    }
  }

  @Test
  void payloadStartsAfterTheHeadroomOfItsSlot() throws Exception {
    alice.send(null, at("127.0.0.1", bob), bytes(100));
    alice.send(null, at("127.0.0.1", bob), bytes(101));
    PacketBatch got = receive(bob, 2);
    for (int i = 0; i < 2; i++) {
      assertEquals(got.slotStart(i) + HEADROOM, got.offset(i));
      assertArrayEquals(bytes(100 + i), got.copy(i));
    }
  }

  @Test
  void batchesLargerThanTheKernelCallAndSmallerThanTheFlood() throws Exception {
    int count = 200;
    PacketBatch out = batch(count);
    for (int i = 0; i < count; i++) {
      fill(out, null, at("127.0.0.1", bob), 0, bytes(i + 1));
    }
    assertEquals(count, alice.send(out));

    PacketBatch in = batch(16);
    List<Integer> lengths = new ArrayList<>();
    while (lengths.size() < count) {
      int received = bob.receive(in, HEADROOM, WAIT);
      assertTrue(received > 0, "only " + lengths.size() + " arrived");
      assertTrue(received <= 16);
      for (int i = 0; i < received; i++) {
        assertArrayEquals(bytes(in.length(i)), in.copy(i));
        lengths.add(in.length(i));
      }
    }
    for (int i = 0; i < count; i++) {
      assertEquals(i + 1, lengths.get(i));
    }
  }

  @Test
  void oneBatchMayMixFamiliesDestinationsAndDf() throws Exception {
    PacketBatch out = batch(6);
    for (int i = 0; i < 6; i++) {
      int packet =
          fill(out, null, at(i % 3 == 2 ? "::1" : "127.0.0." + (i + 1), bob), 0, bytes(50 + i));
      out.dontFragment(packet, i % 2 == 0);
    }
    assertEquals(6, alice.send(out));
    PacketBatch got = receive(bob, 6);
    int[] lengths = new int[6];
    for (int i = 0; i < 6; i++) {
      lengths[i] = got.length(i);
    }
    Arrays.sort(lengths);
    assertArrayEquals(new int[] {50, 51, 52, 53, 54, 55}, lengths);
  }

  @Test
  void droppedPacketsAreNotSentAndBadOnesAreCounted() throws Exception {
    PacketBatch out = batch(4);
    fill(out, null, at("127.0.0.1", bob), 0, bytes(1));
    out.drop(fill(out, null, at("127.0.0.1", bob), 0, bytes(2)));
    // a source address of the other family cannot be used
    fill(out, at("::1", alice), at("127.0.0.1", bob), 0, bytes(3));
    // an address that is not ours is refused by the kernel
    fill(out, at("192.0.2.77", alice), at("127.0.0.1", bob), 0, bytes(4));
    assertEquals(1, alice.send(out));
    assertEquals(2, alice.sendErrors());
    assertEquals(1, receive(bob, 1).length(0));

    PacketBatch next = batch(1);
    fill(next, null, at("127.0.0.1", bob), 0, bytes(6));
    assertEquals(1, alice.send(next), "the channel goes on after refusals");
    assertArrayEquals(bytes(6), receive(bob, 1).copy(0));
  }

  @Test
  void slowPathTellsWhyThePacketWasRefused() throws Exception {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> alice.send(at("192.0.2.77", alice), at("127.0.0.1", bob), bytes(4)));
    assertTrue(refused.getMessage().contains("cannot send to 127.0.0.1"), refused.getMessage());
  }

  @Test
  void tooLargeAndEmptyDatagramsAreDroppedNotCut() throws Exception {
    int fits = SLOT - HEADROOM;
    for (int length : new int[] {100, fits + 1, fits, 0, 9000, 101}) {
      alice.send(null, at("127.0.0.1", bob), bytes(length));
    }
    PacketBatch in = batch(8);
    int received = 0;
    List<byte[]> payloads = new ArrayList<>();
    while (received < 3) {
      int count = bob.receive(in, HEADROOM, WAIT);
      assertTrue(count > 0);
      for (int i = 0; i < count; i++) {
        assertFalse(in.isDropped(i));
        payloads.add(in.copy(i));
      }
      received += count;
    }
    assertArrayEquals(bytes(100), payloads.get(0));
    assertArrayEquals(bytes(fits), payloads.get(1));
    assertArrayEquals(bytes(101), payloads.get(2));
    assertEquals(3, bob.receiveDrops());
  }

  @Test
  void steadyFlowSharesItsEndpoints() throws Exception {
    alice.send(null, at("127.0.0.1", bob), bytes(1));
    PacketBatch first = receive(bob, 1);
    Endpoint remote = first.remote(0);
    Endpoint local = first.local(0);
    alice.send(null, at("127.0.0.1", bob), bytes(2));
    PacketBatch second = receive(bob, 1);
    assertSame(remote, second.remote(0));
    assertSame(local, second.local(0));
  }

  @Test
  void aFlowWhoseSidesShareAPlaceInTheCacheSharesItsEndpointsToo() throws Exception {
    Endpoint to = at("127.0.0.1", bob);
    Endpoint from = collidingWith(to);
    alice.send(from, to, bytes(1));
    PacketBatch first = receive(bob, 1);
    Endpoint remote = first.remote(0);
    Endpoint local = first.local(0);
    assertEquals(from, remote);
    alice.send(from, to, bytes(2));
    PacketBatch second = receive(bob, 1);
    assertSame(remote, second.remote(0));
    assertSame(local, second.local(0));
  }

  /** An address of the loopback network that alice can send from. */
  private Endpoint collidingWith(Endpoint endpoint) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
    octets.put(0, endpoint.address().getAddress());
    int place = EndpointCache.slotOfIpv4(octets, 0, endpoint.port());
    for (int i = 1; i < 0xffff; i++) {
      InetAddress candidate =
          InetAddress.getByAddress(new byte[] {127, 1, (byte) (i >> 8), (byte) i});
      octets.put(0, candidate.getAddress());
      if (EndpointCache.slotOfIpv4(octets, 0, alice.localPort()) == place) {
        return new Endpoint(candidate, alice.localPort());
      }
    }
    throw new AssertionError("no address shares the place of " + endpoint);
  }

  @Test
  void steadyFlowAllocatesNothing() throws Exception {
    PacketBatch out = batch(32);
    Endpoint from = at("127.0.0.1", alice);
    Endpoint to = at("127.0.0.1", bob);
    for (int i = 0; i < 32; i++) {
      out.dontFragment(fill(out, from, to, 0xb8, bytes(100)), i < 16);
    }
    PacketBatch in = batch(64);
    roundTrips(out, in, 50); // loads classes and fills the caches
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    int packets = roundTrips(out, in, 200);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(
        allocated < packets, () -> allocated + " octets allocated for " + packets + " packets");
  }

  private int roundTrips(PacketBatch out, PacketBatch in, int times) throws IOException {
    int packets = 0;
    for (int i = 0; i < times; i++) {
      if (alice.send(out) != out.size()) {
        throw new AssertionError("not all were sent");
      }
      for (int got = 0; got < out.size(); got += in.size()) {
        if (bob.receive(in, HEADROOM, WAIT) == 0) {
          throw new AssertionError("nothing arrived");
        }
      }
      packets += out.size();
    }
    return packets;
  }

  @Test
  void wakeupBeforeAndDuringTheWaitEndsIt() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          PacketBatch in = batch(1);
          bob.wakeup();
          assertEquals(0, bob.receive(in, HEADROOM, 60_000));
          assertEquals(0, bob.receive(in, HEADROOM, 0), "the signal is used up");

          CountDownLatch started = new CountDownLatch(1);
          Thread waker =
              new Thread(
                  () -> {
                    try {
                      started.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    bob.wakeup();
                  });
          waker.start();
          started.countDown();
          assertEquals(0, bob.receive(in, HEADROOM, 60_000));
          waker.join();
        });
  }

  @Test
  void closeEndsAWaitingReceive() throws Exception {
    AtomicReference<Object> outcome = new AtomicReference<>();
    Thread receiver =
        new Thread(
            () -> {
              try {
                outcome.set(bob.receive(batch(1), HEADROOM, 60_000));
              } catch (IOException e) {
                outcome.set(e);
              }
            });
    receiver.start();
    bob.close();
    receiver.join(10_000);
    assertFalse(receiver.isAlive());
    assertTrue(
        Integer.valueOf(0).equals(outcome.get())
            || outcome.get() instanceof ClosedChannelException);
    assertThrows(ClosedChannelException.class, () -> bob.receive(batch(1), HEADROOM, 0));
    assertThrows(ClosedChannelException.class, () -> bob.send(batch(1)));
    bob.wakeup();
  }

  @Test
  void aPortInUseIsNamed() {
    int port = alice.localPort();
    SocketRefusedException refused =
        assertThrows(
            SocketRefusedException.class,
            () -> OuterSocket.udp(Family.IPV4, port, UdpOffload.NONE).close());
    assertEquals(
        "UDP port "
            + port
            + " (IPv4) is in use by another program; stop that program (for example strongSwan)",
        refused.getMessage());
  }

  @Test
  void batchesWithoutNativeMemoryAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> bob.receive(PacketBatch.allocate(1, SLOT), 0, 0));
  }

  @Test
  @SuppressWarnings("AddressSelection") // literals, nothing is looked up
  void sourceAddressFollowsTheRoute() throws Exception {
    assertEquals(
        InetAddress.getByName("127.0.0.1"),
        SourceAddress.towards(InetAddress.getByName("127.0.0.1")));
    assertEquals(InetAddress.getByName("::1"), SourceAddress.towards(InetAddress.getByName("::1")));
  }

  private static PacketBatch batch(int slots) {
    return NativeBatches.create(slots, SLOT);
  }

  private static PacketBatch receive(OuterChannel channel, int count) throws IOException {
    PacketBatch all = batch(count);
    PacketBatch in = batch(count);
    while (all.size() < count) {
      assertTrue(channel.receive(in, HEADROOM, WAIT) > 0, "nothing arrived");
      for (int i = 0; i < in.size(); i++) {
        int slot = all.size();
        all.memory().put(all.slotStart(slot) + HEADROOM, in.copy(i));
        assertEquals(in.slotStart(i) + HEADROOM, in.offset(i));
        all.add(all.slotStart(slot) + HEADROOM, in.length(i));
        all.remote(slot, in.remote(i));
        all.local(slot, in.local(i));
        all.trafficClass(slot, in.trafficClass(i));
      }
    }
    return all;
  }

  private static int fill(
      PacketBatch batch, Endpoint local, Endpoint remote, int trafficClass, byte[] payload) {
    int offset = batch.slotStart(batch.size()) + HEADROOM;
    batch.memory().put(offset, payload);
    int packet = batch.add(offset, payload.length);
    batch.remote(packet, remote);
    batch.local(packet, local);
    batch.trafficClass(packet, trafficClass);
    return packet;
  }

  @SuppressWarnings("AddressSelection") // literals, nothing is looked up
  private static Endpoint at(String address, OuterChannel channel) throws IOException {
    return new Endpoint(InetAddress.getByName(address), channel.localPort());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (length * 31 + i);
    }
    return bytes;
  }
}
