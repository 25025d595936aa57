package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sekisho.api.crypto.EncryptionAlgorithm;

/** RFC 7296 sections 1.3.3 and 2.8: renewal of CHILD SAs, without collisions. */
class GroupJRekeyChild extends RenewalGroup {

  private static final byte[] NONCE = Octets.counting(32, 40);
  private static final byte[] NO_GROUP = RawPayload.transform(RawPayload.DH, 0);
  private static final int LIFE = 1_000;
  private static final int SOFT = 750;

  private RawMessage renewalOfRouter() {
    dut.engine.rekeyChild(dut.now, 1);
    return peer.takeRequest(CREATE_CHILD_SA);
  }

  private static int rekeyed(RawMessage request) {
    RawPayload notify = request.notification(REKEY_SA).orElseThrow();
    assertEquals(3, notify.body()[0], "protocol ESP");
    assertEquals(4, notify.body()[1], "size of the SPI");
    return Octets.u32(notify.notifySpi(), 0);
  }

  @Statement(
      id = "J01",
      role = AS_INITIATOR,
      level = MUST,
      section = "1.3.3",
      text =
          "Near the end of its life, in time or octets, a CHILD SA is renewed by CREATE_CHILD_SA"
              + " with REKEY_SA, protocol ESP and the SPI this router receives on")
  void j01_renewalStarts() {
    called(Dut.gateway().life(100_000, LIFE));
    dut.run(1_000 * SOFT - 1_000);
    dut.silent();
    dut.run(32_000);
    RawMessage request = RawMessage.read(dut.sent.peek().octets());
    assertEquals(CREATE_CHILD_SA, request.exchange());
    assertEquals(dut.pair().sa.inboundSpi(), rekeyed(peer.open(dut.take())));

    called(Dut.gateway().kilobytes(1_000));
    dut.octets = 1_000 * 1024 * 3 / 4 - 1;
    dut.run(20_000);
    dut.silent();
    dut.octets++;
    dut.runUntilSent(20_000);
    assertEquals(dut.pair().sa.inboundSpi(), rekeyed(peer.takeRequest(CREATE_CHILD_SA)));
  }

  @Statement(
      id = "J02",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.8",
      text = "Who renewed an SA sends on the new one and deletes the old one",
      remark =
          "By default at the end of the old one's life, as RTX routers do and peers are used to;"
              + " with ipsec ike rekey delete immediate at once")
  void j02_initiatorDeletesTheOld() {
    called(Dut.gateway().deleteAtOnce());
    int old = dut.pair().sa.inboundSpi();
    Renewals.answerChild(peer, renewalOfRouter());
    assertTrue(dut.newest().active);
    RawMessage delete = peer.takeRequest(INFORMATIONAL);
    assertEquals(List.of(old), delete.the(RawPayload.DELETE).deletedSpis());

    called(Dut.gateway().life(100_000, LIFE));
    old = dut.pair().sa.inboundSpi();
    Renewals.answerChild(peer, renewalOfRouter());
    assertTrue(dut.newest().active);
    dut.run(1_000 * SOFT - 1_000);
    dut.silent();
    dut.runUntilSent(40_000);
    Renewals.answerChild(peer, peer.takeRequest(CREATE_CHILD_SA));
    dut.runUntilSent(LIFE * 1_000);
    delete = peer.takeRequest(INFORMATIONAL);
    assertEquals(List.of(old), delete.the(RawPayload.DELETE).deletedSpis());
  }

  @Statement(
      id = "J03",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "2.8",
      text =
          "Who answers a renewal receives on both SAs at once, and sends on the new one when a"
              + " packet, a Delete or some seconds show that the peer has it")
  void j03_responderSwitches() {
    for (int sign = 0; sign < 3; sign++) {
      connected();
      int old = dut.pair().sa.inboundSpi();
      RawPayload[] request = peer.renewal(peer.inboundSpi, Peer.newSpi(), NONCE);
      assertEquals(-1, peer.ask(CREATE_CHILD_SA, request).error());
      assertEquals(2, dut.pairs.size());
      assertFalse(dut.newest().active);
      if (sign == 0) {
        dut.run(5_000);
      } else if (sign == 1) {
        peer.ask(INFORMATIONAL, RawPayload.deleteEsp(peer.inboundSpi));
        dut.drain();
        assertFalse(dut.pairs.containsKey(old));
      } else {
        dut.engine.firstPacket(dut.now, dut.newest().sa.inboundSpi());
        dut.run(10_000);
        continue; // the data plane switches by itself
      }
      assertTrue(dut.newest().active);
    }
  }

