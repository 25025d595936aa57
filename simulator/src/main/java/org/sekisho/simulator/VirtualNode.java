package org.sekisho.simulator;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.eap.EapMethods;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.net.Endpoint;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.Pki;
import org.sekisho.api.pki.PkiException;
import org.sekisho.crypto.bc.BcIkeCrypto;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.engine.EngineOutput;
import org.sekisho.ike.engine.IkeEngine;
import org.sekisho.ike.service.CryptoChoice;

/**
 * A router in the modelled network: an engine, its log, its clock, and a data plane that only keeps
 * books, by the rules of the real one: packets leave on the newest pair that is active. It can
 * crash without a word and start again, and its clock can step.
 */
public final class VirtualNode implements EngineOutput {

  /** All that the bundles of the distribution can do. */
  static final IkeCrypto CRYPTO =
      new CryptoChoice(() -> List.of(new JcaIkeCrypto(), new BcIkeCrypto()));

  /** The engine; another one after each start. */
  public IkeEngine engine;

  /** Lines for the administrator. */
  public final List<String> log = new ArrayList<>();

  /** Instants of the lines of {@link #log}, in milliseconds of the network's clock. */
  public final List<Long> logAt = new ArrayList<>();

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

  /** Inner packets sent by {@link #ping} that did not arrive. */
  public int lostPackets;

  /** Inner packets sent by {@link #ping} that arrived. */
  public int deliveredPackets;

  /** Why the data plane takes no pair, null when it does. */
  public String refuseInstall;

  /** The last pair it did not take. */
  public ChildSa refused;

  /** The methods of EAP, empty for a router without that bundle. */
  public Optional<EapMethods> eap = Optional.empty();

  /** Certificates, null for a router without them. */
  public Pki pki;

  /** How long the check of a peer's certificate takes, in milliseconds. */
  public long checkMillis = 20;

  private final VirtualNetwork network;
  private InetAddress address;
  private final SeededRandom random;
  private final IkeCrypto crypto;
  private final List<Runnable> onChange = new ArrayList<>();
  private final Map<Integer, Long> heard = new LinkedHashMap<>();
  private GatewayConfig[] configuration = {};
  private boolean running = true;
  private long skew;
  private long pausedUntil;

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

    /** Where packets leave from. */
    public Endpoint local;

    /** Where packets go. */
    public Endpoint remote;

    /** Inner octets it has carried, both directions together. */
    public long octets;

