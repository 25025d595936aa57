package org.sekisho.esp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.OptionalInt;
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
 * The packet path allocates nothing: measured with transforms, channels and devices that do not.
 */
class AllocationTest {

  private static final int TUNNEL = 1;
  private static final int TURNS = 20_000;
  private static final int SLOTS = 32;

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

  private long taken;

  private int take(PacketBatch batch, int first, int count) {
    int packets = 0;
    for (int i = first; i < first + count; i++) {
      packets += batch.isDropped(i) ? 0 : 1;
    }
    taken += packets;
    return packets;
  }

  /** A WAN that counts and forgets. */
  private final class WanSink implements WanTransport, PacketChannel {

    @Override
    public int send(PacketBatch batch) {
      return take(batch, 0, batch.size());
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
    public PacketBatch newReceiveBatch() {
      return PacketBatch.allocate(SLOTS, 2048);
    }

    @Override
    public int receive(PacketBatch batch, int headroom, int timeoutMillis) {
      return 0;
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

  /** A device that counts and forgets. */
  private final class TunSink implements TunDevices, TunDevice {

    @Override
    public int write(PacketBatch batch, int first, int count) {
      return take(batch, first, count);
    }

    @Override
    public TunDevice device(int tunnel) {
      return this;
    }

    @Override
    public TunDevice receive(PacketBatch batch, int headroom, int timeoutMillis) {
      return null;
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

  private interface Turn {
    void run() throws IOException;
  }

  @Test
  void thePathAllocatesNothingForAPacket() throws IOException {
    CryptoProviders providers = new CryptoProviders();
    providers.put(new NullCrypto(), java.util.Map.of());
    SaDatabase database = new SaDatabase(providers, new ListLog());
    database.configure(TUNNEL, new TunnelPathSettings(1400, OptionalInt.of(1350), OuterDf.COPY));
    // One SA in a loop: what it sends carries the SPI it receives on.
    database.install(new PairBuilder(TUNNEL, 5, 5).build());
    EspEvents events = new EspEvents();
    OutboundPath outbound = new OutboundPath(database, events, SLOTS, System::nanoTime);
    InboundPath inbound = new InboundPath(database, events, System::nanoTime);
    WanSink wan = new WanSink();
    TunSink tun = new TunSink();
    PacketBatch batch = PacketBatch.allocate(SLOTS, 2048);
    byte[] four = Packets.tcp("10.0.0.1", "10.0.0.2", Packets.SYN, new byte[] {2, 4, 5, 100});
    byte[] six = Packets.udp("2001:db8::1", 1, "2001:db8::2", 2, "x".repeat(900));
    Turn turn =
        () -> {
          batch.clear();
          for (int i = 0; i < SLOTS; i++) {
            Packets.add(batch, OutboundPath.HEADROOM, i % 2 == 0 ? four : six);
          }
          outbound.process(batch, TUNNEL, wan);
          for (int i = 0; i < SLOTS; i++) {
            batch.remote(i, PairBuilder.THERE);
          }
          inbound.process(batch, tun);
        };
    for (int n = 0; n < TURNS; n++) {
      turn.run();
    }
    assertEquals(2L * SLOTS * TURNS, taken, "every packet went out and came in");
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long started = System.nanoTime();
    for (int n = 0; n < TURNS; n++) {
      turn.run();
    }
    long nanos = System.nanoTime() - started;
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.println(
        "packet path without cryptography, out and in: "
            + nanos / (TURNS * (long) SLOTS)
            + " ns a packet, "
            + allocated
            + " octets allocated for "
            + TURNS * (long) SLOTS
            + " packets");
    assertTrue(allocated < TURNS * (long) SLOTS / 10, allocated + " octets were allocated");
  }
}
