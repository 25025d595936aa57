package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What of a first IKE_AUTH request is kept until the peer is authenticated. */
class FirstRequestTest {

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private RawMessage ask(RawPayload more) {
    dut.configure(Dut.gateway().build());
    peer.init();
    return peer.ask(RawMessage.IKE_AUTH, Peer.list(peer.authPayloads(), more));
  }

  @Test
  void whatGrantsNothingMayBeAnyLength() {
    RawMessage answer = ask(RawPayload.vendor(new byte[20_000]));
    assertEquals(-1, answer.error(), answer::toString);
    assertTrue(dut.isUp());
  }

  @Test
  void whatIsToBeGrantedMayNot() {
    RawMessage answer = ask(RawPayload.notify(40_000, new byte[8_200]));
    assertEquals(24, answer.error());
    assertEquals(0, dut.engine.halfOpen());
    assertTrue(dut.engine.isIdle());
  }
}
