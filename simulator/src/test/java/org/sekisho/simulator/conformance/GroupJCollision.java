package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/** RFC 7296 sections 2.8.1 and 2.25.1: CHILD SA renewals and deletions that cross. */
class GroupJCollision extends RenewalGroup {

  private static final byte[] LOWEST = new byte[32];
  private static final byte[] HIGHEST = Octets.hex("ff".repeat(32));
  private static final byte[] MIDDLE = Octets.hex("f0".repeat(32));

  private int oldRouterSpi;
  private int oldPeerSpi;
  private RawMessage routersRequest;

  /** The router has a pair and has just asked for its renewal. */
  private void renewing() {
    called(Dut.gateway().deleteAtOnce());
    oldRouterSpi = dut.pair().sa.inboundSpi();
    oldPeerSpi = peer.inboundSpi;
    dut.engine.rekeyChild(dut.now, 1);
    routersRequest = peer.takeRequest(CREATE_CHILD_SA);
  }

  /** The answer to the router's renewal. */
  private RawPayload[] accept(byte[] nonce) {
    peer.inboundSpi = Peer.newSpi();
    return Peer.list(peer.childAnswer(routersRequest), RawPayload.nonce(nonce));
  }

  /** Answers whatever the router still asks; gives the SPIs it deleted. */
  private List<Integer> settle() {
    List<Integer> deleted = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      while (!dut.sent.isEmpty()) {
        RawMessage next = peer.open(dut.take());
        if (!next.isResponse() && next.exchange() == INFORMATIONAL) {
          if (next.has(RawPayload.DELETE)) {
            deleted.addAll(next.the(RawPayload.DELETE).deletedSpis());
          }
          peer.answer(next);
        }
      }
      dut.run(600);
    }
    return deleted;
  }

  @Statement(
      id = "J07",
      role = BOTH,
      level = SHOULD,
      section = "2.8.1",
      text =
          "When both renew the same CHILD SA both requests are answered; of the two new SAs the"
              + " one with the lowest of the four nonces is deleted by the side that made it, and"
              + " one pair survives")
  void j07_crossingRenewals() {
    renewing();
    int peersSpi = Peer.newSpi();
    RawMessage answer = peer.ask(CREATE_CHILD_SA, peer.renewal(oldPeerSpi, peersSpi, HIGHEST));
    assertEquals(-1, answer.error());
    int survivor = Peer.spiOf(answer);
    peer.answer(routersRequest, accept(LOWEST));
    int losing = Peer.spiOf(routersRequest);
    List<Integer> deleted = settle();
    assertTrue(deleted.contains(losing), deleted::toString);
    assertFalse(deleted.contains(oldRouterSpi), "the peer's renewal won: the peer deletes");
    peer.ask(INFORMATIONAL, RawPayload.deleteEsp(oldPeerSpi));
    dut.drain();
    assertEquals(Set.of(survivor), dut.pairs.keySet());
    assertTrue(dut.pair().active);

    renewing();
    answer = peer.ask(CREATE_CHILD_SA, peer.renewal(oldPeerSpi, peersSpi, LOWEST));
    int redundant = Peer.spiOf(answer);
    peer.answer(routersRequest, accept(HIGHEST));
    deleted = settle();
    assertEquals(List.of(oldRouterSpi), deleted);
    answer = peer.ask(INFORMATIONAL, RawPayload.deleteEsp(peersSpi));
    assertEquals(List.of(redundant), answer.the(RawPayload.DELETE).deletedSpis());
    dut.drain();
    assertEquals(Set.of(Peer.spiOf(routersRequest)), dut.pairs.keySet());
    assertTrue(dut.pair().active);
  }

  @Statement(
      id = "J08",
      role = BOTH,
      level = MUST,
      section = "2.8.1",
      text =
          "The same when this router's own response is lost: repeated messages bring both ends to"
              + " one pair",
      remark = "The simulator tries such losses at random too: CollisionTest, SimulationTest")
  void j08_lostResponse() {
    renewing();
    int peersSpi = Peer.newSpi();
    byte[] request = peer.request(CREATE_CHILD_SA, peer.renewal(oldPeerSpi, peersSpi, LOWEST));
    int redundant = Peer.spiOf(peer.open(dut.take()));
    peer.answer(routersRequest, accept(HIGHEST));
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    dut.run(1_000);
    dut.sent.clear();
    peer.send(request);
    assertEquals(redundant, Peer.spiOf(peer.open(dut.take())));
    peer.answer(delete);
    peer.ask(INFORMATIONAL, RawPayload.deleteEsp(peersSpi));
    settle();
    assertEquals(Set.of(Peer.spiOf(routersRequest)), dut.pairs.keySet());
    assertTrue(dut.pair().active);
  }

  @Statement(
      id = "J09",
      role = BOTH,
      level = SHOULD,
      section = "2.25.1",
      text = "A renewal of a CHILD SA that this router is deleting is TEMPORARY_FAILURE",
      remark = "CHILD_SA_NOT_FOUND once it is gone")
  void j09_renewalOfWhatIsDeleted() {
    peer = Peer.connected();
    dut = peer.dut;
    dut.deletePair(dut.pair().sa.inboundSpi());
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    RawPayload[] renewal = peer.renewal(peer.inboundSpi, Peer.newSpi(), MIDDLE);
    assertEquals(TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, renewal).error());
    peer.answer(delete, RawPayload.deleteEsp(peer.inboundSpi));
    assertEquals(CHILD_SA_NOT_FOUND, peer.ask(CREATE_CHILD_SA, renewal).error());
    assertEquals(0, dut.pairs.size());
  }

  @Statement(
      id = "J10",
      role = BOTH,
      level = SHOULD,
      section = "2.25.1",
      text =
          "When the peer deletes a CHILD SA that this router is renewing the Delete is answered as"
              + " ever, and the tunnel gets another SA")
  void j10_deletionOfWhatIsRenewed() {
    renewing();
    RawMessage answer = peer.ask(INFORMATIONAL, RawPayload.deleteEsp(oldPeerSpi));
    assertEquals(List.of(oldRouterSpi), answer.the(RawPayload.DELETE).deletedSpis());
    peer.answer(routersRequest, RawPayload.notifyEsp(CHILD_SA_NOT_FOUND, oldRouterSpi));
    dut.runUntilSent(20_000);
    RawMessage fresh = peer.takeRequest(CREATE_CHILD_SA);
    assertFalse(fresh.hasNotify(REKEY_SA));
    Renewals.answerChild(peer, fresh);
    assertEquals(Set.of(Peer.spiOf(fresh)), dut.pairs.keySet());
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "J11",
      role = BOTH,
      level = SHOULD,
      section = "1.4.1, 2.25.1",
      text = "When both delete the same CHILD SA neither answer names its half again")
  void j11_crossingDeletions() {
    peer = Peer.connected();
    dut = peer.dut;
    dut.deletePair(dut.pair().sa.inboundSpi());
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    RawMessage answer = peer.ask(INFORMATIONAL, RawPayload.deleteEsp(peer.inboundSpi));
    assertEquals(List.of(), answer.types());
    peer.answer(delete);
    assertEquals(0, dut.pairs.size());
    assertEquals(1, dut.count(Kind.IKE, State.ESTABLISHED));
  }

  @Statement(
      id = "J12",
      role = BOTH,
      level = SHOULD,
      section = "2.8.1, 2.25.1",
      text =
          "A renewal request that arrives when our own renewal has ended is TEMPORARY_FAILURE or"
              + " CHILD_SA_NOT_FOUND, and leaves no SA behind")
  void j12_collisionSeenByOneSide() {
    renewing();
    byte[] late =
        peer.seal(
            CREATE_CHILD_SA, false, peer.nextId++, peer.renewal(oldPeerSpi, Peer.newSpi(), LOWEST));
    peer.answer(routersRequest, accept(MIDDLE));
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    peer.send(late);
    int error = peer.open(dut.take()).error();
    assertTrue(error == TEMPORARY_FAILURE || error == CHILD_SA_NOT_FOUND, "error " + error);
    peer.answer(delete, RawPayload.deleteEsp(oldPeerSpi));
    settle();
    assertEquals(Set.of(Peer.spiOf(routersRequest)), dut.pairs.keySet());
  }

  @Statement(
      id = "J20",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.8.1",
      text =
          "When the peer's crossing renewal was refused, ours is the one that counts and is used"
              + " for sending")
  void j20_peersRenewalWasRefused() {
    renewing();
    RawPayload[] renewal = peer.renewal(oldPeerSpi, Peer.newSpi(), HIGHEST);
    byte[] any6 = RawPayload.selector(0, 0, 65535, "0".repeat(32), "f".repeat(32));
    renewal[3] = RawPayload.ts(RawPayload.TS_I, any6);
    assertEquals(TS_UNACCEPTABLE, peer.ask(CREATE_CHILD_SA, renewal).error());
    peer.answer(routersRequest, accept(LOWEST));
    assertTrue(dut.newest().active);
    settle();
    assertEquals(Set.of(Peer.spiOf(routersRequest)), dut.pairs.keySet());
  }
}
