package org.sekisho.simulator.conformance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.sekisho.simulator.SeededRandom;

/**
 * A peer that holds valid keys and keeps to no rule: it begins an IKE SA as it should, or almost,
 * and then says things in another order, too often, too late, with other numbers, types and
 * lengths. All of it follows from one seed.
 */
final class EvilPeer {

  private static final int REMEMBERED = 8;
  private static final int[] EXCHANGES = {34, 35, 36, 36, 36, 37, 37, 37, 38, 39, 43, 44, 0, 255};

  /** How the IKE SA begins. */
  enum Beginning {
    /** It calls, as it should. */
    CALLS,
    /** It is called, and answers as it should. */
    IS_CALLED,
    /** It calls, and never proves who it is. */
    CALLS_AND_PROVES_NOTHING,
    /** It is called, and never proves who it is. */
    IS_CALLED_AND_PROVES_NOTHING,
    /** It calls again and again with first messages that are wrong somewhere. */
    CALLS_WRONGLY,
    /** It answers the call with a first message that is wrong somewhere. */
    IS_CALLED_AND_ANSWERS_WRONGLY;

    boolean routerCalls() {
      return name().startsWith("IS_CALLED");
    }
  }

  /** What it did, one short line each. */
  final List<String> story = new ArrayList<>();

  private final Dut dut;
  private final Random chance;
  private final EvilPayloads payloads;
  private final List<Peer> ends = new ArrayList<>();
  private final Deque<byte[]> said = new ArrayDeque<>();
  private final Deque<byte[]> heldBack = new ArrayDeque<>();
  private final Deque<RawMessage> unanswered = new ArrayDeque<>();
  private Peer unansweredBy;
  private int spis = 0x6e000000;

  /** Set where it may have told the router another nonce or value than it computes with. */
  private boolean keysDiffer;

  EvilPeer(Dut dut, long seed) {
    this.dut = dut;
    chance = new Random(seed);
    payloads = new EvilPayloads(chance);
    Peer first = new Peer(dut);
    first.random = new SeededRandom(seed);
    first.inboundSpi = spis++;
    first.ni = payloads.octets(32);
    first.nr = payloads.octets(32);
    first.spiI = chance.nextLong() | 1;
    ends.add(first);
  }

  private Peer end() {
    return ends.get(chance.nextInt(ends.size()));
  }

  // --- the first messages

  void begin(Beginning beginning) {
    story.add(beginning.name());
    Peer peer = ends.get(0);
    RawPayload fragments = RawPayload.notify(16430);
    switch (beginning) {
      case CALLS -> {
        peer.accept(peer.askInit(Peer.list(peer.initPayloads(), fragments)));
        peer.auth();
      }
      case CALLS_AND_PROVES_NOTHING ->
          peer.accept(peer.askInit(Peer.list(peer.initPayloads(), fragments)));
      case CALLS_WRONGLY -> {
        for (int i = 0; i < 8; i++) {
          List<RawPayload> list = new ArrayList<>(List.of(peer.initPayloads()));
          String how = payloads.mutate(list);
          story.add("first message: " + how);
          peer.spiI = chance.nextLong() | 1;
          dut.receive(
              peer.remote, peer.local, false, peer.initMessage(list.toArray(RawPayload[]::new)));
        }
      }
      case IS_CALLED -> {
        RawMessage request = peer.takeAuth();
        peer.answer(request, peer.authAnswer(request));
      }
      case IS_CALLED_AND_PROVES_NOTHING -> unanswered(peer, peer.takeAuth());
      case IS_CALLED_AND_ANSWERS_WRONGLY -> {
        RawMessage request = peer.takeInit();
        List<RawPayload> list = new ArrayList<>(List.of(peer.initAnswer(request)));
        keysDiffer = true;
        story.add("first answer: " + payloads.mutate(list));
        peer.answerInit(request, list.toArray(RawPayload[]::new));
      }
      default -> throw new IllegalStateException();
    }
  }

  private boolean hasKeys() {
    return ends.get(0).keys != null && ends.get(0).spiR != 0;
  }

  // --- what the router says

