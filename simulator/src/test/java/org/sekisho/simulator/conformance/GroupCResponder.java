package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MAY;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.net.Endpoint;
import org.sekisho.crypto.jca.JcaIkeCrypto;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.simulator.Configs;

/** RFC 7296 sections 1.2, 2.6 and 2.7: IKE_SA_INIT as responder, and what a flood may not do. */
class GroupCResponder extends ConformanceGroup {

  private static final long COOKIE_SECRET_MILLIS = 60_000;

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private void waiting() {
    dut.configure(Dut.gateway().build());
  }

  /** Strangers begin until the router asks them for cookies. */
  private void flood() {
    for (int i = 1; i < 200; i++) {
      Peer stranger = new Peer(dut);
      stranger.spiI = 0x5000 + dut.now * 1000 + i;
      stranger.local = new Endpoint(Configs.address("198.51.100." + i), 500);
      if (stranger.askInit(stranger.initPayloads()).hasNotify(COOKIE)) {
        return;
      }
    }
    throw new AssertionError("no cookie");
  }

  private byte[] cookie(RawMessage answer) {
    assertEquals(List.of(RawPayload.NOTIFY), answer.types());
    return answer.notification(COOKIE).orElseThrow().notifyData();
  }

  @Statement(
      id = "C01",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "2.6",
      text =
          "With many half-open SAs a request is answered by nothing but a cookie of 1 to 64"
              + " octets, without key exchange and without state")
  void c01_cookies() {
    waiting();
    flood();
    RawMessage answer = peer.askInit(peer.initPayloads());
    byte[] cookie = cookie(answer);
    assertTrue(cookie.length >= 1 && cookie.length <= 64);
    assertEquals(0, answer.spiR());
    peer.send(peer.initRequest);
    assertArrayEquals(cookie, cookie(peer.plainAnswer()));
    RawPayload[] payloads = Peer.list(RawPayload.notify(COOKIE, cookie), peer.initPayloads());
    peer.accept(peer.askInit(payloads));
    peer.auth();
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "C05",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.6",
      text = "A request with a wrong or foreign cookie is one without cookie")
  void c05_wrongCookie() {
    waiting();
    flood();
    byte[] good = cookie(peer.askInit(peer.initPayloads()));
    RawPayload wrong = RawPayload.notify(COOKIE, Octets.flipped(good, -1));
    cookie(peer.askInit(Peer.list(wrong, peer.initPayloads())));
    Peer elsewhere = new Peer(dut);
    elsewhere.local = new Endpoint(Configs.address("192.0.2.77"), 500);
    RawPayload foreign = RawPayload.notify(COOKIE, good);
    cookie(elsewhere.askInit(Peer.list(foreign, elsewhere.initPayloads())));
    peer.ni = Octets.counting(32, 77);
    cookie(peer.askInit(Peer.list(foreign, peer.initPayloads())));
  }

  @Statement(
      id = "C06",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "2.6",
      text = "A cookie made with the secret before the present one is still good",
      remark = "The secret lives for a minute; the first octet of a cookie tells its version")
  void c06_cookieOfTheSecretBefore() {
    waiting();
    flood();
    byte[] old = cookie(peer.askInit(peer.initPayloads()));
    dut.run(COOKIE_SECRET_MILLIS);
    flood();
    assertNotEquals(old[0], cookie(peer.askInit(peer.initPayloads()))[0]);
    RawPayload returned = RawPayload.notify(COOKIE, old);
    assertEquals(-1, peer.askInit(Peer.list(returned, peer.initPayloads())).error());
    dut.run(COOKIE_SECRET_MILLIS);
    flood();
    cookie(peer.askInit(Peer.list(returned, peer.initPayloads())));
  }