  @Statement(
      id = "J04",
      role = BOTH,
      level = SHOULD,
      section = "2.8",
      text = "Packets on the old SA are accepted until it is deleted")
  void j04_oldPairReceives() {
    connected();
    int old = dut.pair().sa.inboundSpi();
    peer.ask(CREATE_CHILD_SA, peer.renewal(peer.inboundSpi, Peer.newSpi(), NONCE));
    dut.run(3_600_000);
    assertTrue(dut.pairs.containsKey(old));
    RawMessage answer = peer.ask(INFORMATIONAL, RawPayload.deleteEsp(peer.inboundSpi));
    assertEquals(List.of(old), answer.the(RawPayload.DELETE).deletedSpis());
    dut.drain();
    assertFalse(dut.pairs.containsKey(old));
    assertEquals(1, dut.pairs.size());
  }

  @Statement(
      id = "J05",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "1.3.3, 2.25",
      text = "REKEY_SA with an unknown SPI is answered by CHILD_SA_NOT_FOUND with that SPI")
  void j05_unknownSpi() {
    connected();
    RawMessage answer = peer.ask(CREATE_CHILD_SA, peer.renewal(0x12345678, 0x5e123456, NONCE));
    RawPayload notify = answer.notification(CHILD_SA_NOT_FOUND).orElseThrow();
    assertEquals(3, notify.body()[0]);
    assertArrayEquals(Octets.hex("12345678"), notify.notifySpi());
    assertEquals(1, dut.pairs.size());
  }

  @Statement(
      id = "J06",
      role = AS_INITIATOR,
      level = SHOULD,
      section = "2.25",
      text = "After CHILD_SA_NOT_FOUND the old CHILD SA is dropped and a new one is negotiated")
  void j06_childNotFound() {
    called(Dut.gateway());
    RawMessage request = renewalOfRouter();
    int old = dut.pair().sa.inboundSpi();
    peer.answer(request, RawPayload.notifyEsp(CHILD_SA_NOT_FOUND, old));
    assertFalse(dut.pairs.containsKey(old));
    dut.runUntilSent(10_000);
    RawMessage fresh = peer.takeRequest(CREATE_CHILD_SA);
    assertFalse(fresh.hasNotify(REKEY_SA));
    Renewals.answerChild(peer, fresh);
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "J13",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.8",
      text =
          "When a renewal is refused the old SA stays for its life; the renewal is tried again"
              + " after growing pauses and the log says so")
  void j13_renewalRefused() {
    called(Dut.gateway().pfs());
    long previous = 0;
    RawMessage request = renewalOfRouter();
    for (int i = 0; i < 4; i++) {
      peer.answer(request, RawPayload.notify(NO_PROPOSAL_CHOSEN));
      long from = dut.now;
      dut.runUntilSent(3_600_000);
      assertTrue(dut.now - from > previous / 2, "pause " + (dut.now - from));
      previous = dut.now - from;
      request = peer.takeRequest(CREATE_CHILD_SA);
    }
    assertTrue(previous >= 60_000, "pause " + previous);
    assertEquals(1, dut.pairs.size());
    assertTrue(dut.logged("renewal failed, SA kept"), dut.log::toString);
  }

  @Statement(
      id = "J14",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.8",
      text =
          "A renewal may come with other algorithms, or without PFS, and is judged by the whole"
              + " configuration, not by the SA in use")
  void j14_otherAlgorithms() {
    dut = new Dut();
    dut.configure(Dut.gateway().pfs().build());
    peer = new Peer(dut).connect();
    RawPayload[] request = peer.renewal(peer.inboundSpi, Peer.newSpi(), NONCE);
    request[1] =
        RawPayload.sa(
            RawPayload.proposal(
                1,
                3,
                Octets.four(Peer.newSpi()),
                RawPayload.transform(RawPayload.ENCR, 12, 128),
                RawPayload.transform(RawPayload.INTEG, 2),
                NO_GROUP,
                RawPayload.transform(RawPayload.ESN, 0)));
    RawMessage answer = peer.ask(CREATE_CHILD_SA, request);
    assertEquals(-1, answer.error());
    assertFalse(answer.has(RawPayload.KE));
    assertEquals(EncryptionAlgorithm.AES_CBC, dut.newest().sa.suite().encryption());
  }

