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

import java.util.ArrayList;
import java.util.List;
import org.sekisho.simulator.Configs;

/** RFC 7383: messages in fragments. */
class GroupNFragments extends ConformanceGroup {

  private static final int SUPPORTED = 16430;
  private static final RawPayload[] LONG = {
    RawPayload.vendor(Octets.counting(700, 1)), RawPayload.vendor(Octets.counting(700, 9))
  };

  private final Dut dut = new Dut();
  private final Peer peer = new Peer(dut);

  private static RawPayload supported() {
    return RawPayload.notify(SUPPORTED);
  }

  /** A router with a name so long that its IKE_AUTH needs fragments. */
  private static Configs.Builder longName(int packetSize) {
    return Dut.named("n".repeat(2_500) + ".example", "203.0.113.2", "203.0.113.2")
        .fragments(true, packetSize);
  }

  private void connected() {
    dut.configure(Dut.gateway().build());
    peer.accept(peer.askInit(Peer.list(peer.initPayloads(), supported())));
    peer.auth();
  }

  /** The next request of the peer, in fragments. */
  private List<byte[]> request(int total, RawPayload... payloads) {
    return peer.fragments(INFORMATIONAL, peer.flags(false), peer.nextId, payloads, total);
  }

  private RawMessage answered() {
    return peer.takeResponse(INFORMATIONAL, peer.nextId++);
  }

  /** All that was sent, which is one message in fragments. */
  private List<Dut.Sent> takeAll() {
    List<Dut.Sent> all = new ArrayList<>(dut.sent);
    dut.sent.clear();
    return all;
  }

  @Statement(
      id = "N01",
      role = BOTH,
      level = MUST,
      section = "RFC 7383 2.3",
      text =
          "When both announced it in IKE_SA_INIT, messages from IKE_AUTH on may come in fragments;"
              + " IKE_SA_INIT never does")
  void n01_announced() {
    dut.configure(longName(1280).initiate().build());
    RawMessage init = peer.takeInit();
    assertTrue(init.hasNotify(SUPPORTED));
    peer.answerInit(init, Peer.list(peer.initAnswer(init), supported()));
    RawMessage auth = peer.openFragments(takeAll());
    assertEquals(IKE_AUTH, auth.exchange());
    peer.verifyAuth(auth);
    peer.answer(auth, peer.authAnswer(auth));
    assertTrue(dut.isUp());

    Dut waiting = new Dut();
    waiting.configure(longName(1280).build());
    Peer asking = new Peer(waiting);
    asking.accept(asking.askInit(Peer.list(asking.initPayloads(), supported())));
    assertTrue(RawMessage.read(asking.initResponse).hasNotify(SUPPORTED));
    RawPayload[] payloads = Peer.list(asking.authPayloads(), LONG);
    asking.fragments(IKE_AUTH, INITIATOR_FLAG, 1, payloads, 4).forEach(asking::send);
    asking.verifyAuth(asking.openFragments(new ArrayList<>(waiting.sent)));
    assertTrue(waiting.isUp());
  }

  @Statement(
      id = "N02",
      role = BOTH,
      level = MUST,
      section = "RFC 7383 2.3",
      text =
          "To a peer that did not announce it no fragment is sent, and its fragments are dropped")
  void n02_notAnnounced() {
    dut.configure(longName(1280).initiate().build());
    RawMessage auth = peer.takeAuth();
    assertTrue(auth.octets().length > 2_500);
    peer.answer(auth, peer.authAnswer(auth));
    for (byte[] fragment : request(2, LONG)) {
      dut.ignores(() -> peer.send(fragment));
    }
    Dut waiting = new Dut();
    waiting.configure(Dut.gateway().build());
    Peer asking = new Peer(waiting);
    assertFalse(asking.init().hasNotify(SUPPORTED));
    Dut off = new Dut();
    off.configure(Dut.gateway().fragments(false, 1280).initiate().build());
    assertFalse(new Peer(off).takeInit().hasNotify(SUPPORTED));
  }

  @Statement(
      id = "N03",
      role = BOTH,
      level = MUST,
      section = "RFC 7383 2.5",
      text =
          "Fragments are numbered from 1 to the total; the first names the type of the first"
              + " payload inside, the others 0")
  void n03_numbering() {
    dut.configure(longName(576).initiate().build());
    RawMessage init = peer.takeInit();
    peer.answerInit(init, Peer.list(peer.initAnswer(init), supported()));
    List<Dut.Sent> fragments = takeAll();
    assertTrue(fragments.size() > 4);
    for (int i = 0; i < fragments.size(); i++) {
      byte[] octets = fragments.get(i).octets();
      assertEquals(RawPayload.SKF, Octets.u8(octets, 16));
      assertEquals(i == 0 ? RawPayload.ID_I : 0, Octets.u8(octets, 28));
      assertEquals(0, Octets.u8(octets, 29));
      assertEquals(i + 1, Octets.u16(octets, 32));
      assertEquals(fragments.size(), Octets.u16(octets, 34));
      assertEquals(1, Octets.u32(octets, 20), "message ID");
    }
  }

  @Statement(
      id = "N04",
      role = AS_RESPONDER,
      level = MUST,
      section = "RFC 7383 2.6",
      text = "Fragments in any order, also repeated, make the message once")
  void n04_anyOrder() {
    connected();
    List<byte[]> fragments = request(4, Peer.list(LONG, RawPayload.deleteEsp(1)));
    for (int i : new int[] {2, 2, 0, 3, 0}) {
      dut.ignores(() -> peer.send(fragments.get(i)));
    }
    peer.send(fragments.get(1));
    assertEquals(List.of(), answered().types());
    dut.silent();
  }

