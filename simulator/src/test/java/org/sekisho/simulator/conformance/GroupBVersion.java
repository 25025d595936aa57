package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.Arrays;
import java.util.List;

/** RFC 7296 section 2.5: versions, and what a message may hold that is not known. */
class GroupBVersion extends ConformanceGroup {

  private static final int[] UNKNOWN_TYPES = {1, 32, 49, 200, 255};
  private static final byte[] SOMETHING = Octets.hex("c0ffee");

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private void waiting() {
    dut.configure(Dut.gateway().build());
  }

  private void calling() {
    dut.configure(Dut.gateway().initiate().build());
  }

  private static RawPayload unknown(int type) {
    return RawPayload.of(type, SOMETHING);
  }

  @Statement(
      id = "B01",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.5",
      text =
          "A request of a higher major version is not processed; INVALID_MAJOR_VERSION says, in a"
              + " header of version 2.0, which version there is")
  void b01_higherMajorVersion() {
    waiting();
    peer.send(Octets.with(peer.initMessage(peer.initPayloads()), 17, 0x30));
    RawMessage answer = peer.plainAnswer();
    assertEquals(INVALID_MAJOR_VERSION, answer.error());
    assertEquals(0x20, answer.version());
    assertEquals(RESPONSE_FLAG, answer.flags());
    assertEquals(IKE_SA_INIT, answer.exchange());
    assertEquals(0, answer.id());
    assertEquals(peer.spiI, answer.spiI());
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "B02",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.5",
      text = "The minor version of a request is ignored; the answer has version 2.0")
  void b02_higherMinorVersion() {
    waiting();
    peer.initRequest = Octets.with(peer.initMessage(peer.initPayloads()), 17, 0x21);
    peer.send(peer.initRequest);
    RawMessage answer = peer.accept(peer.plainAnswer());
    assertEquals(0x20, answer.version());
    peer.auth();
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "B03",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.5",
      text = "The minor version of a response is ignored")
  void b03_responseOfHigherMinorVersion() {
    calling();
    RawMessage request = peer.takeInit();
    peer.spiR = 9;
    RawPayload[] answer = peer.initAnswer(request);
    peer.initResponse =
        Octets.with(
            RawMessage.plain(peer.spiI, 9, IKE_SA_INIT, RESPONSE_FLAG, 0, answer), 17, 0x2f);
    peer.derive(request.the(RawPayload.KE).data());
    peer.send(peer.initResponse);
    RawMessage auth = peer.takeRequest(IKE_AUTH);
    peer.answer(auth, peer.authAnswer(auth));
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "B04",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.5",
      text = "A message of IKEv1 makes no state and changes nothing",
      remark = "This router does not speak IKEv1 and drops it without an answer")
  void b04_ikeVersionOne() {
    waiting();
    byte[] mainMode = Octets.with(peer.initMessage(peer.initPayloads()), 17, 0x10);
    dut.ignores(() -> peer.send(Octets.with(mainMode, 18, 2)));
    dut.ignores(() -> peer.send(mainMode));
    assertTrue(dut.engine.isIdle());
  }

  @Statement(
      id = "B05",
      role = BOTH,
      level = MUST,
      section = "2.5",
      text = "A payload of unknown type without critical bit is skipped, the rest is processed")
  void b05_unknownPayloads() {
    waiting();
    RawPayload[] unknown = new RawPayload[UNKNOWN_TYPES.length];
    Arrays.setAll(unknown, i -> unknown(UNKNOWN_TYPES[i]));
    peer.accept(peer.askInit(Peer.list(unknown, peer.initPayloads(), unknown)));
    RawMessage auth = peer.ask(IKE_AUTH, Peer.list(unknown, peer.authPayloads(), unknown));
    assertEquals(-1, auth.error());
    assertTrue(dut.isUp());
    assertEquals(List.of(), peer.ask(INFORMATIONAL, unknown).types());

    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    Peer called = new Peer(calling);
    RawMessage request = called.takeInit();
    called.answerInit(request, Peer.list(unknown, called.initAnswer(request)));
    RawMessage authRequest = called.takeRequest(IKE_AUTH);
    called.answer(authRequest, Peer.list(called.authAnswer(authRequest), unknown));
    assertTrue(calling.isUp());
  }

