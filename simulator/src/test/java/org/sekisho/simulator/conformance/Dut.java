package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ipsec.ChildSa;
import org.sekisho.api.net.Endpoint;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.engine.EngineOutput;
import org.sekisho.ike.engine.IkeEngine;
import org.sekisho.simulator.Configs;
import org.sekisho.simulator.SeededRandom;

/** The router under test: an engine, everything it lets happen, and the clock. */
final class Dut implements EngineOutput {

  static final InetAddress ADDRESS = Configs.address("203.0.113.1");
  static final InetAddress PEER_ADDRESS = Configs.address("203.0.113.2");
  static final String SECRET = "secret";

  /**
   * A datagram the router sent.
   *
   * @param at when
   */
  @SuppressWarnings("ArrayRecordComponent") // octets never compared
  record Sent(long at, Endpoint from, Endpoint to, boolean natTraversal, byte[] octets) {}

  final IkeEngine engine;
  final List<String> log = new ArrayList<>();
  final List<String> events = new ArrayList<>();

  /** The data plane's pairs by inbound SPI, in the order of their installation. */
  final Map<Integer, Pair> pairs = new LinkedHashMap<>();

  /** Everything sent that no test has taken yet. */
  final Deque<Sent> sent = new ArrayDeque<>();

  int keepalives;
  long octets;
  long now = 1_000;

  /** A pair in the data plane. */
  static final class Pair {
    final ChildSa sa;
    final byte[] inbound;
    final byte[] outbound;
    boolean active;
    boolean udp;
    Endpoint remote;

    Pair(ChildSa sa) {
      this.sa = sa;
      active = sa.activation() == ChildSa.Activation.IMMEDIATE;
      udp = sa.udpEncapsulation();
      remote = sa.remote();
      inbound = sa.inboundKey().copy();
      outbound = sa.outboundKey().copy();
    }
  }

  Dut() {
    this(1);
  }

  Dut(long seed) {
    this(new SeededRandom(seed));
  }

  Dut(SecureRandom random) {
    this(random, new JcaIkeCrypto());
  }

  Dut(SecureRandom random, IkeCrypto crypto) {
    engine = new IkeEngine(this, crypto, random);
  }

  /** A gateway towards the peer that begins with Curve25519 because that is quick. */
  static Configs.Builder gateway() {
    return gateway("203.0.113.2");
  }

  /** The same, with the peer anywhere for null. */
  static Configs.Builder gateway(String host) {
    return named("203.0.113.1", "203.0.113.2", host);
  }

  /** The same with other identities. */
  static Configs.Builder named(String localName, String remoteName, String host) {
    return Configs.gateway(1, localName, remoteName, host)
        .psk(SECRET)
        .algorithms(group(KeyExchangeMethod.CURVE25519));
  }

  static AlgorithmPolicy group(KeyExchangeMethod group) {
    return new AlgorithmPolicy(
        false,
        java.util.Optional.empty(),
        java.util.Optional.empty(),
        java.util.Optional.of(group),
        java.util.Optional.empty(),
        java.util.Optional.empty());
  }

  void configure(GatewayConfig... configs) {
    Map<Integer, GatewayConfig> all = new LinkedHashMap<>();
    for (GatewayConfig config : configs) {
      all.put(config.number(), config);
    }
    engine.configure(now, all);
  }

  /** Hands the engine a datagram. */
  void receive(Endpoint local, Endpoint remote, boolean natTraversal, byte[] octets) {
    engine.datagram(now, local, remote, natTraversal, octets.clone());
  }

  /** Lets time pass, running every deadline when it is due. */
  void run(long millis) {
    long end = now + millis;
    while (engine.nextDeadline().orElse(Long.MAX_VALUE) <= end) {
      now = Math.max(now, engine.nextDeadline().getAsLong());
      engine.tick(now);
    }
    now = end;
  }

  /** Lets time pass until the router has sent something. */
  void runUntilSent(long limitMillis) {
    long end = now + limitMillis;
    while (sent.isEmpty() && now < end) {
      run(Math.min(100, end - now));
    }
  }

  /** Lets the moment pass in which a deleted pair still receives, a newer one being in use. */
  void drain() {
    run(2_000);
  }

  /** The next message the router sent. */
  Sent take() {
    assertFalse(sent.isEmpty(), "the router sent nothing");
    return sent.remove();
  }

  /** That everything the router sent has been looked at. */
  void silent() {
    assertEquals(0, sent.size(), () -> "sent: " + RawMessage.read(sent.peek().octets()));
  }

  /** That the message has no effect and no answer. */
  void ignores(Runnable stimulus) {
    silent();
    String before = state();
    stimulus.run();
    silent();
    assertEquals(before, state());
  }

  private String state() {
    return pairs.keySet() + " " + events + " " + stateOf();
  }

  private String stateOf() {
    return sas().stream().map(s -> s.kind() + " " + s.state() + " " + s.remote()).toList()
        + " "
        + engine.isIdle();
  }

  List<SaStatus> sas() {
    return engine.securityAssociations(now);
  }

  long count(SaStatus.Kind kind) {
    return sas().stream().filter(s -> s.kind() == kind).count();
  }

  long count(SaStatus.Kind kind, SaStatus.State state) {
    return sas().stream().filter(s -> s.kind() == kind && s.state() == state).count();
  }

  /** The only pair. */
  Pair pair() {
    assertEquals(1, pairs.size(), "pairs in the data plane");
    return pairs.values().iterator().next();
  }

  /** Has the router delete a pair, as its console would. */
  void deletePair(int inboundSpi) {
    int number =
        sas().stream()
            .filter(s -> s.inboundSpi() == inboundSpi)
            .mapToInt(SaStatus::number)
            .findFirst()
            .orElseThrow();
    engine.delete(now, number);
  }

  /** The pair installed last. */
  Pair newest() {
    assertTrue(!pairs.isEmpty(), "pairs in the data plane");
    Pair last = null;
    for (Pair pair : pairs.values()) {
      last = pair;
    }
    return last;
  }

  boolean isUp() {
    return engine.gateways().get(0).childUp();
  }

  boolean logged(String part) {
    return log.stream().anyMatch(l -> l.contains(part));
  }

  @Override
  public void send(Endpoint local, Endpoint remote, boolean natTraversal, byte[] message) {
    sent.add(new Sent(now, local, remote, natTraversal, message.clone()));
  }

  @Override
  public void sendNatKeepalive(Endpoint local, Endpoint remote) {
    keepalives++;
  }

  @Override
  public void installChild(ChildSa sa) {
    assertFalse(pairs.containsKey(sa.inboundSpi()), "inbound SPI in use");
    pairs.put(sa.inboundSpi(), new Pair(sa));
  }

  @Override
  public void activateChild(int inboundSpi) {
    pairs.get(inboundSpi).active = true;
  }

  @Override
  public void moveChild(int inboundSpi, boolean udp, Endpoint local, Endpoint remote) {
    pairs.get(inboundSpi).udp = udp;
    pairs.get(inboundSpi).remote = remote;
  }

  @Override
  public void removeChild(int inboundSpi) {
    pairs.remove(inboundSpi);
  }

  @Override
  public long childOctets(int inboundSpi) {
    return octets;
  }

  @Override
  public InetAddress sourceAddressFor(InetAddress remote) {
    return ADDRESS;
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
    events.add("up");
  }

  @Override
  public void childDown(int gateway, int tunnel, String reason) {
    events.add("down " + reason);
  }

  @Override
  public void failed(int gateway, String reason) {
    events.add("failed " + reason);
  }
}
