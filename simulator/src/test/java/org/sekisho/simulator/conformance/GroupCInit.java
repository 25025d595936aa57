package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;

/** RFC 7296 sections 1.2, 2.6 and 2.7: IKE_SA_INIT as initiator. */
class GroupCInit extends ConformanceGroup {

  private static final byte[] COOKIE_ONE = Octets.counting(20, 1);
  private static final byte[] COOKIE_TWO = Octets.counting(64, 5);

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);
  private RawMessage first;

  private void call() {
    dut.configure(Dut.gateway().initiate().build());
    first = peer.takeInit();
  }

  /** Answers with one notification. */
  private void refuse(long spiR, RawPayload notification) {
    peer.send(RawMessage.plain(peer.spiI, spiR, IKE_SA_INIT, RESPONSE_FLAG, 0, notification));
  }

  private void succeed(RawMessage request) {
    peer.answerInit(request, peer.initAnswer(request));
    RawMessage auth = peer.takeRequest(IKE_AUTH);
    peer.verifyAuth(auth);
    peer.answer(auth, peer.authAnswer(auth));
    assertTrue(dut.isUp());
  }

  private static byte[] afterPayload(RawMessage message, int payloads) {
    int at = 28;
    for (int i = 0; i < payloads; i++) {
      at += Octets.u16(message.octets(), at + 2);
    }
    return Arrays.copyOfRange(message.octets(), at, message.octets().length);
  }

  private static RawPayload wrongGroup(int group) {
    return RawPayload.notify(INVALID_KE_PAYLOAD, new Octets().u16(group).get());
  }

  @Statement(
      id = "C02",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.6",
      text =
          "After COOKIE the request is sent again with the cookie as first payload, all else"
              + " octet for octet the same, message ID 0")
  void c02_cookieIsReturned() {
    call();
    refuse(0, RawPayload.notify(COOKIE, COOKIE_ONE));
    RawMessage second = peer.takeInit();
    assertEquals(COOKIE, second.payloads().get(0).notifyType());
    assertArrayEquals(COOKIE_ONE, second.payloads().get(0).notifyData());
    assertArrayEquals(afterPayload(first, 0), afterPayload(second, 1));
    assertEquals(first.spiI(), second.spiI());
    assertEquals(0, second.spiR());
    assertEquals(0, second.id());
  }

  @Statement(
      id = "C03",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.15",
      text = "After COOKIE, AUTH covers the second request, with the cookie in it")
  void c03_authCoversTheSecondRequest() {
    call();
    refuse(0, RawPayload.notify(COOKIE, COOKIE_ONE));
    succeed(peer.takeInit());
  }

  @Statement(
      id = "C04",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.6",
      text = "A peer that asks for another cookie without end is not followed without end")
  void c04_cookiesWithoutEnd() {
    call();
    int requests = 1;
    for (int i = 0; i < 100; i++) {
      refuse(0, RawPayload.notify(COOKIE, Octets.eight(i + 1)));
      requests += dut.sent.size();
      dut.sent.clear();
    }
    assertTrue(requests > 1 && requests <= 10, "requests " + requests);
  }

  @Statement(
      id = "C07",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.6.1",
      text =
          "COOKIE and then INVALID_KE_PAYLOAD: the third request has the new key exchange and"
              + " still the cookie, and a responder that then wants another cookie gets it")
  void c07_cookieAndInvalidKe() {
    call();
    refuse(0, RawPayload.notify(COOKIE, COOKIE_ONE));
    peer.takeInit();
    refuse(0, wrongGroup(19));
    RawMessage third = peer.takeInit();
    assertArrayEquals(COOKIE_ONE, third.payloads().get(0).notifyData());
    assertEquals(19, third.the(RawPayload.KE).group());
    refuse(0, RawPayload.notify(COOKIE, COOKIE_TWO));
    RawMessage fourth = peer.takeInit();
    assertArrayEquals(COOKIE_TWO, fourth.payloads().get(0).notifyData());
    assertArrayEquals(afterPayload(third, 1), afterPayload(fourth, 1));
    peer.suite = new Suite(20, 256, 0, 5, 19);
    succeed(fourth);
  }

  @Statement(
      id = "C09",
      role = AS_INITIATOR,
      level = MUST,
      section = "1.2, 2.7",
      text =
          "INVALID_KE_PAYLOAD with a group that was offered: again with the same SPI and nonce,"
              + " the same whole offer and a new key exchange, message ID 0")
  void c09_invalidKePayload() {
    call();
    refuse(0, wrongGroup(20));
    RawMessage second = peer.takeInit();
    assertEquals(first.spiI(), second.spiI());
    assertEquals(0, second.id());
    assertArrayEquals(first.the(RawPayload.SA).body(), second.the(RawPayload.SA).body());
    assertArrayEquals(first.the(RawPayload.NONCE).body(), second.the(RawPayload.NONCE).body());
    assertEquals(20, second.the(RawPayload.KE).group());
    assertEquals(96, second.the(RawPayload.KE).data().length);
  }

  @Statement(
      id = "C10",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.7",
      text = "The retry has no responder SPI, also when the refusal had one")
  void c10_refusalWithResponderSpi() {
    call();
    refuse(0x77, wrongGroup(20));
    RawMessage second = peer.takeInit();
    assertEquals(0, second.spiR());
    peer.suite = new Suite(20, 256, 0, 5, 20);
    succeed(second);
  }

  @Statement(
      id = "C11",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.7",
      text =
          "INVALID_KE_PAYLOAD with a group that was not offered, or that was just sent, is not"
              + " followed, and nothing goes round in circles")
  void c11_groupNotOffered() {
    call();
    refuse(0, wrongGroup(31));
    refuse(0, wrongGroup(22));
    refuse(0, RawPayload.notify(INVALID_KE_PAYLOAD, Octets.hex("1f")));
    dut.silent();
    for (int i = 0; i < 50; i++) {
      refuse(0, wrongGroup(i % 2 == 0 ? 19 : 20));
    }
    assertTrue(dut.sent.size() <= 10, () -> "requests " + dut.sent.size());
  }

  @Statement(
      id = "C12",
      role = AS_INITIATOR,
      level = SHOULD,
      section = "2.21.1",
      text =
          "An error without authentication does not end the attempt at once: the true responder's"
              + " answer may still come")
  void c12_forgedError() {
    call();
    refuse(0, RawPayload.notify(NO_PROPOSAL_CHOSEN));
    refuse(0, RawPayload.notify(INVALID_SYNTAX));
    dut.run(900);
    dut.sent.clear();
    succeed(first);
  }

  @Statement(
      id = "C16",
      role = AS_INITIATOR,
      level = SHOULD,
      section = "2.1",
      text = "Of two different responses one is followed and the other is dropped")
  void c16_twoResponses() {
    call();
    Peer other = new Peer(dut);
    other.initiator = false;
    other.spiI = first.spiI();
    other.spiR = 0x99;
    other.ni = peer.ni;
    peer.answerInit(first, peer.initAnswer(first));
    RawMessage auth = peer.takeRequest(IKE_AUTH);
    other.answerInit(first, other.initAnswer(first));
    dut.silent();
    peer.answer(auth, peer.authAnswer(auth));
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "C17",
      role = BOTH,
      level = MUST,
      section = "2.10",
      text =
          "Nonces have 16 to 256 octets, at least half the key of the prf, and are fresh in every"
              + " exchange",
      remark = "Always 32 octets, half the key of HMAC-SHA2-512")
  void c17_nonces() {
    Peer called = Peer.called();
    List<byte[]> nonces = new ArrayList<>();
    nonces.add(called.ni);
    for (int i = 0; i < 3; i++) {
      called.dut.engine.rekeyChild(called.dut.now, 1);
      RawMessage request = called.takeRequest(CREATE_CHILD_SA);
      nonces.add(request.the(RawPayload.NONCE).body());
      Renewals.answerChild(called, request);
      RawPayload[] child = called.newChild(Peer.newSpi(), called.nr);
      nonces.add(called.ask(CREATE_CHILD_SA, child).the(RawPayload.NONCE).body());
      called.dut.run(5_000); // until the pair the peer asked for is in use
    }
    nonces.add(Peer.connected().nr);
    assertTrue(nonces.stream().allMatch(n -> n.length == 32));
    assertEquals(8, nonces.stream().map(Arrays::hashCode).distinct().count());
  }

  @Statement(
      id = "C23",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.6",
      text = "No IKE SPI of ours is that of another IKE SA alive")
  void c23_uniqueSpis() {
    Dut repeating = new Dut(new RepeatingRandom());
    repeating.configure(Dut.gateway().initiate().build());
    Set<Long> spis = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      Peer end = new Peer(repeating).answerCall();
      assertTrue(spis.add(end.spiI), "SPI given twice");
      repeating.engine.reauthenticate(repeating.now, 1);
    }
    assertEquals(5, repeating.count(Kind.IKE, State.ESTABLISHED));
  }

  /** Gives each number thirty times. */
  private static final class RepeatingRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private int given;

    @Override
    public long nextLong() {
      return 0x4000 + given++ / 30;
    }
  }
}
