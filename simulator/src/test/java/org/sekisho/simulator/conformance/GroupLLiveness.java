package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.List;
import org.sekisho.keepalive.KeepaliveBench;

/** RFC 7296 section 2.4: who is alive. The keepalive bundle decides when to ask. */
class GroupLLiveness extends ConformanceGroup {

  private static final int INTERVAL = 10;
  private static final int COUNT = 3;

  private final Peer peer = Peer.called();
  private final Dut dut = peer.dut;
  private final KeepaliveBench keepalive = new KeepaliveBench(1, INTERVAL, COUNT);

  /** Lets a second pass and does what the keepalive asks for. */
  private void second() {
    dut.run(1_000);
    keepalive.poll(
        dut.now,
        dut.engine.gateways().get(0),
        () -> dut.engine.probe(dut.now, 1),
        reason -> dut.engine.peerDead(dut.now, 1, reason));
  }

  @Statement(
      id = "L02",
      role = AS_INITIATOR,
      level = SHOULD,
      section = "2.4",
      text =
          "When nothing has come from the peer for an interval an empty INFORMATIONAL asks; a"
              + " fresh authentic packet makes that needless")
  void l02_livenessCheck() {
    int probes = 0;
    for (int i = 0; i < 60; i++) {
      second();
      while (!dut.sent.isEmpty()) {
        RawMessage probe = peer.takeRequest(INFORMATIONAL);
        assertEquals(List.of(), probe.types());
        peer.answer(probe);
        probes++;
      }
    }
    assertTrue(probes >= 4 && probes <= 6, "probes " + probes);
    for (int i = 0; i < 60; i++) {
      peer.ask(INFORMATIONAL);
      second();
      dut.silent();
    }
  }

  @Statement(
      id = "L04",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.4",
      text =
          "A liveness check that is never answered ends the IKE SA and its CHILD SAs, the tunnel"
              + " goes down, and is made anew where it is to be up")
  void l04_peerIsDead() {
    dut.engine.probe(dut.now, 1);
    dut.run(49_000);
    assertEquals(1, dut.pairs.size());
    dut.sent.clear();
    dut.run(1_000);
    assertEquals(0, dut.pairs.size());
    assertTrue(dut.events.stream().anyMatch(e -> e.startsWith("down no answer")));
    assertEquals(IKE_SA_INIT, RawMessage.read(dut.sent.getLast().octets()).exchange());
  }

  @Statement(
      id = "L17",
      role = AS_INITIATOR,
      level = SHOULD,
      section = "2.4",
      text =
          "After a restart of the peer the tunnel is back when the keepalive has counted to its end")
  void l17_peerRestarts() {
    long from = dut.now;
    boolean again = false;
    while (!again) {
      second();
      while (!dut.sent.isEmpty()) {
        RawMessage message = peer.plainAnswer();
        again = again || message.exchange() == IKE_SA_INIT;
        RawPayload lost = RawPayload.notify(INVALID_IKE_SPI);
        int flags = RESPONSE_FLAG;
        peer.send(
            RawMessage.plain(
                message.spiI(), message.spiR(), message.exchange(), flags, message.id(), lost));
      }
      assertTrue(dut.now - from <= 1_000 * (INTERVAL * COUNT + 2), dut.events::toString);
    }
    dut.runUntilSent(6_000);
    new Peer(dut).answerCall();
  }

  @Statement(
      id = "L18",
      role = BOTH,
      level = SHOULD,
      section = "2.4",
      text = "The checks of a thousand tunnels are spread over the interval")
  void l18_checksAreSpread() {
    int[] perSecond = new int[INTERVAL];
    for (int gateway = 1; gateway <= 1000; gateway++) {
      long at = new KeepaliveBench(gateway, INTERVAL, COUNT).nextMillis(0);
      perSecond[(int) (at / 1000) % INTERVAL]++;
    }
    for (int count : perSecond) {
      assertTrue(count >= 90 && count <= 110, "checks in a second " + count);
    }
  }
}
