package org.sekisho.esp;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.ipsec.EspDataPlane;
import org.sekisho.api.ipsec.EspListener;
import org.sekisho.api.ipsec.SaCounters;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.net.PacketBatch;
import org.sekisho.api.net.PacketChannel;
import org.sekisho.api.net.TunDevice;
import org.sekisho.api.net.TunDevices;
import org.sekisho.api.net.WanTransport;
import org.sekisho.crypto.jca.JcaEspCrypto;
import org.sekisho.testkit.RecordingLog;

/**
 * The data plane without threads, sockets and devices, with one tunnel. It lies in this package to
 * reach what the bundle does not export.
 */
public final class EspBench {

  /** Number of the only tunnel. */
  public static final int TUNNEL = 1;

  private static final int SLOTS = 64;
  private static final int SLOT_SIZE = 4096;

  /**
   * What arrived on UDP 4500, told apart.
   *
   * @param ike handed to IKE, without marker
   * @param esp left for ESP
   */
  public record Sorted(List<byte[]> ike, List<byte[]> esp) {}

  /**
   * A packet that left, without its outer headers.
   *
   * @param udp on UDP 4500, otherwise on protocol 50
   * @param trafficClass of the outer header
   * @param dontFragment of the outer header
   */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  public record Out(
      boolean udp, Endpoint remote, int trafficClass, boolean dontFragment, byte[] octets) {}

  private final List<String> events = new ArrayList<>();
  private final List<Out> sent = new ArrayList<>();
  private final List<byte[]> written = new ArrayList<>();
  private final PacketBatch batch = PacketBatch.allocate(SLOTS, SLOT_SIZE);
  private final SaDatabase database;
  private final OutboundPath outbound;
  private final InboundLane inbound;

  /** A data plane without SAs. */
  public EspBench() {
    CryptoProviders providers = new CryptoProviders();
    providers.put(new JcaEspCrypto(), Map.of());
    database = new SaDatabase(providers, new RecordingLog(), 1);
    EspEvents listeners = new EspEvents();
    listeners.add(new Listener());
    outbound = new OutboundPath(database, listeners, 0, SLOTS, () -> 1_000_000);
    InboundPath path = new InboundPath(listeners, () -> 1_000_000);
    inbound = new InboundLane(database, path, 0, received -> {});
  }

  /** Installs a pair. */
  public void install(ChildSa sa) {
    database.install(sa);
  }

  /** Removes a pair. */
  public void remove(int inboundSpi) {
    database.remove(inboundSpi);
  }

  /** See {@link EspDataPlane#configure}. */
  public void configure(EspDataPlane.TunnelPathSettings settings) {
    database.configure(TUNNEL, settings);
  }

  /** Counters of a pair. */
  public SaCounters counters(int inboundSpi) {
    return database.counters(inboundSpi);
  }

  /** Packets of the tunnel that no SA could carry. */
  public long withoutSa() {
    return database.tunnelCounters(TUNNEL).noSaDrops();
  }

  /** What the data plane told IKE. */
  public List<String> events() {
    return events;
  }

  /** Makes a number the last one used by all SAs that send. */
  public void skipTo(long sequence) {
    database.pairs().forEach(p -> p.outbound().skipTo(sequence));
  }