    Pair(ChildSa sa, boolean active) {
      this.sa = sa;
      this.active = active;
      this.local = sa.local();
      this.remote = sa.remote();
      in = sa.inboundKey().copy();
      out = sa.outboundKey().copy();
    }
  }

  /** A node with the cryptography of the JDK, whose chances are drawn from the network's seed. */
  public VirtualNode(VirtualNetwork network, String address) {
    this(network, address, network.random.nextLong());
  }

  /** A node with the cryptography of the JDK. */
  public VirtualNode(VirtualNetwork network, String address, long seed) {
    this(network, address, seed, CRYPTO);
  }

  /** A node. */
  public VirtualNode(VirtualNetwork network, String address, long seed, IkeCrypto crypto) {
    this.network = network;
    this.address = Configs.address(address);
    this.random = new SeededRandom(seed);
    this.crypto = crypto;
    this.engine = new IkeEngine(this, crypto, random);
    network.add(this);
  }

  /** Applies a configuration. */
  public void configure(GatewayConfig... configs) {
    configuration = configs.clone();
    Map<Integer, GatewayConfig> map = new LinkedHashMap<>();
    for (GatewayConfig c : configs) {
      map.put(c.number(), c);
    }
    engine.configure(clock(), map);
  }

  void readdressed(InetAddress value) {
    address = value;
  }

  /** Its outer address. */
  public InetAddress address() {
    return address;
  }

  /** Its own clock, in milliseconds; what the engine is told. */
  public long clock() {
    return network.now() + skew;
  }

  /** Its clock jumps forward, as it does after time in which the machine did not run. */
  public void stepClock(long millis) {
    if (millis < 0) {
      throw new IllegalArgumentException("the engine's clock is monotonic");
    }
    note("clock steps by " + millis + " ms");
    skew += millis;
  }

  /** It does not run for a while: what arrives is lost, what is due is done later. */
  public void pause(long millis) {
    note("is paused for " + millis + " ms");
    pausedUntil = network.now() + millis;
  }

  /** It stops without a word; its SAs are gone, its peers do not know. */
  public void crash() {
    note("crashes");
    running = false;
    pairs.clear();
    changed();
  }

  /** It starts with the configuration it had and knows nothing of earlier SAs. */
  public void start() {
    note("starts");
    running = true;
    heard.clear();
    engine = new IkeEngine(this, crypto, random);
    configure(configuration);
    changed();
  }

  /** Whether it takes datagrams. */
  public boolean isRunning() {
    return running && network.now() >= pausedUntil;
  }

  /** Whether it has not crashed. */
  boolean isStarted() {
    return running;
  }

  /** Runs an action whenever an SA came or went, after the engine is done with that. */
  void onChange(Runnable action) {
    onChange.add(action);
  }

  private void changed() {
    onChange.forEach(action -> network.after(0, action));
  }

  private void note(String what) {
    network.note(address, what);
  }

  /** When the engine must be called, in milliseconds of the network's clock. */
  long nextDeadline() {
    if (!running) {
      return Long.MAX_VALUE;
    }
    OptionalLong next = engine.nextDeadline();
    return next.isEmpty() ? Long.MAX_VALUE : Math.max(pausedUntil, next.getAsLong() - skew);
  }

  void tick() {
    engine.tick(clock());
  }

  void receive(Endpoint local, Endpoint remote, boolean natTraversal, byte[] message) {
    engine.datagram(clock(), local, remote, natTraversal, message);
  }

  /** Takes a packet the other side sent on its pair. */
  PacketFate receivePacket(Pair sent, Endpoint local, Endpoint remote) {
    Pair pair = pairs.get(sent.sa.outboundSpi());
    if (pair == null || !Arrays.equals(pair.in, sent.out)) {
      return PacketFate.NO_INBOUND_SA;
    }
    accepted(pair);
    if (pair.sa.udpEncapsulation() && !remote.equals(pair.remote)) {
      engine.peerMoved(clock(), pair.sa.inboundSpi(), local, remote);
    }
    return PacketFate.DELIVERED;
  }

  private void accepted(Pair pair) {
    heard.put(pair.sa.tunnel(), clock());
    if (!pair.active) {
      activateChild(pair.sa.inboundSpi());
      engine.firstPacket(clock(), pair.sa.inboundSpi());
    }
  }

  /** When the data plane last accepted a packet of a tunnel, by its own clock; 0 for never. */
  long heard(int tunnel) {
    return heard.getOrDefault(tunnel, 0L);
  }

  @Override
  public void send(Endpoint local, Endpoint remote, boolean natTraversal, byte[] message) {
    network.send(local, remote, natTraversal, message);
  }

  @Override
  public void sendNatKeepalive(Endpoint local, Endpoint remote) {
    keepalives++;
    network.sendKeepalive(local, remote);
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
    boolean alone = pairs.values().stream().noneMatch(p -> p.sa.tunnel() == sa.tunnel());
    pairs.put(
        sa.inboundSpi(), new Pair(sa, alone || sa.activation() == ChildSa.Activation.IMMEDIATE));
    installedAt.add(network.now());
    note("installs pair " + Integer.toHexString(sa.inboundSpi()) + " " + sa.suite());
  }

  @Override
  public void activateChild(int inboundSpi) {
    Pair pair = pairs.get(inboundSpi);
    if (pair != null) {
      pair.active = true;
      note("sends on pair " + Integer.toHexString(inboundSpi));
    }
  }

  @Override
  public void moveChild(int inboundSpi, boolean udp, Endpoint local, Endpoint remote) {
    Pair pair = pairs.get(inboundSpi);
    pair.local = local;
    pair.remote = remote;
  }

  @Override
  public void removeChild(int inboundSpi) {
    Pair gone = pairs.remove(inboundSpi);
    if (gone != null && outbound(gone.sa.tunnel()) == null) {
      Pair newest = null;
      for (Pair pair : pairs.values()) {
        newest = pair.sa.tunnel() == gone.sa.tunnel() ? pair : newest;
      }
      if (newest != null) {
        newest.active = true;
      }
    }
    removedAt.add(new long[] {network.now(), inboundSpi});
    changed();
    note("removes pair " + Integer.toHexString(inboundSpi));
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
  public void assigned(
      int gateway, int tunnel, List<InetAddress> addresses, List<InetAddress> dnsServers) {
    events.add(
        "assigned "
            + tunnel
            + " "
            + addresses.stream().map(InetAddress::getHostAddress).toList()
            + " "
            + dnsServers.stream().map(InetAddress::getHostAddress).toList());
  }

  @Override
  public void resolve(String host) {
    events.add("resolve " + host);
  }

  @Override
  public Optional<EapMethods> eapMethods() {
    return eap;
  }

  @Override
  public Credential credential(int file) throws PkiException {
    return present().credential(file);
  }

  @Override
  public List<X509Certificate> trustAnchors(int file) throws PkiException {
    return present().anchors(file);
  }

  @Override
  public void checkCertificate(long check, ChainCheck what) throws PkiException {
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    present().check(what, answer::complete);
    IkeEngine asking = engine;
    network.at(
        network.now() + checkMillis,
        () -> asking.certificateChecked(clock(), check, answer.join()));
  }

  private Pki present() throws PkiException {
    if (pki == null) {
      throw PkiException.notInstalled();
    }
    return pki;
  }

  @Override
  public void log(String line) {
    log.add(line);
    logAt.add(network.now());
    note("log: " + line);
    if (line.endsWith("established") || line.endsWith("deleted")) {
      changed();
    }
  }

  @Override
  public void debug(String line) {
    note("debug: " + line);
  }

  @Override
  public void childUp(int gateway, int tunnel) {
    event("up " + gateway + " " + tunnel);
  }

  @Override
  public void childDown(int gateway, int tunnel, String reason) {
    event("down " + gateway + " " + tunnel + " " + reason);
  }

  @Override
  public void failed(int gateway, String reason) {
    event("failed " + gateway + " " + reason);
  }

  private void event(String line) {
    events.add(line);
    note(line);
  }

  /** The pair packets leave on now, null for none; for a node with one tunnel. */
  public Pair outbound() {
    Pair newest = null;
    for (Pair pair : pairs.values()) {
      newest = pair.active ? pair : newest;
    }
    return newest;
  }

  /** The pair packets of a tunnel leave on now, null for none. */
  public Pair outbound(int tunnel) {
    Pair newest = null;
    for (Pair pair : pairs.values()) {
      newest = pair.active && pair.sa.tunnel() == tunnel ? pair : newest;
    }
    return newest;
  }

  /** Sends one packet to the other node, without time on the way, and counts what becomes of it. */
  public void ping(VirtualNode other) {
    Pair out = outbound();
    Pair in = out == null ? null : other.pairs.get(out.sa.outboundSpi());
    if (in == null || !Arrays.equals(in.in, out.out)) {
      lostPackets++;
      return;
    }
    deliveredPackets++;
    other.accepted(in);
  }

  /** All SAs, by number. */
  public List<SaStatus> sas() {
    return engine.securityAssociations(clock());
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
