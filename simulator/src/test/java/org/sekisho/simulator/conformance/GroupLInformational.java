package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.List;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/** RFC 7296 sections 1.4, 1.5 and 2.21: INFORMATIONAL, Delete, and what is not in order. */
class GroupLInformational extends ConformanceGroup {

  private final Peer peer = Peer.connected();
  private final Dut dut = peer.dut;

  private void deleted(RawMessage answer, Integer... spis) {
    assertEquals(List.of(spis), answer.the(RawPayload.DELETE).deletedSpis());
  }

  @Statement(
      id = "L01",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.4",
      text = "An empty request gets an empty response with its message ID")
  void l01_emptyRequest() {
    RawMessage answer = peer.ask(INFORMATIONAL);
    assertEquals(0, answer.innerType());
    assertEquals(List.of(), answer.types());
  }

  @Statement(
      id = "L03",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.4, 2.21.4",
      text =
          "Unprotected notifications never delete an SA; at most, and not often, they make this"
              + " router ask whether the peer lives",
      remark = "ICMP errors do not reach the engine at all")
  void l03_unprotectedNotifications() {
    int probes = 0;
    for (int i = 0; i < 100; i++) {
      int error = new int[] {INVALID_SPI, INVALID_IKE_SPI, AUTHENTICATION_FAILED}[i % 3];
      int flags = INITIATOR_FLAG | (i % 2 == 0 ? RESPONSE_FLAG : 0);
      RawPayload notify = RawPayload.notify(error);
      peer.send(RawMessage.plain(peer.spiI, peer.spiR, INFORMATIONAL, flags, i, notify));
      while (!dut.sent.isEmpty()) {
        peer.answer(peer.takeRequest(INFORMATIONAL));
        probes++;
      }
      dut.run(100);
    }
    assertTrue(probes <= 2, "probes " + probes);
    assertEquals(1, dut.pairs.size());
    assertEquals(List.of("up"), dut.events);
  }

  @Statement(
      id = "L05",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.4.1",
      text =
          "Delete with the SPI the peer receives on closes the pair; the answer deletes the other"
              + " half by the SPI this router receives on")
  void l05_deleteOfAPair() {
    int ours = dut.pair().sa.inboundSpi();
    deleted(peer.ask(INFORMATIONAL, RawPayload.deleteEsp(peer.inboundSpi)), ours);
    assertEquals(0, dut.pairs.size());
    assertEquals(1, dut.count(Kind.IKE, State.ESTABLISHED));
  }

  @Statement(
      id = "L06",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.4.1",
      text = "All SPIs of a Delete payload are served in one answer")
  void l06_deleteOfSeveral() {
    int first = dut.pair().sa.inboundSpi();
    int spi = Peer.newSpi();
    int second = Peer.spiOf(peer.ask(CREATE_CHILD_SA, peer.newChild(spi, peer.ni)));
    RawMessage answer = peer.ask(INFORMATIONAL, RawPayload.deleteEsp(spi, peer.inboundSpi));
    deleted(answer, second, first);
    assertEquals(0, dut.pairs.size());
  }

  @Statement(
      id = "L07",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "1.4.1",
      text = "An unknown SPI in a Delete payload is passed over without an error")
  void l07_deleteOfUnknown() {
    assertEquals(List.of(), peer.ask(INFORMATIONAL, RawPayload.deleteEsp(0x1234)).types());
    assertEquals(1, dut.pairs.size());
    int ours = dut.pair().sa.inboundSpi();
    deleted(peer.ask(INFORMATIONAL, RawPayload.deleteEsp(7, peer.inboundSpi, 8)), ours);
  }

  @Statement(
      id = "L08",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.4.1",
      text = "Delete of the IKE SA gets an empty answer; then it and its CHILD SAs are gone")
  void l08_deleteOfTheIkeSa() {
    assertEquals(List.of(), peer.ask(INFORMATIONAL, RawPayload.deleteIke()).types());
    assertEquals(0, dut.pairs.size());
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "L09",
      role = BOTH,
      level = SHOULD,
      section = "1.4.1",
      text = "Deletions of the same pair that cross are answered without naming it again",
      remark = "As J11; here those of the IKE SA")
  void l09_crossingDeletions() {
    dut.engine.deleteAll(dut.now);
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    assertEquals(List.of(), peer.ask(INFORMATIONAL, RawPayload.deleteIke()).types());
    assertTrue(dut.engine.isIdle());
    peer.answer(delete);
    dut.run(60_000);
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "L10",
      role = AS_INITIATOR,
      level = MUST,
      section = "1.4.1",
      text =
          "An SA the administrator ends is deleted at the peer too, and gone with the answer or"
              + " when none comes")
  void l10_administratorEnds() {
    dut.engine.disconnect(dut.now, 1);
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    assertArrayEquals(Octets.hex("01000000"), delete.the(RawPayload.DELETE).body());
    assertEquals(1, dut.count(Kind.IKE));
    peer.answer(delete);
    assertTrue(dut.engine.isIdle());
    Peer silent = Peer.connected();
    silent.dut.engine.disconnect(silent.dut.now, 1);
    silent.dut.run(60_000);
    assertTrue(silent.dut.engine.isIdle());
  }

  @Statement(
      id = "L11",
      role = BOTH,
      level = MUST,
      section = "1.4.1",
      text =
          "A pair whose deletion the peer answers without naming its half does not stay half open",
      remark = "This router takes away both halves with any answer")
  void l11_halfClosed() {
    dut.deletePair(dut.pair().sa.inboundSpi());
    peer.answer(peer.takeRequest(INFORMATIONAL));
    assertEquals(0, dut.pairs.size());
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
  }