  /** Sends inner packets in one batch. */
  public List<Out> send(byte[]... packets) {
    batch.clear();
    for (byte[] packet : packets) {
      add(batch, OutboundPath.HEADROOM, packet);
    }
    try {
      outbound.process(batch, TUNNEL, new Wan());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    List<Out> taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }

  /** Receives ESP packets in one batch and gives what came out of the tunnel. */
  public List<byte[]> receive(Endpoint local, Endpoint remote, int trafficClass, byte[]... esp) {
    batch.clear();
    for (byte[] packet : esp) {
      int i = add(batch, 0, packet);
      batch.local(i, local);
      batch.remote(i, remote);
      batch.trafficClass(i, trafficClass);
    }
    inbound.process(batch, inbound.ticket(), new Tun());
    List<byte[]> taken = List.copyOf(written);
    written.clear();
    return taken;
  }

  /** Tells datagrams on UDP 4500 apart as the router does (RFC 3948 section 2.2). */
  public static Sorted sort(Endpoint local, Endpoint remote, byte[]... datagrams) {
    PacketBatch arrived = PacketBatch.allocate(datagrams.length, SLOT_SIZE);
    for (byte[] datagram : datagrams) {
      int i = add(arrived, 0, datagram);
      arrived.local(i, local);
      arrived.remote(i, remote);
    }
    Sorted sorted = new Sorted(new ArrayList<>(), new ArrayList<>());
    new NonEspDatagrams(() -> (here, there, message) -> sorted.ike().add(message)).takeOut(arrived);
    for (int i = 0; i < arrived.size(); i++) {
      if (!arrived.isDropped(i)) {
        sorted.esp().add(arrived.copy(i));
      }
    }
    return sorted;
  }

  private static int add(PacketBatch target, int headroom, byte[] packet) {
    int at = target.slotStart(target.size()) + headroom;
    int i = target.add(at, packet.length);
    target.memory().put(at, packet);
    return i;
  }

  private final class Listener implements EspListener {
    @Override
    public void peerMoved(int inboundSpi, Endpoint local, Endpoint remote) {
      events.add("moved " + remote);
    }

    @Override
    public void sequenceNearlyExhausted(int inboundSpi) {
      events.add("exhausted " + inboundSpi);
    }

    @Override
    public void firstPacket(int inboundSpi) {
      events.add("first " + inboundSpi);
    }

    @Override
    public void unknownSpi(int spi, Endpoint remote) {
      events.add("unknown " + spi);
    }
  }

  private final class Channel implements PacketChannel {
    private final boolean udp;

    Channel(boolean udp) {
      this.udp = udp;
    }

    @Override
    public PacketBatch newReceiveBatch() {
      return PacketBatch.allocate(SLOTS, SLOT_SIZE);
    }

    @Override
    public int receive(PacketBatch into, int headroom, int timeoutMillis) {
      return 0;
    }

    @Override
    public int send(PacketBatch from) {
      int count = 0;
      for (int i = 0; i < from.size(); i++) {
        if (!from.isDropped(i)) {
          sent.add(
              new Out(
                  udp, from.remote(i), from.trafficClass(i), from.dontFragment(i), from.copy(i)));
          count++;
        }
      }
      return count;
    }

    @Override
    public void send(Endpoint local, Endpoint remote, byte[] payload) {
      sent.add(new Out(udp, remote, 0, false, payload));
    }

    @Override
    public void wakeup() {
      // nobody waits
    }

    @Override
    public long sendErrors() {
      return 0;
    }
  }

  private final class Wan implements WanTransport {
    @Override
    public PacketChannel udp500() {
      return new Channel(true);
    }

    @Override
    public PacketChannel udp4500() {
      return new Channel(true);
    }

    @Override
    public PacketChannel esp() {
      return new Channel(false);
    }

    @Override
    public PacketBatch newBatch(int slots, int slotSize) {
      return PacketBatch.allocate(slots, slotSize);
    }

    @Override
    public InetAddress sourceAddressFor(InetAddress remote) {
      return null;
    }
  }

  private final class Tun implements TunDevices, TunDevice {
    @Override
    public TunDevice open(int tunnel, int mtu) {
      return this;
    }

    @Override
    public int queues() {
      return 1;
    }

    @Override
    public TunDevice receive(int queue, PacketBatch into, int headroom, int timeoutMillis) {
      return null;
    }

    @Override
    public TunDevice device(int tunnel) {
      return this;
    }

    @Override
    public void wakeup() {
      // nobody waits
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
    public void setMtu(int mtu) {
      // nothing depends on it
    }

    @Override
    public int write(PacketBatch from, int first, int count) {
      int taken = 0;
      for (int i = first; i < first + count; i++) {
        if (!from.isDropped(i)) {
          written.add(from.copy(i));
          taken++;
        }
      }
      return taken;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
