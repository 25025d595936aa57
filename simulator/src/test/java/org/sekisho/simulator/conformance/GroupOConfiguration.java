package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MAY;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;

import java.util.List;

/** RFC 7296 sections 2.19 and 3.15: configuration payloads. */
class GroupOConfiguration extends ConformanceGroup {

  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int SET = 3;
  private static final int ACK = 4;

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  /** A configuration payload with attributes as hexadecimal octets. */
  private static RawPayload cp(int type, String attributes) {
    return RawPayload.of(
        RawPayload.CP, Octets.join(Octets.of(type, 0, 0, 0).get(), Octets.hex(attributes)));
  }

  private RawMessage connect(RawPayload configuration) {
    dut.configure(Dut.gateway().build());
    peer.init();
    return peer.ask(IKE_AUTH, Peer.list(peer.authPayloads(), configuration));
  }

  /** Either all is well, or the CHILD SA alone is refused for want of an address. */
  private void servedOrRefused(RawMessage answer) {
    peer.verifyAuth(answer);
    assertTrue(answer.error() == -1 || answer.error() == INTERNAL_ADDRESS_FAILURE);
    assertEquals(answer.error() == -1, dut.isUp());
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
  }

  @Statement(
      id = "O01",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.19, 3.15",
      text =
          "A request for an address where there are none to give is passed over or refused by"
              + " INTERNAL_ADDRESS_FAILURE; the IKE SA stays")
  void o01_addressAskedFor() {
    servedOrRefused(connect(cp(REQUEST, "00010000 00030000")));
  }

  @Statement(
      id = "O02",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.15.1",
      text = "Attributes of unknown type are ignored")
  void o02_unknownAttributes() {
    servedOrRefused(connect(cp(REQUEST, "7fff0004 01020304 40000000")));
  }

  @Statement(
      id = "O03",
      role = AS_INITIATOR,
      level = MUST,
      section = "3.15",
      text = "Attributes of wrong length in a reply do no harm")
  void o03_wrongLengths() {
    for (String attributes :
        List.of("00010003 0a0000", "0001ffff 0a000001", "00020002 ffff", "000100", "00080001 00")) {
      Dut each = new Dut();
      each.configure(Dut.gateway().initiate().build());
      Peer end = new Peer(each);
      RawMessage request = end.takeAuth();
      end.answer(request, Peer.list(end.authAnswer(request), cp(REPLY, attributes)));
      assertTrue(each.isUp() || each.pairs.isEmpty());
      assertEquals(each.isUp(), each.events.contains("up"));
    }
  }

  @Statement(
      id = "O04",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.15",
      text = "CFG_SET is acknowledged without accepting an attribute, or passed over")
  void o04_set() {
    peer.dut.configure(Dut.gateway().build());
    peer.connect();
    RawMessage answer = peer.ask(INFORMATIONAL, cp(SET, "00010004 0a000001"));
    assertEquals(-1, answer.error());
    if (answer.has(RawPayload.CP)) {
      assertEquals(ACK, answer.the(RawPayload.CP).body()[0]);
      assertEquals(4, answer.the(RawPayload.CP).body().length);
    }
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "O05",
      role = AS_RESPONDER,
      level = MAY,
      section = "3.15",
      text = "A configuration payload in the renewal of a CHILD SA is borne")
  void o05_inARenewal() {
    dut.configure(Dut.gateway().build());
    peer.connect();
    RawPayload[] renewal = peer.renewal(peer.inboundSpi, Peer.newSpi(), peer.ni);
    RawMessage answer = peer.ask(CREATE_CHILD_SA, Peer.list(cp(REQUEST, "00010000"), renewal));
    assertEquals(-1, answer.error());
    assertEquals(2, dut.pairs.size());
  }
}