  @Statement(
      id = "B06",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.5",
      text =
          "A request with a critical payload of unknown type is refused whole with"
              + " UNSUPPORTED_CRITICAL_PAYLOAD and the type in one octet, protected once there"
              + " are keys")
  void b06_unknownCriticalPayloadInARequest() {
    for (int type : UNKNOWN_TYPES) {
      Dut fresh = new Dut();
      fresh.configure(Dut.gateway().build());
      Peer sender = new Peer(fresh);
      RawMessage refusal =
          sender.askInit(Peer.list(sender.initPayloads(), unknown(type).critical()));
      assertArrayEquals(
          new byte[] {(byte) type},
          refusal.notification(UNSUPPORTED_CRITICAL_PAYLOAD).orElseThrow().notifyData());
      assertTrue(fresh.engine.isIdle());
    }
    waiting();
    peer.connect();
    RawPayload critical = unknown(200).critical();
    RawMessage refusal = peer.ask(INFORMATIONAL, RawPayload.deleteEsp(peer.inboundSpi), critical);
    assertArrayEquals(
        Octets.hex("c8"),
        refusal.notification(UNSUPPORTED_CRITICAL_PAYLOAD).orElseThrow().notifyData());
    assertEquals(1, dut.pairs.size(), "nothing of the message was done");
    assertEquals(
        UNSUPPORTED_CRITICAL_PAYLOAD,
        peer.ask(CREATE_CHILD_SA, Peer.list(critical, peer.newChild(Peer.newSpi(), peer.ni)))
            .error());
    assertEquals(1, dut.pairs.size());
  }

  @Statement(
      id = "B07",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.5",
      text =
          "A response with a critical payload of unknown type fails the exchange and is never"
              + " answered")
  void b07_unknownCriticalPayloadInAResponse() {
    calling();
    peer.answerCall();
    dut.engine.rekeyChild(dut.now, 1);
    RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
    peer.answer(
        request,
        Peer.list(peer.childAnswer(request), RawPayload.nonce(peer.ni), unknown(200).critical()));
    dut.silent();
    assertEquals(1, dut.pairs.size(), "the old pair stays alone");

    Dut other = new Dut();
    other.configure(Dut.gateway().initiate().build());
    Peer called = new Peer(other);
    RawMessage auth = called.takeAuth();
    called.answer(auth, Peer.list(called.authAnswer(auth), unknown(200).critical()));
    other.silent();
    assertEquals(0, other.pairs.size());
  }

  @Statement(
      id = "B08",
      role = BOTH,
      level = MUST,
      section = "3.10.1",
      text = "A status notification of unknown type is ignored")
  void b08_unknownStatus() {
    RawPayload[] status = {
      RawPayload.notify(65535, SOMETHING), RawPayload.notify(40000), RawPayload.notify(16999)
    };
    waiting();
    peer.accept(peer.askInit(Peer.list(status, peer.initPayloads())));
    assertEquals(-1, peer.ask(IKE_AUTH, Peer.list(status, peer.authPayloads())).error());
    assertEquals(List.of(), peer.ask(INFORMATIONAL, status).types());

    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    Peer called = new Peer(calling);
    RawMessage request = called.takeInit();
    called.answerInit(request, Peer.list(called.initAnswer(request), status));
    RawMessage auth = called.takeRequest(IKE_AUTH);
    called.answer(auth, Peer.list(status, called.authAnswer(auth)));
    assertTrue(calling.isUp());
  }

  @Statement(
      id = "B09",
      role = AS_INITIATOR,
      level = MUST,
      section = "3.10.1",
      text = "A response with an error notification of unknown type: the whole request has failed")
  void b09_unknownErrorInAResponse() {
    calling();
    peer.answerCall();
    dut.engine.rekeyChild(dut.now, 1);
    RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
    peer.answer(
        request,
        Peer.list(RawPayload.notify(16383), peer.childAnswer(request), RawPayload.nonce(peer.ni)));
    assertEquals(1, dut.pairs.size());
    assertTrue(dut.logged("renewal failed, SA kept"), dut.log::toString);
  }

