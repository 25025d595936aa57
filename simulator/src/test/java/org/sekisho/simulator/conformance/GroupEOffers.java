package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.List;

/** RFC 7296 sections 2.7 and 3.3: SA payloads of this router, and answers to them. */
class GroupEOffers extends ConformanceGroup {

  private static final byte[] NONE = new byte[0];

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  @Statement(
      id = "E02",
      role = AS_INITIATOR,
      level = MUST,
      section = "3.3.1",
      text =
          "Proposals are numbered from 1 and marked as more or last; the SPI has no octets in"
              + " IKE_SA_INIT, 8 in a renewal of the IKE SA and 4 for ESP")
  void e02_formOfProposals() {
    dut.configure(Dut.gateway().initiate().build());
    RawMessage init = peer.takeInit();
    form(init, 1, 0);
    peer.answerInit(init, peer.initAnswer(init));
    RawMessage auth = peer.takeRequest(IKE_AUTH);
    form(auth, 3, 4);
    peer.answer(auth, peer.authAnswer(auth));
    dut.engine.rekeyChild(dut.now, 1);
    RawMessage child = peer.takeRequest(CREATE_CHILD_SA);
    form(child, 3, 4);
    Renewals.answerChild(peer, child);
    dut.engine.rekeyIke(dut.now, 1);
    form(peer.takeRequest(CREATE_CHILD_SA), 1, 8);
  }

  private static void form(RawMessage message, int protocol, int spiSize) {
    List<RawPayload.Proposal> proposals = message.the(RawPayload.SA).proposals();
    assertTrue(proposals.size() > 1);
    for (int i = 0; i < proposals.size(); i++) {
      assertEquals(i + 1, proposals.get(i).number());
      assertEquals(protocol, proposals.get(i).protocol());
      assertEquals(spiSize, proposals.get(i).spi().length);
    }
  }

  /** What a responder answers whose SA payload is that one. */
  private static void refusedAnswer(RawPayload sa) {
    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    Peer end = new Peer(calling);
    RawMessage request = end.takeInit();
    RawPayload[] answer = end.initAnswer(request);
    answer[0] = sa;
    end.answerInit(request, answer);
    calling.silent();
    calling.run(5_000);
    assertFalse(calling.isUp());
    assertTrue(calling.events.get(0).startsWith("failed"), calling.events::toString);
  }

  /** What becomes of an IKE_AUTH response whose SA payload is that one. */
  private static void refusedEsp(RawPayload sa) {
    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    Peer end = new Peer(calling);
    RawMessage request = end.takeAuth();
    RawPayload[] answer = end.authAnswer(request);
    answer[2] = sa;
    end.answer(request, answer);
    assertEquals(0, calling.pairs.size());
    assertTrue(calling.events.get(0).startsWith("failed"), calling.events::toString);
  }

  @Statement(
      id = "E03",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.7",
      text = "A response that chooses what was not offered is not accepted")
  void e03_choiceOutsideTheOffer() {
    refusedAnswer(RawPayload.sa(RawPayload.proposal(9, 1, NONE, Suite.GCM.transforms())));
    refusedAnswer(RawPayload.sa(RawPayload.proposal(2, 1, NONE, Suite.GCM.transforms())));
    refusedAnswer(RawPayload.sa(RawPayload.proposal(1, 1, NONE, encr(20, 256), prf(1), dh(31))));
    refusedAnswer(RawPayload.sa(RawPayload.proposal(1, 1, NONE, encr(20, 192), prf(5), dh(31))));
    byte[] spi = Octets.four(Peer.newSpi());
    refusedEsp(RawPayload.sa(RawPayload.proposal(1, 3, spi, encr(20, 192), esn(0))));
    refusedEsp(RawPayload.sa(RawPayload.proposal(1, 2, spi, integ(12), esn(0))));
  }

  @Statement(
      id = "E04",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.7",
      text = "A response with two proposals, or with two transforms of one type, is not accepted")
  void e04_moreThanOneChoice() {
    byte[] one = RawPayload.proposal(1, 1, NONE, Suite.GCM.transforms());
    refusedAnswer(RawPayload.sa(one, one));
    refusedAnswer(
        RawPayload.sa(RawPayload.proposal(1, 1, NONE, encr(20, 256), prf(5), prf(6), dh(31))));
    int spi = Peer.newSpi();
    refusedEsp(Peer.espOffer(spi, encr(20, 128)));
    refusedEsp(RawPayload.sa(Peer.espProposal(1, spi), Peer.espProposal(1, spi)));
    refusedEsp(RawPayload.sa(RawPayload.proposal(1, 3, Octets.four(spi), encr(20, 256))));
  }

  @Statement(
      id = "E06",
      role = BOTH,
      level = MUST,
      section = "3.3.5",
      text = "A cipher with one key length never has the Key Length attribute")
  void e06_noKeyLength() {
    dut.configure(Dut.gateway().initiate().build());
    RawMessage init = peer.takeInit();
    peer.answerInit(init, peer.initAnswer(init));
    for (RawMessage message : List.of(init, peer.takeRequest(IKE_AUTH))) {
      List<Integer> lengths =
          message.the(RawPayload.SA).proposals().stream()
              .flatMap(p -> p.ofType(RawPayload.ENCR).stream())
              .filter(t -> t.id() == 3 || t.id() == 28)
              .map(RawPayload.Transform::keyBits)
              .distinct()
              .toList();
      assertEquals(List.of(0), lengths);
    }
  }

  @Statement(
      id = "E12",
      role = AS_INITIATOR,
      level = MUST,
      section = "3.3",
      text = "All algorithms that are allowed stand in the offer, the preferred first")
  void e12_allTransforms() {
    dut.configure(Dut.gateway().initiate().build());
    List<RawPayload.Proposal> all = peer.takeInit().the(RawPayload.SA).proposals();
    assertEquals(List.of(7, 6, 5, 2), ids(all.get(0), RawPayload.PRF));
    assertEquals(List.of(21, 20, 31, 19, 16, 15, 14, 5, 2), ids(all.get(0), RawPayload.DH));
    assertEquals(List.of(20, 20, 28), ids(all.get(0), RawPayload.ENCR));
    assertEquals(
        List.of(256, 128, 0),
        all.get(0).ofType(RawPayload.ENCR).stream().map(RawPayload.Transform::keyBits).toList());
    assertEquals(List.of(12, 12, 12), ids(all.get(1), RawPayload.ENCR));
    assertEquals(List.of(14, 13, 12, 2), ids(all.get(1), RawPayload.INTEG));
  }

  private static List<Integer> ids(RawPayload.Proposal proposal, int type) {
    return proposal.ofType(type).stream().map(RawPayload.Transform::id).toList();
  }

  @Statement(
      id = "E13",
      role = AS_INITIATOR,
      level = MUST,
      section = "3.3",
      text = "All proposals are in the offer, for IKE and for ESP")
  void e13_allProposals() {
    dut.configure(Dut.gateway().initiate().build());
    RawMessage init = peer.takeInit();
    assertEquals(3, init.the(RawPayload.SA).proposals().size());
    peer.answerInit(init, peer.initAnswer(init));
    RawMessage auth = peer.takeRequest(IKE_AUTH);
    assertEquals(3, auth.the(RawPayload.SA).proposals().size());
    peer.answer(auth, peer.authAnswer(auth));
    dut.engine.rekeyChild(dut.now, 1);
    assertEquals(3, peer.takeRequest(CREATE_CHILD_SA).the(RawPayload.SA).proposals().size());
  }
}
