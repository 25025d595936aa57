package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.EspCrypto;
import org.sekisho.api.crypto.EspSuite;
import org.sekisho.api.crypto.EspTransform;
import org.sekisho.api.ipsec.EspDataPlane.OuterDf;
import org.sekisho.api.ipsec.EspDataPlane.TunnelPathSettings;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.net.WanTransport;

/**
 * The whole way of a packet through both loops allocates nothing: measured with transforms,
 * channels and devices that do not. What goes out comes in as a train, one packet directly behind
 * the other.
 */
class AllocationTest {

  private static final int TUNNEL = 1;
  private static final int TURNS = 10_000;

  private final ByteBuffer four =
      direct(Packets.tcp("10.0.0.1", "10.0.0.2", Packets.SYN, new byte[] {2, 4, 5, 100}));
  private final ByteBuffer six =
      direct(Packets.udp("2001:db8::1", 1, "2001:db8::2", 2, "x".repeat(900)));
  private final ByteBuffer wire = ByteBuffer.allocateDirect(OutboundLoop.SLOTS * 2048);
  private final int[] wireLengths = new int[OutboundLoop.SLOTS];
  private int onWire;
  private long written;

  private static ByteBuffer direct(byte[] octets) {
    return ByteBuffer.allocateDirect(octets.length).put(0, octets);
  }

  /** A transform that leaves the packet as it is. */
  private static final class NullCrypto implements EspCrypto {
    @Override
    public String provider() {
      return "null";
    }

    @Override
    public boolean supports(EspSuite suite) {
      return true;
    }

    @Override
    public EspTransform transform(EspSuite suite, byte[] keyMaterial, Direction direction) {
      return new EspTransform() {
        @Override
        public void seal(PacketBatch batch, int first, int count) {}

        @Override
        public void open(PacketBatch batch, int first, int count) {}

        @Override
        public void close() {}
      };
    }
  }

  /** A WAN that gives back what it was given. */
  private final class Loop implements WanTransport, PacketChannel {

    @Override
    public int send(PacketBatch batch) {
      int at = 0;
      onWire = 0;
      for (int i = 0; i < batch.size(); i++) {
        if (!batch.isDropped(i)) {
          wire.put(at, batch.memory(), batch.offset(i), batch.length(i));
          wireLengths[onWire++] = batch.length(i);
          at += batch.length(i);
        }
      }
      return onWire;
    }

    @Override
    public PacketBatch newReceiveBatch() {
      ByteBuffer memory = ByteBuffer.allocateDirect(wire.capacity());
      return new PacketBatch(memory, 0, 1, memory.capacity(), OutboundLoop.SLOTS);
    }

    @Override
    public int receive(PacketBatch batch, int headroom, int timeoutMillis) {
      batch.clear();
      batch.memory().put(0, wire, 0, wire.capacity());
      int at = 0;
      for (int n = 0; n < onWire; n++) {
        int i = batch.add(at, wireLengths[n]);
        batch.local(i, PairBuilder.HERE);
        batch.remote(i, PairBuilder.THERE);
        at += wireLengths[n];
      }
      return onWire;
    }

    @Override
    public PacketChannel udp500() {
      return this;
    }

    @Override
    public PacketChannel udp4500() {
      return this;
    }

    @Override
    public PacketChannel esp() {
      return this;
    }

    @Override
    public PacketBatch newBatch(int slots, int slotSize) {
      return PacketBatch.allocate(slots, slotSize);
    }

    @Override
    public InetAddress sourceAddressFor(InetAddress remote) {
      return null;
    }

    @Override
    public void send(Endpoint local, Endpoint remote, byte[] payload) {}

    @Override
    public void wakeup() {}

    @Override
    public long sendErrors() {
      return 0;
    }
  }

  /** A device that always has packets, and counts and forgets what is written. */
  private final class Tun implements TunDevices, TunDevice {

    @Override
    public int queues() {
      return 1;
    }

    @Override
    public TunDevice receive(int queue, PacketBatch batch, int headroom, int timeoutMillis) {
      batch.clear();
      for (int i = 0; i < batch.capacity(); i++) {
        ByteBuffer packet = i % 2 == 0 ? four : six;
        int at = batch.slotStart(i) + headroom;
        batch.memory().put(at, packet, 0, packet.capacity());
        batch.add(at, packet.capacity());
      }
      return this;
    }

    @Override
    public int write(PacketBatch batch, int first, int count) {
      int packets = 0;
      for (int i = first; i < first + count; i++) {
        packets += batch.isDropped(i) ? 0 : 1;
      }
      written += packets;
      return packets;
    }

    @Override
    public TunDevice device(int tunnel) {
      return this;
    }

    @Override
    public void wakeup() {}

    @Override
    public TunDevice open(int tunnel, int mtu) {
      return this;
    }

    @Override
    public int tunnel() {
      return TUNNEL;
    }

    @Override
    public String name() {
      return "tunnel1";
    }

    @Override
    public void setMtu(int mtu) {}

    @Override
    public void close() {}
  }

  @Test
  void theLoopsAllocateNothingForAPacket() throws IOException {
    CryptoProviders providers = new CryptoProviders();
    providers.put(new NullCrypto(), Map.of());
    SaDatabase database = new SaDatabase(providers, new ListLog(), 1);
    database.configure(TUNNEL, new TunnelPathSettings(1400, OptionalInt.of(1350), OuterDf.COPY));
    // One SA in a loop: what it sends carries the SPI it receives on.
    database.install(new PairBuilder(TUNNEL, 5, 5).build());
    EspEvents events = new EspEvents();
    ServiceSlot<TunDevices> devices = new ServiceSlot<>(TunDevices::wakeup);
    ServiceSlot<WanTransport> transports = new ServiceSlot<>(wan -> wan.udp4500().wakeup());
    devices.bind(new Tun());
    transports.bind(new Loop());
    OutboundLoop outbound =
        new OutboundLoop(
            devices,
            transports,
            database,
            0,
            new OutboundPath(database, events, 0, OutboundLoop.SLOTS, System::nanoTime));
    InboundPath path = new InboundPath(events, System::nanoTime);
    NonEspDatagrams nonEsp = new NonEspDatagrams(() -> null);
    InboundLoop inbound =
        new InboundLoop(
            "inbound",
            WanTransport::udp4500,
            new ReentrantLock(),
            new InboundLane(database, path, 0, nonEsp::takeOut),
            devices,
            transports,
            database);
    turns(outbound, inbound);
    long packets = (long) TURNS * OutboundLoop.SLOTS;
    assertEquals(packets, written, "every packet went out and came in");
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long started = System.nanoTime();
    turns(outbound, inbound);
    long nanos = System.nanoTime() - started;
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.println(
        "both loops without cryptography, out and in: "
            + nanos / packets
            + " ns a packet, "
            + allocated
            + " octets allocated for "
            + packets
            + " packets");
    // the measuring itself, and what a compiler thread's work may leave here
    assertTrue(allocated < 10_000, allocated + " octets were allocated");
  }

  private static void turns(OutboundLoop outbound, InboundLoop inbound) throws IOException {
    for (int n = 0; n < TURNS; n++) {
      outbound.doWork();
      inbound.doWork();
    }
  }
}
