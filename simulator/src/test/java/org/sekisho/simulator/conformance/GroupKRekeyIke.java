package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/** RFC 7296 sections 1.3.2, 2.18, 2.8.2 and 2.25.2: renewal of IKE SAs and its collisions. */
class GroupKRekeyIke extends RenewalGroup {

  private static final byte[] LOWEST = new byte[32];
  private static final byte[] HIGHEST = Octets.hex("ff".repeat(32));
  private static final byte[] NONCE = Octets.counting(32, 50);

  private RawMessage renewalOfRouter() {
    dut.engine.rekeyIke(dut.now, 1);
    return peer.takeRequest(CREATE_CHILD_SA);
  }

  private RawPayload[] childOfPeer() {
    return peer.newChild(Peer.newSpi(), NONCE);
  }

  @Statement(
      id = "K01",
      role = AS_INITIATOR,
      level = MUST,
      section = "1.3.2, 2.18",
      text =
          "Near the end of its life an IKE SA is renewed by CREATE_CHILD_SA with SA, whose SPI has"
              + " 8 octets, Ni and KEi, and no selectors")
  void k01_renewalStarts() {
    called(Dut.gateway().life(1_000, 100_000));
    dut.run(749_000);
    dut.silent();
    dut.runUntilSent(32_000);
    RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
    assertEquals(
        Set.of(RawPayload.SA, RawPayload.NONCE, RawPayload.KE), new HashSet<>(request.types()));
    request
        .the(RawPayload.SA)
        .proposals()
        .forEach(
            p -> {
              assertEquals(1, p.protocol());
              assertNotEquals(0, Octets.u64(p.spi(), 0));
              assertFalse(p.ofType(RawPayload.DH).isEmpty());
            });
  }

  @Statement(
      id = "K02",
      role = BOTH,
      level = MUST,
      section = "2.18",
      text =
          "SKEYSEED of the new IKE SA is prf(SK_d (old), g^ir, Ni, Nr) with the old prf; its keys"
              + " come from the new prf")
  void k02_keys() {
    for (Suite next : List.of(Suite.GCM, new Suite(20, 256, 0, 7, 31), Suite.CBC)) {
      connected();
      RawPayload sa = next.offer(Octets.eight(Renewals.NEW_SPI));
      RawMessage response = peer.ask(CREATE_CHILD_SA, sa, RawPayload.nonce(NONCE), peer.ke());
      Peer renewed = Renewals.renewedByPeer(peer, next, response, NONCE);
      assertEquals(List.of(), renewed.ask(INFORMATIONAL).types());
    }
    called(Dut.gateway());
    assertEquals(List.of(), Renewals.ofIkeByRouter(peer).ask(INFORMATIONAL).types());
  }

  @Statement(
      id = "K03",
      role = BOTH,
      level = MUST,
      section = "2.18",
      text =
          "The new IKE SA has the SPIs of the negotiation, its original initiator is who renewed,"
              + " and message IDs begin with 0 in both directions")
  void k03_newIkeSa() {
    called(Dut.gateway());
    Peer renewed = Renewals.ofIkeByPeer(peer);
    assertTrue(renewed.initiator);
    dut.engine.probe(dut.now, 1);
    RawMessage probe = renewed.takeRequest(INFORMATIONAL);
    assertEquals(0, probe.id());
    renewed.answer(probe);
    assertEquals(0, renewed.ask(INFORMATIONAL).id());
  }

  @Statement(
      id = "K04",
      role = BOTH,
      level = MUST,
      section = "2.8",
      text = "The new IKE SA has all CHILD SAs of the old one, whose deletion does not touch them")
  void k04_childrenAreInherited() {
    called(Dut.gateway());
    int spi = dut.pair().sa.inboundSpi();
    Peer renewed = Renewals.ofIkeByPeer(peer);
    peer.ask(INFORMATIONAL, RawPayload.deleteIke());
    assertEquals(Set.of(spi), dut.pairs.keySet());
    assertEquals(1, dut.count(Kind.IKE));
    RawMessage answer = renewed.ask(INFORMATIONAL, RawPayload.deleteEsp(peer.inboundSpi));
    assertEquals(List.of(spi), answer.the(RawPayload.DELETE).deletedSpis());
    assertEquals(0, dut.pairs.size());
  }

  @Statement(
      id = "K05",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.8",
      text = "Who renewed an IKE SA deletes the old one, on the old one",
      remark =
          "By default at the end of the old one's life, as RTX routers do; with ipsec ike rekey"
              + " delete immediate at once")
  void k05_initiatorDeletesTheOld() {
    called(Dut.gateway().deleteAtOnce());
    Renewals.ofIkeByRouter(peer);
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    assertArrayEquals(Octets.hex("01000000"), delete.the(RawPayload.DELETE).body());
    peer.answer(delete);
    assertEquals(1, dut.count(Kind.IKE));
    called(Dut.gateway().life(1_000, 100_000));
    Peer renewed = Renewals.ofIkeByRouter(peer);
    dut.runUntilSent(800_000);
    Renewals.answerIke(renewed, renewed.takeRequest(CREATE_CHILD_SA), NONCE, 0x77);
    dut.runUntilSent(300_000);
    delete = peer.takeRequest(INFORMATIONAL);
    assertArrayEquals(Octets.hex("01000000"), delete.the(RawPayload.DELETE).body());
  }

