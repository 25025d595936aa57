package org.sekisho.simulator.conformance;

import org.sekisho.simulator.Configs;

/** A router and its peer, connected from either side, for the groups about renewals. */
abstract class RenewalGroup extends ConformanceGroup {

  Peer peer;
  Dut dut;

  /** The router calls. */
  final void called(Configs.Builder config) {
    dut = new Dut();
    dut.configure(config.initiate().build());
    peer = new Peer(dut).answerCall();
  }

  /** The peer calls. */
  final void connected() {
    peer = Peer.connected();
    dut = peer.dut;
  }
}
