package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.net.Endpoint;
import org.sekisho.esp.EspBench;

/** RFC 7296 sections 3.1 and 3.2: the header of a message and of a payload. */
class GroupAHeader extends ConformanceGroup {

  private static final Endpoint HERE = new Endpoint(Dut.ADDRESS, 4500);
  private static final Endpoint THERE = new Endpoint(Dut.PEER_ADDRESS, 4500);

  @Statement(
      id = "A01",
      role = AS_INITIATOR,
      level = MUST,
      section = "3.1",
      text =
          "The first IKE_SA_INIT request has an initiator SPI, no responder SPI, version 2.0,"
              + " exchange 34, only the initiator flag, message ID 0 and its true length")
  void a01_theFirstRequest() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().initiate().build());
    RawMessage request = new Peer(dut).takeInit();
    assertNotEquals(0, request.spiI());
    assertEquals(0, request.spiR());
    assertEquals(0x20, request.version());
    assertEquals(IKE_SA_INIT, request.exchange());
    assertEquals(INITIATOR_FLAG, request.flags());
    assertEquals(0, request.id());
    assertEquals(request.octets().length, Octets.u32(request.octets(), 24));
  }

  @Statement(
      id = "A02",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.1",
      text =
          "The IKE_SA_INIT response copies the initiator's SPI, has one of its own, only the"
              + " response flag and message ID 0")
  void a02_theFirstResponse() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    RawMessage response = peer.init();
    assertEquals(peer.spiI, response.spiI());
    assertNotEquals(0, response.spiR());
    assertEquals(RESPONSE_FLAG, response.flags());
    assertEquals(0, response.id());
  }

  @Statement(
      id = "A03",
      role = BOTH,
      level = MUST,
      section = "3.1",
      text =
          "The initiator flag marks the original initiator of the IKE SA, whoever starts the"
              + " exchange; after a renewal of the IKE SA that is who renewed it")
  void a03_theInitiatorFlag() {
    Peer old = Peer.called();
    old.dut.engine.probe(old.dut.now, 1);
    assertEquals(INITIATOR_FLAG, Octets.u8(old.dut.sent.peek().octets(), 19));
    old.answer(old.takeRequest(INFORMATIONAL));
    assertEquals(INITIATOR_FLAG | RESPONSE_FLAG, old.ask(INFORMATIONAL).flags());
    Peer renewed = Renewals.ofIkeByPeer(old);
    assertEquals(RESPONSE_FLAG, renewed.ask(INFORMATIONAL).flags());
    renewed.dut.engine.probe(renewed.dut.now, 1);
    assertEquals(0, renewed.takeRequest(INFORMATIONAL).flags());

    Peer again = Renewals.ofIkeByRouter(Peer.connected());
    again.dut.engine.probe(again.dut.now, 1);
    assertEquals(INITIATOR_FLAG, again.takeRequest(INFORMATIONAL).flags());
  }

  @Statement(
      id = "A04",
      role = BOTH,
      level = MUST,
      section = "3.1",
      text = "Reserved flag bits are ignored on receipt and sent as zero")
  void a04_reservedFlags() {
    Peer peer = Peer.connected();
    peer.send(peer.sealChain(INFORMATIONAL, INITIATOR_FLAG | 0xc7, peer.nextId, 0, NOTHING));
    assertEquals(RESPONSE_FLAG, peer.takeResponse(INFORMATIONAL, peer.nextId).flags());
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer fresh = new Peer(dut);
    fresh.send(Octets.with(fresh.initMessage(fresh.initPayloads()), 19, 0xc7 | INITIATOR_FLAG));
    assertEquals(-1, fresh.plainAnswer().error());
  }

  @Statement(
      id = "A05",
      role = BOTH,
      level = MUST,
      section = "3.1, 2.5",
      text = "The version flag, by which a peer says that it speaks a higher version, is ignored")
  void a05_versionFlag() {
    Peer peer = Peer.connected();
    int flags = INITIATOR_FLAG | VERSION_FLAG;
    peer.send(peer.sealChain(INFORMATIONAL, flags, peer.nextId, 0, NOTHING));
    assertEquals(RESPONSE_FLAG, peer.takeResponse(INFORMATIONAL, peer.nextId).flags());
    Dut dut = new Dut();
    dut.configure(Dut.gateway().initiate().build());
    Peer called = new Peer(dut);
    RawMessage request = called.takeInit();
    called.spiR = 7;
    RawPayload[] answer = called.initAnswer(request);
    called.initResponse =
        RawMessage.plain(called.spiI, 7, IKE_SA_INIT, RESPONSE_FLAG | VERSION_FLAG, 0, answer);
    called.derive(request.the(RawPayload.KE).data());
    called.send(called.initResponse);
    assertEquals(IKE_AUTH, called.takeRequest(IKE_AUTH).exchange());
  }

  @Statement(
      id = "A06",
      role = BOTH,
      level = MUST,
      section = "3.2",
      text =
          "Reserved fields of the generic header and of Proposal, Transform, TS, KE, ID and AUTH"
              + " are ignored on receipt",
      remark = "AUTH covers the reserved octets of the ID payload as they travelled (2.15)")
  void a06_reservedFields() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.accept(
        peer.askInit(
            peer.suite.offer().with(1, 0xff).with(9, 0xff).with(13, 0xff).reservedBits(),
            peer.ke().with(2, 0xff).with(3, 0xff).reservedBits(),
            RawPayload.nonce(peer.ni).reservedBits()));
    peer.id = Octets.with(Octets.with(Peer.PEER_ID, 1, 0xff), 3, 0xff);
    RawPayload[] child = Peer.childOffer(peer.inboundSpi);
    RawMessage response =
        peer.ask(
            IKE_AUTH,
            peer.idPayload().reservedBits(),
            peer.authPayload().with(1, 0xff).with(2, 0xff).with(3, 0xff).reservedBits(),
            child[0].with(1, 0xff).with(13, 0xff).reservedBits(),
            child[1].with(1, 0xff).with(2, 0xff).with(3, 0xff).reservedBits(),
            child[2].with(1, 0xff).with(3, 0xff).reservedBits());
    assertEquals(-1, response.error(), response::toString);
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "A07",
      role = BOTH,
      level = MUST,
      section = "3.2",
      text = "The critical bit on a payload of types 33 to 48 is ignored, for all must know them")
  void a07_criticalBitOnKnownPayloads() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.accept(
        peer.askInit(
            peer.suite.offer().critical(),
            peer.ke().critical(),
            RawPayload.nonce(peer.ni).critical(),
            RawPayload.vendor(Octets.hex("0badcafe")).critical(),
            RawPayload.notify(16999).critical()));
    List<RawPayload> request = new ArrayList<>();
    for (RawPayload payload : peer.authPayloads()) {
      request.add(payload.critical());
    }
    request.add(RawPayload.of(38, Octets.hex("04")).critical());
    RawMessage response = peer.ask(IKE_AUTH, request.toArray(new RawPayload[0]));
    assertEquals(-1, response.error(), response::toString);
    peer.verifyAuth(response);
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "A08",
      role = BOTH,
      level = MUST,
      section = "3.2",
      text = "No payload this router builds has the critical bit or a reserved bit")
  void a08_noCriticalBitFromUs() {
    for (Peer peer : List.of(Peer.called(), Peer.connected())) {
      List<RawMessage> messages = new ArrayList<>();
      messages.add(RawMessage.read(peer.initiator ? peer.initResponse : peer.initRequest));
      peer.dut.engine.rekeyChild(peer.dut.now, 1);
      messages.add(peer.takeRequest(CREATE_CHILD_SA));
      messages.add(peer.ask(CREATE_CHILD_SA, peer.newChild(Peer.newSpi(), peer.ni)));
      messages.add(peer.ask(INFORMATIONAL, RawPayload.deleteEsp(peer.inboundSpi)));
      for (RawMessage message : messages) {
        assertTrue(message.payloads().stream().allMatch(p -> p.flags() == 0), message::toString);
        assertTrue(!message.isProtected() || Octets.u8(message.octets(), 29) == 0);
      }
    }
  }

  @Statement(
      id = "A09",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.1",
      text = "A message whose length is larger than the datagram is dropped and changes nothing")
  void a09_lengthBeyondTheDatagram() {
    Peer peer = Peer.connected();
    byte[] message = peer.seal(INFORMATIONAL, false, peer.nextId);
    peer.dut.ignores(() -> peer.send(Octets.with(message, 27, message.length + 1)));
    peer.dut.ignores(() -> peer.send(Octets.with(message, 24, 0xff)));
    peer.dut.ignores(() -> peer.send(Octets.with(message, 27, 27)));
    byte[] init = peer.initMessage(peer.initPayloads());
    peer.dut.ignores(() -> peer.send(Octets.with(init, 27, init.length + 1)));
  }

  @Statement(
      id = "A10",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.1",
      text = "Octets beyond the length of a message are not read",
      remark = "This router ignores them and takes the message")
  void a10_octetsBeyondTheLength() {
    Peer peer = Peer.connected();
    byte[] message = peer.seal(INFORMATIONAL, false, peer.nextId);
    peer.send(Octets.join(message, RawMessage.encode(RawPayload.deleteIke())));
    assertEquals(List.of(), peer.takeResponse(INFORMATIONAL, peer.nextId).types());
    assertTrue(peer.dut.isUp());
  }

  @Statement(
      id = "A11",
      role = BOTH,
      level = MUST,
      section = "3.2",
      text = "A payload length below 4 ends neither in a loop nor in state")
  void a11_payloadLengthTooSmall() {
    for (int length = 0; length < 4; length++) {
      Dut dut = new Dut();
      dut.configure(Dut.gateway().build());
      Peer peer = new Peer(dut);
      byte[] init = peer.initMessage(peer.initPayloads());
      dut.run(2_000);
      peer.send(Octets.with(Octets.with(init, 30, 0), 31, length));
      assertEquals(INVALID_SYNTAX, peer.plainAnswer().error());
      assertTrue(dut.engine.isIdle());
    }
    Peer peer = Peer.connected();
    byte[] loop = Octets.hex("29000000");
    int flags = INITIATOR_FLAG;
    peer.send(peer.sealChain(INFORMATIONAL, flags, peer.nextId, RawPayload.NOTIFY, loop));
    assertEquals(INVALID_SYNTAX, peer.takeResponse(INFORMATIONAL, peer.nextId).error());
  }

  @Statement(
      id = "A12",
      role = BOTH,
      level = MUST,
      section = "3.14",
      text =
          "A message is refused when the encrypted payload is not its last, or when the chain"
              + " inside points beyond its end")
  void a12_encryptedPayloadNotLast() {
    Peer peer = Peer.connected();
    byte[] message = peer.seal(INFORMATIONAL, false, peer.nextId);
    byte[] more = RawMessage.encode(RawPayload.notify(INVALID_SYNTAX));
    byte[] longer = Octets.join(message, more);
    peer.dut.ignores(() -> peer.send(Octets.with(longer, 27, longer.length)));
    int id = peer.nextId;
    peer.send(peer.sealChain(INFORMATIONAL, INITIATOR_FLAG, id, RawPayload.NOTIFY, NOTHING));
    assertEquals(INVALID_SYNTAX, peer.takeResponse(INFORMATIONAL, id).error());
    assertTrue(peer.dut.engine.isIdle());
  }

  @Statement(
      id = "A13",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.5",
      text = "IKE_SA_INIT with its payloads in another order is taken",
      remark =
          "RFC 4306 said SHOULD reject, and tests made for it expect silence; RFC 7296 says MUST"
              + " NOT")
  void a13_orderOfPayloads() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.accept(
        peer.askInit(
            RawPayload.notify(16999), RawPayload.nonce(peer.ni), peer.ke(), peer.suite.offer()));
    peer.auth();
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "A14",
      role = BOTH,
      level = MUST,
      section = "3.1",
      text = "On UDP 4500 a datagram that begins with four zero octets is IKE, without them")
  void a14_nonEspMarker() {
    EspBench.Sorted sorted = EspBench.sort(HERE, THERE, Octets.hex("00000000 0102030405"));
    assertEquals(1, sorted.ike().size());
    assertArrayEquals(Octets.hex("0102030405"), sorted.ike().get(0));
    assertEquals(0, sorted.esp().size());
  }

  @Statement(
      id = "A15",
      role = BOTH,
      level = MUST,
      section = "3.1, 2.23",
      text = "On UDP 4500 any other first word is an SPI of ESP and never IKE")
  void a15_espOnPort4500() {
    byte[] init = new Peer(new Dut()).initMessage();
    byte[] lowSpi = Octets.hex("00000001 00000001");
    EspBench.Sorted sorted = EspBench.sort(HERE, THERE, init, lowSpi);
    assertEquals(0, sorted.ike().size());
    assertEquals(2, sorted.esp().size());
  }

  @Statement(
      id = "A16",
      role = BOTH,
      level = MUST,
      section = "RFC 3948 2.3",
      text = "A NAT keepalive of the peer is dropped and says nothing about the peer")
  void a16_keepalive() {
    EspBench.Sorted sorted = EspBench.sort(HERE, THERE, Octets.hex("ff"));
    assertEquals(0, sorted.ike().size());
    assertEquals(0, sorted.esp().size());
  }

  @Statement(
      id = "A17",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.11",
      text = "A request from any port is answered there, from where it was sent to",
      remark = "Lists have this as SHOULD; RFC 7296 says MUST")
  void a17_anySourcePort() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    Peer peer = new Peer(dut);
    peer.local = new Endpoint(Dut.PEER_ADDRESS, 31_337);
    peer.send(peer.initMessage(peer.initPayloads()));
    Dut.Sent response = dut.take();
    assertEquals(peer.local, response.to());
    assertEquals(peer.remote, response.from());
  }

  @Statement(
      id = "A18",
      role = BOTH,
      level = MUST,
      section = "2",
      text = "Messages of 1280 octets must be taken, and should be up to 3000 octets")
  void a18_longMessages() {
    for (int size : new int[] {1280, 3000}) {
      Dut dut = new Dut();
      dut.configure(Dut.gateway().build());
      Peer peer = new Peer(dut);
      int bare = peer.initMessage(peer.initPayloads()).length;
      RawPayload filler = RawPayload.vendor(new byte[size - bare - 4]);
      peer.accept(peer.askInit(Peer.list(peer.initPayloads(), filler)));
      assertEquals(size, peer.initRequest.length);
      peer.auth();
      byte[] request =
          peer.request(INFORMATIONAL, RawPayload.vendor(new byte[size - 28 - 4 - 4 - 25]));
      assertEquals(size, request.length);
      assertEquals(List.of(), peer.takeResponse(INFORMATIONAL, peer.nextId - 1).types());
    }
  }
}
