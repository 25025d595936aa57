package org.sekisho.simulator;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.net.Endpoint;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.engine.EngineOutput;
import org.sekisho.ike.engine.IkeEngine;

/** A router in the modelled network: an engine, its log, and a data plane that only keeps books. */
public final class VirtualNode implements EngineOutput {

  /** The engine. */
  public final IkeEngine engine;

  /** Lines for the administrator. */
  public final List<String> log = new ArrayList<>();

  /** Calls of the listener, one line each. */
  public final List<String> events = new ArrayList<>();

  /** The data plane: pairs by inbound SPI, the newest last. */
  public final Map<Integer, Pair> pairs = new LinkedHashMap<>();

  /** When pairs were removed: instant and inbound SPI. */
  public final List<long[]> removedAt = new ArrayList<>();

  /** When pairs were installed. */
  public final List<Long> installedAt = new ArrayList<>();

  /** NAT keepalives sent. */
  public int keepalives;

  /** Inner packets sent that did not arrive. */
  public int lostPackets;

  /** Inner packets sent that arrived. */
  public int deliveredPackets;

  /** Why the data plane takes no pair, null when it does. */
  public String refuseInstall;

  /** The last pair it did not take. */
  public ChildSa refused;

  private final VirtualNetwork network;
  private final InetAddress address;

  /** A pair in the data plane, with its keys for comparison. */
  public static final class Pair {
    /** As IKE handed it over. */
    public final ChildSa sa;

    /** Key of inbound packets. */
    public final byte[] in;

    /** Key of outbound packets. */
    public final byte[] out;

    /** Whether packets leave on it while it is the newest. */
    public boolean active;

    /** Where packets go. */
    public Endpoint remote;

    /** Inner octets it has carried, both directions together. */
    public long octets;

    Pair(ChildSa sa, boolean active) {
      this.sa = sa;
      this.active = active;
      this.remote = sa.remote();
      in = sa.inboundKey().copy();
      out = sa.outboundKey().copy();
    }
  }

  /** A node with the cryptography of the JDK. */
  public VirtualNode(VirtualNetwork network, String address, long seed) {
    this(network, address, seed, new JcaIkeCrypto());
  }

  /** A node. */
  public VirtualNode(VirtualNetwork network, String address, long seed, IkeCrypto crypto) {
    this.network = network;
    this.address = Configs.address(address);
    this.engine = new IkeEngine(this, crypto, new SeededRandom(seed));
    network.add(this);
  }

  /** Applies a configuration. */
  public void configure(GatewayConfig... configs) {
    Map<Integer, GatewayConfig> map = new LinkedHashMap<>();
    for (GatewayConfig c : configs) {
      map.put(c.number(), c);
    }
    engine.configure(network.now(), map);
  }

  /** Its outer address. */
  public InetAddress address() {
    return address;
  }

  /** Deterministic stand-in for the random source. */
  private static final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final Random random;

    SeededRandom(long seed) {
      random = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (random != null) {
        random.nextBytes(bytes);
      }
    }

    @Override
    public long nextLong() {
      return random.nextLong();
    }

    @Override
    public int nextInt() {
      return random.nextInt();
    }
  }

  @Override
  public void send(Endpoint local, Endpoint remote, boolean natTraversal, byte[] message) {
    network.send(local, remote, natTraversal, message);
  }

  @Override
  public void sendNatKeepalive(Endpoint local, Endpoint remote) {
    keepalives++;
  }

  @Override
  public void installChild(ChildSa sa) {
    if (refuseInstall != null) {
      refused = sa;
      throw new IllegalStateException(refuseInstall);
    }
    if (pairs.containsKey(sa.inboundSpi())) {
      throw new IllegalStateException("inbound SPI in use");
    }
    boolean alone = pairs.values().stream().noneMatch(p -> p.active);
    pairs.put(
        sa.inboundSpi(), new Pair(sa, alone || sa.activation() == ChildSa.Activation.IMMEDIATE));
    installedAt.add(network.now());
  }

  @Override
  public void activateChild(int inboundSpi) {
    Pair pair = pairs.remove(inboundSpi);
    if (pair != null) {
      pair.active = true;
      pairs.put(inboundSpi, pair);
    }
  }

  @Override
  public void moveChild(int inboundSpi, boolean udp, Endpoint local, Endpoint remote) {
    pairs.get(inboundSpi).remote = remote;
  }

  @Override
  public void removeChild(int inboundSpi) {
    pairs.remove(inboundSpi);
    removedAt.add(new long[] {network.now(), inboundSpi});
  }

  @Override
  public long childOctets(int inboundSpi) {
    Pair pair = pairs.get(inboundSpi);
    return pair == null ? 0 : pair.octets;
  }

  @Override
  public InetAddress sourceAddressFor(InetAddress remote) {
    return address;
  }

  @Override
  public void resolve(String host) {
    events.add("resolve " + host);
  }

  @Override
  public void log(String line) {
    log.add(line);
  }

  @Override
  public void debug(String line) {
    // not for the administrator
  }

  @Override
  public void childUp(int gateway, int tunnel) {
    events.add("up " + gateway + " " + tunnel);
  }

  @Override
  public void childDown(int gateway, int tunnel, String reason) {
    events.add("down " + gateway + " " + tunnel + " " + reason);
  }

  @Override
  public void failed(int gateway, String reason) {
    events.add("failed " + gateway + " " + reason);
  }

  /** The pair packets leave on now, null for none. */
  public Pair outbound() {
    Pair newest = null;
    for (Pair pair : pairs.values()) {
      newest = pair.active ? pair : newest;
    }
    return newest;
  }

  /** Sends one packet to the other node and counts what becomes of it. */
  public void ping(VirtualNode other) {
    Pair out = outbound();
    Pair in = out == null ? null : other.pairs.get(out.sa.outboundSpi());
    if (in == null || !Arrays.equals(in.in, out.out)) {
      lostPackets++;
      return;
    }
    deliveredPackets++;
    if (!in.active) {
      other.activateChild(in.sa.inboundSpi());
      other.engine.firstPacket(network.now(), in.sa.inboundSpi());
    }
  }

  /** All SAs, by number. */
  public List<SaStatus> sas() {
    return engine.securityAssociations(network.now());
  }

  /** How many SAs there are of a kind in a state. */
  public long count(SaStatus.Kind kind, SaStatus.State state) {
    return sas().stream().filter(s -> s.kind() == kind && s.state() == state).count();
  }

  /** State of its first gateway. */
  public GatewayStatus gateway() {
    return engine.gateways().get(0);
  }
}
