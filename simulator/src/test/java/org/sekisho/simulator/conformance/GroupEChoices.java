package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MAY;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/** RFC 7296 sections 2.7 and 3.3: what is chosen out of the peer's SA payloads. */
class GroupEChoices extends ConformanceGroup {

  private static final byte[] NONE = new byte[0];

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private void waiting() {
    dut.configure(Dut.gateway().build());
  }

  private RawMessage offered(byte[]... transforms) {
    dut.run(2_000);
    RawPayload sa = RawPayload.sa(RawPayload.proposal(1, 1, NONE, transforms));
    return peer.askInit(sa, peer.ke(), RawPayload.nonce(peer.ni));
  }

  /** Asks for another CHILD SA with one proposal. */
  private RawMessage offeredEsp(byte[]... transforms) {
    RawPayload[] child = peer.newChild(Peer.newSpi(), peer.ni);
    child[0] = RawPayload.sa(RawPayload.proposal(1, 3, Octets.four(Peer.newSpi()), transforms));
    return peer.ask(CREATE_CHILD_SA, child);
  }

  @Statement(
      id = "E01",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.7, 3.3",
      text =
          "Of several proposals one is accepted, under the initiator's number, with one transform"
              + " of each type")
  void e01_oneProposalIsChosen() {
    waiting();
    byte[] bad = RawPayload.proposal(1, 1, NONE, encr(23, 256), prf(5), dh(31));
    byte[][] many = {encr(20, 256), encr(20, 128), prf(7), prf(5), dh(31), dh(14), dh(19)};
    byte[] good = RawPayload.proposal(2, 1, NONE, many);
    RawPayload sa = RawPayload.sa(bad, good, RawPayload.proposal(3, 1, NONE, many));
    RawMessage answer = peer.askInit(sa, peer.ke(), RawPayload.nonce(peer.ni));
    List<RawPayload.Proposal> proposals = answer.the(RawPayload.SA).proposals();
    assertEquals(1, proposals.size());
    assertEquals(2, proposals.get(0).number());
    assertEquals(3, proposals.get(0).transforms().size());
    assertEquals(31, proposals.get(0).only(RawPayload.DH).orElseThrow());
    assertEquals(7, proposals.get(0).only(RawPayload.PRF).orElseThrow());
    peer.suite = new Suite(20, 256, 0, 7, 31);
    peer.accept(answer);
    RawPayload[] child = Peer.childOffer(peer.inboundSpi);
    child[0] =
        RawPayload.sa(
            RawPayload.proposal(1, 3, Octets.four(77777), encr(23, 256), esn(0)),
            Peer.espProposal(2, peer.inboundSpi, encr(20, 128), esn(1)));
    RawMessage auth = peer.ask(IKE_AUTH, Peer.list(peer.idPayload(), peer.authPayload(), child));
    RawPayload.Proposal esp = auth.the(RawPayload.SA).proposals().get(0);
    assertEquals(2, esp.number());
    assertEquals(2, esp.transforms().size());
    assertEquals(peer.inboundSpi, dut.pair().sa.outboundSpi());
  }

  @Statement(
      id = "E05",
      role = BOTH,
      level = MUST,
      section = "3.3.5",
      text =
          "AES always has the Key Length attribute; a transform without it, or with a length that"
              + " does not exist, is not acceptable",
      remark = "Of the AES modes this router has CBC and GCM with 16 octets of ICV")
  void e05_keyLength() {
    dut.configure(Dut.gateway().initiate().build());
    for (RawPayload.Proposal proposal : peer.takeInit().the(RawPayload.SA).proposals()) {
      for (RawPayload.Transform encr : proposal.ofType(RawPayload.ENCR)) {
        boolean aes = encr.id() == 12 || encr.id() == 20;
        assertEquals(aes, Set.of(128, 192, 256).contains(encr.keyBits()), encr::toString);
      }
    }
    Dut waiting = new Dut();
    waiting.configure(Dut.gateway().build());
    Peer end = new Peer(waiting);
    for (byte[] cipher : List.of(encr(20), encr(12), encr(20, 160), encr(12, 64))) {
      waiting.run(2_000);
      RawPayload sa =
          RawPayload.sa(RawPayload.proposal(1, 1, NONE, cipher, integ(12), prf(5), dh(31)));
      RawMessage answer = end.askInit(sa, end.ke(), RawPayload.nonce(end.ni));
      assertEquals(NO_PROPOSAL_CHOSEN, answer.error());
    }
  }

