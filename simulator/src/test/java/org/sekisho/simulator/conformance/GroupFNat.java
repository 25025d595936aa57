package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MAY;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.Arrays;
import java.util.List;
import org.sekisho.api.net.Endpoint;
import org.sekisho.simulator.Configs;

/** RFC 7296 section 2.23 and RFC 3948: NAT detection and traversal. */
class GroupFNat extends ConformanceGroup {

  private static final Endpoint ELSEWHERE = new Endpoint(Configs.address("198.51.100.9"), 61_000);
  private static final Endpoint LATER = new Endpoint(Configs.address("198.51.100.10"), 62_000);

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  /** The router calls; the answer says who of the two is behind a NAT. Gives IKE_AUTH, unread. */
  private Dut.Sent call(Configs.Builder config, boolean routerBehindNat, boolean peerBehindNat) {
    dut.configure(config.initiate().build());
    RawMessage request = peer.takeInit();
    peer.spiR = 5;
    Endpoint source = peerBehindNat ? ELSEWHERE : peer.local;
    Endpoint destination = routerBehindNat ? ELSEWHERE : peer.remote;
    RawPayload[] nat = peer.natDetection(5, source, destination);
    peer.answerInit(request, Peer.list(peer.initAnswer(request), nat));
    return dut.sent.peek();
  }

  private void finishCall() {
    RawMessage auth = peer.takeRequest(IKE_AUTH);
    peer.answer(auth, peer.authAnswer(auth));
    assertTrue(dut.isUp());
  }

  /** A peer behind a NAT connects, from a port the NAT has chosen. */
  private void connectThroughNat() {
    dut.configure(Dut.gateway(null).build());
    peer.local = new Endpoint(ELSEWHERE.address(), 50_500);
    Endpoint inside = new Endpoint(Configs.address("10.0.0.9"), 500);
    peer.accept(
        peer.askInit(Peer.list(peer.initPayloads(), peer.natDetection(0, inside, peer.remote))));
    peer.natTraversal = true;
    peer.local = ELSEWHERE;
    peer.remote = peer.remote.withPort(4500);
    peer.auth();
  }

  @Statement(
      id = "F01",
      role = BOTH,
      level = MUST,
      section = "2.23",
      text =
          "IKE_SA_INIT carries the SHA-1 hashes of both SPIs as in its header and of each address"
              + " and port")
  void f01_natDetectionPayloads() {
    dut.configure(Dut.gateway().initiate().build());
    RawMessage request = peer.takeInit();
    hashes(request, 0);
    Dut waiting = new Dut();
    waiting.configure(Dut.gateway().build());
    Peer asking = new Peer(waiting);
    RawPayload[] nat = asking.natDetection(0, asking.local, asking.remote);
    RawMessage response = asking.accept(asking.askInit(Peer.list(asking.initPayloads(), nat)));
    hashes(response, response.spiR());
  }

  private void hashes(RawMessage message, long spiR) {
    assertArrayEquals(
        Peer.natHash(message.spiI(), spiR, peer.remote),
        message.notification(NAT_DETECTION_SOURCE_IP).orElseThrow().notifyData());
    assertArrayEquals(
        Peer.natHash(message.spiI(), spiR, peer.local),
        message.notification(NAT_DETECTION_DESTINATION_IP).orElseThrow().notifyData());
  }

  @Statement(
      id = "F02",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.23",
      text =
          "Behind a NAT this router goes to port 4500 with IKE_AUTH, puts ESP into UDP and sends"
              + " keepalives")
  void f02_routerBehindNat() {
    Dut.Sent auth = call(Dut.gateway(), true, false);
    assertTrue(auth.natTraversal());
    assertEquals(4500, auth.from().port());
    assertEquals(4500, auth.to().port());
    peer.floated();
    finishCall();
    assertTrue(dut.pair().udp);
    assertEquals(4500, dut.pair().remote.port());
    dut.run(60_000);
    assertTrue(dut.keepalives >= 3);
  }

