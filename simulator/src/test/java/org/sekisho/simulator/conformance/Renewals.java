package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Renewals that go as they should, for tests of what comes after. */
final class Renewals {

  static final long NEW_SPI = 0x2122232425262728L;

  private Renewals() {}

  /** SA, nonce and KE of a renewal of the IKE SA by the peer. */
  static RawPayload[] ikeRequest(Peer peer, byte[] nonce) {
    return new RawPayload[] {
      peer.suite.offer(Octets.eight(NEW_SPI)), RawPayload.nonce(nonce), peer.ke()
    };
  }

  /** The peer renews the IKE SA; gives its end of the new one. */
  static Peer ofIkeByPeer(Peer peer) {
    byte[] nonce = Octets.counting(32, 50);
    RawMessage response = peer.ask(RawMessage.CREATE_CHILD_SA, ikeRequest(peer, nonce));
    assertEquals(-1, response.error(), response::toString);
    return renewedByPeer(peer, peer.suite, response, nonce);
  }

  /** The peer's end of the IKE SA that the router's response makes. */
  static Peer renewedByPeer(Peer peer, Suite suite, RawMessage response, byte[] nonce) {
    long theirs = Octets.u64(response.the(RawPayload.SA).proposals().get(0).spi(), 0);
    return peer.renewed(
        suite,
        true,
        NEW_SPI,
        theirs,
        response.the(RawPayload.KE).data(),
        nonce,
        response.the(RawPayload.NONCE).body());
  }

  /** The router renews the IKE SA; gives the peer's end of the new one. */
  static Peer ofIkeByRouter(Peer peer) {
    peer.dut.engine.rekeyIke(peer.dut.now, 1);
    return answerIke(peer, peer.takeRequest(RawMessage.CREATE_CHILD_SA));
  }

  /** Answers the router's renewal of the IKE SA. */
  static Peer answerIke(Peer peer, RawMessage request) {
    return answerIke(peer, request, Octets.counting(32, 60), NEW_SPI);
  }

  /** The same with a nonce and an SPI of the test's choice. */
  static Peer answerIke(Peer peer, RawMessage request, byte[] nonce, long spi) {
    RawPayload.Proposal first = request.the(RawPayload.SA).proposals().get(0);
    RawPayload accepted =
        RawPayload.sa(
            RawPayload.proposal(first.number(), 1, Octets.eight(spi), peer.suite.transforms()));
    RawPayload ke = peer.ke();
    peer.answer(request, accepted, RawPayload.nonce(nonce), ke);
    return peer.renewed(
        peer.suite,
        false,
        Octets.u64(first.spi(), 0),
        spi,
        request.the(RawPayload.KE).data(),
        request.the(RawPayload.NONCE).body(),
        nonce);
  }

  /** The peer answers the router's renewal of the CHILD SA. */
  static void answerChild(Peer peer, RawMessage request) {
    peer.inboundSpi = Peer.newSpi();
    peer.answer(
        request, Peer.list(peer.childAnswer(request), RawPayload.nonce(Octets.counting(32, 70))));
  }
}
