package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.Extensions;
import org.sekisho.simulator.Configs;

/** A peer with several addresses, of which one goes silent (RFC 4555 sections 3.4 and 3.6). */
class AdditionalAddressesTest {

  private static final int MOBIKE_SUPPORTED = 16396;
  private static final int ADDITIONAL_IP4_ADDRESS = 16397;
  private static final int NO_ADDITIONAL_ADDRESSES = 16399;
  private static final int UPDATE_SA_ADDRESSES = 16400;
  private static final int COOKIE2 = 16401;
  private static final InetAddress SECOND = Configs.address("198.51.100.9");
  private static final InetAddress THIRD = Configs.address("198.51.100.10");

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private void up(boolean mobike, InetAddress... further) {
    dut.configure(
        Dut.gateway().initiate().extensions(new Extensions(false, false, mobike, false)).build());
    RawMessage request = peer.takeAuth();
    peer.answer(
        request,
        Peer.list(
            peer.authAnswer(request), RawPayload.notify(MOBIKE_SUPPORTED), addresses(further)));
    dut.silent();
    assertTrue(dut.isUp());
  }

  private static RawPayload[] addresses(InetAddress... further) {
    RawPayload[] named = new RawPayload[further.length];
    for (int i = 0; i < named.length; i++) {
      named[i] = RawPayload.notify(ADDITIONAL_IP4_ADDRESS, further[i].getAddress());
    }
    return named;
  }

  /** Where copies of an unanswered request go; the first copy. */
  private Set<InetAddress> asked(long millis) {
    dut.engine.probe(dut.now, 1);
    dut.run(millis);
    Set<InetAddress> asked = new HashSet<>();
    byte[] first = dut.sent.peek().octets();
    for (Dut.Sent copy : dut.sent) {
      assertArrayEquals(first, copy.octets(), "octet for octet (RFC 7296 section 2.1)");
      asked.add(copy.to().address());
    }
    return asked;
  }

  @Test
  void whereItAnswersTheTunnelGoes() {
    up(true, SECOND, THIRD);
    assertEquals(Set.of(Dut.PEER_ADDRESS), asked(3_000), "a lost message is no lost address");
    dut.run(2_000);
    assertTrue(dut.sent.stream().anyMatch(s -> s.to().address().equals(THIRD)));
    RawMessage request = peer.takeRequest(RawMessage.INFORMATIONAL);
    dut.sent.clear();
    peer.local = new Endpoint(SECOND, 500);
    peer.answer(request);
    assertEquals(SECOND, dut.sent.peek().to().address());
    RawMessage update = peer.takeRequest(RawMessage.INFORMATIONAL);
    assertTrue(update.hasNotify(UPDATE_SA_ADDRESSES));
    assertEquals(Dut.PEER_ADDRESS, packetsGoTo(), "one answer's source may be made up");
    peer.answer(update, update.notification(COOKIE2).orElseThrow());
    assertEquals(SECOND, packetsGoTo());
    assertEquals(
        1, dut.log.stream().filter(l -> l.contains("198.51.100.9")).count(), dut.log::toString);
    dut.sent.clear();
    assertEquals(
        Set.of(SECOND, THIRD, Dut.PEER_ADDRESS), asked(5_000), "and back again, if need be");
  }

  private InetAddress packetsGoTo() {
    return dut.pairs.values().iterator().next().remote.address();
  }

  /** RFC 4555 section 3.7: packets are not aimed at who did not ask for them. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPeerThatDoesNotReceiveThereGetsNoPacketsThere(boolean guesses) {
    up(true, SECOND, THIRD);
    dut.engine.probe(dut.now, 1);
    RawMessage request = peer.takeRequest(RawMessage.INFORMATIONAL);
    peer.local = new Endpoint(SECOND, 500);
    peer.answer(request);
    RawMessage update = RawMessage.read(dut.sent.peek().octets());
    if (guesses) {
      peer.answer(
          peer.takeRequest(RawMessage.INFORMATIONAL), RawPayload.notify(COOKIE2, new byte[16]));
    }
    for (int second = 0; second < 300 && dut.isUp(); second++) {
      assertEquals(Dut.PEER_ADDRESS, packetsGoTo());
      dut.run(1_000);
    }
    assertFalse(dut.isUp());
    assertTrue(
        dut.sent.stream()
            .filter(s -> RawMessage.read(s.octets()).id() == update.id())
            .filter(s -> RawMessage.read(s.octets()).spiI() == update.spiI())
            .allMatch(s -> s.to().address().equals(SECOND)),
        "the proof must not be had elsewhere");
  }

  @Test
  void withoutMobikeNobodyElseIsAsked() {
    up(false, SECOND);
    assertEquals(Set.of(Dut.PEER_ADDRESS), asked(10_000));
  }

  @Test
  void thePeerMayChangeItsMind() {
    up(true, SECOND);
    peer.ask(RawMessage.INFORMATIONAL, addresses(THIRD));
    assertEquals(Set.of(Dut.PEER_ADDRESS, THIRD), asked(5_000));
    peer.answer(peer.takeRequest(RawMessage.INFORMATIONAL));
    dut.sent.clear();
    peer.ask(RawMessage.INFORMATIONAL, RawPayload.notify(NO_ADDITIONAL_ADDRESSES));
    assertEquals(Set.of(Dut.PEER_ADDRESS), asked(5_000));
  }

  @Test
  void anAnswerFromAnUnannouncedAddressMovesNothing() {
    up(true, SECOND);
    dut.engine.probe(dut.now, 1);
    RawMessage request = peer.takeRequest(RawMessage.INFORMATIONAL);
    peer.local = new Endpoint(THIRD, 500);
    peer.answer(request);
    dut.silent();
    assertEquals(Dut.PEER_ADDRESS, packetsGoTo());
  }

  @Test
  void whatIsNoAddressOfAHostIsNotAsked() {
    up(
        true,
        Configs.address("127.0.0.1"),
        Configs.address("0.0.0.0"),
        Configs.address("224.0.0.1"),
        SECOND);
    assertEquals(Set.of(Dut.PEER_ADDRESS, SECOND), asked(5_000));
  }

  @Test
  void theNumberIsBounded() {
    InetAddress[] many = new InetAddress[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = Configs.address("198.51.100." + (i + 1));
    }
    up(true, many);
    assertEquals(List.of(9), List.of(asked(5_000).size()));
  }
}
