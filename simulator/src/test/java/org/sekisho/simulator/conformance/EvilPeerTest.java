package org.sekisho.simulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.engine.EngineBench;
import org.sekisho.simulator.Configs;
import org.sekisho.simulator.SeededRandom;

/**
 * An {@link EvilPeer} against the engine, while another peer has a tunnel. Whatever the evil one
 * does, the engine throws nothing, what it keeps is bounded, the other's tunnel is not touched, and
 * good peers are answered afterwards. {@code -Devil.seed=N} runs one seed alone, {@code
 * -Devil.minutes=N} goes on for so long with seeds of the clock.
 */
class EvilPeerTest {

  private static final int SEEDS = 150;
  private static final int STEPS = 40;
  private static final int MOST_SAS = 64;
  private static final int MOST_PAIRS = 24;
  private static final int MOST_ANSWERS = 8;
  private static final int MOST_DEADLINES = 200;
  private static final int MOST_ROUNDS = 50;

  private static int messages;

  /** The peer nothing may happen to. */
  private static final class Bystander {
    static final String ADDRESS = "203.0.113.3";

    final Peer peer;
    final Dut dut;
    final Dut.Pair pair;
    final int spi;
    final Endpoint there;

    Bystander(Dut dut) {
      this.dut = dut;
      peer = new Peer(dut);
      peer.random = new SeededRandom(77);
      peer.local = new Endpoint(Configs.address(ADDRESS), 500);
      peer.id = new byte[] {1, 0, 0, 0, (byte) 203, 0, 113, 3};
      peer.psk = "other".getBytes(StandardCharsets.UTF_8);
      peer.spiI = 0x7172737475767778L;
      peer.inboundSpi = 0x70000001;
      peer.init();
      peer.auth();
      pair = dut.newest();
      spi = pair.sa.inboundSpi();
      there = pair.remote;
    }

    void hear(Dut.Sent sent) {
      RawMessage message = peer.open(sent);
      if (!message.isResponse()) {
        assertEquals(RawMessage.INFORMATIONAL, message.exchange(), "what the bystander is asked");
        peer.answer(message);
      }
    }

    void isUntouched() {
      assertSame(pair, dut.pairs.get(spi), "the other peer's pair");
      assertEquals(there, pair.remote, "where the other peer is");
    }

    /** It is answered, and can renew its pair. */
    void isServed() {
      RawMessage alive = peer.ask(RawMessage.INFORMATIONAL);
      assertEquals(0, alive.payloads().size());
      RawMessage renewed =
          peer.ask(
              RawMessage.CREATE_CHILD_SA,
              peer.renewal(peer.inboundSpi, 0x70000002, Octets.counting(32, 9)));
      assertEquals(-1, renewed.error(), renewed::toString);
    }
  }

  @Test
  void nothingAPeerSaysHarmsTheRouterOrAnotherTunnel() {
    Long one = Long.getLong("evil.seed");
    if (one != null) {
      run(one);
      return;
    }
    for (long seed = 1; seed <= SEEDS; seed++) {
      run(seed);
    }
    double minutes = Double.parseDouble(System.getProperty("evil.minutes", "0"));
    if (minutes > 0) {
      goOn(Duration.ofMillis(Math.round(minutes * 60_000)));
    }
  }

  private static void goOn(Duration time) {
    long seed = System.currentTimeMillis() << 16;
    long runs = SEEDS;
    for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; runs++) {
      run(seed++);
    }
    System.out.println("evil-peer: " + runs + " runs, " + messages + " messages, findings 0");
  }

  private static void run(long seed) {
    EvilPeer.Beginning beginning =
        EvilPeer.Beginning.values()[Math.floorMod(seed, EvilPeer.Beginning.values().length)];
    Dut dut = new Dut(seed);
    EvilPeer evil = new EvilPeer(dut, seed);
    try {
      run(seed, beginning, dut, evil);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("-Devil.seed=" + seed + ": " + e + "\n  " + evil, e);
    }
  }

  private static void run(long seed, EvilPeer.Beginning beginning, Dut dut, EvilPeer evil) {
    Configs.Builder gateway = Dut.gateway();
    Configs.Builder other =
        Configs.gateway(2, "203.0.113.1", Bystander.ADDRESS, null)
            .psk("other")
            .algorithms(Dut.group(KeyExchangeMethod.CURVE25519));
    dut.configure(gateway.build(), other.build());
    Bystander bystander = new Bystander(dut);
    if (beginning.routerCalls()) {
      dut.configure(gateway.initiate().build(), other.build());
    }
    Random chance = new Random(seed);
    evil.begin(beginning);
    listen(dut, evil, bystander);
    for (int i = 0; i < STEPS; i++) {
      int lines = dut.log.size();
      evil.step();
      messages++;
      assertTrue(dut.sent.size() <= MOST_ANSWERS, "answers to one message");
      listen(dut, evil, bystander);
      dut.run(new long[] {0, 0, 1, 20, 700, 4_000}[chance.nextInt(6)]);
      listen(dut, evil, bystander);
      assertTrue(dut.log.size() - lines < 40, "lines in the log for one message");
      bounded(dut);
      bystander.isUntouched();
    }
    pass(dut, evil, bystander, 90_000);
    assertEquals(0, EngineBench.fragmentRoom(dut.engine), "room of fragments");
    bounded(dut);
    bystander.isUntouched();
    bystander.isServed();
    listen(dut, evil, bystander);
    if (beginning.routerCalls()) {
      evil.story.add("silence");
      pass(dut, evil, bystander, 600_000);
    } else {
      fresh(dut);
    }
    dut.engine.close();
    assertTrue(dut.engine.isIdle(), "SAs left behind");
    assertEquals(0, dut.pairs.size(), "pairs left behind");
    dut.sent.clear();
    dut.run(300_000);
    dut.silent();
    assertEquals(0, EngineBench.deadlines(dut.engine), "deadlines left behind");
  }

  /** The evil peer's place is taken by a good one. */
  private static void fresh(Dut dut) {
    Peer good = new Peer(dut);
    good.random = new SeededRandom(5);
    good.spiI = 0x4142434445464748L;
    good.inboundSpi = 0x40000001;
    RawMessage answer = good.askInit(good.initPayloads());
    if (answer.hasNotify(16390)) {
      RawPayload cookie = RawPayload.notify(16390, answer.the(RawPayload.NOTIFY).notifyData());
      answer = good.askInit(Peer.list(cookie, good.initPayloads()));
    }
    good.accept(answer);
    good.auth();
  }

  private static void bounded(Dut dut) {
    assertTrue(dut.sas().size() <= MOST_SAS, "SAs");
    assertTrue(dut.pairs.size() <= MOST_PAIRS, "pairs");
    assertTrue(EngineBench.deadlines(dut.engine) <= MOST_DEADLINES, "deadlines");
  }

  private static void pass(Dut dut, EvilPeer evil, Bystander bystander, long millis) {
    for (long end = dut.now + millis; dut.now < end; ) {
      dut.run(2_000);
      listen(dut, evil, bystander);
    }
  }

  /** Carries what the router sends to whom it is for, until all are silent. */
  private static void listen(Dut dut, EvilPeer evil, Bystander bystander) {
    for (int i = 0; i < MOST_ROUNDS; i++) {
      if (dut.sent.isEmpty()) {
        return;
      }
      Dut.Sent sent = dut.sent.remove();
      if (sent.to().address().equals(bystander.peer.local.address())) {
        bystander.hear(sent);
      } else {
        evil.hear(sent);
      }
    }
    throw new AssertionError("the router does not fall silent");
  }
}
