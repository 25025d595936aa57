package org.sekisho.simulator.conformance;

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

import java.util.List;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.simulator.Configs;

/** RFC 7296 sections 2.9 and 3.13: traffic selectors. */
class GroupHSelectors extends ConformanceGroup {

  private static final byte[] ANY6 =
      RawPayload.selector(0, 0, 65535, "0".repeat(32), "f".repeat(32));
  private static final byte[] NET10 = RawPayload.selector(0, 0, 65535, "0a000000", "0affffff");
  private static final byte[] NET172 = RawPayload.selector(0, 0, 65535, "ac100000", "ac1fffff");

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  /** Asks for a CHILD SA with these selectors. */
  private RawMessage ask(RawPayload tsi, RawPayload tsr) {
    if (peer.keys == null) {
      dut.configure(Dut.gateway().build());
      peer.connect();
    }
    return ask(peer, tsi, tsr);
  }

  private static RawPayload tsi(byte[]... selectors) {
    return RawPayload.ts(RawPayload.TS_I, selectors);
  }

  private static RawPayload tsr(byte[]... selectors) {
    return RawPayload.ts(RawPayload.TS_R, selectors);
  }

  private static void same(RawPayload expected, RawMessage answer) {
    assertEquals(-1, answer.error(), answer::toString);
    assertArrayEquals(expected.body(), answer.the(expected.type()).body());
  }

  /** The router calls; the answer has these selectors. */
  private void answered(RawPayload tsi, RawPayload tsr) {
    dut.configure(Dut.gateway().initiate().build());
    RawMessage request = peer.takeAuth();
    peer.outboundSpi = Peer.spiOf(request);
    RawPayload esp = Peer.espOffer(peer.inboundSpi);
    peer.answer(request, peer.idPayload(), peer.authPayload(), esp, tsi, tsr);
  }

  @Statement(
      id = "H01",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.9",
      text =
          "Selectors wider than the policy are narrowed on both sides, and none is ever made wider",
      remark =
          "Without lines the policy is all of IPv4 and IPv6; a family that only one side has is cut"
              + " off")
  void h01_narrowing() {
    RawMessage answer = ask(tsi(RawPayload.anyIpv4(), ANY6), tsr(NET10, NET172));
    same(tsi(RawPayload.anyIpv4()), answer);
    same(tsr(NET10, NET172), answer);
    assertEquals(2, dut.newest().sa.localSelectors().size());
    Peer narrow = connected(withSelectors());
    byte[] host = RawPayload.selector(6, 443, 443, "0a000005", "0a000005");
    answer = ask(narrow, tsi(RawPayload.anyIpv4(), ANY6), tsr(host, RawPayload.anyIpv4()));
    same(tsi(NET172), answer);
    same(tsr(host, NET10), answer);
    answer = ask(narrow, tsi(NET172), tsr(host));
    same(tsr(host), answer);
  }

  /** 10.0.0.0/8 on the router's side and 172.16.0.0/12 on the peer's. */
  private static Configs.Builder withSelectors() {
    return Dut.gateway()
        .child(
            1,
            List.of(range("10.0.0.0", "10.255.255.255")),
            List.of(range("172.16.0.0", "172.31.255.255")));
  }

  private static Peer connected(Configs.Builder config) {
    Dut each = new Dut();
    each.configure(config.build());
    return new Peer(each).connect();
  }

  private static RawMessage ask(Peer end, RawPayload tsi, RawPayload tsr) {
    RawPayload offer = Peer.espOffer(Peer.newSpi());
    return end.ask(CREATE_CHILD_SA, offer, RawPayload.nonce(end.ni), tsi, tsr);
  }

  @Statement(
      id = "H02",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.9",
      text = "When the responder narrows, the narrowed selectors are those installed")
  void h02_responderNarrows() {
    answered(tsi(NET10), tsr(NET172));
    assertTrue(dut.isUp());
    TrafficSelector local = dut.pair().sa.localSelectors().get(0);
    TrafficSelector remote = dut.pair().sa.remoteSelectors().get(0);
    assertEquals(Configs.address("10.0.0.0"), local.start());
    assertEquals(Configs.address("10.255.255.255"), local.end());
    assertEquals(Configs.address("172.16.0.0"), remote.start());
    assertEquals(1, dut.pair().sa.localSelectors().size());
  }

