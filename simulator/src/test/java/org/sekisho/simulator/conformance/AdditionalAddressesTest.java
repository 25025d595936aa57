package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.Extensions;
import org.sekisho.simulator.Configs;

/** A peer with several addresses, of which one goes silent (RFC 4555 sections 3.4 and 3.6). */
class AdditionalAddressesTest {

  private static final int MOBIKE_SUPPORTED = 16396;
  private static final int ADDITIONAL_IP4_ADDRESS = 16397;
  private static final int NO_ADDITIONAL_ADDRESSES = 16399;
  private static final int UPDATE_SA_ADDRESSES = 16400;
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
    assertEquals(SECOND, dut.pairs.values().iterator().next().remote.address());
    assertEquals(SECOND, dut.sent.peek().to().address());
    RawMessage update = peer.takeRequest(RawMessage.INFORMATIONAL);
    assertTrue(update.hasNotify(UPDATE_SA_ADDRESSES));
    peer.answer(update);
    assertEquals(
        1, dut.log.stream().filter(l -> l.contains("198.51.100.9")).count(), dut.log::toString);
    dut.sent.clear();
    assertEquals(
        Set.of(SECOND, THIRD, Dut.PEER_ADDRESS), asked(5_000), "and back again, if need be");
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
    assertEquals(Dut.PEER_ADDRESS, dut.pairs.values().iterator().next().remote.address());
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