  @Statement(
      id = "C08",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.2, 2.7",
      text =
          "A key exchange of another group than the one chosen is answered by INVALID_KE_PAYLOAD"
              + " with the group in two octets, and keeps no state")
  void c08_wrongGroup() {
    AlgorithmPolicy only20 =
        new AlgorithmPolicy(
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.of(KeyExchangeMethod.ECP_384),
            Optional.empty(),
            Optional.empty());
    dut.configure(Dut.gateway().algorithms(only20).build());
    RawPayload offer =
        RawPayload.sa(
            RawPayload.proposal(
                1,
                1,
                new byte[0],
                RawPayload.transform(RawPayload.ENCR, 20, 256),
                RawPayload.transform(RawPayload.PRF, 5),
                RawPayload.transform(RawPayload.DH, 31),
                RawPayload.transform(RawPayload.DH, 20)));
    RawMessage answer = peer.askInit(offer, peer.ke(), RawPayload.nonce(peer.ni));
    assertEquals(List.of(RawPayload.NOTIFY), answer.types());
    assertArrayEquals(
        Octets.hex("0014"), answer.notification(INVALID_KE_PAYLOAD).orElseThrow().notifyData());
    assertTrue(dut.engine.isIdle());
    peer.suite = new Suite(20, 256, 0, 5, 20);
    peer.accept(peer.askInit(offer, peer.ke(), RawPayload.nonce(peer.ni)));
    peer.auth();
  }

  @Statement(
      id = "C13",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.7",
      text = "Without an acceptable proposal the answer is NO_PROPOSAL_CHOSEN, and no state stays")
  void c13_noProposalChosen() {
    waiting();
    RawPayload offer =
        RawPayload.sa(
            RawPayload.proposal(
                1,
                1,
                new byte[0],
                RawPayload.transform(RawPayload.ENCR, 23, 256),
                RawPayload.transform(RawPayload.PRF, 4),
                RawPayload.transform(RawPayload.DH, 31)));
    RawMessage answer = peer.askInit(offer, peer.ke(), RawPayload.nonce(peer.ni));
    assertEquals(NO_PROPOSAL_CHOSEN, answer.error());
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "C14",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.1",
      text = "A repeated IKE_SA_INIT request gets the same response, octet for octet")
  void c14_repeatedRequest() {
    waiting();
    peer.init();
    dut.run(500);
    peer.send(peer.initRequest);
    assertArrayEquals(peer.initResponse, dut.take().octets());
    dut.silent();
    peer.auth();
  }

  @Statement(
      id = "C15",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.1",
      text = "Another request under the same initiator SPI is another IKE SA")
  void c15_sameSpiOtherContent() {
    waiting();
    Peer other = new Peer(dut);
    other.ni = Octets.counting(32, 33);
    peer.init();
    other.init();
    assertNotEquals(peer.spiR, other.spiR);
    other.auth();
    peer.send(peer.seal(IKE_AUTH, false, 1, peer.authPayloads()));
    assertEquals(-1, peer.takeResponse(IKE_AUTH, 1).error());
  }

  @Statement(
      id = "C18",
      role = BOTH,
      level = MUST,
      section = "3.9",
      text = "A nonce of less than 16 or more than 256 octets is refused")
  void c18_lengthOfNonces() {
    waiting();
    for (int length : new int[] {0, 15, 257}) {
      dut.run(2_000);
      RawPayload nonce = RawPayload.nonce(new byte[length]);
      assertEquals(INVALID_SYNTAX, peer.askInit(peer.suite.offer(), peer.ke(), nonce).error());
      assertTrue(dut.engine.isIdle());
    }
    for (int length : new int[] {16, 256}) {
      Peer good = new Peer(dut);
      good.ni = Octets.counting(length, 3);
      good.spiI = length;
      good.init();
    }
    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    Peer called = new Peer(calling);
    RawMessage request = called.takeInit();
    called.nr = new byte[15];
    called.answerInit(request, called.initAnswer(request));
    calling.silent();
  }