  @Statement(
      id = "F03",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.23",
      text = "So it does where the peer is behind a NAT, but needs no keepalives then")
  void f03_peerBehindNat() {
    Dut.Sent auth = call(Dut.gateway(), false, true);
    assertTrue(auth.natTraversal());
    assertEquals(4500, auth.to().port());
    peer.floated();
    finishCall();
    assertTrue(dut.pair().udp);
    dut.run(60_000);
    assertEquals(0, dut.keepalives);
  }

  @Statement(
      id = "F04",
      role = BOTH,
      level = MUST,
      section = "2.23",
      text =
          "Without a NAT ESP is protocol 50; port 4500 then only where the configuration forces it")
  void f04_noNat() {
    Dut.Sent auth = call(Dut.gateway(), false, false);
    assertFalse(auth.natTraversal());
    assertEquals(500, auth.to().port());
    finishCall();
    assertFalse(dut.pair().udp);

    Dut forced = new Dut();
    forced.configure(Dut.gateway().forceNatTraversal().initiate().build());
    Peer other = new Peer(forced);
    RawMessage request = other.takeInit();
    assertFalse(
        Arrays.equals(
            Peer.natHash(request.spiI(), 0, other.remote),
            request.notification(NAT_DETECTION_SOURCE_IP).orElseThrow().notifyData()));
    other.spiR = 5;
    RawPayload[] nat = other.natDetection(5, other.local, other.remote);
    other.answerInit(request, Peer.list(other.initAnswer(request), nat));
    assertTrue(forced.take().natTraversal());
  }

  @Statement(
      id = "F05",
      role = BOTH,
      level = MUST,
      section = "2.23",
      text = "Where a NAT is found, on whichever side, ESP travels in UDP")
  void f05_udpEncapsulation() {
    connectThroughNat();
    assertTrue(dut.pair().udp);
    assertEquals(ELSEWHERE, dut.pair().remote);
    assertEquals(4500, dut.pair().sa.local().port());
    Dut behind = new Dut();
    behind.configure(Dut.gateway().build());
    Peer asking = new Peer(behind);
    RawPayload[] nat = asking.natDetection(0, asking.local, ELSEWHERE);
    asking.accept(asking.askInit(Peer.list(asking.initPayloads(), nat)));
    asking.floated();
    asking.auth();
    assertTrue(behind.pair().udp);
  }

  @Statement(
      id = "F06",
      role = BOTH,
      level = SHOULD,
      section = "2.23",
      text =
          "While the peer is behind a NAT, its newest authenticated packet of IKE or ESP says"
              + " where it is")
  void f06_peerMoves() {
    connectThroughNat();
    byte[] old = peer.request(INFORMATIONAL);
    dut.take();
    peer.local = LATER;
    peer.ask(INFORMATIONAL);
    assertEquals(LATER, dut.pair().remote);
    peer.local = ELSEWHERE;
    peer.send(old);
    dut.sent.clear();
    assertEquals(LATER, dut.pair().remote, "an old packet moves nobody");
    dut.engine.peerMoved(dut.now, dut.pair().sa.inboundSpi(), peer.remote, ELSEWHERE);
    assertEquals(ELSEWHERE, dut.pair().remote);
    dut.engine.probe(dut.now, 1);
    Dut.Sent probe = dut.take();
    assertEquals(ELSEWHERE, probe.to());
    byte[] response = peer.answer(peer.open(probe));
    peer.local = LATER;
    peer.send(response);
    assertEquals(ELSEWHERE, dut.pair().remote, "a copy of a response moves nobody");

    Peer fixed = Peer.connected();
    fixed.local = LATER;
    fixed.ask(INFORMATIONAL);
    assertEquals(Dut.PEER_ADDRESS, fixed.dut.pair().remote.address());
  }

  @Statement(
      id = "F07",
      role = BOTH,
      level = MUST,
      section = "2.23",
      text = "A packet that is not authentic says nothing about where the peer is")
  void f07_forgedPacket() {
    connectThroughNat();
    byte[] forged = Octets.flipped(peer.seal(INFORMATIONAL, false, peer.nextId), -1);
    peer.local = LATER;
    dut.ignores(() -> peer.send(forged));
    assertEquals(ELSEWHERE, dut.pair().remote);
  }