  @Statement(
      id = "H03",
      role = AS_INITIATOR,
      level = MUST,
      section = "2.9",
      text = "An answer with selectors outside those offered makes no CHILD SA")
  void h03_responderWidens() {
    answered(tsi(RawPayload.anyIpv4(), ANY6), tsr(RawPayload.anyIpv4()));
    assertEquals(0, dut.pairs.size());
    assertTrue(dut.events.get(0).startsWith("failed"), dut.events::toString);
    assertEquals(1, dut.count(Kind.IKE, State.ESTABLISHED));
    Dut narrow = new Dut();
    narrow.configure(withSelectors().initiate().build());
    Peer end = new Peer(narrow);
    RawMessage request = end.takeAuth();
    same(tsi(NET10), request);
    same(tsr(NET172), request);
    RawPayload esp = Peer.espOffer(end.inboundSpi);
    RawPayload any = tsr(RawPayload.anyIpv4());
    end.answer(request, end.idPayload(), end.authPayload(), esp, tsi(NET10), any);
    assertEquals(0, narrow.pairs.size());
  }

  @Statement(
      id = "H04",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.9",
      text =
          "Selectors that have nothing in common are answered by TS_UNACCEPTABLE; the IKE SA stays")
  void h04_nothingInCommon() {
    assertEquals(TS_UNACCEPTABLE, ask(tsi(ANY6), tsr(NET10)).error());
    assertEquals(1, dut.pairs.size());
    assertEquals(-1, ask(tsi(NET10), tsr(NET10)).error());
    Peer narrow = connected(withSelectors());
    assertEquals(TS_UNACCEPTABLE, ask(narrow, tsi(NET172), tsr(NET172)).error());
    assertEquals(List.of(), narrow.ask(INFORMATIONAL).types());
  }

  @Statement(
      id = "H05",
      role = AS_RESPONDER,
      level = MUST,
      section = "2.9",
      text = "The first selectors, those of the packet that asked for the SA, are in the answer")
  void h05_selectorsOfThePacket() {
    byte[] from = RawPayload.selector(17, 4500, 4500, "0a000005", "0a000005");
    byte[] to = RawPayload.selector(17, 53, 53, "ac100001", "ac100001");
    RawMessage answer = ask(tsi(from, NET10), tsr(to, NET172));
    same(tsi(from, NET10), answer);
    same(tsr(to, NET172), answer);
  }

  @Statement(
      id = "H06",
      role = AS_RESPONDER,
      level = MAY,
      section = "2.9",
      text = "ADDITIONAL_TS_POSSIBLE may tell of selectors that narrowing left out",
      remark = "This router does not send it: a peer that wants another SA asks for it")
  void h06_additionalTsPossible() {
    assertEquals(List.of(), ask(tsi(NET10, ANY6), tsr(NET172)).notifies());
  }

  @Statement(
      id = "H07",
      role = BOTH,
      level = MUST,
      section = "3.13.1",
      text =
          "A route-based tunnel offers and accepts 0.0.0.0 to 255.255.255.255, protocol 0, ports 0"
              + " to 65535")
  void h07_everything() {
    same(tsi(RawPayload.anyIpv4()), ask(tsi(RawPayload.anyIpv4()), tsr(RawPayload.anyIpv4())));
    Dut calling = new Dut();
    calling.configure(Dut.gateway().initiate().build());
    RawMessage request = new Peer(calling).takeAuth();
    same(tsi(RawPayload.anyIpv4()), request);
    same(tsr(RawPayload.anyIpv4()), request);
  }

  @Statement(
      id = "H08",
      role = BOTH,
      level = MUST,
      section = "3.13.1",
      text = "Selectors of IPv6 may stand among those of IPv4; what is not supported is left out")
  void h08_bothFamilies() {
    byte[] unknown = Octets.with(NET10, 0, 9);
    RawMessage answer = ask(tsi(NET10, ANY6, unknown), tsr(ANY6, RawPayload.anyIpv4(), unknown));
    same(tsi(NET10, ANY6), answer);
    same(tsr(ANY6, RawPayload.anyIpv4()), answer);
    Dut calling = new Dut();
    calling.configure(Dut.gateway().ipv6().initiate().build());
    same(tsi(RawPayload.anyIpv4(), ANY6), new Peer(calling).takeAuth());
  }

  @Statement(
      id = "H09",
      role = BOTH,
      level = MUST,
      section = "3.13.1",
      text = "OPAQUE ports, 65535 to 0, are read like others")
  void h09_opaquePorts() {
    byte[] opaque = RawPayload.selector(17, 65535, 0, "0a000000", "0affffff");
    same(tsi(opaque), ask(tsi(opaque), tsr(RawPayload.anyIpv4())));
  }