  @Statement(
      id = "E07",
      role = BOTH,
      level = MUST,
      section = "3.3, RFC 5282 8",
      text =
          "AEAD ciphers for IKE stand in proposals of their own, without integrity or with NONE"
              + " alone, and always with a prf")
  void e07_aead() {
    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    for (RawPayload.Proposal p : new Peer(calling).takeInit().the(RawPayload.SA).proposals()) {
      long aead =
          p.ofType(RawPayload.ENCR).stream().filter(t -> t.id() == 20 || t.id() == 28).count();
      assertTrue(aead == 0 || aead == p.ofType(RawPayload.ENCR).size(), p::toString);
      assertEquals(aead > 0, p.ofType(RawPayload.INTEG).isEmpty(), p::toString);
      assertFalse(p.ofType(RawPayload.PRF).isEmpty());
    }
    waiting();
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(20, 256), integ(12), prf(5), dh(31)).error());
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(20, 256), dh(31)).error());
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(12, 256), prf(5), dh(31)).error());
    peer.accept(offered(encr(20, 256), integ(0), prf(5), dh(31)));
    peer.auth();
  }

  @Statement(
      id = "E08",
      role = BOTH,
      level = MUST,
      section = "3.3.3",
      text =
          "A proposal for ESP has encryption and sequence numbers of both kinds or one, and"
              + " integrity where the cipher is not AEAD")
  void e08_espProposal() {
    RawMessage auth = peerOfCall().takeAuth();
    for (RawPayload.Proposal p : auth.the(RawPayload.SA).proposals()) {
      boolean aead = p.ofType(RawPayload.ENCR).stream().allMatch(t -> t.id() == 20 || t.id() == 28);
      assertFalse(p.ofType(RawPayload.ENCR).isEmpty());
      assertEquals(aead, p.ofType(RawPayload.INTEG).isEmpty());
      assertTrue(p.ofType(RawPayload.ESN).stream().anyMatch(t -> t.id() == 0));
      assertTrue(p.ofType(RawPayload.PRF).isEmpty());
    }
    waiting();
    peer.connect();
    assertEquals(NO_PROPOSAL_CHOSEN, offeredEsp(encr(12, 256), esn(0)).error());
    assertEquals(NO_PROPOSAL_CHOSEN, offeredEsp(integ(12), esn(0)).error());
    assertEquals(-1, offeredEsp(encr(12, 256), integ(12), esn(0)).error());
    assertEquals(-1, offeredEsp(encr(20, 128), integ(0), esn(0)).error());
  }

  private static Peer peerOfCall() {
    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    return new Peer(calling);
  }

  @Statement(
      id = "E09",
      role = AS_RESPONDER,
      level = MAY,
      section = "3.3.3",
      text = "A proposal for ESP that does not say which sequence numbers is a matter of policy",
      remark = "This router refuses it, as the RFC has the transform mandatory")
  void e09_missingEsn() {
    waiting();
    peer.connect();
    assertEquals(NO_PROPOSAL_CHOSEN, offeredEsp(encr(20, 256)).error());
  }

  @Statement(
      id = "E10",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.3.6",
      text = "NONE as integrity is never chosen for a cipher that is not AEAD")
  void e10_noIntegrityForCbc() {
    waiting();
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(12, 256), integ(0), prf(5), dh(31)).error());
    peer.suite = Suite.CBC;
    RawMessage answer = offered(encr(12, 256), integ(0), integ(12), prf(5), dh(31));
    assertEquals(12, answer.the(RawPayload.SA).proposals().get(0).only(3).orElseThrow());
    peer.accept(answer);
    peer.auth();
    RawMessage esp = offeredEsp(encr(12, 256), integ(0), integ(12), esn(0));
    assertEquals(12, esp.the(RawPayload.SA).proposals().get(0).only(3).orElseThrow());
    assertEquals(NO_PROPOSAL_CHOSEN, offeredEsp(encr(12, 256), integ(0), esn(0)).error());
  }

  @Statement(
      id = "E11",
      role = BOTH,
      level = MUST,
      section = "1.2",
      text =
          "The first CHILD SA has no key exchange of its own: its offer in IKE_AUTH names none,"
              + " and one that the peer names is passed over")
  void e11_noGroupInIkeAuth() {
    Dut calling = new Dut();
    calling.configure(Dut.gateway().pfs().initiate().build());
    for (RawPayload.Proposal p : new Peer(calling).takeAuth().the(RawPayload.SA).proposals()) {
      assertTrue(p.ofType(RawPayload.DH).isEmpty());
    }
    waiting();
    peer.init();
    RawPayload[] child = Peer.childOffer(peer.inboundSpi);
    child[0] = Peer.espOffer(peer.inboundSpi, dh(31), dh(0));
    RawMessage auth = peer.ask(IKE_AUTH, Peer.list(peer.idPayload(), peer.authPayload(), child));
    assertTrue(auth.the(RawPayload.SA).proposals().get(0).ofType(RawPayload.DH).isEmpty());
    assertFalse(auth.has(RawPayload.KE));
    byte[][] keys = peer.childKeys(NONE, peer.ni, peer.nr, 36);
    assertArrayEquals(keys[0], dut.pair().inbound);
  }

  @Statement(
      id = "E14",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.3",
      text = "Of both kinds of sequence numbers one is chosen, and both ends use it",
      remark = "This router chooses 32 bits where the peer offers both")
  void e14_sequenceNumbers() {
    waiting();
    peer.connect();
    RawMessage both = offeredEsp(encr(20, 256), esn(1), esn(0));
    assertEquals(0, both.the(RawPayload.SA).proposals().get(0).only(5).orElseThrow());
    assertFalse(dut.newest().sa.suite().esn());
    RawMessage extended = offeredEsp(encr(20, 256), esn(1));
    assertEquals(1, extended.the(RawPayload.SA).proposals().get(0).only(5).orElseThrow());
    assertTrue(dut.newest().sa.suite().esn());
  }

  @Statement(
      id = "E15",
      role = BOTH,
      level = MUST,
      section = "2.17",
      text =
          "KEYMAT gives the initiator's packets their keys first, each encryption key with its"
              + " salt before the integrity key")
  void e15_orderOfKeys() {
    Peer connected = Peer.connected();
    byte[][] keys = connected.childKeys(NONE, connected.ni, connected.nr, 36);
    assertArrayEquals(keys[0], connected.dut.pair().inbound);
    assertArrayEquals(keys[1], connected.dut.pair().outbound);
    Peer called = Peer.called();
    keys = called.childKeys(NONE, called.ni, called.nr, 36);
    assertArrayEquals(keys[0], called.dut.pair().outbound);
    assertArrayEquals(keys[1], called.dut.pair().inbound);

    RawPayload[] child = connected.newChild(Peer.newSpi(), connected.ni);
    child[0] =
        RawPayload.sa(
            RawPayload.proposal(
                1, 3, Octets.four(Peer.newSpi()), encr(12, 256), integ(12), esn(0)));
    RawMessage answer = connected.ask(CREATE_CHILD_SA, child);
    keys = connected.childKeys(NONE, connected.ni, answer.the(RawPayload.NONCE).body(), 64);
    assertArrayEquals(keys[0], connected.dut.newest().inbound);
    assertArrayEquals(keys[1], connected.dut.newest().outbound);
  }

  @Statement(
      id = "E16",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "RFC 8247 2",
      text = "DES, MD5 and group 1 are refused unless a line of the configuration names them")
  void e16_weakAlgorithms() {
    waiting();
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(2), integ(1), prf(1), dh(1)).error());
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(2), integ(12), prf(5), dh(31)).error());
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(12, 256), integ(1), prf(5), dh(31)).error());
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(12, 256), integ(12), prf(1), dh(31)).error());
    assertEquals(NO_PROPOSAL_CHOSEN, offered(encr(12, 256), integ(12), prf(5), dh(1)).error());
  }

  @Statement(
      id = "E17",
      role = BOTH,
      level = MAY,
      section = "RFC 8247 2",
      text = "A peer that has nothing but group 2 with AES-256 and SHA-1 is connected",
      remark =
          "The default of the Azure gateway; such algorithms stand last in this router's offer")
  void e17_groupTwo() {
    waiting();
    peer.suite = new Suite(12, 256, 2, 2, 2);
    peer.connect();
    assertTrue(dut.isUp());
    Peer called = peerOfCall();
    RawMessage first = called.takeInit();
    RawPayload wanted = RawPayload.notify(INVALID_KE_PAYLOAD, Octets.hex("0002"));
    called.send(RawMessage.plain(first.spiI(), 0, IKE_SA_INIT, RESPONSE_FLAG, 0, wanted));
    called.suite = peer.suite;
    called.answerCall();
  }

  @Statement(
      id = "E18",
      role = BOTH,
      level = MUST,
      section = "3.3.1, RFC 4303 2.1",
      text = "SPIs of ESP that are reserved are not used: ours are above 255, and 0 is refused")
  void e18_reservedSpis() {
    Dut low = new Dut(new LowRandom());
    low.configure(Dut.gateway().build());
    new Peer(low).connect();
    assertEquals(256, low.pair().sa.inboundSpi());
    waiting();
    peer.init();
    peer.inboundSpi = 0;
    RawMessage answer = peer.ask(IKE_AUTH, peer.authPayloads());
    assertTrue(answer.error() > 0);
    assertEquals(0, dut.pairs.size());
  }

  /** Counts up from zero. */
  private static final class LowRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private int next;

    @Override
    public int nextInt() {
      return next++;
    }
  }
}