  @Statement(
      id = "B10",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.10.1",
      text = "An error notification of unknown type in a request is ignored")
  void b10_unknownErrorInARequest() {
    waiting();
    RawPayload error = RawPayload.notify(16383);
    peer.accept(peer.askInit(Peer.list(peer.initPayloads(), error)));
    assertEquals(-1, peer.ask(IKE_AUTH, Peer.list(error, peer.authPayloads())).error());
    RawPayload[] child = peer.newChild(Peer.newSpi(), Octets.counting(32, 9));
    assertEquals(-1, peer.ask(CREATE_CHILD_SA, Peer.list(child, error)).error());
    assertEquals(2, dut.pairs.size());
    assertEquals(List.of(), peer.ask(INFORMATIONAL, error).types());
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "B11",
      role = BOTH,
      level = SHOULD,
      section = "3.12",
      text = "Vendor IDs that are not known, also several, are ignored")
  void b11_vendorIds() {
    RawPayload[] vendors = {
      RawPayload.vendor(Octets.hex("afcad71368a1f1c96b8696fc77570100")),
      RawPayload.vendor(NOTHING),
      RawPayload.vendor(new byte[200])
    };
    waiting();
    peer.accept(peer.askInit(Peer.list(vendors, peer.initPayloads(), vendors)));
    assertEquals(-1, peer.ask(IKE_AUTH, Peer.list(vendors, peer.authPayloads())).error());
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "B12",
      role = BOTH,
      level = MUST,
      section = "3.3.6",
      text =
          "A proposal with a transform of unknown type is not acceptable; another of the message"
              + " may be")
  void b12_unknownTransformType() {
    waiting();
    byte[][] strange = Arrays.copyOf(peer.suite.transforms(), 4);
    strange[3] = RawPayload.transform(77, 1);
    byte[] none = new byte[0];
    RawPayload sa =
        RawPayload.sa(
            RawPayload.proposal(1, 1, none, strange),
            RawPayload.proposal(2, 1, none, peer.suite.transforms()));
    RawMessage answer = peer.accept(peer.askInit(sa, peer.ke(), RawPayload.nonce(peer.ni)));
    assertEquals(2, answer.the(RawPayload.SA).proposals().get(0).number());
    RawPayload[] child = Peer.childOffer(peer.inboundSpi);
    child[0] =
        RawPayload.sa(
            Peer.espProposal(1, peer.inboundSpi, RawPayload.transform(77, 1)),
            Peer.espProposal(2, peer.inboundSpi));
    RawMessage auth = peer.ask(IKE_AUTH, Peer.list(peer.idPayload(), peer.authPayload(), child));
    assertEquals(2, auth.the(RawPayload.SA).proposals().get(0).number());

    RawPayload[] alone = peer.newChild(Peer.newSpi(), peer.ni);
    alone[0] = Peer.espOffer(Peer.newSpi(), RawPayload.transform(77, 1));
    assertEquals(NO_PROPOSAL_CHOSEN, peer.ask(CREATE_CHILD_SA, alone).error());
  }

  @Statement(
      id = "B13",
      role = BOTH,
      level = MUST,
      section = "3.3.6",
      text =
          "A transform of unknown id or with an unknown attribute is not chosen; others of its"
              + " type may be")
  void b13_unknownTransformOrAttribute() {
    waiting();
    byte[] attribute =
        new Octets()
            .u32(16)
            .add(Octets.of(RawPayload.ENCR, 0, 0, 20).get())
            .add(Octets.hex("800e0100 81230001"))
            .get();
    RawPayload sa =
        RawPayload.sa(
            RawPayload.proposal(
                1,
                1,
                new byte[0],
                attribute,
                RawPayload.transform(RawPayload.ENCR, 999, 256),
                RawPayload.transform(RawPayload.ENCR, 20, 128),
                RawPayload.transform(RawPayload.PRF, 99),
                RawPayload.transform(RawPayload.PRF, 5),
                RawPayload.transform(RawPayload.DH, 9999),
                RawPayload.transform(RawPayload.DH, 31)));
    peer.suite = new Suite(20, 128, 0, 5, 31);
    RawMessage answer = peer.accept(peer.askInit(sa, peer.ke(), RawPayload.nonce(peer.ni)));
    assertEquals(
        List.of(
            new RawPayload.Transform(RawPayload.ENCR, 20, 128),
            new RawPayload.Transform(RawPayload.PRF, 5, 0),
            new RawPayload.Transform(RawPayload.DH, 31, 0)),
        answer.the(RawPayload.SA).proposals().get(0).transforms());
    peer.auth();
    assertTrue(dut.isUp());
  }
}