  /** Takes a message of the router. */
  void hear(Dut.Sent sent) {
    byte[] octets = sent.octets();
    if (keysDiffer || Octets.u8(octets, 16) != RawPayload.SK) {
      return; // the first messages, and fragments, which it has no use for
    }
    for (Peer end : ends) {
      if (end.keys != null
          && Octets.u64(octets, 0) == end.spiI
          && Octets.u64(octets, 8) == end.spiR) {
        RawMessage message = end.open(sent);
        if (!message.isResponse()) {
          unanswered(end, message);
        }
        return;
      }
    }
  }

  private void unanswered(Peer end, RawMessage request) {
    unanswered.add(request);
    unansweredBy = end;
  }

  // --- one step

  /** Does one thing. */
  void step() {
    if (!hasKeys()) {
      plain(ends.get(0));
      return;
    }
    Peer peer = end();
    switch (chance.nextInt(14)) {
      case 0 -> again();
      case 1 -> late();
      case 2, 3 -> answer();
      case 4 -> unasked(peer);
      case 5 -> plain(peer);
      case 6 -> inFragments(peer);
      case 7 -> renewIke(peer);
      default -> request(peer);
    }
  }

  private void say(Peer peer, String what, byte[] octets) {
    story.add(what);
    said.add(octets);
    if (said.size() > REMEMBERED) {
      said.remove();
    }
    if (chance.nextInt(12) == 0) {
      heldBack.add(octets);
      return;
    }
    peer.send(octets);
  }

  private void again() {
    if (!said.isEmpty()) {
      List<byte[]> all = new ArrayList<>(said);
      story.add("again");
      ends.get(0).send(all.get(chance.nextInt(all.size())));
    }
  }

  private void late() {
    if (!heldBack.isEmpty()) {
      story.add("late");
      ends.get(0).send(heldBack.remove());
    }
  }

  private void request(Peer peer) {
    int exchange = EXCHANGES[chance.nextInt(8)];
    List<RawPayload> list = payloads.of(peer, exchange, spis++);
    String how = chance.nextInt(4) == 0 ? "well" : payloads.mutate(list);
    sealed(peer, "request " + exchange, how, exchange, false, peer.nextId, list);
    peer.nextId += chance.nextInt(8) == 0 ? 0 : 1;
  }

  private void answer() {
    if (unanswered.isEmpty()) {
      return;
    }
    RawMessage request = unanswered.remove();
    Peer peer = unansweredBy;
    List<RawPayload> list = new ArrayList<>();
    boolean child = request.has(RawPayload.SA) && request.has(RawPayload.TS_I);
    if (request.exchange() == RawMessage.IKE_AUTH && child) {
      Collections.addAll(list, peer.authAnswer(request));
    } else if (child) {
      Collections.addAll(list, peer.childAnswer(request));
      list.add(RawPayload.nonce(payloads.octets(32)));
    } else if (request.has(RawPayload.SA) && request.has(RawPayload.KE)) {
      story.add("accepts a renewal of the IKE SA");
      ends.add(Renewals.answerIke(peer, request, payloads.octets(32), chance.nextLong() | 1));
      return;
    }
    String how = chance.nextBoolean() ? "well" : payloads.mutate(list);
    sealed(peer, "answer", how, request.exchange(), true, request.id(), list);
  }

  private void unasked(Peer peer) {
    int exchange = EXCHANGES[chance.nextInt(EXCHANGES.length)];
    List<RawPayload> list = payloads.of(peer, exchange, spis++);
    sealed(peer, "unasked answer", "", exchange, true, chance.nextInt(6), list);
  }

