package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MAY;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** RFC 7296 sections 1.3 and 1.3.1: new CHILD SAs, with a key exchange of their own or without. */
class GroupICreateChild extends ConformanceGroup {

  private static final byte[] NONE = new byte[0];
  private static final byte[] GROUP_31 = RawPayload.transform(RawPayload.DH, 31);
  private static final byte[] NO_GROUP = RawPayload.transform(RawPayload.DH, 0);

  private Peer peer;

  private void waiting() {
    peer = Peer.connected();
  }

  /** A router that renews with PFS has connected. */
  private void callingWithPfs() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().pfs().initiate().build());
    peer = new Peer(dut).answerCall();
  }

  private RawPayload[] child(byte[]... groups) {
    RawPayload[] payloads = peer.newChild(Peer.newSpi(), peer.ni);
    payloads[0] = Peer.espOffer(Peer.newSpi(), groups);
    return payloads;
  }

  private Dut.Pair newest() {
    return peer.dut.newest();
  }

  @Statement(
      id = "I01",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.3.1, 2.17",
      text =
          "CREATE_CHILD_SA with SA, Ni, TSi, TSr is answered by SA, Nr, TSi, TSr, and the keys are"
              + " prf+(SK_d, Ni, Nr)")
  void i01_withoutKeyExchange() {
    waiting();
    RawMessage answer = peer.ask(CREATE_CHILD_SA, child());
    assertEquals(
        Set.of(RawPayload.SA, RawPayload.NONCE, RawPayload.TS_I, RawPayload.TS_R),
        new HashSet<>(answer.types()));
    byte[][] keys = peer.childKeys(NONE, peer.ni, answer.the(RawPayload.NONCE).body(), 36);
    assertArrayEquals(keys[0], newest().inbound);
    assertArrayEquals(keys[1], newest().outbound);
    assertEquals(Peer.spiOf(answer), newest().sa.inboundSpi());
  }

  @Statement(
      id = "I02",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.3.1, 2.17",
      text = "With KEi the answer has KEr, and the keys are prf+(SK_d, g^ir, Ni, Nr)")
  void i02_withKeyExchange() {
    waiting();
    RawPayload[] request = Peer.list(child(GROUP_31), peer.ke());
    RawMessage answer = peer.ask(CREATE_CHILD_SA, request);
    assertEquals(31, answer.the(RawPayload.KE).group());
    assertEquals(
        31, answer.the(RawPayload.SA).proposals().get(0).only(RawPayload.DH).orElseThrow());
    byte[] shared = peer.sharedSecret(answer.the(RawPayload.KE).data());
    byte[][] keys = peer.childKeys(shared, peer.ni, answer.the(RawPayload.NONCE).body(), 36);
    assertArrayEquals(keys[0], newest().inbound);
    assertArrayEquals(keys[1], newest().outbound);
  }

  @Statement(
      id = "I03",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.3.1",
      text =
          "KEi of another group than the one chosen is answered by INVALID_KE_PAYLOAD with that"
              + " group; the message ID is used up")
  void i03_wrongGroup() {
    waiting();
    byte[] group20 = RawPayload.transform(RawPayload.DH, 20);
    RawMessage answer = peer.ask(CREATE_CHILD_SA, Peer.list(child(group20), peer.ke()));
    assertEquals(List.of(RawPayload.NOTIFY), answer.types());
    assertArrayEquals(
        Octets.hex("0014"), answer.notification(INVALID_KE_PAYLOAD).orElseThrow().notifyData());
    assertEquals(1, peer.dut.pairs.size());
    peer.suite = new Suite(20, 256, 0, 5, 20);
    assertEquals(-1, peer.ask(CREATE_CHILD_SA, Peer.list(child(group20), peer.ke())).error());
    assertEquals(2, peer.dut.pairs.size());
  }

  @Statement(
      id = "I04",
      role = AS_INITIATOR,
      level = MUST,
      section = "1.3.1",
      text =
          "After INVALID_KE_PAYLOAD the next request has the next message ID, the group asked for"
              + " and fresh values")
  void i04_retryWithAnotherGroup() {
    callingWithPfs();
    peer.dut.engine.rekeyChild(peer.dut.now, 1);
    RawMessage first = peer.takeRequest(CREATE_CHILD_SA);
    assertEquals(31, first.the(RawPayload.KE).group());
    peer.answer(first, RawPayload.notify(INVALID_KE_PAYLOAD, Octets.hex("0013")));
    RawMessage second = peer.takeRequest(CREATE_CHILD_SA);
    assertEquals(first.id() + 1, second.id());
    assertEquals(19, second.the(RawPayload.KE).group());
    assertNotEquals(Peer.spiOf(first), Peer.spiOf(second));
    assertFalse(
        Arrays.equals(first.the(RawPayload.NONCE).body(), second.the(RawPayload.NONCE).body()));
    assertTrue(second.hasNotify(REKEY_SA));
    peer.answer(second, RawPayload.notify(INVALID_KE_PAYLOAD, Octets.hex("0016")));
    peer.dut.run(1_000);
    assertEquals(1, peer.dut.pairs.size());
    assertTrue(peer.dut.isUp());
  }

  @Statement(
      id = "I05",
      role = AS_RESPONDER,
      level = MAY,
      section = "1.3.1",
      text = "A group without KEi, or KEi without a group, does no harm",
      remark =
          "A missing KEi is asked for by INVALID_KE_PAYLOAD; a KEi that no group asks for is passed"
              + " over")
  void i05_groupAndKeDoNotFit() {
    waiting();
    RawMessage noKe = peer.ask(CREATE_CHILD_SA, child(GROUP_31));
    assertEquals(INVALID_KE_PAYLOAD, noKe.error());
    assertEquals(1, peer.dut.pairs.size());
    RawMessage noGroup = peer.ask(CREATE_CHILD_SA, Peer.list(child(), peer.ke()));
    assertEquals(-1, noGroup.error());
    assertFalse(noGroup.has(RawPayload.KE));
    byte[][] keys = peer.childKeys(NONE, peer.ni, noGroup.the(RawPayload.NONCE).body(), 36);
    assertArrayEquals(keys[0], newest().inbound);
  }

  @Statement(
      id = "I06",
      role = AS_RESPONDER,
      level = MAY,
      section = "1.3.1",
      text = "Where groups and NONE are offered and there is no KEi, NONE is chosen, without KEr")
  void i06_groupIsOptional() {
    waiting();
    RawMessage answer = peer.ask(CREATE_CHILD_SA, child(GROUP_31, NO_GROUP));
    assertEquals(-1, answer.error());
    assertFalse(answer.has(RawPayload.KE));
    assertEquals(2, peer.dut.pairs.size());
  }

  @Statement(
      id = "I07",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.3",
      text = "A further CHILD SA that policy forbids is refused, the IKE SA stays",
      remark = "NO_ADDITIONAL_SAS beyond the number of pairs that a peer could need")
  void i07_noAdditionalSas() {
    waiting();
    int error = -1;
    for (int i = 0; i < 200 && error < 0; i++) {
      RawPayload[] request = child();
      byte[] selector =
          RawPayload.selector(0, 0, 65535, "0a00%02x00".formatted(i), "0a00%02xff".formatted(i));
      request[2] = RawPayload.ts(RawPayload.TS_I, selector);
      error = peer.ask(CREATE_CHILD_SA, request).error();
    }
    assertEquals(NO_ADDITIONAL_SAS, error);
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
    assertTrue(peer.dut.isUp());
  }

  @Statement(
      id = "I08",
      role = AS_INITIATOR,
      level = MUST,
      section = "1.3",
      text = "NO_ADDITIONAL_SAS does not touch the CHILD SAs there are")
  void i08_peerRefusesMore() {
    peer = Peer.called();
    peer.dut.engine.rekeyChild(peer.dut.now, 1);
    RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
    peer.answer(request, RawPayload.notify(NO_ADDITIONAL_SAS));
    assertEquals(1, peer.dut.pairs.size());
    assertTrue(peer.dut.pair().active);
    assertEquals(IKE_SA_INIT, peer.plainAnswer().exchange());
  }

  @Statement(
      id = "I09",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "2.25",
      text = "CREATE_CHILD_SA while this router closes the IKE SA is TEMPORARY_FAILURE")
  void i09_whileClosing() {
    waiting();
    peer.dut.engine.deleteAll(peer.dut.now);
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    assertEquals(TEMPORARY_FAILURE, peer.ask(CREATE_CHILD_SA, child()).error());
    peer.answer(delete);
    assertTrue(peer.dut.engine.isIdle());
  }

  @Statement(
      id = "I10",
      role = AS_INITIATOR,
      level = SHOULD,
      section = "2.25",
      text = "After TEMPORARY_FAILURE the request is tried again later; nothing is torn down")
  void i10_temporaryFailure() {
    peer = Peer.called();
    peer.dut.engine.rekeyChild(peer.dut.now, 1);
    for (int i = 0; i < 5; i++) {
      RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
      peer.answer(request, RawPayload.notify(TEMPORARY_FAILURE));
      peer.dut.run(2_000);
      peer.dut.silent();
      peer.dut.runUntilSent(60_000);
    }
    assertEquals(1, peer.dut.pairs.size());
    Renewals.answerChild(peer, peer.takeRequest(CREATE_CHILD_SA));
    assertEquals(2, peer.dut.pairs.size());
    assertEquals(List.of("up"), peer.dut.events);
  }

  @Statement(
      id = "I11",
      role = BOTH,
      level = MUST,
      section = "1.3, 3.10.1",
      text = "Unknown notifications in CREATE_CHILD_SA are treated as everywhere",
      remark = "Errors of unknown type in a response: B09")
  void i11_unknownNotifications() {
    waiting();
    RawPayload[] unknown = {RawPayload.notify(16383), RawPayload.notify(65535)};
    assertEquals(-1, peer.ask(CREATE_CHILD_SA, Peer.list(unknown, child())).error());
    assertEquals(2, peer.dut.pairs.size());
    peer = Peer.called();
    peer.dut.engine.rekeyChild(peer.dut.now, 1);
    RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
    RawPayload nonce = RawPayload.nonce(peer.nr);
    peer.inboundSpi = Peer.newSpi();
    peer.answer(request, Peer.list(RawPayload.notify(65535), peer.childAnswer(request), nonce));
    assertEquals(2, peer.dut.pairs.size());
  }

  @Statement(
      id = "I12",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.1",
      text = "A repeated CREATE_CHILD_SA request gets the same response and makes one pair")
  void i12_repeatedRequest() {
    waiting();
    byte[] request = peer.request(CREATE_CHILD_SA, child());
    byte[] response = peer.dut.take().octets();
    peer.send(request);
    assertArrayEquals(response, peer.dut.take().octets());
    assertEquals(2, peer.dut.pairs.size());
  }
}
