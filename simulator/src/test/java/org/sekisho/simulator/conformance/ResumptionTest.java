package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.ike.config.Extensions;

/**
 * Session resumption on the wire (RFC 5723): every message, key and AUTH of the other end made by
 * the test's own key schedule.
 */
class ResumptionTest {

  private static final int IKE_SESSION_RESUME = 38;
  private static final int TICKET_LT_OPAQUE = 16409;
  private static final int TICKET_REQUEST = 16410;
  private static final int TICKET_ACK = 16411;
  private static final int TICKET_NACK = 16412;
  private static final int TICKET_OPAQUE = 16413;
  private static final byte[] TICKET = Octets.counting(77, 3);

  private final Dut dut = new Dut();

  private void configure(boolean initiate) {
    var builder = Dut.gateway().extensions(new Extensions(false, false, false, true));
    dut.configure((initiate ? builder.initiate() : builder).build());
  }

  /** SKEYSEED = prf(SK_d (old), "Resumption" | Ni | Nr) (section 5.1). */
  private static void derive(Peer next, Peer old) {
    next.suite = old.suite;
    byte[] label = "Resumption".getBytes(StandardCharsets.US_ASCII);
    byte[] seed = old.suite.prf(old.keys.d(), label, next.ni, next.nr);
    next.keys = next.suite.keys(seed, next.ni, next.nr, next.spiI, next.spiR);
  }

  /** AUTH = prf(SK_px, message | other nonce | prf(SK_px, ID)) (section 4.3.3). */
  private static byte[] auth(Peer peer, boolean ofInitiator, byte[] id) {
    byte[] key = ofInitiator ? peer.keys.pi() : peer.keys.pr();
    byte[] maced = peer.suite.prf(key, id);
    return ofInitiator
        ? peer.suite.prf(key, peer.initRequest, peer.nr, maced)
        : peer.suite.prf(key, peer.initResponse, peer.ni, maced);
  }

  private static byte[] ticketIn(RawMessage answer) {
    byte[] data = answer.notification(TICKET_LT_OPAQUE).orElseThrow().notifyData();
    long life = Octets.u32(data, 0);
    assertTrue(life > 28_000 && life <= 28_800, "life " + life);
    return Arrays.copyOfRange(data, 4, data.length);
  }

  private Peer connected(RawPayload... more) {
    configure(false);
    Peer peer = new Peer(dut);
    peer.init();
    RawMessage answer = peer.ask(RawMessage.IKE_AUTH, Peer.list(peer.authPayloads(), more));
    peer.verifyAuth(answer);
    ticket = answer.hasNotify(TICKET_LT_OPAQUE) ? ticketIn(answer) : null;
    return peer;
  }

  private byte[] ticket;

  /** The peer comes back with a ticket; the router's answer. */
  private RawMessage resume(Peer next, byte[] returned) {
    next.initRequest =
        RawMessage.plain(
            next.spiI,
            0,
            IKE_SESSION_RESUME,
            RawMessage.INITIATOR,
            0,
            RawPayload.nonce(next.ni),
            RawPayload.notify(TICKET_OPAQUE, returned));
    next.send(next.initRequest);
    RawMessage answer = next.plainAnswer();
    assertEquals(IKE_SESSION_RESUME, answer.exchange());
    assertTrue(answer.isResponse());
    assertEquals(0, answer.id());
    return answer;
  }

  private Peer another() {
    dut.run(1_000);
    Peer next = new Peer(dut);
    next.spiI = 0x2122232425262728L;
    next.ni = Octets.counting(40, 9);
    return next;
  }

  private Peer resumed(Peer old) {
    Peer next = another();
    RawMessage answer = resume(next, ticket);
    next.initResponse = answer.octets();
    next.spiR = answer.spiR();
    next.nr = answer.the(RawPayload.NONCE).body();
    assertFalse(answer.has(RawPayload.SA) || answer.has(RawPayload.KE));
    derive(next, old);
    next.nextId = 1;
    return next;
  }