  @Statement(
      id = "K06",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "2.8",
      text =
          "An old IKE SA that the peer does not delete is borne until its life ends; new requests"
              + " go by the new one")
  void k06_peerDoesNotDelete() {
    called(Dut.gateway().life(28_800, 100_000));
    Peer renewed = Renewals.ofIkeByPeer(peer);
    dut.run(7_200_000);
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
    dut.engine.probe(dut.now, 1);
    renewed.answer(renewed.takeRequest(INFORMATIONAL));
    dut.engine.rekeyChild(dut.now, 1);
    Renewals.answerChild(renewed, renewed.takeRequest(CREATE_CHILD_SA));
    assertEquals(1, dut.count(Kind.IKE, State.SUPERSEDED));
  }

  @Statement(
      id = "K07",
      role = BOTH,
      level = SHOULD,
      section = "2.8.2, 2.25.2",
      text =
          "When both renew the IKE SA both requests are answered; the one with the lowest of the"
              + " four nonces is deleted by who made it, and the other has all CHILD SAs")
  void k07_crossingRenewals() {
    for (boolean routerLoses : new boolean[] {true, false}) {
      called(Dut.gateway());
      int spi = dut.pair().sa.inboundSpi();
      RawMessage request = renewalOfRouter();
      byte[] ours = routerLoses ? HIGHEST : LOWEST;
      RawMessage response = peer.ask(CREATE_CHILD_SA, Renewals.ikeRequest(peer, ours));
      assertEquals(-1, response.error());
      Peer byPeer = Renewals.renewedByPeer(peer, peer.suite, response, ours);
      Peer byRouter = Renewals.answerIke(peer, request, routerLoses ? LOWEST : HIGHEST, 0x77);
      Peer survivor = routerLoses ? byPeer : byRouter;
      if (routerLoses) {
        RawMessage delete = byRouter.takeRequest(INFORMATIONAL);
        assertTrue(delete.has(RawPayload.DELETE));
        byRouter.answer(delete);
      } else {
        dut.silent();
        byPeer.ask(INFORMATIONAL, RawPayload.deleteIke());
      }
      peer.ask(INFORMATIONAL, RawPayload.deleteIke());
      assertEquals(1, dut.count(Kind.IKE));
      assertEquals(Set.of(spi), dut.pairs.keySet());
      RawMessage answer = survivor.ask(INFORMATIONAL, RawPayload.deleteEsp(peer.inboundSpi));
      assertEquals(List.of(spi), answer.the(RawPayload.DELETE).deletedSpis());
    }
  }

