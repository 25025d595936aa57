package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekisho.api.crypto.EncryptionAlgorithm;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.net.Endpoint;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.engine.Counter;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/**
 * A responder under attack (RFC 7296 section 2.6, RFC 8019): floods of first messages whose senders
 * cannot receive, and of those who can.
 */
class FloodTest {

  private static final int A_MILLISECOND = 100;
  private static final int COOKIE = 16390;

  private static final AlgorithmPolicy QUICK =
      new AlgorithmPolicy(
          true,
          Optional.of(new AlgorithmPolicy.Cipher(EncryptionAlgorithm.AES_GCM_16, 256)),
          Optional.empty(),
          Optional.of(KeyExchangeMethod.CURVE25519),
          Optional.empty(),
          Optional.empty());

  private final VirtualNetwork network = new VirtualNetwork(7);
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 71);
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 72);
  private final VirtualNode late = new VirtualNode(network, "203.0.113.3", 73);
  private final List<Datagram> sentByLate = new ArrayList<>();
  private final Random random = new Random(74);
  private byte[] template;
  private Datagram reply;

  /** Whose addresses the forged messages carry. */
  enum Sources {
    ALL_DIFFERENT(i -> 0x0a000000 | i & 0xffffff),
    ALL_THE_SAME(i -> 0x0a010203),
    THE_REAL_PEERS_OWN(i -> 0xcb007103L);

    private final LongUnaryOperator address;

    Sources(LongUnaryOperator address) {
      this.address = address;
    }

    InetAddress address(long number) {
      return v4(address.applyAsLong(number));
    }
  }

  private static InetAddress v4(long value) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((int) value).array());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void oneTunnelIsUpAndAFirstMessageIsRecorded() {
    cloud.configure(
        Configs.gateway(1, "203.0.113.10", "203.0.113.2", null).algorithms(QUICK).build(),
        Configs.gateway(2, "203.0.113.10", "203.0.113.3", null).algorithms(QUICK).build());
    branch.configure(EstablishTest.branchConfig().algorithms(QUICK).build());
    network.runSeconds(2);
    assertTrue(branch.gateway().childUp());
    network.drop =
        d -> {
          template = d.message();
          return true;
        };
    late.configure(lateConfig().build());
    network.run(20);
    late.engine.disconnect(network.now(), 100);
    late.configure();
    Set<InetAddress> real = Set.of(branch.address(), late.address(), cloud.address());
    network.drop =
        d -> {
          if (d.from().address().equals(late.address())) {
            sentByLate.add(d);
          }
          reply = d;
          return !real.contains(d.to().address());
        };
    cloud.log.clear();
  }

  private static Configs.Builder lateConfig() {
    return Configs.gateway(100, "203.0.113.3", "203.0.113.10", "203.0.113.10")
        .algorithms(QUICK)
        .initiate();
  }

  /** The recorded message with another SPI and nonce. */
  private byte[] another() {
    byte[] message = template.clone();
    ByteBuffer buffer = ByteBuffer.wrap(message);
    buffer.putLong(0, random.nextLong() | 1);
    int type = message[16];
    int at = 28;
    while (type != 40) {
      type = message[at];
      at += buffer.getShort(at + 2) & 0xffff;
    }
    buffer.putLong(at + 4, random.nextLong());
    return message;
  }

  private void arrive(InetAddress from, byte[] message) {
    cloud.engine.datagram(
        network.now(), new Endpoint(cloud.address(), 500), new Endpoint(from, 500), false, message);
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** 100,000 forged first messages a second for three virtual seconds, every one processed. */
  @ParameterizedTest
  @EnumSource
  void forgedFirstMessagesHarmNobody(Sources sources) {
    long before = heap();
    long cpu = 0;
    long forged = 0;
    for (int millisecond = 0; millisecond < 3_000; millisecond++) {
      byte[][] batch = new byte[A_MILLISECOND][];
      Arrays.setAll(batch, i -> another());
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (byte[] message : batch) {
        arrive(sources.address(forged++), message);
      }
      cpu += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      assertTrue(cloud.engine.halfOpen() <= 31, () -> cloud.engine.halfOpen() + " half-open");
      network.run(1);
      switch (millisecond) {
        case 500 -> late.configure(lateConfig().build());
        case 1_000 -> branch.engine.rekeyChild(network.now(), 100);
        case 1_500 -> branch.engine.rekeyIke(network.now(), 100);
        case 2_000 -> cloud.engine.probe(network.now(), 1);
        default -> {
          if (millisecond % 100 == 0) {
            branch.ping(cloud);
          }
        }
      }
    }
    System.out.printf(
        "forged IKE_SA_INIT, sources %s: %d in 3 s of virtual time, %.1f us of CPU each%n",
        sources, forged, cpu / 1_000.0 / forged);
    assertTrue(late.gateway().childUp(), late.log::toString);
    long attempts = sentByLate.stream().filter(d -> d.exchangeType() == 34).count();
    assertTrue(attempts <= 3, attempts + " first messages of the real peer");
    assertEquals(List.of("up 100 100"), branch.events);
    assertEquals(List.of("up 100 100"), late.events);
    assertEquals(0, branch.lostPackets);
    assertEquals(1, count("flood of key exchanges, "));
    long grown = heap() - before;
    assertTrue(grown < 8 << 20, grown + " octets more");
    network.runSeconds(100);
    assertEquals(0, cloud.engine.halfOpen());
    assertEquals(1, count("flood of key exchanges is over, "));
    assertEquals(List.of("up 100 100"), branch.events);
  }

  private long count(String begin) {
    return cloud.log.stream().filter(l -> l.startsWith("[IKE2] " + begin)).count();
  }

  /** Sends a message and returns the answer, null for none. */
  private byte[] ask(InetAddress from, byte[] message) {
    reply = null;
    arrive(from, message);
    return reply == null ? null : reply.message();
  }

  /** The data of the cookie that an answer begins with, null when it is no such answer. */
  private static byte[] cookie(byte[] answer) {
    ByteBuffer b = ByteBuffer.wrap(answer);
    boolean is = answer[16] == 41 && b.getShort(34) == COOKIE;
    return is ? Arrays.copyOfRange(answer, 36, 28 + b.getShort(30)) : null;
  }

  private static boolean asksPuzzle(byte[] answer) {
    return cookie(answer) != null && answer[28] == 41;
  }

  private static byte[] returning(byte[] message, byte[] cookie) {
    ByteBuffer b = ByteBuffer.allocate(message.length + 8 + cookie.length);
    b.put(message, 0, 16).put((byte) 41).put(message, 17, 7).putInt(b.capacity());
    b.put(message[16]).put((byte) 0).putShort((short) (8 + cookie.length));
    b.putShort((short) 0).putShort((short) COOKIE).put(cookie);
    return b.put(message, 28, message.length - 28).array();
  }

  /** Who can receive gets a half-open SA; so many of them make puzzles necessary. */
  private void botsUntilPuzzles() {
    for (int i = 0; i < 200; i++) {
      InetAddress from = v4(0x0b000000 + i);
      byte[] message = another();
      byte[] answer = ask(from, message);
      byte[] cookie = cookie(answer);
      if (cookie != null && !asksPuzzle(answer)) {
        ask(from, returning(message, cookie));
      }
    }
    assertEquals(150, cloud.engine.halfOpen());
  }

  @Test
  void whoSolvesThePuzzleGetsInAmongThousandsWhoDoNot() {
    botsUntilPuzzles();
    byte[] bots = another();
    byte[] demand = ask(v4(0x0c000001), bots);
    assertTrue(asksPuzzle(demand));
    byte[] returned = returning(bots, cookie(demand));
    for (int i = 0; i < 5; i++) {
      arrive(v4(0x0c000001), another());
    }
    late.configure(lateConfig().build());
    for (int i = 0; i < 3_000; i++) {
      arrive(v4(0x0c000001), returned);
      network.run(1);
    }
    assertTrue(late.gateway().childUp(), late.log::toString);
    List<Datagram> first = sentByLate.stream().filter(d -> d.exchangeType() == 34).toList();
    byte[] solved = first.get(first.size() - 1).message();
    assertEquals(41, solved[16], "the cookie first");
    assertEquals(54, solved[28], "then the solution");
    assertTrue(first.size() <= 3, () -> first.size() + " first messages");
    assertEquals(List.of("up 100 100"), branch.events);
    // a solution that is none
    VirtualNode other = new VirtualNode(network, "203.0.113.4", 75);
    byte[] wrong = solved.clone();
    int solution = 28 + ByteBuffer.wrap(solved).getShort(30);
    wrong[solution + 7] ^= 1;
    long before = cloud.engine.counters().get(Counter.INIT_WRONG_SOLUTION);
    arrive(late.address(), wrong);
    assertEquals(before + 1, cloud.engine.counters().get(Counter.INIT_WRONG_SOLUTION));
    // and one used from elsewhere
    assertTrue(asksPuzzle(ask(other.address(), solved)));
  }

  @Test
  void whoKnowsNoPuzzlesGetsInOneAtATime() {
    botsUntilPuzzles();
    int in = 0;
    int asked = 0;
    for (int second = 0; second < 10; second++) {
      for (int i = 0; i < 20; i++) {
        InetAddress from = v4(0x0d000000 + asked++);
        byte[] message = another();
        byte[] answer = ask(from, returning(message, cookie(ask(from, message))));
        in += answer != null && answer[16] == 33 ? 1 : 0;
      }
      network.runSeconds(1);
    }
    assertTrue(in >= 10 && in <= 15, in + " of " + asked);
  }

  /** One address, or one IPv6 site, gets few half-open SAs, whatever it returns. */
  @Test
  void oneAddressHoldsFewHalfOpenSas() {
    for (String where : new String[] {"198.51.100.7", "2001:db8:0:7::"}) {
      int before = cloud.engine.halfOpen();
      for (int i = 0; i < 100; i++) {
        InetAddress from =
            Configs.address(where.endsWith(":") ? where + Integer.toHexString(i + 1) : where);
        byte[] message = another();
        byte[] answer = ask(from, message);
        byte[] cookie = answer == null ? null : cookie(answer);
        if (cookie != null) {
          ask(from, returning(message, cookie));
        }
        network.run(700);
        if (i == 12) {
          assertTrue(cloud.engine.halfOpen() - before <= 10, where);
          assertTrue(cloud.engine.halfOpen() - before >= 8, where);
        }
      }
      network.runSeconds(31);
      assertEquals(before, cloud.engine.halfOpen());
    }
    assertTrue(cloud.engine.counters().get(Counter.INIT_NO_ROOM) > 0);
  }

  /** The same message again draws the same answer and makes no second SA, among many others. */
  @Test
  void aRepeatedFirstMessageIsFoundAmongMany() {
    InetAddress from = v4(0x0e000001);
    byte[] message = another();
    byte[] answer = ask(from, message);
    for (int i = 0; i < 20; i++) {
      ask(v4(0x0e000100 + i), another());
    }
    int halfOpen = cloud.engine.halfOpen();
    assertTrue(Arrays.equals(answer, ask(from, message.clone())));
    assertEquals(halfOpen, cloud.engine.halfOpen());
    byte[] changed = message.clone();
    changed[changed.length - 1] ^= 1;
    assertFalse(Arrays.equals(answer, ask(from, changed)));
    assertEquals(halfOpen + 1, cloud.engine.halfOpen(), "another content is another initiator");
  }

  /** Requests that are refused leave nothing half-open, and yet are not processed without end. */
  @Test
  void refusedFirstMessagesNeedACookieToo() {
    byte[] refused = template.clone();
    ByteBuffer.wrap(refused).putShort(28 + ByteBuffer.wrap(refused).getShort(30) + 4, (short) 999);
    int cookies = 0;
    for (int i = 0; i < 300; i++) {
      cookies += cookie(ask(v4(0x0f000000 + i), refused)) != null ? 1 : 0;
    }
    assertEquals(0, cloud.engine.halfOpen());
    assertTrue(cookies >= 200, cookies + " cookies");
  }

  /** Packets from ever other addresses: the router follows a few times and then now and then. */
  @Test
  void aPeerThatMovesWithEachPacketIsFollowedSeldom() {
    VirtualNode inside = new VirtualNode(network, "10.66.0.2", 76);
    network.nat = new VirtualNetwork.Nat(inside.address(), late.address());
    network.remove(late);
    network.drop = d -> false;
    inside.configure(lateConfig().build());
    network.runSeconds(2);
    VirtualNode.Pair pair = cloud.outbound();
    Endpoint at = pair.remote;
    int moves = 0;
    Endpoint last = at;
    for (int port = 20_000; port < 21_000; port++) {
      Endpoint before = pair.remote;
      last = new Endpoint(at.address(), port);
      cloud.engine.peerMoved(
          network.now(), pair.sa.inboundSpi(), new Endpoint(cloud.address(), 4500), last);
      moves += pair.remote.equals(before) ? 0 : 1;
    }
    assertEquals(4, moves);
    network.runSeconds(1);
    assertEquals(last, pair.remote, "in the end it is where the peer is");
  }

  /** Who authenticates again and again and deletes nothing holds few SAs. */
  @Test
  void aPeerThatConnectsWithoutEndHoldsFewSas() {
    for (int i = 0; i < 60; i++) {
      branch.engine.reauthenticate(network.now(), 100);
      network.runSeconds(1);
      branch.ping(cloud);
    }
    assertEquals(0, branch.lostPackets);
    long ikeSas = cloud.sas().stream().filter(sa -> sa.kind() == SaStatus.Kind.IKE).count();
    assertTrue(ikeSas <= 10, ikeSas + " IKE SAs");
    assertTrue(cloud.pairs.size() <= 20, cloud.pairs.size() + " pairs");
  }
}
