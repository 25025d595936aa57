package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.api.net.Endpoint;
import org.sekisho.simulator.Configs;

/** Rows of docs/known-problems.md that no statement of the conformance groups covers whole. */
class KnownInteropTest extends ConformanceGroup {

  private static final int SPI = 0x5e523456;

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  /** libreswan took the group of the IKE SA for renewals of CHILD SAs, on either side. */
  @Test
  void p06_groupOfARenewalIsItsOwn() {
    dut.configure(Dut.gateway().pfs().build());
    peer.connect();
    Suite other = new Suite(20, 256, 0, 5, 19);
    Suite ofIke = peer.suite;
    peer.suite = other;
    RawPayload[] request = peer.renewal(peer.inboundSpi, SPI, Octets.counting(32, 5));
    request[1] = Peer.espOffer(SPI, dh(19));
    RawPayload ke = peer.ke();
    peer.suite = ofIke;
    RawMessage answer = peer.ask(RawMessage.CREATE_CHILD_SA, Peer.list(request, ke));
    assertEquals(-1, answer.error(), answer::toString);
    assertEquals(19, answer.the(RawPayload.KE).group());
    byte[] shared = peer.sharedSecret(answer.the(RawPayload.KE).data());
    byte[] theirs = answer.the(RawPayload.NONCE).body();
    byte[][] keys = peer.childKeys(shared, Octets.counting(32, 5), theirs, 36);
    assertArrayEquals(keys[0], dut.newest().inbound);
  }

  /** The same where this router renews: its key exchange is of a group it offers for the pair. */
  @Test
  void p06_groupOfOurRenewalIsOffered() {
    dut.configure(Dut.gateway().pfs().initiate().build());
    peer.answerCall();
    dut.engine.rekeyChild(dut.now, 1);
    RawMessage ours = peer.takeRequest(RawMessage.CREATE_CHILD_SA);
    int group = ours.the(RawPayload.KE).group();
    assertTrue(
        ours.the(RawPayload.SA).proposals().stream()
            .anyMatch(p -> p.ofType(RawPayload.DH).stream().anyMatch(t -> t.id() == group)));
  }

  /** strongSwan 6.0 and peers of the Windows family: a renewal with other proposals than before. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void p08_renewalWithOneSuiteOrAll(boolean all) {
    dut.configure(Dut.gateway().build());
    peer.connect();
    byte[] present = Peer.espProposal(all ? 3 : 1, SPI);
    byte[] cbc =
        RawPayload.proposal(
            1,
            3,
            Octets.four(SPI),
            encr(12, 256),
            encr(12, 128),
            integ(14),
            integ(12),
            integ(2),
            esn(0));
    byte[] unknown = RawPayload.proposal(2, 3, Octets.four(SPI), encr(19, 256), integ(5), esn(0));
    RawPayload[] request = peer.renewal(peer.inboundSpi, SPI, Octets.counting(32, 5));
    request[1] = all ? RawPayload.sa(cbc, unknown, present) : RawPayload.sa(present);
    RawMessage answer = peer.ask(RawMessage.CREATE_CHILD_SA, request);
    assertEquals(-1, answer.error(), answer::toString);
    assertEquals(1, answer.the(RawPayload.SA).proposals().size());
    assertEquals(SPI, dut.newest().sa.outboundSpi());
  }

  /**
   * strongSwan in 2013: a responder that had taken the first request before it switched cookies on
   * computed AUTH over another message than the initiator, which had come with the cookie.
   */
  @Test
  void p09_cookieBetweenRequestAndRepetition() {
    dut.configure(Dut.gateway(null).build());
    byte[] first = peer.initMessage(peer.initPayloads());
    peer.send(first);
    dut.take(); // and is lost on the way
    for (int i = 1; i <= 60; i++) {
      byte[] other =
          RawMessage.plain(
              0x9000 + i,
              0,
              RawMessage.IKE_SA_INIT,
              RawMessage.INITIATOR,
              0,
              peer.suite.offer(),
              RawPayload.ke(31, Octets.counting(32, i)),
              RawPayload.nonce(Octets.counting(32, i)));
      Endpoint from = new Endpoint(Configs.address("198.51.100." + i), 500);
      dut.receive(peer.remote, from, false, other);
    }
    dut.sent.clear();
    peer.send(first);
    RawMessage answer = peer.plainAnswer();
    peer.initRequest = first;
    boolean asked = answer.hasNotify(COOKIE);
    if (asked) {
      RawPayload cookie = RawPayload.notify(COOKIE, answer.the(RawPayload.NOTIFY).notifyData());
      RawPayload[] same =
          RawMessage.read(first).payloads().toArray(RawPayload[]::new); // the same key exchange
      answer = peer.askInit(Peer.list(cookie, same));
    }
    peer.accept(answer);
    peer.auth();
    assertEquals(1, dut.count(Kind.IKE, State.ESTABLISHED));
  }
}