  @Statement(
      id = "F08",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.11",
      text = "A request repeated from another port is answered there")
  void f08_repeatedFromAnotherPort() {
    Peer connected = Peer.connected();
    byte[] request = connected.request(INFORMATIONAL);
    assertEquals(500, connected.dut.take().to().port());
    connected.local = new Endpoint(Dut.PEER_ADDRESS, 1024);
    connected.send(request);
    assertEquals(1024, connected.dut.take().to().port());
  }

  @Statement(
      id = "F09",
      role = BOTH,
      level = MUST,
      section = "2.23",
      text = "A peer may go to port 4500 with IKE_AUTH although there is no NAT")
  void f09_port4500WithoutNat() {
    dut.configure(Dut.gateway().build());
    RawPayload[] nat = peer.natDetection(0, peer.local, peer.remote);
    peer.accept(peer.askInit(Peer.list(peer.initPayloads(), nat)));
    peer.floated();
    peer.auth();
    assertTrue(dut.isUp());
    dut.engine.probe(dut.now, 1);
    Dut.Sent probe = dut.take();
    assertTrue(probe.natTraversal());
    assertEquals(peer.local, probe.to());
  }

  @Statement(
      id = "F10",
      role = BOTH,
      level = SHOULD,
      section = "RFC 3948 4",
      text = "Behind a NAT a keepalive goes out at least every 20 seconds, or as configured")
  void f10_keepalives() {
    call(Dut.gateway(), true, false);
    peer.floated();
    finishCall();
    for (int i = 1; i <= 20; i++) {
      dut.run(20_000);
      assertTrue(dut.keepalives >= i, "keepalives " + dut.keepalives);
    }
  }

  @Statement(
      id = "F11",
      role = BOTH,
      level = SHOULD,
      section = "RFC 3948 2.1",
      text = "ESP in UDP has a checksum of zero over IPv4; the receiver takes any",
      deviates = true,
      remark =
          "The RFC says SHOULD be zero and MUST NOT depend on zero. UDP headers are the kernel's:"
              + " it sends a right checksum, takes zero, and drops a wrong one. The test asserts"
              + " that the data plane hands over the ESP packet alone")
  void f11_udpChecksum() {
    byte[] esp = new EspPair().install().send(EspPair.packet(100));
    assertEquals(EspPair.OUTBOUND_SPI, Octets.u32(esp, 0));
    assertEquals(1, Octets.u32(esp, 4));
  }

  @Statement(
      id = "F12",
      role = BOTH,
      level = MAY,
      section = "2.23",
      text = "Of several source hashes one that matches is enough: then there is no NAT")
  void f12_severalSourceHashes() {
    dut.configure(Dut.gateway().build());
    RawPayload other =
        RawPayload.notify(NAT_DETECTION_SOURCE_IP, Peer.natHash(peer.spiI, 0, ELSEWHERE));
    RawPayload[] nat = peer.natDetection(0, peer.local, peer.remote);
    peer.accept(peer.askInit(Peer.list(peer.initPayloads(), other, nat, other)));
    peer.auth();
    assertFalse(dut.pair().udp);
  }

  @Statement(
      id = "F13",
      role = BOTH,
      level = MUST,
      section = "2.23",
      text =
          "A renewal of the IKE SA inherits what was found about NATs and its port 4500, without"
              + " asking again")
  void f13_renewalInherits() {
    connectThroughNat();
    dut.engine.rekeyIke(dut.now, 1);
    RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
    assertEquals(List.of(), request.notifies());
    Peer renewed = Renewals.answerIke(peer, request);
    renewed.dut.engine.probe(dut.now, 1);
    Dut.Sent probe = dut.take();
    assertTrue(probe.natTraversal());
    assertEquals(ELSEWHERE, probe.to());
    renewed.answer(renewed.open(probe));
    renewed.local = LATER;
    renewed.ask(INFORMATIONAL);
    assertEquals(LATER, dut.pair().remote);
    dut.engine.rekeyChild(dut.now, 1);
    Renewals.answerChild(renewed, renewed.takeRequest(CREATE_CHILD_SA));
    assertTrue(dut.newest().udp);
  }
}