  @Statement(
      id = "K08",
      role = BOTH,
      level = SHOULD,
      section = "2.25.2",
      text = "A renewal of an IKE SA that this router is closing is TEMPORARY_FAILURE",
      remark = "RFC 4718 had NO_PROPOSAL_CHOSEN")
  void k08_whileClosing() {
    connected();
    dut.engine.deleteAll(dut.now);
    peer.takeRequest(INFORMATIONAL);
    assertEquals(
        TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, Renewals.ikeRequest(peer, NONCE)).error());
    dut.run(5_000);
    assertEquals(1, dut.count(Kind.IKE));
  }

  @Statement(
      id = "K09",
      role = BOTH,
      level = SHOULD,
      section = "2.25.2",
      text = "A new or renewed CHILD SA while this router renews the IKE SA is TEMPORARY_FAILURE",
      remark = "RFC 4718 had NO_ADDITIONAL_SAS or NO_PROPOSAL_CHOSEN")
  void k09_childWhileIkeIsRenewed() {
    called(Dut.gateway());
    renewalOfRouter();
    assertEquals(TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, childOfPeer()).error());
    RawPayload[] renewal = peer.renewal(peer.inboundSpi, Peer.newSpi(), NONCE);
    assertEquals(TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, renewal).error());
    assertEquals(1, dut.pairs.size());
  }

  @Statement(
      id = "K10",
      role = BOTH,
      level = SHOULD,
      section = "2.25.2",
      text =
          "A renewal of the IKE SA while this router makes, renews or deletes a CHILD SA is"
              + " TEMPORARY_FAILURE")
  void k10_ikeWhileChildIsChanged() {
    called(Dut.gateway());
    dut.engine.rekeyChild(dut.now, 1);
    peer.takeRequest(CREATE_CHILD_SA);
    assertEquals(
        TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, Renewals.ikeRequest(peer, NONCE)).error());
    connected();
    dut.deletePair(dut.pair().sa.inboundSpi());
    peer.takeRequest(INFORMATIONAL);
    assertEquals(
        TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, Renewals.ikeRequest(peer, NONCE)).error());
    assertEquals(1, dut.count(Kind.IKE));
  }

  @Statement(
      id = "K11",
      role = BOTH,
      level = SHOULD,
      section = "2.25.2",
      text =
          "When the peer deletes an IKE SA that this router is renewing, the deletion counts and"
              + " the renewal is dropped")
  void k11_deletedWhileRenewed() {
    dut = new Dut();
    dut.configure(Dut.gateway().build());
    peer = new Peer(dut).connect();
    RawMessage request = renewalOfRouter();
    assertEquals(List.of(), peer.ask(INFORMATIONAL, RawPayload.deleteIke()).types());
    assertTrue(dut.engine.isIdle());
    peer.answer(request, RawPayload.notify(TEMPORARY_FAILURE));
    dut.run(60_000);
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "K12",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.25",
      text =
          "No CHILD SA is made on an IKE SA that has been renewed: TEMPORARY_FAILURE; liveness and"
              + " deletion are answered there")
  void k12_requestsOnTheOldSa() {
    called(Dut.gateway());
    Renewals.ofIkeByPeer(peer);
    assertEquals(TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, childOfPeer()).error());
    assertEquals(
        TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, Renewals.ikeRequest(peer, NONCE)).error());
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
    assertEquals(1, dut.pairs.size());
    assertEquals(2, dut.count(Kind.IKE));
  }

  @Statement(
      id = "K13",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.3.2",
      text =
          "A renewal of the IKE SA with KEi of another group than the one chosen is answered by"
              + " INVALID_KE_PAYLOAD; the old SA is as it was")
  void k13_wrongGroup() {
    connected();
    Suite other = new Suite(20, 256, 0, 5, 20);
    RawPayload sa = other.offer(Octets.eight(Renewals.NEW_SPI));
    RawMessage answer = peer.ask(CREATE_CHILD_SA, sa, RawPayload.nonce(NONCE), peer.ke());
    assertArrayEquals(
        Octets.hex("0014"), answer.notification(INVALID_KE_PAYLOAD).orElseThrow().notifyData());
    assertEquals(1, dut.count(Kind.IKE));
    assertEquals(-1, peer.ask(CREATE_CHILD_SA, childOfPeer()).error());
  }

  @Statement(
      id = "K14",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.8.3",
      text =
          "A peer that makes a whole new IKE SA instead is served: both live side by side, and the"
              + " deletion of the old one with its CHILD SA interrupts nothing")
  void k14_reauthentication() {
    called(Dut.gateway());
    Peer fresh = new Peer(dut);
    fresh.connect();
    assertEquals(2, dut.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(2, dut.pairs.size());
    dut.run(5_000);
    assertTrue(dut.newest().active);
    peer.ask(INFORMATIONAL, RawPayload.deleteIke());
    assertEquals(1, dut.count(Kind.IKE));
    dut.drain();
    assertTrue(dut.pair().active);
    assertEquals(List.of("up"), dut.events);
    dut.run(60_000);
    dut.silent();
  }

  @Statement(
      id = "K15",
      role = BOTH,
      level = MUST,
      section = "2.8",
      text =
          "A hundred renewals of the IKE SA leave one IKE SA and its CHILD SA, with small numbers")
  void k15_hundredRenewals() {
    called(Dut.gateway());
    for (int i = 0; i < 50; i++) {
      Peer old = peer;
      dut.engine.rekeyIke(dut.now, 1);
      peer = Renewals.answerIke(old, old.takeRequest(CREATE_CHILD_SA), NONCE, 0x9000 + i);
      old.ask(INFORMATIONAL, RawPayload.deleteIke());
      old = peer;
      peer = Renewals.ofIkeByPeer(old);
      old.ask(INFORMATIONAL, RawPayload.deleteIke());
    }
    assertEquals(3, dut.sas().size());
    assertTrue(dut.sas().stream().allMatch(s -> s.number() <= 5), dut.sas()::toString);
    assertEquals(List.of("up"), dut.events);
    peer.ask(INFORMATIONAL, RawPayload.deleteIke());
    dut.configure(Dut.gateway().build());
    dut.sent.clear();
    dut.run(60_000);
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "K16",
      role = BOTH,
      level = MUST,
      section = "2.1, 2.8",
      text =
          "A repeated renewal request on the old IKE SA gets the same response until that SA is"
              + " deleted")
  void k16_lostResponse() {
    called(Dut.gateway());
    byte[] request = peer.request(CREATE_CHILD_SA, Renewals.ikeRequest(peer, NONCE));
    byte[] response = dut.take().octets();
    dut.run(3_000);
    peer.send(request);
    assertArrayEquals(response, dut.take().octets());
    assertEquals(2, dut.count(Kind.IKE));
    peer.ask(INFORMATIONAL, RawPayload.deleteIke());
    peer.send(request);
    assertTrue(dut.sent.isEmpty() || peer.plainAnswer().error() == INVALID_IKE_SPI);
  }
}
