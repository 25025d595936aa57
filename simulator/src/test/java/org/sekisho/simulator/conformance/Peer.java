package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekisho.api.crypto.KeyExchange;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.net.Endpoint;
import org.sekisho.crypto.jca.JcaIkeCrypto;

/**
 * The other end of one IKE SA, played by the test: builds every message itself, octet by octet, and
 * so can also build those no good peer would send.
 */
final class Peer extends SealedMessages {

  static final byte[] PEER_ID = {1, 0, 0, 0, (byte) 203, 0, 113, 2};
  static final byte[] DUT_ID = {1, 0, 0, 0, (byte) 203, 0, 113, 1};

  private static int spis = 0x1000;

  final Dut dut;
  Endpoint local = new Endpoint(Dut.PEER_ADDRESS, 500);
  Endpoint remote = new Endpoint(Dut.ADDRESS, 500);
  boolean natTraversal;

  byte[] ni = Octets.counting(32, 1);
  byte[] nr = Octets.counting(32, 101);
  byte[] initRequest;
  byte[] initResponse;
  byte[] psk = Dut.SECRET.getBytes(StandardCharsets.UTF_8);
  byte[] id = PEER_ID;

  /** Where key exchanges come from. */
  SecureRandom random = new SecureRandom();

  KeyExchange keyExchange;
  byte[] shared;

  /** Message ID of this end's next request. */
  int nextId;

  /** SPI this end receives on, of the newest pair. */
  int inboundSpi;

  /** SPI the router receives on, of the newest pair. */
  int outboundSpi;

  Peer(Dut dut) {
    this.dut = dut;
    inboundSpi = newSpi();
  }

  static int newSpi() {
    return 0x5e000000 | spis++;
  }