  @Statement(
      id = "L12",
      role = BOTH,
      level = MUST,
      section = "1.5, 2.21.4",
      text = "ESP with an unknown SPI is dropped without an answer",
      remark = "This router does not use the INVALID_SPI notification that it may send")
  void l12_unknownEsp() {
    EspPair pair = new EspPair().install();
    byte[] stranger = Octets.with(pair.sealed(1, EspPair.packet(60)), 0, 0x77);
    for (int i = 0; i < 50; i++) {
      assertEquals(0, pair.receive(stranger));
    }
    assertTrue(pair.bench.events().size() <= 10, pair.bench.events()::toString);
    assertEquals(0, pair.bench.counters(EspPair.INBOUND_SPI).integrityDrops());
  }

  @Statement(
      id = "L13",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.5, 2.21.4",
      text =
          "A request with unknown IKE SPIs is dropped or answered, rarely, by an unprotected"
              + " INVALID_IKE_SPI with its SPIs, message ID and exchange; a response never")
  void l13_unknownIkeSpis() {
    peer.spiR ^= 1;
    byte[] request = peer.seal(INFORMATIONAL, false, 42);
    peer.send(request);
    RawMessage answer = peer.plainAnswer();
    assertEquals(INVALID_IKE_SPI, answer.error());
    assertEquals(RESPONSE_FLAG, answer.flags());
    assertEquals(peer.spiI, answer.spiI());
    assertEquals(peer.spiR, answer.spiR());
    assertEquals(42, answer.id());
    assertEquals(INFORMATIONAL, answer.exchange());
    for (int i = 0; i < 1000; i++) {
      peer.send(request);
    }
    assertTrue(dut.sent.size() <= 1);
    dut.sent.clear();
    dut.run(5_000);
    byte[] response = peer.seal(INFORMATIONAL, true, 42);
    dut.ignores(() -> peer.send(response));
  }

  @Statement(
      id = "L14",
      role = BOTH,
      level = MUST,
      section = "2.21",
      text = "A response is never answered, whatever is wrong with it")
  void l14_noResponseToAResponse() {
    dut.engine.probe(dut.now, 1);
    RawMessage request = peer.takeRequest(INFORMATIONAL);
    int flags = peer.flags(true);
    RawPayload critical = RawPayload.of(200, NOTHING).critical();
    dut.ignores(() -> peer.send(peer.seal(INFORMATIONAL, true, request.id() + 1, critical)));
    peer.send(peer.sealChain(INFORMATIONAL, flags, request.id(), 41, Octets.hex("ffff0000")));
    dut.silent();
    assertTrue(dut.isUp());
    byte[] first = peer.initMessage(peer.initPayloads());
    dut.ignores(() -> peer.send(Octets.with(Octets.with(first, 17, 0x30), 19, 0x20)));
    dut.ignores(() -> peer.send(Octets.with(first, 19, 0x20)));
  }

  @Statement(
      id = "L15",
      role = BOTH,
      level = MUST,
      section = "2.21.3",
      text =
          "A request that is authentic but cannot be read is answered by INVALID_SYNTAX under"
              + " protection, and the IKE SA is deleted")
  void l15_invalidSyntax() {
    for (String chain : new String[] {"00000003", "00000008 00", "0000000403", "29000004"}) {
      Peer each = Peer.connected();
      each.send(each.sealChain(INFORMATIONAL, INITIATOR_FLAG, each.nextId, 41, Octets.hex(chain)));
      assertEquals(INVALID_SYNTAX, each.takeResponse(INFORMATIONAL, each.nextId).error());
      assertTrue(each.dut.engine.isIdle());
      assertEquals(0, each.dut.pairs.size());
    }
  }

  @Statement(
      id = "L16",
      role = BOTH,
      level = MUST,
      section = "2.21",
      text = "Messages that are not authentic are dropped, any number of them, and change nothing")
  void l16_forgedMessages() {
    byte[] request = peer.seal(INFORMATIONAL, false, peer.nextId, RawPayload.deleteIke());
    dut.ignores(
        () -> {
          for (int i = 0; i < 20_000; i++) {
            peer.send(Octets.flipped(request, 28 + 4 + i % (request.length - 32)));
          }
        });
    assertTrue(dut.log.size() < 10);
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
  }

  @Statement(
      id = "L19",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.11",
      text = "A Delete payload of a wrong form is INVALID_SYNTAX",
      remark = "AH is a protocol of the RFC: SPIs of it are like other unknown SPIs")
  void l19_malformedDelete() {
    RawPayload ah = RawPayload.of(RawPayload.DELETE, Octets.hex("02040001 00001234"));
    assertEquals(List.of(), peer.ask(INFORMATIONAL, ah).types());
    for (String body :
        new String[] {
          "03080001 0000000000001234",
          "03040002 00001234",
          "03080002 0000000000001234",
          "0304",
          "07040001 01020304",
          "01080001 0102030405060708"
        }) {
      Peer each = Peer.connected();
      RawPayload wrong = RawPayload.of(RawPayload.DELETE, Octets.hex(body));
      assertEquals(INVALID_SYNTAX, each.ask(INFORMATIONAL, wrong).error());
      assertTrue(each.dut.engine.isIdle());
    }
  }

  @Statement(
      id = "L20",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.4",
      text = "INFORMATIONAL with a configuration payload or unknown status gets an empty answer")
  void l20_unknownContent() {
    RawPayload request = RawPayload.of(RawPayload.CP, Octets.hex("01000000 00010000"));
    assertEquals(-1, peer.ask(INFORMATIONAL, request).error());
    assertEquals(List.of(), peer.ask(INFORMATIONAL, RawPayload.notify(50_000)).types());
    assertEquals(1, dut.pairs.size());
  }
}
