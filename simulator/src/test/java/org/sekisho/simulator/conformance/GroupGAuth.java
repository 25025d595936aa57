package org.sekisho.simulator.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sekisho.simulator.conformance.Statement.Level.MAY;
import static org.sekisho.simulator.conformance.Statement.Level.MUST;
import static org.sekisho.simulator.conformance.Statement.Level.SHOULD;
import static org.sekisho.simulator.conformance.Statement.Role.AS_INITIATOR;
import static org.sekisho.simulator.conformance.Statement.Role.AS_RESPONDER;
import static org.sekisho.simulator.conformance.Statement.Role.BOTH;

import java.util.HexFormat;
import java.util.List;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.PreSharedKey;
import org.sekisho.simulator.Configs;

/** RFC 7296 sections 1.2 and 2.15: IKE_AUTH with a pre-shared key, when both ends agree. */
class GroupGAuth extends ConformanceGroup {

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private void waiting() {
    dut.configure(Dut.gateway().build());
  }

  private void calling() {
    dut.configure(Dut.gateway().initiate().build());
  }

  @Statement(
      id = "G01",
      role = AS_INITIATOR,
      level = MUST,
      section = "1.2, 2.15",
      text =
          "IKE_AUTH holds IDi, AUTH, SAi2, TSi and TSr, and AUTH is made of the key, the first"
              + " message as it travelled, the responder's nonce and IDi")
  void g01_authOfTheInitiator() {
    calling();
    RawMessage request = peer.takeAuth();
    assertArrayEquals(Peer.DUT_ID, request.the(RawPayload.ID_I).body());
    peer.verifyAuth(request);
    List<Integer> order =
        List.of(RawPayload.ID_I, RawPayload.AUTH, RawPayload.SA, RawPayload.TS_I, RawPayload.TS_R);
    assertEquals(order, request.types().stream().filter(order::contains).toList());
  }

  @Statement(
      id = "G02",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.15",
      text =
          "AUTH of the responder covers its own first message, the initiator's nonce and the body"
              + " of IDr")
  void g02_authOfTheResponder() {
    waiting();
    peer.init();
    RawMessage response = peer.auth();
    assertArrayEquals(Peer.DUT_ID, response.the(RawPayload.ID_R).body());
    List<Integer> order =
        List.of(RawPayload.ID_R, RawPayload.AUTH, RawPayload.SA, RawPayload.TS_I, RawPayload.TS_R);
    assertEquals(order, response.types().stream().filter(order::contains).toList());
  }

  @Statement(
      id = "G07",
      role = BOTH,
      level = MUST,
      section = "3.5, 4",
      text =
          "Identities may be IPv4 and IPv6 addresses, domain names, mail addresses and key-ids, on"
              + " both sides",
      remark = "Distinguished names are for certificates, which have tests of their own")
  void g07_identityTypes() {
    String[] names = {"192.0.2.5", "2001:db8::5", "gw.example.com", "gw@example.com", "key"};
    int[] types = {1, 5, 2, 3, 11};
    for (int i = 0; i < names.length; i++) {
      Dut each = new Dut();
      each.configure(Dut.named(names[i], names[i], "203.0.113.2").build());
      Peer end = new Peer(each);
      byte[] value = i < 2 ? Configs.address(names[i]).getAddress() : names[i].getBytes(UTF_8);
      end.id = Octets.join(new byte[] {(byte) types[i], 0, 0, 0}, value);
      end.init();
      RawMessage response = end.auth();
      assertArrayEquals(end.id, response.the(RawPayload.ID_R).body());
    }
  }

  @Statement(
      id = "G08",
      role = AS_RESPONDER,
      level = MUST,
      section = "3.5",
      text = "An address as identity need not be the address the packets come from")
  void g08_identityIsNotTheSource() {
    dut.configure(Dut.gateway(null).build());
    peer.local = new Endpoint(Configs.address("198.51.100.7"), 500);
    peer.connect();
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "G09",
      role = AS_RESPONDER,
      level = MAY,
      section = "1.2",
      text = "Where the initiator asks for an identity that is not ours, it hears our own",
      remark = "The responder may also refuse; this router leaves the decision to the initiator")
  void g09_otherIdentityAskedFor() {
    waiting();
    peer.init();
    RawPayload asked = RawPayload.id(RawPayload.ID_R, 2, "someone.example".getBytes(UTF_8));
    RawMessage response = peer.ask(IKE_AUTH, Peer.list(asked, peer.authPayloads()));
    assertArrayEquals(Peer.DUT_ID, response.the(RawPayload.ID_R).body());
    peer.verifyAuth(response);
  }

