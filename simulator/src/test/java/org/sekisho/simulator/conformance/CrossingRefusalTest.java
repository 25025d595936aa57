package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two renewals of one CHILD SA cross and the peer refuses ours, in each of the ways there are: its
 * own is the one that counts, and it is used for sending (strongSwan 2477 had no outbound SA then).
 */
class CrossingRefusalTest {

  /** TS_UNACCEPTABLE, NO_PROPOSAL_CHOSEN, TEMPORARY_FAILURE, INVALID_KE_PAYLOAD. */
  @ParameterizedTest
  @ValueSource(ints = {38, 14, 43, 17})
  void thePeersRenewalIsUsedWhenOursIsRefused(int error) {
    Peer peer = Peer.connected();
    Dut dut = peer.dut;
    int old = peer.inboundSpi;
    dut.engine.rekeyChild(dut.now, 1);
    RawMessage ours = peer.takeRequest(RawMessage.CREATE_CHILD_SA);
    int renewed = Peer.newSpi();
    RawMessage answer =
        peer.ask(RawMessage.CREATE_CHILD_SA, peer.renewal(old, renewed, Octets.counting(32, 9)));
    assertEquals(-1, answer.error(), answer::toString);
    byte[] data = error == 17 ? new byte[] {0, 19} : new byte[0];
    peer.answer(ours, RawPayload.notify(error, data));
    dut.run(100);
    dut.silent(); // it does not ask again
    peer.ask(RawMessage.INFORMATIONAL, RawPayload.deleteEsp(old));
    dut.run(60_000);
    dut.silent();
    assertEquals(renewed, dut.pair().sa.outboundSpi());
    assertTrue(dut.pair().active);
    assertTrue(dut.isUp());
  }
}
