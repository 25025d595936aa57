package org.sekisho.simulator.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MAY;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.List;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.api.net.Endpoint;
import org.sekisho.simulator.Configs;

/** RFC 7296 section 2.21: IKE_AUTH that fails, or that holds what nobody asked for. */
class GroupGRefusal extends ConformanceGroup {

  private static final int USE_PPK = 16435;
  private static final int CHILDLESS_IKEV2_SUPPORTED = 16418;
  private static final int MOBIKE_SUPPORTED = 16396;
  private static final int UPDATE_SA_ADDRESSES = 16400;
  private static final int EAP = 48;

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private void waiting() {
    dut.configure(Dut.gateway().build());
    peer.init();
  }

  private RawMessage calling() {
    dut.configure(Dut.gateway().initiate().build());
    return peer.takeAuth();
  }

  private void refused(RawMessage response) {
    assertEquals(List.of(RawPayload.NOTIFY), response.types());
    assertEquals(AUTHENTICATION_FAILED, response.error());
    assertEquals(0, response.the(RawPayload.NOTIFY).notifyData().length);
    assertTrue(dut.engine.isIdle());
    assertEquals(0, dut.pairs.size());
  }

  @Statement(
      id = "G03",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.21.2",
      text =
          "A wrong key is answered by AUTHENTICATION_FAILED under protection and nothing else; the"
              + " IKE SA is gone")
  void g03_wrongKey() {
    waiting();
    peer.psk = "guess".getBytes(UTF_8);
    refused(peer.ask(IKE_AUTH, peer.authPayloads()));
  }

  @Statement(
      id = "G04",
      role = AS_INITIATOR,
      level = SHOULD,
      section = "2.21.2",
      text =
          "When the responder's AUTH is wrong the IKE SA is discarded and the responder told once",
      remark = "By INFORMATIONAL with AUTHENTICATION_FAILED and Delete, which is not repeated")
  void g04_wrongAuthOfTheResponder() {
    RawMessage request = calling();
    peer.psk = "guess".getBytes(UTF_8);
    peer.answer(request, peer.authAnswer(request));
    RawMessage word = peer.takeRequest(INFORMATIONAL);
    assertEquals(AUTHENTICATION_FAILED, word.error());
    assertTrue(word.has(RawPayload.DELETE));
    assertEquals(0, dut.pairs.size());
    assertEquals(0, dut.count(Kind.IKE));
    dut.run(900);
    dut.silent();
  }

  @Statement(
      id = "G05",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.8",
      text = "Another authentication method than the configured one fails")
  void g05_wrongMethod() {
    for (int method : new int[] {1, 3, 9, 14, 201}) {
      Dut each = new Dut();
      each.configure(Dut.gateway().build());
      Peer end = new Peer(each);
      end.init();
      RawPayload auth = RawPayload.auth(method, end.authData(true, end.id));
      RawMessage response =
          end.ask(IKE_AUTH, Peer.list(end.idPayload(), auth, Peer.childOffer(end.inboundSpi)));
      assertEquals(AUTHENTICATION_FAILED, response.error());
      assertTrue(each.engine.isIdle());
    }
  }

  @Statement(
      id = "G06",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.5",
      text = "An identity of another type or value than the configured one fails")
  void g06_wrongIdentity() {
    for (byte[] id :
        List.of(
            Octets.join(Octets.hex("02000000"), "203.0.113.2".getBytes(UTF_8)),
            Octets.join(Octets.hex("0b000000"), Octets.hex("cb007102")),
            Octets.with(Peer.PEER_ID, -1, 99))) {
      Dut each = new Dut();
      each.configure(Dut.gateway().build());
      Peer end = new Peer(each);
      end.id = id;
      end.init();
      assertEquals(AUTHENTICATION_FAILED, end.ask(IKE_AUTH, end.authPayloads()).error());
      assertTrue(each.engine.isIdle());
    }
  }