  @Statement(
      id = "J15",
      role = AS_INITIATOR,
      level = SHOULD,
      section = "2.8",
      text = "The time of renewal varies, so that both ends rarely renew together",
      remark = "75 % of the life and up to 30 seconds more")
  void j15_jitter() {
    Set<Long> times = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      dut = new Dut(seed);
      dut.configure(Dut.gateway().life(100_000, LIFE).initiate().build());
      peer = new Peer(dut).answerCall();
      long from = dut.now;
      dut.runUntilSent(LIFE * 1_000);
      long after = dut.now - from;
      assertTrue(after >= SOFT * 1_000 && after <= SOFT * 1_000 + 30_100, "after " + after);
      times.add(after / 100);
    }
    assertTrue(times.size() > 10, times::toString);
  }

  @Statement(
      id = "J16",
      role = BOTH,
      level = MUST,
      section = "2.8",
      text = "At the end of its life without renewal a CHILD SA is deleted at both ends")
  void j16_endOfLife() {
    called(Dut.gateway().life(100_000, LIFE));
    int old = dut.pair().sa.inboundSpi();
    long end = dut.now + 1_000 * LIFE + 30_000;
    RawMessage next = null;
    while (dut.now <= end) {
      dut.runUntilSent(10_000);
      next = dut.sent.isEmpty() ? null : peer.open(dut.take());
      if (next != null && next.exchange() == INFORMATIONAL) {
        break;
      }
      if (next != null) {
        peer.answer(next, RawPayload.notify(NO_PROPOSAL_CHOSEN));
      }
    }
    assertEquals(List.of(old), next.the(RawPayload.DELETE).deletedSpis());
    assertTrue(dut.now >= 1_000 * LIFE);
    peer.answer(next, RawPayload.deleteEsp(peer.inboundSpi));
    assertFalse(dut.pairs.containsKey(old));
  }

  @Statement(
      id = "J17",
      role = BOTH,
      level = MUST,
      section = "2.8, RFC 4303 3.3.3",
      text = "Sequence numbers of 32 bits do not begin again: the SA is renewed before")
  void j17_sequenceNumbersEnd() {
    called(Dut.gateway());
    dut.engine.sequenceNearlyExhausted(dut.now, dut.pair().sa.inboundSpi());
    assertEquals(dut.pair().sa.inboundSpi(), rekeyed(peer.takeRequest(CREATE_CHILD_SA)));
    EspPair pair = new EspPair().install();
    pair.bench.skipTo(0xf000_0000L - 1);
    for (int i = 0; i < 2; i++) {
      pair.send(EspPair.packet(60));
    }
    assertEquals(List.of("exhausted " + EspPair.INBOUND_SPI), pair.bench.events());
    pair.bench.skipTo(0xffff_fffeL);
    assertEquals(-1, Octets.u32(pair.send(EspPair.packet(60)), 4));
    assertEquals(List.of(), pair.bench.send(EspPair.packet(60)));
    assertEquals(1, pair.bench.withoutSa());
  }

  @Statement(
      id = "J18",
      role = BOTH,
      level = MUST,
      section = "1.3.3, 2.9.2",
      text = "A renewal changes neither selectors nor mode")
  void j18_nothingElseChanges() {
    called(Dut.gateway());
    RawMessage request = renewalOfRouter();
    assertFalse(request.hasNotify(USE_TRANSPORT_MODE));
    assertArrayEquals(
        RawPayload.ts(RawPayload.TS_R, RawPayload.anyIpv4()).body(),
        request.the(RawPayload.TS_R).body());
    connected();
    RawPayload[] renewal = peer.renewal(peer.inboundSpi, Peer.newSpi(), NONCE);
    RawMessage answer =
        peer.ask(CREATE_CHILD_SA, Peer.list(renewal, RawPayload.notify(USE_TRANSPORT_MODE)));
    assertFalse(answer.hasNotify(USE_TRANSPORT_MODE));
    assertArrayEquals(renewal[3].body(), answer.the(RawPayload.TS_I).body());
    assertArrayEquals(renewal[4].body(), answer.the(RawPayload.TS_R).body());
  }

  @Statement(
      id = "J19",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.8",
      text = "Old SAs that the peer never deletes end with their life, and there are never many")
  void j19_peerNeverDeletes() {
    dut = new Dut();
    dut.configure(Dut.gateway().life(1_000_000, LIFE).build());
    peer = new Peer(dut).connect();
    int most = 0;
    for (int i = 0; i < 50; i++) {
      int spi = Peer.newSpi();
      peer.request(CREATE_CHILD_SA, peer.renewal(peer.inboundSpi, spi, NONCE));
      peer.inboundSpi = spi;
      while (!dut.sent.isEmpty()) {
        RawMessage next = peer.open(dut.take());
        if (!next.isResponse() && next.exchange() == INFORMATIONAL) {
          peer.answer(next);
        }
      }
      dut.run(50_000);
      most = Math.max(most, dut.pairs.size());
    }
    assertTrue(most <= 12, "pairs " + most);
    dut.run(LIFE * 1_000 * 3 / 4 - 60_000);
    int left = dut.pairs.size();
    assertTrue(left < most, "pairs " + left);
  }
}