  /** A router that waits, and a peer that has an IKE SA and a CHILD SA with it. */
  static Peer connected() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().build());
    return new Peer(dut).connect();
  }

  /** A router that has connected to the peer. */
  static Peer called() {
    Dut dut = new Dut();
    dut.configure(Dut.gateway().initiate().build());
    return new Peer(dut).answerCall();
  }

  // --- as initiator of the IKE SA

  /** SA, KE and nonce of an IKE_SA_INIT request. */
  RawPayload[] initPayloads() {
    return new RawPayload[] {suite.offer(), ke(), RawPayload.nonce(ni)};
  }

  /** A fresh key exchange payload of the suite's group. */
  RawPayload ke() {
    KeyExchangeMethod method =
        Arrays.stream(KeyExchangeMethod.values())
            .filter(m -> m.id() == suite.group())
            .findFirst()
            .orElseThrow();
    keyExchange = new JcaIkeCrypto().keyExchange(method, random);
    return RawPayload.ke(suite.group(), keyExchange.publicValue());
  }

  byte[] initMessage(RawPayload... payloads) {
    return RawMessage.plain(spiI, 0, RawMessage.IKE_SA_INIT, RawMessage.INITIATOR, 0, payloads);
  }

  /** Sends an IKE_SA_INIT request and gives the one answer, unread. */
  RawMessage askInit(RawPayload... payloads) {
    initRequest = initMessage(payloads);
    send(initRequest);
    return plainAnswer();
  }

  /** The next message, which is not protected. */
  RawMessage plainAnswer() {
    return RawMessage.read(dut.take().octets());
  }

  /** IKE_SA_INIT as initiator, up to the keys. */
  RawMessage init() {
    return accept(askInit(initPayloads()));
  }

  /** Takes the router's IKE_SA_INIT response and derives the keys. */
  RawMessage accept(RawMessage response) {
    initResponse = response.octets();
    spiR = response.spiR();
    nr = response.the(RawPayload.NONCE).body();
    derive(response.the(RawPayload.KE).data());
    nextId = 1;
    return response;
  }

  void derive(byte[] theirs) {
    shared = sharedSecret(theirs);
    keys = suite.keys(suite.prf(Octets.join(ni, nr), shared), ni, nr, spiI, spiR);
  }

  byte[] sharedSecret(byte[] theirs) {
    try {
      return keyExchange.sharedSecret(theirs);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("the router's key exchange data", e);
    }
  }

  /** AUTH of either end over the messages as they travelled (RFC 7296 section 2.15). */
  byte[] authData(boolean ofInitiator, byte[] idBody) {
    byte[] padded = suite.prf(psk, "Key Pad for IKEv2".getBytes(StandardCharsets.US_ASCII));
    byte[] maced = suite.prf(ofInitiator ? keys.pi() : keys.pr(), idBody);
    return ofInitiator
        ? suite.prf(padded, initRequest, nr, maced)
        : suite.prf(padded, initResponse, ni, maced);
  }

  RawPayload idPayload() {
    return RawPayload.of(initiator ? RawPayload.ID_I : RawPayload.ID_R, id);
  }

  RawPayload authPayload() {
    return RawPayload.auth(2, authData(initiator, id));
  }

  /** SA, TSi and TSr for everything over IPv4. */
  static RawPayload[] childOffer(int spi) {
    return new RawPayload[] {
      espOffer(spi),
      RawPayload.ts(RawPayload.TS_I, RawPayload.anyIpv4()),
      RawPayload.ts(RawPayload.TS_R, RawPayload.anyIpv4())
    };
  }

  /** AES-GCM with 256 bits, and further transforms. */
  static RawPayload espOffer(int spi, byte[]... more) {
    return RawPayload.sa(espProposal(1, spi, more));
  }

  static byte[] espProposal(int number, int spi, byte[]... more) {
    List<byte[]> transforms = new ArrayList<>();
    transforms.add(RawPayload.transform(RawPayload.ENCR, 20, 256));
    transforms.addAll(Arrays.asList(more));
    transforms.add(RawPayload.transform(RawPayload.ESN, 0));
    return RawPayload.proposal(number, 3, Octets.four(spi), transforms.toArray(new byte[0][]));
  }

  static RawPayload[] list(Object... parts) {
    List<RawPayload> all = new ArrayList<>();
    for (Object part : parts) {
      if (part instanceof RawPayload one) {
        all.add(one);
      } else {
        all.addAll(Arrays.asList((RawPayload[]) part));
      }
    }
    return all.toArray(new RawPayload[0]);
  }

  RawPayload[] authPayloads() {
    return list(idPayload(), authPayload(), childOffer(inboundSpi));
  }

  /** IKE_AUTH as initiator; the router's AUTH is verified. */
  RawMessage auth() {
    RawMessage response = ask(RawMessage.IKE_AUTH, authPayloads());
    assertEquals(-1, response.error(), response::toString);
    verifyAuth(response);
    outboundSpi = spiOf(response);
    return response;
  }

  void verifyAuth(RawMessage message) {
    byte[] theirs = message.the(initiator ? RawPayload.ID_R : RawPayload.ID_I).body();
    assertEquals(2, message.the(RawPayload.AUTH).body()[0]);
    assertArrayEquals(authData(!initiator, theirs), message.the(RawPayload.AUTH).data());
  }

  static int spiOf(RawMessage message) {
    return Octets.u32(message.the(RawPayload.SA).proposals().get(0).spi(), 0);
  }

  Peer connect() {
    init();
    auth();
    dut.silent();
    return this;
  }

  // --- as responder of the IKE SA

  /** The router's IKE_SA_INIT request. */
  RawMessage takeInit() {
    Dut.Sent sent = dut.take();
    RawMessage request = RawMessage.read(sent.octets());
    assertEquals(RawMessage.IKE_SA_INIT, request.exchange());
    initiator = false;
    initRequest = request.octets();
    spiI = request.spiI();
    ni = request.the(RawPayload.NONCE).body();
    return request;
  }

  /** SA, KE and nonce of an answer that takes this end's suite out of the router's offer. */
  RawPayload[] initAnswer(RawMessage request) {
    return new RawPayload[] {chosen(request.the(RawPayload.SA)), ke(), RawPayload.nonce(nr)};
  }

  /** The suite, under the number of the router's proposal that has it. */
  RawPayload chosen(RawPayload offer) {
    RawPayload.Proposal proposal =
        offer.proposals().stream()
            .filter(p -> p.ofType(RawPayload.ENCR).stream().anyMatch(t -> t.id() == suite.encr()))
            .findFirst()
            .orElseThrow();
    return RawPayload.sa(
        RawPayload.proposal(proposal.number(), 1, new byte[0], suite.transforms()));
  }

  /** Answers IKE_SA_INIT and derives the keys. */
  void answerInit(RawMessage request, RawPayload... payloads) {
    spiR = spiR == 0 ? 0x1112131415161718L : spiR;
    initResponse =
        RawMessage.plain(spiI, spiR, RawMessage.IKE_SA_INIT, RawMessage.RESPONSE, 0, payloads);
    derive(request.the(RawPayload.KE).data());
    nextId = 0;
    send(initResponse);
  }

  /** IKE_SA_INIT as responder up to the router's IKE_AUTH request. */
  RawMessage takeAuth() {
    RawMessage request = takeInit();
    answerInit(request, initAnswer(request));
    return takeRequest(RawMessage.IKE_AUTH);
  }

  /** ID, AUTH and the CHILD SA of an answer that accepts the first of the router's proposals. */
  RawPayload[] authAnswer(RawMessage request) {
    return list(idPayload(), authPayload(), childAnswer(request));
  }

  RawPayload[] childAnswer(RawMessage request) {
    outboundSpi = spiOf(request);
    return list(espOffer(inboundSpi), request.the(RawPayload.TS_I), request.the(RawPayload.TS_R));
  }

  Peer answerCall() {
    RawMessage request = takeAuth();
    verifyAuth(request);
    answer(request, authAnswer(request));
    dut.silent();
    assertTrue(dut.isUp());
    return this;
  }

  /** From now on on port 4500, behind the non-ESP marker. */
  void floated() {
    local = local.withPort(4500);
    remote = remote.withPort(4500);
    natTraversal = true;
  }

  /** The two NAT detection notifications of a message of this end, with these endpoints in them. */
  RawPayload[] natDetection(long headerSpiR, Endpoint source, Endpoint destination) {
    return new RawPayload[] {
      RawPayload.notify(16388, natHash(spiI, headerSpiR, source)),
      RawPayload.notify(16389, natHash(spiI, headerSpiR, destination))
    };
  }

  static byte[] natHash(long spiI, long spiR, Endpoint endpoint) {
    try {
      return MessageDigest.getInstance("SHA-1")
          .digest(
              new Octets()
                  .u64(spiI)
                  .u64(spiR)
                  .add(endpoint.address().getAddress())
                  .u16(endpoint.port())
                  .get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  // --- protected messages

  void send(byte[] octets) {
    dut.receive(remote, local, natTraversal, octets);
  }

  /** Sends this end's next request and gives the router's response. */
  RawMessage ask(int exchange, RawPayload... payloads) {
    int messageId = nextId;
    request(exchange, payloads);
    return takeResponse(exchange, messageId);
  }

  /** Sends this end's next request. */
  byte[] request(int exchange, RawPayload... payloads) {
    byte[] message = seal(exchange, false, nextId++, payloads);
    send(message);
    return message;
  }

  RawMessage takeResponse(int exchange, int messageId) {
    RawMessage response = open(dut.take());
    assertTrue(response.isResponse(), response::toString);
    assertEquals(exchange, response.exchange());
    assertEquals(messageId, response.id());
    return response;
  }

  /** The router's next message, which is a request. */
  RawMessage takeRequest(int exchange) {
    RawMessage request = open(dut.take());
    assertTrue(!request.isResponse(), request::toString);
    assertEquals(exchange, request.exchange(), request::toString);
    return request;
  }

  /** Answers a request of the router. */
  byte[] answer(RawMessage request, RawPayload... payloads) {
    byte[] message = seal(request.exchange(), true, request.id(), payloads);
    send(message);
    return message;
  }

  /** SA, nonce, TSi and TSr of a CREATE_CHILD_SA request of this end. */
  RawPayload[] newChild(int spi, byte[] nonce) {
    return list(
        espOffer(spi),
        RawPayload.nonce(nonce),
        RawPayload.ts(RawPayload.TS_I, RawPayload.anyIpv4()),
        RawPayload.ts(RawPayload.TS_R, RawPayload.anyIpv4()));
  }

  /** The same to renew the pair this end receives on with that SPI. */
  RawPayload[] renewal(int oldSpi, int spi, byte[] nonce) {
    return list(RawPayload.notifyEsp(16393, oldSpi), newChild(spi, nonce));
  }

  /** Keys of a pair: of its initiator's packets and of its responder's. */
  byte[][] childKeys(byte[] ownShared, byte[] first, byte[] second, int length) {
    byte[] seed = Octets.join(ownShared, first, second);
    byte[] stream = suite.prfPlus(keys.d(), seed, 2 * length);
    return new byte[][] {
      Arrays.copyOf(stream, length), Arrays.copyOfRange(stream, length, 2 * length)
    };
  }

  /** This end of the IKE SA that replaces this one (RFC 7296 section 2.18). */
  Peer renewed(
      Suite newSuite,
      boolean asInitiator,
      long newSpiI,
      long newSpiR,
      byte[] theirs,
      byte[] first,
      byte[] second) {
    Peer next = new Peer(dut);
    next.random = random;
    next.suite = newSuite;
    next.local = local;
    next.remote = remote;
    next.natTraversal = natTraversal;
    next.initiator = asInitiator;
    next.spiI = newSpiI;
    next.spiR = newSpiR;
    next.inboundSpi = inboundSpi;
    next.outboundSpi = outboundSpi;
    byte[] seed = suite.prf(keys.d(), sharedSecret(theirs), first, second);
    next.keys = newSuite.keys(seed, first, second, newSpiI, newSpiR);
    return next;
  }
}