  @Statement(
      id = "G10",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.2, 2.21.2",
      text =
          "When only the CHILD SA fails the IKE SA stays up; the response has IDr, AUTH and the"
              + " reason")
  void g10_onlyTheChildFails() {
    waiting();
    RawPayload[] child = Peer.childOffer(peer.inboundSpi);
    child[0] =
        RawPayload.sa(
            RawPayload.proposal(
                1,
                3,
                Octets.four(peer.inboundSpi),
                RawPayload.transform(RawPayload.ENCR, 23, 256),
                RawPayload.transform(RawPayload.ESN, 0)));
    RawMessage response =
        peer.ask(IKE_AUTH, Peer.list(peer.idPayload(), peer.authPayload(), child));
    assertEquals(NO_PROPOSAL_CHOSEN, response.error());
    peer.verifyAuth(response);
    assertFalse(response.has(RawPayload.SA));
    assertEquals(0, dut.pairs.size());
    RawPayload[] another = peer.newChild(Peer.newSpi(), peer.ni);
    assertEquals(-1, peer.ask(CREATE_CHILD_SA, another).error());
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "G11",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.21.2",
      text =
          "When the responder refuses only the CHILD SA, the IKE SA is kept, or deleted with a"
              + " Delete, not forgotten",
      remark = "Kept; the CHILD SA is tried again on it, and after three times it is deleted")
  void g11_responderRefusesTheChild() {
    for (int error :
        new int[] {
          NO_PROPOSAL_CHOSEN, TS_UNACCEPTABLE, FAILED_CP_REQUIRED, INTERNAL_ADDRESS_FAILURE
        }) {
      Dut each = new Dut();
      each.configure(Dut.gateway().initiate().build());
      Peer end = new Peer(each);
      RawMessage request = end.takeAuth();
      end.answer(request, end.idPayload(), end.authPayload(), RawPayload.notify(error));
      assertEquals(1, each.count(Kind.IKE, State.ESTABLISHED));
      assertEquals(0, each.pairs.size());
      each.runUntilSent(60_000);
      RawMessage again = end.takeRequest(CREATE_CHILD_SA);
      if (again.the(RawPayload.TS_I).selectors().size() > 1) {
        // asks once, for the diagnosis, what the peer would take
        end.answer(again, RawPayload.notify(error));
        each.runUntilSent(60_000);
        again = end.takeRequest(CREATE_CHILD_SA);
      }
      assertEquals(List.of(), end.ask(INFORMATIONAL).types());
      Renewals.answerChild(end, again);
      assertTrue(each.isUp());
    }
  }

  @Statement(
      id = "G14",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.21.2",
      text =
          "IKE_AUTH that is not authentic is dropped, and the half-open SA stays for the true one")
  void g14_forgedAuth() {
    waiting();
    byte[] request = peer.seal(IKE_AUTH, false, 1, peer.authPayloads());
    for (int i = 0; i < 1000; i++) {
      peer.send(Octets.flipped(request, -1 - i % 100));
    }
    dut.silent();
    assertTrue(dut.log.size() < 5, dut.log::toString);
    peer.send(request);
    assertEquals(-1, peer.takeResponse(IKE_AUTH, 1).error());
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "G15",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.21",
      text =
          "IKE_AUTH that is authentic but malformed is answered by INVALID_SYNTAX under"
              + " protection; the SA is gone")
  void g15_malformedAuth() {
    waiting();
    byte[] broken = Octets.with(RawMessage.encode(peer.authPayloads()), 2, 0xff);
    peer.send(peer.sealChain(IKE_AUTH, INITIATOR_FLAG, 1, RawPayload.ID_I, broken));
    assertEquals(INVALID_SYNTAX, peer.takeResponse(IKE_AUTH, 1).error());
    assertTrue(dut.engine.isIdle());
    Dut other = new Dut();
    other.configure(Dut.gateway().build());
    Peer end = new Peer(other);
    end.init();
    RawMessage noTs =
        end.ask(IKE_AUTH, end.idPayload(), end.authPayload(), Peer.espOffer(end.inboundSpi));
    assertTrue(noTs.error() > 0, noTs::toString);
    assertEquals(0, other.pairs.size());
  }