  @Statement(
      id = "H10",
      role = BOTH,
      level = MUST,
      section = "3.13.1",
      text = "A selector whose range ends before it begins is worth nothing")
  void h10_rangeUpsideDown() {
    byte[] wrong = RawPayload.selector(0, 0, 65535, "0affffff", "0a000000");
    assertEquals(TS_UNACCEPTABLE, ask(tsi(wrong), tsr(RawPayload.anyIpv4())).error());
    same(tsi(NET172), ask(tsi(wrong, NET172), tsr(RawPayload.anyIpv4())));
  }

  @Statement(
      id = "H11",
      role = BOTH,
      level = MUST,
      section = "3.13",
      text = "No selectors, or another number than stated, is INVALID_SYNTAX")
  void h11_numberOfSelectors() {
    for (int count : new int[] {0, 2, 255}) {
      Peer each = Peer.connected();
      RawPayload wrong = tsi(NET10).with(0, count);
      RawPayload offer = Peer.espOffer(Peer.newSpi());
      RawMessage answer =
          each.ask(CREATE_CHILD_SA, offer, RawPayload.nonce(each.ni), wrong, tsr(NET10));
      assertEquals(INVALID_SYNTAX, answer.error());
    }
  }

  @Statement(
      id = "H12",
      role = BOTH,
      level = MUST,
      section = "2.9.2",
      text =
          "A renewal offers the selectors of the first negotiation and does not narrow the peer's",
      remark =
          "Should a peer narrow all the same, its policy has changed, and the smaller SA is taken")
  void h12_selectorsOfARenewal() {
    answered(tsi(NET10), tsr(NET172));
    dut.engine.rekeyChild(dut.now, 1);
    RawMessage request = peer.takeRequest(CREATE_CHILD_SA);
    same(tsi(RawPayload.anyIpv4()), request);
    Peer connected = Peer.connected();
    RawMessage answer =
        connected.ask(
            CREATE_CHILD_SA, connected.renewal(connected.inboundSpi, 0x5eaaaaaa, connected.ni));
    same(tsi(RawPayload.anyIpv4()), answer);
    same(tsr(RawPayload.anyIpv4()), answer);
  }

  @Statement(
      id = "H13",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "2.9.1",
      text = "Packets of the peer outside the selectors it agreed to are dropped and counted")
  void h13_peerSendsOutside() {
    EspPair pair = new EspPair();
    pair.remote = List.of(range("10.0.0.2", "10.0.0.9"));
    pair.install();
    assertEquals(0, pair.receive(pair.sealed(1, EspPair.packet(60))));
    assertEquals(1, pair.bench.counters(EspPair.INBOUND_SPI).selectorDrops());
  }

  private static TrafficSelector range(String start, String end) {
    return new TrafficSelector(0, 0, 65535, Configs.address(start), Configs.address(end));
  }

  @Statement(
      id = "H14",
      role = BOTH,
      level = MUST,
      section = "RFC 4301 5.2",
      text = "A decrypted packet outside the selectors of its SA is dropped, one inside passes")
  void h14_selectorsAfterDecryption() {
    EspPair pair = new EspPair();
    pair.remote = List.of(range("10.0.0.1", "10.0.0.1"));
    pair.local = List.of(range("10.0.0.2", "10.0.0.2"));
    pair.install();
    assertEquals(1, pair.receive(pair.sealed(1, EspPair.packet(60))));
    byte[] other = EspPair.packet(60);
    other[15] = 99;
    other[11] -= 98;
    assertEquals(0, pair.receive(pair.sealed(2, other)));
  }

  @Statement(
      id = "H15",
      role = AS_RESPONDER,
      level = MUST,
      section = "1.3.1",
      text = "A peer that wants transport mode gets tunnel mode: the answer lacks the notification")
  void h15_transportMode() {
    dut.configure(Dut.gateway().build());
    peer.init();
    RawPayload transport = RawPayload.notify(USE_TRANSPORT_MODE);
    RawMessage answer = peer.ask(IKE_AUTH, Peer.list(peer.authPayloads(), transport));
    assertEquals(-1, answer.error());
    assertFalse(answer.hasNotify(USE_TRANSPORT_MODE));
    assertTrue(dut.isUp());
  }
}