  private void sealed(
      Peer peer,
      String what,
      String how,
      int exchange,
      boolean response,
      int id,
      List<RawPayload> list) {
    int first = list.isEmpty() ? 0 : list.get(0).type();
    byte[] chain = RawMessage.encode(list.toArray(RawPayload[]::new));
    int flags = peer.flags(response);
    int otherId = id;
    int otherExchange = exchange;
    String more = "";
    switch (chance.nextInt(24)) {
      case 0 -> {
        otherId = new int[] {id + 1, id - 1, id + 1000, -1, 0}[chance.nextInt(5)];
        more = " id " + otherId;
      }
      case 1 -> {
        flags = chance.nextInt(256);
        more = " flags " + flags;
      }
      case 2 -> {
        first = chance.nextInt(256);
        more = " first type " + first;
      }
      case 3 -> {
        otherExchange = EXCHANGES[chance.nextInt(EXCHANGES.length)];
        more = " exchange " + otherExchange;
      }
      case 4, 5 -> more = payloads.damage(chain);
      default -> {
        // nothing more
      }
    }
    if (chain.length > 60_000) {
      chain = Arrays.copyOf(chain, 60_000);
    }
    say(peer, what + " " + how + more, peer.sealChain(otherExchange, flags, otherId, first, chain));
  }

  private void plain(Peer peer) {
    int exchange = EXCHANGES[chance.nextInt(EXCHANGES.length)];
    List<RawPayload> list = payloads.of(peer, RawMessage.INFORMATIONAL, spis++);
    long spiR = chance.nextInt(4) == 0 ? chance.nextLong() : peer.spiR;
    byte[] message =
        RawMessage.plain(
            peer.spiI,
            spiR,
            exchange,
            chance.nextInt(4) == 0 ? chance.nextInt(256) : peer.flags(chance.nextBoolean()),
            chance.nextInt(4),
            list.toArray(RawPayload[]::new));
    if (chance.nextBoolean()) {
      payloads.damage(message);
    }
    say(peer, "without protection, exchange " + exchange, message);
  }

  /** A message in fragments, out of order, and some that do not belong to it. */
  private void inFragments(Peer peer) {
    List<RawPayload> list = payloads.of(peer, RawMessage.CREATE_CHILD_SA, spis++);
    RawPayload[] all = list.toArray(RawPayload[]::new);
    if (all.length == 0) {
      return;
    }
    int total = 1 + chance.nextInt(6);
    int id = peer.nextId++;
    List<byte[]> fragments =
        new ArrayList<>(
            peer.fragments(RawMessage.CREATE_CHILD_SA, peer.flags(false), id, all, total));
    for (int i = chance.nextInt(4); i > 0; i--) {
      fragments.add(
          peer.fragment(
              RawMessage.CREATE_CHILD_SA,
              peer.flags(false),
              id + chance.nextInt(2),
              chance.nextInt(60),
              chance.nextInt(8),
              chance.nextInt(8) * (chance.nextInt(5) == 0 ? 1000 : 1),
              payloads.octets(chance.nextInt(500))));
    }
    Collections.shuffle(fragments, chance);
    if (chance.nextInt(3) == 0) {
      fragments.remove(0);
    }
    fragments.forEach(f -> say(peer, "fragment of " + total, f));
  }

  /** Renews the IKE SA and goes on in both. */
  private void renewIke(Peer peer) {
    if (ends.size() > 3) {
      return;
    }
    byte[] nonce = payloads.octets(32);
    long spi = chance.nextLong() | 1;
    int id = peer.nextId;
    story.add("renews the IKE SA");
    RawPayload offer = peer.suite.offer(Octets.eight(spi));
    peer.request(RawMessage.CREATE_CHILD_SA, offer, RawPayload.nonce(nonce), peer.ke());
    Dut.Sent last = dut.sent.peekLast();
    if (last == null || Octets.u8(last.octets(), 16) != RawPayload.SK) {
      return;
    }
    if (Octets.u64(last.octets(), 0) != peer.spiI || Octets.u64(last.octets(), 8) != peer.spiR) {
      return;
    }
    RawMessage response = peer.open(last);
    if (response.isResponse() && response.id() == id && response.has(RawPayload.KE)) {
      long theirs = Octets.u64(response.the(RawPayload.SA).proposals().get(0).spi(), 0);
      ends.add(
          peer.renewed(
              peer.suite,
              true,
              spi,
              theirs,
              response.the(RawPayload.KE).data(),
              nonce,
              response.the(RawPayload.NONCE).body()));
    }
  }

  @Override
  public String toString() {
    return String.join("\n  ", story);
  }
}