  @Statement(
      id = "G16",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.2",
      text = "CREATE_CHILD_SA and INFORMATIONAL before IKE_AUTH are ignored")
  void g16_beforeAuth() {
    waiting();
    byte[] child = peer.seal(CREATE_CHILD_SA, false, 1, peer.newChild(7000, peer.ni));
    byte[] delete = peer.seal(INFORMATIONAL, false, 1, RawPayload.deleteIke());
    dut.ignores(() -> peer.send(child));
    dut.ignores(() -> peer.send(delete));
    peer.auth();
    assertTrue(dut.isUp());
    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    Peer called = new Peer(calling);
    called.takeAuth();
    byte[] early = called.seal(INFORMATIONAL, false, 0, RawPayload.deleteIke());
    calling.ignores(() -> called.send(early));
  }

  @Statement(
      id = "G17",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.15",
      text = "A second IKE_AUTH on an IKE SA is not another authentication")
  void g17_secondAuth() {
    waiting();
    peer.auth();
    RawMessage again = peer.ask(IKE_AUTH, peer.authPayloads());
    assertEquals(List.of(RawPayload.NOTIFY), again.types());
    assertEquals(INVALID_SYNTAX, again.error());
    assertTrue(dut.pairs.size() <= 1);
  }

  @Statement(
      id = "G21",
      role = AS_INITIATOR,
      level = MAY,
      section = "RFC 8784 3",
      text =
          "A peer that speaks of post-quantum keys which are not configured is connected without")
  void g21_usePpk() {
    dut.configure(Dut.gateway().initiate().build());
    RawMessage request = peer.takeInit();
    peer.answerInit(request, Peer.list(peer.initAnswer(request), RawPayload.notify(USE_PPK)));
    RawMessage auth = peer.takeRequest(IKE_AUTH);
    peer.verifyAuth(auth);
    peer.answer(auth, peer.authAnswer(auth));
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "G22",
      role = AS_INITIATOR,
      level = MAY,
      section = "2.16",
      text = "An EAP payload that nobody asked for ends the attempt cleanly")
  void g22_unexpectedEap() {
    RawMessage request = calling();
    RawPayload eap = RawPayload.of(EAP, Octets.hex("01000005 01"));
    peer.answer(request, peer.idPayload(), eap);
    assertEquals(0, dut.pairs.size());
    assertEquals(0, dut.count(Kind.IKE, State.ESTABLISHED));
    assertTrue(dut.events.get(0).startsWith("failed"), dut.events::toString);
  }

  @Statement(
      id = "G23",
      role = BOTH,
      level = MAY,
      section = "RFC 6023 3",
      text = "CHILDLESS_IKEV2_SUPPORTED of a peer does not change how the first CHILD SA is made")
  void g23_childless() {
    dut.configure(Dut.gateway().initiate().build());
    RawMessage request = peer.takeInit();
    RawPayload childless = RawPayload.notify(CHILDLESS_IKEV2_SUPPORTED);
    peer.answerInit(request, Peer.list(peer.initAnswer(request), childless));
    RawMessage auth = peer.takeRequest(IKE_AUTH);
    assertTrue(auth.has(RawPayload.SA));
    peer.answer(auth, peer.authAnswer(auth));
    assertTrue(dut.isUp());
    Dut waiting = new Dut();
    waiting.configure(Dut.gateway().build());
    Peer asking = new Peer(waiting);
    asking.accept(asking.askInit(Peer.list(asking.initPayloads(), childless)));
    asking.auth();
    assertTrue(waiting.isUp());
  }

  @Statement(
      id = "G24",
      role = BOTH,
      level = MAY,
      section = "RFC 4555 3.1",
      text = "Addresses are never updated by MOBIKE unless both sides announced it",
      remark = "UPDATE_SA_ADDRESSES without that is a status notification that is not known")
  void g24_mobike() {
    waiting();
    peer.auth();
    peer.local = new Endpoint(Configs.address("198.51.100.20"), 500);
    RawMessage response = peer.ask(INFORMATIONAL, RawPayload.notify(UPDATE_SA_ADDRESSES));
    assertEquals(List.of(), response.types());
    assertEquals(Dut.PEER_ADDRESS, dut.pair().remote.address());
    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    Peer called = new Peer(calling);
    RawMessage request = called.takeAuth();
    RawPayload mobike = RawPayload.notify(MOBIKE_SUPPORTED);
    called.answer(request, Peer.list(called.authAnswer(request), mobike));
    assertTrue(calling.isUp());
  }
}