  private static RawPayload[] proof(Peer next, byte[] id, byte[] auth) {
    return Peer.list(
        RawPayload.of(RawPayload.ID_I, id),
        RawPayload.auth(2, auth),
        RawPayload.notify(TICKET_REQUEST),
        Peer.childOffer(next.inboundSpi));
  }

  @Test
  void asResponderTheKeysAndAuthAreThoseOfTheRfc() {
    Peer old = connected(RawPayload.notify(TICKET_REQUEST));
    Peer next = resumed(old);
    RawMessage answer =
        next.ask(RawMessage.IKE_AUTH, proof(next, next.id, auth(next, true, next.id)));
    assertEquals(-1, answer.error(), answer::toString);
    byte[] theirs = answer.the(RawPayload.ID_R).body();
    assertArrayEquals(auth(next, false, theirs), answer.the(RawPayload.AUTH).data());
    assertFalse(Arrays.equals(ticket, ticketIn(answer)));
    dut.silent(); // the old SA goes without a word (section 4.3.2)
    next.outboundSpi = Peer.spiOf(answer);
    dut.drain();
    byte[][] child = next.childKeys(new byte[0], next.ni, next.nr, 36);
    assertArrayEquals(child[0], dut.pair().inbound);
    assertArrayEquals(child[1], dut.pair().outbound);
    next.ask(RawMessage.INFORMATIONAL);
    assertTrue(resume(another(), ticket).hasNotify(TICKET_NACK)); // once is enough
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "preSharedKey", "identity"})
  void asResponderNothingButTheProofOfTheSessionIsTaken(String wrong) {
    Peer old = connected(RawPayload.notify(TICKET_REQUEST));
    Peer next = resumed(old);
    byte[] id = wrong.equals("identity") ? new byte[] {1, 0, 0, 0, 10, 0, 0, 9} : next.id;
    byte[] proof =
        switch (wrong) {
          case "auth" -> Octets.flipped(auth(next, true, id), 5);
          case "preSharedKey" -> next.authData(true, id);
          default -> auth(next, true, id);
        };
    RawMessage answer = next.ask(RawMessage.IKE_AUTH, proof(next, id, proof));
    assertEquals(24, answer.error());
    assertTrue(dut.isUp()); // the old SA
    Peer again = another();
    assertFalse(resume(again, ticket).hasNotify(TICKET_NACK)); // the ticket was not used
  }

  @ParameterizedTest
  @CsvSource({"true, 16409", "false, 0"})
  void aTicketIsGivenAtAnyTimeOnRequestAndOnlyThen(boolean ask, int expected) {
    Peer peer = connected();
    assertEquals(null, ticket);
    RawMessage answer =
        ask
            ? peer.ask(RawMessage.INFORMATIONAL, RawPayload.notify(TICKET_REQUEST))
            : peer.ask(RawMessage.INFORMATIONAL);
    assertEquals(expected != 0, answer.hasNotify(TICKET_LT_OPAQUE));
  }

  /** A router that has called asks; it gives no ticket to the one it called. */
  @Test
  void asInitiatorTheKeysAndAuthAreThoseOfTheRfc() {
    configure(true);
    Peer old = new Peer(dut);
    RawMessage request = old.takeAuth();
    assertTrue(request.hasNotify(TICKET_REQUEST));
    byte[] given = Octets.join(Octets.four(3_600), TICKET);
    old.answer(
        request, Peer.list(old.authAnswer(request), RawPayload.notify(TICKET_LT_OPAQUE, given)));
    dut.silent();
    RawMessage refused = old.ask(RawMessage.INFORMATIONAL, RawPayload.notify(TICKET_REQUEST));
    assertTrue(refused.hasNotify(TICKET_NACK));
    dut.engine.peerDead(dut.now, 1, "silent");
    Peer next = new Peer(dut);
    RawMessage resume = RawMessage.read(dut.take().octets());
    assertEquals(IKE_SESSION_RESUME, resume.exchange());
    assertArrayEquals(TICKET, resume.notification(TICKET_OPAQUE).orElseThrow().notifyData());
    next.initiator = false;
    next.initRequest = resume.octets();
    next.spiI = resume.spiI();
    next.spiR = 0x3132333435363738L;
    next.ni = resume.the(RawPayload.NONCE).body();
    next.initResponse =
        RawMessage.plain(
            next.spiI,
            next.spiR,
            IKE_SESSION_RESUME,
            RawMessage.RESPONSE,
            0,
            RawPayload.nonce(next.nr));
    derive(next, old);
    next.nextId = 0;
    next.send(next.initResponse);
    RawMessage auth = next.takeRequest(RawMessage.IKE_AUTH);
    byte[] theirs = auth.the(RawPayload.ID_I).body();
    assertArrayEquals(auth(next, true, theirs), auth.the(RawPayload.AUTH).data());
    next.answer(
        auth,
        Peer.list(
            next.idPayload(),
            RawPayload.auth(2, auth(next, false, next.id)),
            next.childAnswer(auth)));
    dut.silent();
    assertTrue(dut.isUp());
    assertTrue(dut.sas().get(0).resumed());
  }

  /** A peer that puts it off is asked again, three times. */
  @Test
  void whoIsPutOffAsksAgain() {
    configure(true);
    Peer peer = new Peer(dut);
    RawMessage request = peer.takeAuth();
    peer.answer(request, Peer.list(peer.authAnswer(request), RawPayload.notify(TICKET_ACK)));
    for (int i = 0; i < 3; i++) {
      dut.silent();
      dut.runUntilSent(61_000);
      RawMessage again = peer.takeRequest(RawMessage.INFORMATIONAL);
      assertTrue(again.hasNotify(TICKET_REQUEST));
      peer.answer(again, RawPayload.notify(TICKET_ACK));
    }
    dut.run(200_000);
    dut.silent();
  }

  /** Of no life, of no content, too long for one packet. */
  @ParameterizedTest
  @CsvSource({"0, 77", "3600, 0", "3600, 1001"})
  void aTicketOfNoUseIsNotKept(int life, int length) {
    configure(true);
    Peer peer = new Peer(dut);
    RawMessage request = peer.takeAuth();
    byte[] given = Octets.join(Octets.four(life), new byte[length]);
    peer.answer(
        request, Peer.list(peer.authAnswer(request), RawPayload.notify(TICKET_LT_OPAQUE, given)));
    dut.engine.peerDead(dut.now, 1, "silent");
    assertEquals(RawMessage.IKE_SA_INIT, RawMessage.read(dut.take().octets()).exchange());
  }

  /** A renewal that asks for a ticket gets one for the SA it makes (section 4.1). */
  @Test
  void aRenewalBringsATicketToWhoAsks() {
    Peer old = connected();
    byte[] ni = Octets.counting(32, 40);
    long spi = 0x4142434445464748L;
    RawMessage answer =
        old.ask(
            RawMessage.CREATE_CHILD_SA,
            old.suite.offer(Octets.eight(spi)),
            RawPayload.nonce(ni),
            old.ke(),
            RawPayload.notify(TICKET_REQUEST));
    ticket = ticketIn(answer);
    byte[] nr = answer.the(RawPayload.NONCE).body();
    long theirs = Octets.u64(answer.the(RawPayload.SA).proposals().get(0).spi(), 0);
    Peer renewed =
        old.renewed(old.suite, true, spi, theirs, answer.the(RawPayload.KE).data(), ni, nr);
    Peer next = resumed(renewed);
    RawMessage last =
        next.ask(RawMessage.IKE_AUTH, proof(next, next.id, auth(next, true, next.id)));
    assertEquals(-1, last.error(), last::toString);
  }
}
