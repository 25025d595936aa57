package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

  private void passedOver(RawMessage answer) {
    peer.verifyAuth(answer);
    assertEquals(-1, answer.error());
    assertFalse(answer.has(RawPayload.CP));
    assertTrue(dut.isUp());
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
  }

  @Statement(
      id = "O01",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.19, 3.15",
      text =
          "A request for an address where no line sets up a pool is passed over: there is no"
              + " configuration payload in the answer, and the CHILD SA is made")
  void o01_addressAskedFor() {
    passedOver(connect(cp(REQUEST, "00010000 00030000")));
  }

  @Statement(
      id = "O02",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.15.1",
      text = "Attributes of unknown type are ignored")
  void o02_unknownAttributes() {
    passedOver(connect(cp(REQUEST, "7fff0004 01020304 40000000")));
  }

  @Statement(
      id = "O03",
      role = AS_INITIATOR,
      level = MUST,
      section = "3.15",
      text =
          "Attributes of wrong length in a reply are passed over; one that is longer than the"
              + " payload ends the attempt")
  void o03_wrongLengths() {
    for (String whole : List.of("00010003 0a0000", "00020002 ffff", "00080001 00")) {
      assertTrue(answered(whole).isUp(), whole);
    }
    for (String tooShort : List.of("0001ffff 0a000001", "000100")) {
      Dut refused = answered(tooShort);
      assertFalse(refused.isUp(), tooShort);
      assertEquals(0, refused.pairs.size());
      assertTrue(
          refused.logged("the peer's IKE_AUTH response is malformed"), refused.log::toString);
    }
  }

  /** A router that has called, and whose peer sends that reply. */
  private static Dut answered(String attributes) {
    Dut each = new Dut();
    each.configure(Dut.gateway().initiate().build());
    Peer end = new Peer(each);
    RawMessage request = end.takeAuth();
    end.answer(request, Peer.list(end.authAnswer(request), cp(REPLY, attributes)));
    return each;
  }

  @Statement(
      id = "O04",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.15",
      text = "CFG_SET is acknowledged by a CFG_ACK without attributes: nothing is accepted")
  void o04_set() {
    peer.dut.configure(Dut.gateway().build());
    peer.connect();
    RawMessage answer = peer.ask(INFORMATIONAL, cp(SET, "00010004 0a000001"));
    assertEquals(-1, answer.error());
    assertArrayEquals(new byte[] {ACK, 0, 0, 0}, answer.the(RawPayload.CP).body());
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
