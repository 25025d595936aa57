package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.engine.EngineBench;

/**
 * Holes that other IKE daemons have had, each shown absent here: one test each, named by its
 * number, with a sentence on the original. docs/known-problems.md lists them with those of other
 * modules.
 */
class CveEngineTest extends ConformanceGroup {

  private static final int FRAGMENTATION_SUPPORTED = 16430;

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private void waiting() {
    dut.configure(Dut.gateway().build());
  }

  private void connected() {
    waiting();
    peer.connect();
  }

  /** What was malformed under protection ends the IKE SA (RFC 7296 section 2.21.3). */
  private static void connectsAgain(Dut router) {
    router.run(10_000);
    router.sent.clear();
    Peer next = new Peer(router);
    next.spiI = 0x3132333435363738L;
    next.connect();
    assertEquals(1, router.count(Kind.IKE, State.ESTABLISHED));
  }

  private void staysUp() {
    assertEquals(1, dut.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(1, dut.pairs.size());
    assertEquals(0, peer.ask(RawMessage.INFORMATIONAL).payloads().size());
  }

  /**
   * strongSwan 4.0.7 to 5.1.2: a renewal of an IKE SA that was not authenticated yet made one that
   * counted as authenticated.
   */
  @Test
  void cve_2014_2338_renewalBeforeAuthentication() {
    waiting();
    peer.init();
    dut.ignores(
        () ->
            peer.send(
                peer.seal(
                    RawMessage.CREATE_CHILD_SA,
                    false,
                    1,
                    Renewals.ikeRequest(peer, Octets.counting(32, 3)))));
    assertEquals(0, dut.count(Kind.IKE, State.ESTABLISHED));
    peer.auth(); // message ID 1 was not used up
    staysUp();
  }

  /**
   * strongSwan 4.5 to 5.2.1: key exchange data under the number of a group that is none, or is
   * another one than its length says, ended the daemon.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 14, 19, 31, 35, 1024, 1025, 65535})
  void cve_2014_9221_groupAndDataDoNotFit(int group) {
    waiting();
    int length = group == 31 ? 31 : 32;
    peer.send(
        peer.initMessage(
            peer.suite.offer(),
            RawPayload.ke(group, Octets.counting(length, 1)),
            RawPayload.nonce(peer.ni)));
    assertEquals(0, dut.count(Kind.IKE));
    peer.spiI++;
    dut.sent.clear();
    peer.connect();
    staysUp();
  }

  /**
   * strongSwan 5.3 to 5.9.11 with charon-tkm: a public value longer than its group has was copied
   * into a buffer of fixed length.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 512, 513, 1024, 60_000})
  void cve_2023_41913_lengthOfPublicValues(int length) {
    waiting();
    RawPayload wrong = RawPayload.ke(31, new byte[length]);
    peer.send(peer.initMessage(peer.suite.offer(), wrong, RawPayload.nonce(peer.ni)));
    assertEquals(0, dut.count(Kind.IKE));
    dut.sent.clear();
    peer.spiI++;
    peer.connect();
    RawPayload[] child = peer.newChild(0x5e123456, Octets.counting(32, 5));
    child[0] = Peer.espOffer(0x5e123456, dh(31));
    RawMessage refused = peer.ask(RawMessage.CREATE_CHILD_SA, Peer.list(child, wrong));
    assertTrue(refused.error() > 0, refused::toString);
    connectsAgain(dut);
  }

  /**
   * libreswan 4.2 to 4.9: selectors that were malformed, after authentication, ended the daemon.
   */
  @Test
  void cve_2023_23009_malformedSelectorsOfAnAuthenticatedPeer() {
    byte[] any = RawPayload.anyIpv4();
    List<byte[]> bodies =
        List.of(
            new byte[0],
            Octets.of(0, 0, 0, 0).get(),
            Octets.join(Octets.of(2, 0, 0, 0).get(), any),
            Octets.join(Octets.of(1, 0, 0, 0).get(), Octets.with(any, 3, 0)),
            Octets.join(Octets.of(1, 0, 0, 0).get(), Octets.with(any, 3, 7)),
            Octets.join(Octets.of(1, 0, 0, 0).get(), Octets.with(any, 0, 8)),
            Octets.join(Octets.of(255, 0, 0, 0).get(), any));
    for (byte[] body : bodies) {
      for (int type : new int[] {RawPayload.TS_I, RawPayload.TS_R}) {
        Peer other = Peer.connected();
        RawPayload[] child = other.newChild(0x5e223456, Octets.counting(32, 5));
        child[type == RawPayload.TS_I ? 2 : 3] = RawPayload.of(type, body);
        RawMessage answer = other.ask(RawMessage.CREATE_CHILD_SA, child);
        assertEquals(INVALID_SYNTAX, answer.error(), answer::toString);
        connectsAgain(other.dut);
      }
    }
  }

  /**
   * libreswan 3.00 to 4.11: a renewal with the number of another protocol than ESP in its
   * notification went into the refusal as it was, which no encoder of theirs accepted.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 11, 255})
  void cve_2023_38710_protocolOfARenewal(int protocol) {
    connected();
    byte[] body =
        new Octets().u8(protocol).u8(4).u16(REKEY_SA).u32(peer.inboundSpi ^ protocol).get();
    RawMessage answer =
        peer.ask(
            RawMessage.CREATE_CHILD_SA,
            Peer.list(
                RawPayload.of(RawPayload.NOTIFY, body),
                peer.newChild(0x5e323456, Octets.counting(32, 5))));
    for (RawPayload notify : answer.notifies()) {
      int told = Octets.u8(notify.body(), 0);
      assertTrue(told == 0 || told == 3, "protocol " + told);
    }
    assertEquals(1, dut.count(Kind.IKE, State.ESTABLISHED));
  }

  /**
   * libreswan 3.22 to 4.12: a connection without its key left a state behind that the repeated
   * IKE_AUTH ran into.
   */
  @Test
  void cve_2024_2357_noKeyAndARepeatedRequest() {
    dut.configure(Dut.gateway().withoutKey().build());
    byte[] init = peer.initMessage(peer.initPayloads());
    peer.send(init);
    peer.send(init);
    assertEquals(0, dut.engine.halfOpen());
    assertEquals(0, dut.sas().size());
    waiting();
    dut.sent.clear();
    peer.init();
    dut.configure(Dut.gateway().withoutKey().build()); // taken away in the midst
    byte[] request = peer.seal(RawMessage.IKE_AUTH, false, 1, peer.authPayloads());
    for (int i = 0; i < 5; i++) {
      peer.send(request);
      dut.run(1_000);
    }
    assertEquals(0, dut.count(Kind.IKE, State.ESTABLISHED));
    assertEquals(0, dut.pairs.size());
    dut.run(60_000);
    assertEquals(0, dut.engine.halfOpen());
    waiting();
    connectsAgain(dut);
  }

  /** libreswan 4.2 to 4.5: a message without a state of its own met a log call that needs one. */
  @Test
  void cve_2022_23094_messagesThatBelongToNothing() {
    dut.configure();
    for (int version : new int[] {0x10, 0x20, 0x2f, 0x30}) {
      for (int exchange = 0; exchange < 256; exchange++) {
        for (int flags : new int[] {0, 8, 0x20, 0x28, 0xff}) {
          byte[] message =
              Octets.with(
                  RawMessage.plain(1, exchange % 3, exchange, flags, 1, RawPayload.notify(24)),
                  17,
                  version);
          dut.receive(peer.remote, peer.local, false, message);
        }
      }
    }
    assertTrue(dut.sent.size() <= 1, "answers within one moment");
    assertEquals(0, dut.sas().size());
    assertTrue(dut.log.size() < 10, () -> "" + dut.log);
  }

  /** libreswan before 4.15: a proposal without a length of key made an SA with a key of none. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 8, 64, 127, 512, 65_535})
  void cve_2024_3652_lengthOfKeys(int bits) {
    connected();
    byte[] cipher = bits < 0 ? encr(20) : encr(20, bits);
    byte[] cbc = bits < 0 ? encr(12) : encr(12, bits);
    for (byte[][] transforms : new byte[][][] {{cipher, esn(0)}, {cbc, integ(12), esn(0)}}) {
      RawPayload[] child = peer.newChild(0x5e423456, Octets.counting(32, 5));
      child[0] = RawPayload.sa(RawPayload.proposal(1, 3, Octets.four(0x5e423456), transforms));
      RawMessage answer = peer.ask(RawMessage.CREATE_CHILD_SA, child);
      assertEquals(NO_PROPOSAL_CHOSEN, answer.error(), answer::toString);
    }
    staysUp();
  }

  private void fragments(int[]... numbers) {
    waiting();
    peer.accept(
        peer.askInit(Peer.list(peer.initPayloads(), RawPayload.notify(FRAGMENTATION_SUPPORTED))));
    peer.auth();
    int id = peer.nextId;
    for (int[] pair : numbers) {
      byte[] fragment =
          peer.fragment(
              RawMessage.INFORMATIONAL,
              peer.flags(false),
              id,
              RawPayload.VENDOR,
              pair[0],
              pair[1],
              new byte[pair[2]]);
      peer.send(fragment);
      assertTrue(EngineBench.fragmentRoom(dut.engine) < 70_000);
    }
    dut.run(60_000);
    assertEquals(0, EngineBench.fragmentRoom(dut.engine));
    dut.sent.clear();
    staysUp();
  }

  /** libreswan: the count of fragments was off by one at the end of its table. */
  @Test
  void cve_2026_12413_firstAndLastFragment() {
    fragments(
        new int[] {0, 1, 40},
        new int[] {1, 0, 40},
        new int[] {128, 128, 40},
        new int[] {129, 128, 40},
        new int[] {129, 129, 40},
        new int[] {65_535, 65_535, 40},
        new int[] {2, 128, 40},
        new int[] {127, 128, 40});
  }

  /**
   * Cisco IOS and ASA: fragments whose lengths and numbers did not fit each other brought the
   * router down.
   */
  @Test
  void cve_2016_1344_fragmentsThatDoNotFit() {
    fragments(
        new int[] {1, 3, 0},
        new int[] {2, 3, 60_000},
        new int[] {3, 3, 60_000},
        new int[] {1, 4, 1},
        new int[] {2, 2, 40},
        new int[] {4, 4, 0},
        new int[] {4, 4, 100});
  }

  /** libreswan before 3.28: an INFORMATIONAL with a wrong integrity check value was acted upon. */
  @Test
  void cve_2019_10155_informationalWithAWrongIcv() {
    for (Suite suite : List.of(Suite.GCM, Suite.CBC)) {
      Dut router = new Dut();
      router.configure(Dut.gateway().build());
      Peer other = new Peer(router);
      other.suite = suite;
      other.connect();
      byte[] message =
          other.seal(RawMessage.INFORMATIONAL, false, other.nextId, RawPayload.deleteIke());
      for (int at = 28; at < message.length; at++) {
        byte[] forged = Octets.flipped(message, at);
        router.ignores(() -> other.send(forged));
      }
      router.ignores(
          () ->
              other.send(
                  RawMessage.plain(
                      other.spiI,
                      other.spiR,
                      RawMessage.INFORMATIONAL,
                      RawMessage.INITIATOR,
                      other.nextId,
                      RawPayload.deleteIke())));
      assertEquals(1, router.pairs.size());
    }
  }

  /**
   * Zyxel ZyWALL: text of a peer's message went into a shell by way of the log. Here no text of a
   * peer is a command anywhere; in the log it is one line without control characters.
   */
  @Test
  void cve_2023_28771_textOfAPeer() {
    waiting();
    String evil = "$(reboot);`id`|\n[IKE2] SA:1/IKE established\r\u001b[2J\u0000\u009b";
    peer.init();
    byte[] text = evil.getBytes(StandardCharsets.UTF_8);
    for (int type : new int[] {2, 3, 11}) {
      peer.id = Octets.join(Octets.of(type, 0, 0, 0).get(), text);
      peer.send(
          peer.seal(
              RawMessage.IKE_AUTH,
              false,
              1,
              Peer.list(
                  peer.authPayloads(), RawPayload.notify(40_000, text), RawPayload.vendor(text))));
      dut.sent.clear();
      peer.spiI++;
      peer.init();
    }
    for (String line : dut.log) {
      assertTrue(line.chars().noneMatch(Character::isISOControl), line);
    }
    assertFalse(dut.logged("established"));
  }

  /**
   * VU#419128: responders repeated their IKE_SA_INIT response to whoever a forged address named,
   * many octets for few, and kept half-open SAs without bound.
   */
  @Test
  void vu_419128_reflectionAndHalfOpenSas() {
    dut.configure(Dut.gateway(null).additional(KeyExchangeMethod.ML_KEM_768).build());
    int asked = 0;
    int told = 0;
    for (int i = 0; i < 500; i++) {
      peer.spiI = 0x1000 + i;
      byte[] message = peer.initMessage(peer.initPayloads());
      peer.send(message);
      asked += message.length;
      assertTrue(dut.sent.size() <= 1, "one answer at most");
      while (!dut.sent.isEmpty()) {
        told += dut.take().octets().length;
      }
    }
    assertTrue(told < 2 * asked, told + " octets for " + asked);
    assertTrue(dut.engine.halfOpen() <= 30, "half-open " + dut.engine.halfOpen());
    dut.run(200_000);
    dut.silent(); // nothing is repeated that nobody asks for again
    assertEquals(0, dut.engine.halfOpen());
  }
}