  @Statement(
      id = "N05",
      role = AS_RESPONDER,
      level = MUST,
      section = "RFC 7383 2.6",
      text =
          "Fragment 0, a number above the total and a total of 0 are dropped; a larger total than"
              + " before begins anew, a smaller is ignored")
  void n05_wrongNumbers() {
    connected();
    List<byte[]> three = request(3, LONG);
    List<byte[]> four = request(4, LONG);
    for (int[] numbers : new int[][] {{0, 3}, {4, 3}, {0, 0}, {1, 0}}) {
      byte[] wrong =
          peer.fragment(
              INFORMATIONAL,
              peer.flags(false),
              peer.nextId,
              RawPayload.VENDOR,
              numbers[0],
              numbers[1],
              new byte[20]);
      dut.ignores(() -> peer.send(wrong));
    }
    peer.send(three.get(0));
    peer.send(three.get(1));
    peer.send(four.get(0));
    dut.ignores(() -> peer.send(three.get(2)));
    peer.send(four.get(1));
    peer.send(four.get(2));
    dut.silent();
    peer.send(four.get(3));
    assertEquals(List.of(), answered().types());
  }

  @Statement(
      id = "N06",
      role = AS_RESPONDER,
      level = MUST,
      section = "RFC 7383 2.6",
      text = "A fragment is kept only when it is authentic; a forged one does not spoil the others")
  void n06_forgedFragment() {
    connected();
    List<byte[]> fragments = request(3, LONG);
    for (int i = 0; i < 3; i++) {
      byte[] forged = Octets.flipped(fragments.get(i), -1);
      dut.ignores(() -> peer.send(forged));
      byte[] otherTotal = Octets.with(fragments.get(i), 35, 9);
      dut.ignores(() -> peer.send(otherTotal));
    }
    fragments.forEach(peer::send);
    assertEquals(List.of(), answered().types());
  }

  @Statement(
      id = "N07",
      role = AS_RESPONDER,
      level = MUST,
      section = "RFC 7383 2.6.1",
      text = "Of a request that was answered only fragment 1 brings the response again")
  void n07_repeatedRequest() {
    connected();
    List<byte[]> fragments = request(3, LONG);
    fragments.forEach(peer::send);
    byte[] response = dut.take().octets();
    dut.ignores(() -> peer.send(fragments.get(1)));
    dut.ignores(() -> peer.send(fragments.get(2)));
    peer.send(fragments.get(0));
    assertArrayEquals(response, dut.take().octets());
    dut.silent();
  }

  @Statement(
      id = "N08",
      role = AS_INITIATOR,
      level = MUST,
      section = "RFC 7383 2.5.1",
      text =
          "A request without answer is repeated with all its fragments and the same message ID,"
              + " perhaps in smaller ones")
  void n08_repeatedFragments() {
    dut.configure(longName(1280).initiate().build());
    RawMessage init = peer.takeInit();
    peer.answerInit(init, Peer.list(peer.initAnswer(init), supported()));
    List<Dut.Sent> first = takeAll();
    dut.runUntilSent(10_000);
    List<Dut.Sent> second = takeAll();
    assertEquals(first.size(), second.size());
    for (int i = 0; i < first.size(); i++) {
      assertArrayEquals(first.get(i).octets(), second.get(i).octets());
    }
    List<Dut.Sent> last = second;
    for (int i = 0; i < 4; i++) {
      dut.runUntilSent(10_000);
      last = takeAll();
    }
    assertTrue(last.size() > first.size(), "smaller fragments");
    RawMessage auth = peer.openFragments(last);
    assertEquals(1, auth.id());
    peer.verifyAuth(auth);
    peer.answer(auth, peer.authAnswer(auth));
    assertTrue(dut.isUp());
  }

  @Statement(
      id = "N09",
      role = AS_RESPONDER,
      level = SHOULD,
      section = "RFC 7383 3, 5",
      text = "Incomplete messages are bounded in time and size",
      remark = "30 seconds, 128 fragments a message, 65535 octets an IKE SA, 4 MiB in all")
  void n09_bounds() {
    connected();
    List<byte[]> fragments = request(2, LONG);
    peer.send(fragments.get(0));
    dut.run(31_000);
    dut.ignores(() -> peer.send(fragments.get(1)));
    peer.send(fragments.get(0));
    assertEquals(List.of(), answered().types());
    RawPayload[] huge = {RawPayload.vendor(new byte[60_000]), RawPayload.vendor(new byte[60_000])};
    for (byte[] fragment : request(100, huge)) {
      dut.ignores(() -> peer.send(fragment));
    }
    for (byte[] fragment : request(200, LONG)) {
      dut.ignores(() -> peer.send(fragment));
    }
    dut.run(31_000);
    assertEquals(List.of(), peer.ask(INFORMATIONAL).types());
  }

  @Statement(
      id = "N10",
      role = BOTH,
      level = MAY,
      section = "RFC 7383 2.4",
      text = "No fragment makes a longer IP packet than configured")
  void n10_sizeOfFragments() {
    for (int size : new int[] {576, 1280, 1500}) {
      Dut each = new Dut();
      each.configure(longName(size).initiate().build());
      Peer end = new Peer(each);
      RawMessage init = end.takeInit();
      end.answerInit(init, Peer.list(end.initAnswer(init), supported()));
      int longest = each.sent.stream().mapToInt(s -> s.octets().length).max().orElseThrow();
      assertTrue(longest + 20 + 8 <= size, "IP packet of " + (longest + 28));
      assertTrue(longest + 28 > size - 100, "IP packet of " + (longest + 28));
    }
  }
}