  @Statement(
      id = "C19",
      role = BOTH,
      level = MUST,
      section = "3.4",
      text =
          "Key exchange data has the length of its group: other lengths are refused, and ours are"
              + " filled up with zeros in front")
  void c19_lengthOfKeyExchangeData() {
    waiting();
    for (int group : new int[] {31, 19, 14}) {
      peer.suite = new Suite(20, 256, 0, 5, group);
      RawPayload good = peer.ke();
      byte[] data = good.data();
      for (byte[] bad :
          List.of(
              Arrays.copyOf(data, data.length - 1), Octets.join(new byte[1], data), new byte[0])) {
        dut.run(2_000);
        RawPayload ke = RawPayload.ke(group, bad);
        RawMessage answer = peer.askInit(peer.suite.offer(), ke, RawPayload.nonce(peer.ni));
        assertEquals(INVALID_SYNTAX, answer.error());
        assertTrue(dut.engine.isIdle());
      }
      assertEquals(data.length, peer.init().the(RawPayload.KE).data().length);
      dut.run(60_000);
    }
    boolean leadingZero = false;
    for (int i = 0; i < 3000 && !leadingZero; i++) {
      try (KeyExchange own =
          new JcaIkeCrypto().keyExchange(KeyExchangeMethod.ECP_256, new SecureRandom())) {
        assertEquals(64, own.publicValue().length);
        leadingZero = own.publicValue()[0] == 0;
      }
    }
    assertTrue(leadingZero, "no value began with zero");
  }

  @Statement(
      id = "C20",
      role = BOTH,
      level = MUST,
      section = "RFC 6989 2",
      text =
          "MODP values 0, 1, p-1 and above, points off the curve and an all-zero Curve25519"
              + " result are refused and give no keys")
  void c20_badPublicValues() {
    waiting();
    byte[] prime = Modp.octets(Modp.prime(256), 256);
    byte[] one = Octets.with(new byte[256], -1, 1);
    refused(14, new byte[256]);
    refused(14, one);
    refused(14, Octets.with(prime, -1, 0xfe));
    refused(14, prime);
    refused(14, Octets.with(prime, 8, 0xff));
    refused(19, Octets.counting(64, 1));
    refused(19, new byte[64]);
    refused(31, new byte[32]);
    refused(31, Octets.with(new byte[32], 0, 1));
  }

  private void refused(int group, byte[] data) {
    dut.run(2_000);
    peer.suite = new Suite(20, 256, 0, 5, group);
    RawMessage answer =
        peer.askInit(peer.suite.offer(), RawPayload.ke(group, data), RawPayload.nonce(peer.ni));
    assertEquals(INVALID_SYNTAX, answer.error());
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "C21",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "2.4, RFC 8019 3.1",
      text = "A half-open SA goes away after some tens of seconds",
      remark = "After 30 seconds")
  void c21_halfOpenTimeout() {
    waiting();
    peer.init();
    dut.run(29_000);
    assertFalse(dut.engine.isIdle());
    dut.run(2_000);
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "C22",
      role = AS_RESPONDER,
      level = MAY,
      section = "RFC 8019 4",
      text = "A flood of first requests does not touch SAs and exchanges that exist",
      remark = "Puzzles of RFC 8019: FloodTest and PuzzlesTest")
  void c22_flood() {
    waiting();
    peer.connect();
    dut.engine.probe(dut.now, 1);
    RawMessage request = peer.takeRequest(INFORMATIONAL);
    Peer stranger = new Peer(dut);
    byte[] init = stranger.initMessage(stranger.initPayloads());
    for (int i = 0; i < 20_000; i++) {
      stranger.local = new Endpoint(Configs.address("198.51.100." + i % 250), 500);
      stranger.send(Octets.with(Octets.with(init, 0, i), 1, i >>> 8));
      dut.sent.clear();
    }
    peer.answer(request);
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
    assertTrue(dut.isUp());
    dut.run(3_000);
    dut.silent();
  }
}