  @Statement(
      id = "G12",
      role = AS_RESPONDER,
      level = MAY,
      section = "2.4",
      text =
          "INITIAL_CONTACT in an authenticated IKE_AUTH ends all other IKE SAs between the two"
              + " identities without a word, and those of nobody else")
  void g12_initialContact() {
    Configs.Builder other = Dut.named("203.0.113.1", "203.0.113.3", "203.0.113.3");
    dut.configure(Dut.gateway().build(), other.number(2).build());
    Peer third = new Peer(dut);
    third.local = new Endpoint(Configs.address("203.0.113.3"), 500);
    third.id = Octets.with(Peer.PEER_ID, -1, 3);
    third.connect();
    dut.run(10);
    peer.connect();
    dut.run(10);
    Peer again = new Peer(dut);
    again.spiI = 0x99;
    again.init();
    RawPayload contact = RawPayload.notify(INITIAL_CONTACT);
    again.ask(IKE_AUTH, Peer.list(again.authPayloads(), contact));
    dut.drain();
    dut.silent();
    assertEquals(2, dut.count(Kind.IKE));
    assertEquals(2, dut.pairs.size());
    assertEquals(List.of(), third.ask(INFORMATIONAL).types());
    assertEquals(List.of(), again.ask(INFORMATIONAL).types());
  }

  @Statement(
      id = "G13",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.4",
      text = "INITIAL_CONTACT is not sent while there are other IKE SAs with the peer")
  void g13_noInitialContact() {
    calling();
    assertTrue(peer.takeAuth().hasNotify(INITIAL_CONTACT));
    Peer called = Peer.called();
    called.dut.engine.reauthenticate(called.dut.now, 1);
    assertFalse(new Peer(called.dut).takeAuth().hasNotify(INITIAL_CONTACT));
  }

  @Statement(
      id = "G18",
      role = BOTH,
      level = SHOULD,
      section = "2.15",
      text = "Keys are text or hexadecimal digits, of 64 octets and more, and all of it counts")
  void g18_preSharedKeys() {
    String key = "0123456789abcdef".repeat(8) + "x";
    dut.configure(Dut.gateway().psk(key).build());
    peer.psk = (key.substring(0, 128) + "y").getBytes(UTF_8);
    peer.init();
    assertEquals(AUTHENTICATION_FAILED, peer.ask(IKE_AUTH, peer.authPayloads()).error());
    Peer right = new Peer(dut);
    right.psk = key.getBytes(UTF_8);
    right.connect();
    assertArrayEquals(
        Octets.counting(100, 0),
        PreSharedKey.hex("0x" + HexFormat.of().formatHex(Octets.counting(100, 0))).octets());
  }

  @Statement(
      id = "G19",
      role = BOTH,
      level = MUST,
      section = "2.14",
      text =
          "SKEYSEED and SK_d, SK_ai, SK_ar, SK_ei, SK_er, SK_pi, SK_pr are derived in this order;"
              + " with AEAD ciphers SK_a has no octets",
      remark = "Against a key schedule of the test's own, for four prfs; vectors: KeyScheduleTest")
  void g19_keys() {
    for (Suite suite :
        List.of(
            Suite.GCM,
            Suite.CBC,
            new Suite(12, 128, 2, 2, 31),
            new Suite(12, 192, 13, 6, 31),
            new Suite(12, 256, 14, 7, 31),
            new Suite(20, 128, 0, 7, 31),
            new Suite(28, 256, 0, 6, 31))) {
      for (boolean routerCalls : new boolean[] {true, false}) {
        Dut each = new Dut();
        each.configure(routerCalls ? Dut.gateway().initiate().build() : Dut.gateway().build());
        Peer end = new Peer(each);
        end.suite = suite;
        if (routerCalls) {
          end.answerCall();
        } else {
          end.connect();
        }
        assertEquals(List.of(), end.ask(INFORMATIONAL).types());
        each.engine.probe(each.now, 1);
        assertEquals(List.of(), end.takeRequest(INFORMATIONAL).types());
      }
    }
  }

  @Statement(
      id = "G20",
      role = BOTH,
      level = MUST,
      section = "2.14, RFC 4434, RFC 4615",
      text = "PRFs made of AES take keys of any length by their own rule",
      deviates = true,
      remark =
          "This router has no prf made of AES: RFC 8247 wants AES-XCBC only of constrained devices,"
              + " and no cloud gateway needs it. The test asserts that it is not chosen")
  void g20_prfOfAes() {
    waiting();
    for (int prf : new int[] {4, 8}) {
      RawPayload offer =
          RawPayload.sa(
              RawPayload.proposal(
                  1,
                  1,
                  new byte[0],
                  RawPayload.transform(RawPayload.ENCR, 20, 256),
                  RawPayload.transform(RawPayload.PRF, prf),
                  RawPayload.transform(RawPayload.DH, 31)));
      RawMessage answer = peer.askInit(offer, peer.ke(), RawPayload.nonce(peer.ni));
      assertEquals(NO_PROPOSAL_CHOSEN, answer.error());
    }
  }
}
