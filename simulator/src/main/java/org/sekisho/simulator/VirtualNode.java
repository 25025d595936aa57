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
final class VirtualNode implements EngineOutput {

  final IkeEngine engine;
  final List<String> log = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final Map<Integer, Pair> pairs = new LinkedHashMap<>();
  final List<long[]> removedAt = new ArrayList<>();
  final List<Long> installedAt = new ArrayList<>();
  int keepalives;
  int lostPackets;
  int deliveredPackets;
  String refuseInstall;
  ChildSa refused;
  private final VirtualNetwork network;
  private final InetAddress address;

  /** A pair in the data plane, with its keys for comparison. */
  static final class Pair {
    final ChildSa sa;
    final byte[] in;
    final byte[] out;
    boolean active;
    Endpoint remote;

    Pair(ChildSa sa, boolean active) {
      this.sa = sa;
      this.active = active;
      this.remote = sa.remote();
      in = sa.inboundKey().copy();
      out = sa.outboundKey().copy();
    }
  }

  VirtualNode(VirtualNetwork network, String address, long seed) {
    this(network, address, seed, new JcaIkeCrypto());
  }

  VirtualNode(VirtualNetwork network, String address, long seed, IkeCrypto crypto) {
    this.network = network;
    this.address = Configs.address(address);
    this.engine = new IkeEngine(this, crypto, new SeededRandom(seed));
    network.add(this);
  }

  void configure(GatewayConfig... configs) {
    Map<Integer, GatewayConfig> map = new LinkedHashMap<>();
    for (GatewayConfig c : configs) {
      map.put(c.number(), c);
    }
    engine.configure(network.now(), map);
  }

  InetAddress address() {
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
    return 0;
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
  Pair outbound() {
    Pair newest = null;
    for (Pair pair : pairs.values()) {
      newest = pair.active ? pair : newest;
    }
    return newest;
  }

  /** Sends one packet to the other node and counts what becomes of it. */
  void ping(VirtualNode other) {
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

  List<SaStatus> sas() {
    return engine.securityAssociations(network.now());
  }

  long count(SaStatus.Kind kind, SaStatus.State state) {
    return sas().stream().filter(s -> s.kind() == kind && s.state() == state).count();
  }

  GatewayStatus gateway() {
    return engine.gateways().get(0);
  }
}
