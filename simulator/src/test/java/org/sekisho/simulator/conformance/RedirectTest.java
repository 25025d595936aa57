package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.Extensions;
import org.sekisho.simulator.Configs;

/** Redirects as client (RFC 5685). */
class RedirectTest {

  private static final int REDIRECT_SUPPORTED = 16406;
  private static final int REDIRECT = 16407;
  private static final int REDIRECTED_FROM = 16408;
  private static final InetAddress ELSEWHERE = Configs.address("198.51.100.7");

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private void start(boolean follow) {
    dut.configure(
        Dut.gateway().initiate().extensions(new Extensions(false, follow, false, false)).build());
  }

  private static byte[] to(InetAddress address, byte[] nonce) {
    return Octets.join(new byte[] {1, 4}, address.getAddress(), nonce);
  }

  private byte[] redirect(RawMessage request, byte[] data) {
    return RawMessage.plain(
        request.spiI(),
        0,
        RawMessage.IKE_SA_INIT,
        RawMessage.RESPONSE,
        0,
        RawPayload.notify(REDIRECT, data));
  }

  /** A peer at the other address takes the redirected attempt. */
  private Peer arriveAt(InetAddress address) {
    Dut.Sent next = dut.sent.peek();
    assertEquals(address, next.to().address());
    Peer there = new Peer(dut);
    there.local = new Endpoint(address, 500);
    RawMessage init = there.takeInit();
    byte[] from = init.notification(REDIRECTED_FROM).orElseThrow().body();
    assertArrayEquals(to(Dut.PEER_ADDRESS, new byte[0]), Arrays.copyOfRange(from, 4, from.length));
    there.answerInit(init, there.initAnswer(init));
    RawMessage request = there.takeRequest(RawMessage.IKE_AUTH);
    there.answer(request, there.authAnswer(request));
    return there;
  }

  @Test
  void offByDefaultNothingIsAnnouncedOrFollowed() {
    start(false);
    RawMessage request = peer.takeInit();
    assertFalse(request.hasNotify(REDIRECT_SUPPORTED));
    peer.send(redirect(request, to(ELSEWHERE, peer.ni)));
    assertTrue(dut.sent.stream().noneMatch(s -> s.to().address().equals(ELSEWHERE)));
  }

  @Test
  void inIkeSaInitTheNonceVouchesForIt() {
    start(true);
    RawMessage request = peer.takeInit();
    assertTrue(request.hasNotify(REDIRECT_SUPPORTED));
    peer.send(redirect(request, to(ELSEWHERE, Octets.flipped(peer.ni, 3))));
    dut.silent();
    peer.send(redirect(request, to(ELSEWHERE, peer.ni)));
    arriveAt(ELSEWHERE);
    dut.silent();
    assertTrue(dut.isUp());
  }

  @Test
  void namesAndBrokenTargetsAreNotFollowed() {
    start(true);
    RawMessage request = peer.takeInit();
    byte[] name = Octets.join(new byte[] {3, 4}, "a.jp".getBytes(), peer.ni);
    peer.send(redirect(request, name));
    peer.send(redirect(request, new byte[] {1}));
    peer.send(redirect(request, new byte[] {1, 40, 1, 2, 3, 4}));
    peer.send(redirect(request, to(Configs.address("127.0.0.1"), peer.ni)));
    peer.send(redirect(request, to(Dut.PEER_ADDRESS, peer.ni)));
    assertTrue(dut.sent.stream().allMatch(s -> s.to().address().equals(Dut.PEER_ADDRESS)));
  }

  @Test
  void afterFiveRedirectsInFiveMinutesNoneIsFollowed() {
    start(true);
    int followed = 0;
    InetAddress at = Dut.PEER_ADDRESS;
    for (int i = 1; i <= 8 && !dut.sent.isEmpty(); i++) {
      Peer next = new Peer(dut);
      next.local = new Endpoint(at, 500);
      RawMessage request = next.takeInit();
      at = Configs.address("198.51.100." + i);
      next.send(redirect(request, to(at, next.ni)));
      InetAddress target = at;
      followed += dut.sent.stream().anyMatch(s -> s.to().address().equals(target)) ? 1 : 0;
    }
    assertEquals(5, followed);
    dut.sent.clear();
    dut.run(60_000);
    assertTrue(dut.sent.stream().anyMatch(s -> s.to().address().equals(Dut.PEER_ADDRESS)));
  }

  @Test
  void inIkeAuthTheSaIsLeftForTheOther() {
    start(true);
    RawMessage request = peer.takeAuth();
    peer.answer(
        request,
        peer.idPayload(),
        peer.authPayload(),
        RawPayload.notify(REDIRECT, to(ELSEWHERE, new byte[0])));
    RawMessage delete = peer.takeRequest(RawMessage.INFORMATIONAL);
    assertEquals(1, delete.the(RawPayload.DELETE).body()[0]);
    arriveAt(ELSEWHERE);
    peer.answer(delete);
    assertTrue(dut.isUp());
  }

  @Test
  void anEstablishedSaIsLeftWhenTheOtherIsThere() {
    start(true);
    peer.answerCall();
    RawMessage answer =
        peer.ask(RawMessage.INFORMATIONAL, RawPayload.notify(REDIRECT, to(ELSEWHERE, new byte[0])));
    assertEquals(0, answer.payloads().size());
    assertTrue(dut.isUp());
    arriveAt(ELSEWHERE);
    assertTrue(dut.isUp());
    RawMessage delete = peer.takeRequest(RawMessage.INFORMATIONAL);
    assertEquals(1, delete.the(RawPayload.DELETE).body()[0]);
    peer.answer(delete);
    dut.run(10_000); // the old pair still receives what was on its way
    assertEquals(1, dut.pairs.size());
  }

  @Test
  void aPlaceThatDoesNotAnswerIsGivenUp() {
    start(true);
    peer.answerCall();
    peer.ask(RawMessage.INFORMATIONAL, RawPayload.notify(REDIRECT, to(ELSEWHERE, new byte[0])));
    dut.run(70_000);
    assertTrue(dut.isUp());
    assertArrayEquals(Dut.PEER_ADDRESS.getAddress(), peerOf(dut).getAddress());
  }

  private static InetAddress peerOf(Dut dut) {
    return dut.pairs.values().iterator().next().remote.address();
  }
}
