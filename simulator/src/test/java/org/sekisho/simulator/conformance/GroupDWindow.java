package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.ike.engine.EngineBench;

/** RFC 7296 sections 2.1 to 2.4: retransmission, message IDs and the window. */
class GroupDWindow extends ConformanceGroup {

  private static final int MESSAGE_ID_SYNC_SUPPORTED = 16420;
  private static final int MESSAGE_ID_SYNC = 16422;

  /** How long the router tries with the settings of {@link Dut#gateway}. */
  private static final long GIVE_UP_MILLIS = 50_000;

  private static Dut calling() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().initiate().build());
    return dut;
  }

  /** That copies of the first message follow, at growing distances, and end. */
  private static void retransmits(Dut dut) {
    byte[] message = dut.sent.peek().octets();
    dut.run(GIVE_UP_MILLIS - 1);
    List<Dut.Sent> copies = new ArrayList<>(dut.sent);
    dut.sent.clear();
    copies.removeIf(c -> Octets.u64(c.octets(), 0) != Octets.u64(message, 0));
    assertTrue(copies.size() > 5 && copies.size() < 20, () -> "copies " + copies.size());
    for (Dut.Sent copy : copies) {
      assertArrayEquals(message, copy.octets());
    }
    long before = 0;
    for (int i = 1; i < copies.size(); i++) {
      long pause = copies.get(i).at() - copies.get(i - 1).at();
      assertTrue(pause >= before && pause >= 500, "pause " + pause);
      before = pause;
    }
  }

  private static void stopped(Dut dut) {
    dut.silent();
    dut.run(GIVE_UP_MILLIS + 10_000);
    dut.silent();
  }

  @Statement(
      id = "D01",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.1",
      text =
          "An IKE_SA_INIT request without answer is repeated octet for octet at growing"
              + " intervals, so many times and no more; then the attempt has failed",
      remark = "A message under another SPI, halfway, only asks whether port 4500 is open")
  void d01_repeatedInit() {
    Dut dut = calling();
    retransmits(dut);
    dut.run(1);
    assertTrue(dut.events.contains("failed no answer from 203.0.113.2"), dut.events::toString);
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "D02",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.1",
      text = "The response ends the repetition of IKE_SA_INIT")
  void d02_answeredInit() {
    Dut dut = calling();
    Peer peer = new Peer(dut);
    RawMessage request = peer.takeInit();
    peer.answerInit(request, peer.initAnswer(request));
    dut.run(10_000);
    for (Dut.Sent sent : dut.sent) {
      assertEquals(IKE_AUTH, RawMessage.read(sent.octets()).exchange());
    }
  }

  @Statement(
      id = "D03",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.1",
      text = "An IKE_AUTH request without answer is repeated with the same IV and message ID")
  void d03_repeatedAuth() {
    Dut dut = calling();
    Peer peer = new Peer(dut);
    RawMessage request = peer.takeInit();
    peer.answerInit(request, peer.initAnswer(request));
    retransmits(dut);
    dut.run(1);
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "D04",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.1",
      text = "The response ends the repetition of IKE_AUTH")
  void d04_answeredAuth() {
    stopped(Peer.called().dut);
  }

  @Statement(
      id = "D05",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.1",
      text = "So it is with CREATE_CHILD_SA and INFORMATIONAL: repeated as sent, until answered")
  void d05_otherExchanges() {
    Peer peer = Peer.called();
    peer.dut.engine.probe(peer.dut.now, 1);
    peer.dut.run(5_000);
    RawMessage liveness = peer.takeRequest(INFORMATIONAL);
    assertTrue(peer.dut.sent.size() > 1);
    peer.dut.sent.forEach(s -> assertArrayEquals(liveness.octets(), s.octets()));
    peer.dut.sent.clear();
    peer.answer(liveness);
    stopped(peer.dut);
    peer.dut.engine.rekeyChild(peer.dut.now, 1);
    peer.dut.run(5_000);
    RawMessage renewal = peer.takeRequest(CREATE_CHILD_SA);
    assertTrue(peer.dut.sent.size() > 1);
    peer.dut.sent.forEach(s -> assertArrayEquals(renewal.octets(), s.octets()));
    peer.dut.sent.clear();
    Renewals.answerChild(peer, renewal);
    stopped(peer.dut);
  }

  @Statement(
      id = "D06",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.1",
      text = "A repeated request gets the same response and is not processed again")
  void d06_repeatedRequests() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.init();
    repeated(peer, peer.request(IKE_AUTH, peer.authPayloads()));
    assertEquals(1, dut.pairs.size());
    RawPayload[] child = peer.newChild(Peer.newSpi(), peer.ni);
    repeated(peer, peer.request(CREATE_CHILD_SA, child));
    assertEquals(2, dut.pairs.size());
    repeated(peer, peer.request(CREATE_CHILD_SA, Renewals.ikeRequest(peer, peer.ni)));
    assertEquals(2, dut.count(Kind.IKE));
    repeated(peer, peer.request(INFORMATIONAL));
  }

  private static void repeated(Peer peer, byte[] request) {
    byte[] response = peer.dut.take().octets();
    for (int i = 0; i < 3; i++) {
      peer.dut.run(1_000);
      peer.send(request);
      assertArrayEquals(response, peer.dut.take().octets());
      peer.dut.silent();
    }
  }

  @Statement(
      id = "D07",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.1",
      text = "A response is never repeated by a timer")
  void d07_responsesAreNotRepeated() {
    Peer peer = Peer.connected();
    stopped(peer.dut);
    peer.ask(INFORMATIONAL);
    stopped(peer.dut);
    peer.ask(CREATE_CHILD_SA, peer.newChild(Peer.newSpi(), peer.ni));
    stopped(peer.dut);
  }

  @Statement(
      id = "D08",
      role = BOTH,
      level = MUST,
      section = "2.2",
      text =
          "Message IDs begin with 0 in IKE_SA_INIT and 1 in IKE_AUTH and grow by one, apart for"
              + " each side's requests; after a renewal of the IKE SA both begin with 0")
  void d08_messageIds() {
    Peer peer = Peer.called();
    for (int id = 2; id < 5; id++) {
      peer.dut.engine.probe(peer.dut.now, 1);
      RawMessage request = peer.takeRequest(INFORMATIONAL);
      assertEquals(id, request.id());
      peer.answer(request);
      assertEquals(id - 2, peer.ask(INFORMATIONAL).id());
    }
    Peer renewed = Renewals.ofIkeByRouter(peer);
    renewed.dut.engine.probe(renewed.dut.now, 1);
    RawMessage first = renewed.takeRequest(INFORMATIONAL);
    assertEquals(0, first.id());
    renewed.answer(first);
    assertEquals(0, renewed.ask(INFORMATIONAL).id());
    Peer waiting = Peer.connected();
    waiting.dut.engine.probe(waiting.dut.now, 1);
    assertEquals(0, waiting.takeRequest(INFORMATIONAL).id());
  }

  @Statement(
      id = "D09",
      role = BOTH,
      level = MUST,
      section = "2.2",
      text = "An IKE SA whose message IDs are used up is closed or renewed before they repeat",
      remark = "Closed after 2147483647 requests, and made anew where the tunnel is to be up")
  void d09_messageIdsUsedUp() {
    Peer peer = Peer.called();
    EngineBench.nextMessageId(peer.dut.engine, peer.spiI, Integer.MAX_VALUE - 1);
    peer.dut.engine.probe(peer.dut.now, 1);
    RawMessage last = peer.takeRequest(INFORMATIONAL);
    assertEquals(Integer.MAX_VALUE - 1, last.id());
    peer.answer(last);
    peer.dut.engine.probe(peer.dut.now, 1);
    assertEquals(IKE_SA_INIT, peer.plainAnswer().exchange());
    assertEquals(0, peer.dut.pairs.size());
    peer.request(INFORMATIONAL);
    assertEquals(INVALID_IKE_SPI, peer.plainAnswer().error());
  }

  @Statement(
      id = "D10",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.3",
      text = "A request below the window is dropped")
  void d10_requestBelowTheWindow() {
    Peer peer = Peer.connected();
    byte[] old = peer.request(INFORMATIONAL);
    peer.dut.take();
    peer.ask(INFORMATIONAL);
    peer.ask(INFORMATIONAL);
    peer.dut.ignores(() -> peer.send(old));
    byte[] other = peer.seal(INFORMATIONAL, false, peer.nextId - 1, RawPayload.deleteIke());
    peer.dut.ignores(() -> peer.send(other));
  }

  @Statement(
      id = "D11",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.3",
      text = "A request beyond the window is not processed and not answered",
      remark = "This router does not use the INVALID_MESSAGE_ID request that it may send")
  void d11_requestBeyondTheWindow() {
    Peer peer = Peer.connected();
    for (int ahead : new int[] {1, 5, 1000, -100}) {
      byte[] message = peer.seal(INFORMATIONAL, false, peer.nextId + ahead, RawPayload.deleteIke());
      peer.dut.ignores(() -> peer.send(message));
    }
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
  }

  /** The router wants to delete an old pair and to renew the new one. */
  private static void twoRequests(Peer peer) {
    int old = peer.dut.pair().sa.inboundSpi();
    RawPayload[] child = peer.newChild(Peer.newSpi(), Octets.counting(32, 5));
    peer.ask(CREATE_CHILD_SA, child);
    peer.dut.run(5_000); // until the pair the peer asked for is in use
    peer.dut.engine.rekeyChild(peer.dut.now, 1);
    peer.dut.deletePair(old);
  }

  @Statement(
      id = "D12",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.3",
      text = "Without SET_WINDOW_SIZE of the peer there is never more than one request under way")
  void d12_windowOfOne() {
    Peer peer = Peer.connected();
    twoRequests(peer);
    assertEquals(1, peer.dut.sent.size());
    Renewals.answerChild(peer, peer.takeRequest(CREATE_CHILD_SA));
    assertTrue(peer.takeRequest(INFORMATIONAL).has(RawPayload.DELETE));
    peer.dut.silent();
  }

  @Statement(
      id = "D13",
      role = BOTH,
      level = MUST,
      section = "2.3",
      text =
          "With SET_WINDOW_SIZE of the peer as many requests may be under way; the size only grows")
  void d13_largerWindow() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.init();
    RawPayload two = RawPayload.notify(SET_WINDOW_SIZE, Octets.four(2));
    peer.ask(IKE_AUTH, Peer.list(peer.authPayloads(), two));
    peer.ask(INFORMATIONAL, RawPayload.notify(SET_WINDOW_SIZE, Octets.four(1)));
    twoRequests(peer);
    assertEquals(2, dut.sent.size());
    RawMessage first = peer.takeRequest(CREATE_CHILD_SA);
    RawMessage second = peer.takeRequest(INFORMATIONAL);
    assertEquals(first.id() + 1, second.id());
    peer.answer(second);
    Renewals.answerChild(peer, first);
    dut.run(30_000);
    dut.silent();
  }

  @Statement(
      id = "D14",
      role = BOTH,
      level = MUST,
      section = "2.3",
      text = "The peer's requests are answered also while one of ours waits for its response")
  void d14_noDeadlock() {
    Peer peer = Peer.connected();
    peer.dut.engine.probe(peer.dut.now, 1);
    RawMessage request = peer.takeRequest(INFORMATIONAL);
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
    RawPayload[] child = peer.newChild(Peer.newSpi(), peer.ni);
    assertEquals(-1, peer.ask(CREATE_CHILD_SA, child).error());
    peer.answer(request);
    stopped(peer.dut);
  }

  @Statement(
      id = "D15",
      role = BOTH,
      level = MUST,
      section = "2.3",
      text = "A response that matches no request under way is ignored")
  void d15_unexpectedResponse() {
    Peer peer = Peer.connected();
    RawPayload delete = RawPayload.deleteIke();
    for (int id : new int[] {0, 1, 2, 77}) {
      byte[] message = peer.seal(INFORMATIONAL, true, id, delete);
      peer.dut.ignores(() -> peer.send(message));
    }
    peer.dut.engine.probe(peer.dut.now, 1);
    RawMessage request = peer.takeRequest(INFORMATIONAL);
    byte[] other = peer.seal(CREATE_CHILD_SA, true, request.id());
    peer.dut.ignores(() -> peer.send(other));
    peer.dut.run(600);
    assertArrayEquals(request.octets(), peer.dut.take().octets());
  }

  @Statement(
      id = "D16",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.4",
      text =
          "When a request is never answered the IKE SA and its CHILD SAs are given up, and made"
              + " anew where the tunnel is to be up")
  void d16_neverAnswered() {
    Peer called = Peer.called();
    called.dut.engine.probe(called.dut.now, 1);
    called.dut.run(GIVE_UP_MILLIS);
    assertEquals(0, called.dut.pairs.size());
    Dut.Sent last = called.dut.sent.getLast();
    assertEquals(IKE_SA_INIT, RawMessage.read(last.octets()).exchange());
    Peer connected = Peer.connected();
    connected.dut.engine.probe(connected.dut.now, 1);
    connected.dut.run(GIVE_UP_MILLIS);
    assertTrue(connected.dut.engine.isIdle());
    assertEquals(0, connected.dut.pairs.size());
  }

  @Statement(
      id = "D17",
      role = BOTH,
      level = MUST,
      section = "2.1",
      text = "A second copy of a response is ignored")
  void d17_repeatedResponse() {
    Peer peer = Peer.called();
    peer.dut.ignores(() -> peer.send(peer.initResponse));
    peer.dut.engine.rekeyChild(peer.dut.now, 1);
    RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
    peer.inboundSpi = Peer.newSpi();
    RawPayload nonce = RawPayload.nonce(Octets.counting(32, 8));
    byte[] response = peer.answer(request, Peer.list(peer.childAnswer(request), nonce));
    assertEquals(2, peer.dut.pairs.size());
    peer.dut.ignores(() -> peer.send(response));
  }

  @Statement(
      id = "D18",
      role = BOTH,
      level = MUST,
      section = "RFC 6311 4",
      text = "Message ID synchronisation, which this router does not do, is ignored")
  void d18_messageIdSync() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.init();
    RawPayload supported = RawPayload.notify(MESSAGE_ID_SYNC_SUPPORTED);
    RawMessage response = peer.ask(IKE_AUTH, Peer.list(peer.authPayloads(), supported));
    assertFalse(response.hasNotify(MESSAGE_ID_SYNC_SUPPORTED));
    RawPayload sync = RawPayload.notify(MESSAGE_ID_SYNC, new byte[12]);
    byte[] message = peer.seal(INFORMATIONAL, false, 0, sync);
    dut.ignores(() -> peer.send(message));
    assertEquals(List.of(), peer.ask(INFORMATIONAL, sync).types());
  }
}
