package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.ike.SaStatus.Kind;
import org.sekisho.api.ike.SaStatus.State;
import org.sekisho.ike.config.AlgorithmPolicy;
import org.sekisho.ike.config.Extensions;
import org.sekisho.ike.message.Decoded;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.IkeHeader;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.simulator.VirtualNetwork.Datagram;

/** Session resumption (RFC 5723), as initiator and as responder. */
class SessionResumptionTest {

  private static final Extensions ON = new Extensions(false, false, false, true);
  private static final int RESUME = ExchangeType.IKE_SESSION_RESUME;

  /** Only the group is limited, to one that is cheap to compute. */
  private static final AlgorithmPolicy QUICK =
      GatewayProfile.onlyGroup(KeyExchangeMethod.CURVE25519);

  private final VirtualNetwork network = new VirtualNetwork(1);
  private int keyExchanges;
  private final VirtualNode branch = new VirtualNode(network, "203.0.113.2", 11, counting());
  private final VirtualNode cloud = new VirtualNode(network, "203.0.113.10", 12, counting());
  private final List<Datagram> seen = new ArrayList<>();

  /** All the cryptography, and a count of key exchanges begun or answered. */
  private IkeCrypto counting() {
    return (IkeCrypto)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {IkeCrypto.class},
            (proxy, method, arguments) -> {
              boolean one = method.getName().equals("keyExchange");
              keyExchanges += one || method.getName().equals("respond") ? 1 : 0;
              try {
                return method.invoke(VirtualNode.CRYPTO, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Configs.Builder branchConfig() {
    return EstablishTest.branchConfig().algorithms(QUICK).extensions(ON);
  }

  private static Configs.Builder cloudConfig() {
    return EstablishTest.cloudConfig().algorithms(QUICK).extensions(ON);
  }

  private void up() {
    up(branchConfig(), cloudConfig());
  }

  private void up(Configs.Builder own, Configs.Builder peers) {
    cloud.configure(peers.build());
    branch.configure(own.build());
    network.runSeconds(3);
    assertTrue(branch.gateway().childUp(), branch.log::toString);
    network.tap(seen::add);
    keyExchanges = 0;
  }

  private void lose() {
    branch.engine.peerDead(branch.clock(), 100, "the peer is silent");
  }

  private void loseAndRun() {
    lose();
    network.runSeconds(3);
  }

  private List<Integer> exchanges() {
    return seen.stream().map(Datagram::exchangeType).toList();
  }

  /** How many unprotected messages held a notification. */
  private long sent(int notifyType) {
    return seen.stream().filter(d -> holds(d.message(), notifyType)).count();
  }

  private static boolean holds(byte[] message, int notifyType) {
    try {
      return PayloadChain.decodePlain(IkeHeader.decode(message), message) instanceof Decoded.Ok ok
          && ok.payloads().notify(notifyType).isPresent();
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private static SaStatus ike(VirtualNode node) {
    return node.sas().stream()
        .filter(s -> s.kind() == Kind.IKE && s.state() == State.ESTABLISHED)
        .findFirst()
        .orElseThrow();
  }

  private void assertUp(boolean resumed) {
    for (VirtualNode node : List.of(branch, cloud)) {
      assertEquals(1, node.count(Kind.IKE, State.ESTABLISHED), () -> node.sas().toString());
      assertEquals(1, node.pairs.size(), () -> node.log.toString());
      assertEquals(resumed, ike(node).resumed());
      boolean logged = node.log.stream().anyMatch(l -> l.endsWith("resumed without key exchange"));
      assertTrue(logged || !resumed);
    }
    branch.ping(cloud);
    cloud.ping(branch);
    assertEquals(0, branch.lostPackets + cloud.lostPackets);
  }

  @Test
  void aLostPeerIsResumedInFourMessagesWithoutKeyExchange() {
    up();
    loseAndRun();
    assertEquals(List.of(38, 38, 35, 35), exchanges());
    assertEquals(0, keyExchanges);
    assertUp(true);
    seen.clear();
    loseAndRun(); // the ticket that came with the resumed SA
    assertEquals(List.of(38, 38, 35, 35), exchanges());
    assertUp(true);
  }

  @Test
  void aSilentPeerIsResumedToo() {
    up();
    network.cut(branch, cloud);
    branch.engine.probe(branch.clock(), 100);
    network.after(52_000, () -> network.mend(branch, cloud)); // liveness gives up after 50 s
    network.runSeconds(60);
    assertUp(true);
    assertFalse(exchanges().contains(ExchangeType.IKE_SA_INIT));
  }

  @Test
  void wherePeersAreSilentForLongTheTicketIsTriedAgain() {
    up();
    network.cut(branch, cloud);
    lose();
    network.runSeconds(20);
    assertTrue(exchanges().contains(ExchangeType.IKE_SA_INIT));
    network.mend(branch, cloud);
    network.runSeconds(20);
    assertUp(false);
    seen.clear();
    network.cut(branch, cloud);
    lose();
    network.runSeconds(20); // the full exchange is under way
    network.tap(
        d -> {
          if (d.exchangeType() == RESUME) {
            network.mend(branch, cloud); // at the beginning of the next attempt
          }
        });
    network.runSeconds(200);
    assertUp(true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterARenewalThereIsATicketForTheNewSa(boolean byBranch) {
    up();
    if (byBranch) {
      branch.engine.rekeyIke(branch.clock(), 100);
    } else {
      cloud.engine.rekeyIke(cloud.clock(), 1);
    }
    network.runSeconds(3);
    assertEquals(List.of(36, 36, 37, 37), exchanges());
    seen.clear();
    keyExchanges = 0;
    loseAndRun();
    assertEquals(List.of(38, 38, 35, 35), exchanges());
    assertEquals(0, keyExchanges);
    assertUp(true);
    branch.engine.rekeyIke(branch.clock(), 100);
    branch.engine.rekeyChild(branch.clock(), 100);
    network.runSeconds(3);
    branch.ping(cloud);
    assertEquals(0, branch.lostPackets);
  }

  /** A ticket lives as long as its SA; before its end the renewal, or a request, brings another. */
  @Test
  void afterDaysOfRenewalsTheTicketIsGood() {
    up(branchConfig().life(3_600, 3_600), cloudConfig().life(7_200, 7_200));
    network.runSeconds(2 * 86_400);
    seen.clear();
    loseAndRun();
    assertEquals(List.of(38, 38, 35, 35), exchanges());
    assertTrue(ike(branch).resumed());
  }

  private void assertStartedAnew() {
    assertEquals(List.of(38, 38, 34, 34, 35, 35), exchanges());
    assertEquals(1, sent(NotifyType.TICKET_NACK));
    assertTrue(keyExchanges > 0);
    assertUp(false);
  }

  @Test
  void aResponderThatStartedAnewRefusesTheTicket() {
    up();
    cloud.crash();
    cloud.start();
    loseAndRun();
    assertStartedAnew();
    assertEquals(1L, refusedTickets());
  }

  private long refusedTickets() {
    return cloud.engine.counters().entrySet().stream()
        .filter(e -> e.getKey().label().english().equals("tickets refused"))
        .mapToLong(e -> e.getValue())
        .sum();
  }

  @Test
  void anExpiredTicketIsRefused() {
    up();
    network.cut(branch, cloud);
    cloud.stepClock(9 * 3_600_000L);
    network.runSeconds(60);
    network.mend(branch, cloud);
    seen.clear();
    loseAndRun();
    assertStartedAnew();
  }

  /** Who the responder's administrator has sent away proves who it is before it is back. */
  @Test
  void disconnectEndsTheTicketsThatWereGiven() {
    up();
    network.cut(branch, cloud);
    cloud.engine.disconnect(cloud.clock(), 1);
    network.mend(branch, cloud);
    seen.clear();
    loseAndRun();
    seen.removeIf(d -> d.exchangeType() == ExchangeType.INFORMATIONAL); // the lost Delete, again
    assertStartedAnew();
  }

  /** One resumption after the other: within a day of the first ticket a key is shown again. */
  @Test
  void afterADayOfResumptionsThePeerProvesWhoItIs() {
    up();
    for (int hour = 0; hour < 23; hour++) {
      network.runSeconds(3_600);
      loseAndRun();
      assertTrue(ike(branch).resumed(), "hour " + hour);
    }
    network.runSeconds(2 * 3_600);
    seen.clear();
    loseAndRun();
    assertUp(false);
    loseAndRun();
    assertTrue(ike(branch).resumed(), "and then it goes on");
  }

  /** What no seal vouches for: any octet of a ticket, its length, another thing altogether. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 11, 12, 40, -1, -2, -3})
  void aTicketThatWasTamperedWithIsRefused(int octet) {
    up();
    OnTheWay.edit(
        network,
        RESUME,
        false,
        payloads -> {
          payloads.replaceAll(p -> isTicket(p) ? tampered((NotifyPayload) p, octet) : p);
          return payloads;
        });
    loseAndRun();
    seen.remove(0); // as it was before somebody changed it
    assertStartedAnew();
  }

  private static boolean isTicket(Payload payload) {
    return payload instanceof NotifyPayload n && n.notifyType() == NotifyType.TICKET_OPAQUE;
  }

  private static Payload tampered(NotifyPayload ticket, int octet) {
    byte[] data = ticket.data().clone();
    if (octet == -1) {
      return NotifyPayload.of(NotifyType.TICKET_OPAQUE, Arrays.copyOf(data, 11));
    } else if (octet == -2) {
      return NotifyPayload.of(NotifyType.TICKET_OPAQUE);
    } else if (octet == -3) {
      return NotifyPayload.of(NotifyType.TICKET_ACK, data);
    }
    data[octet] ^= 0x10;
    return NotifyPayload.of(NotifyType.TICKET_OPAQUE, data);
  }

  @Test
  void aTicketIsGoodOnce() {
    up();
    loseAndRun();
    Datagram first = seen.get(0);
    seen.clear();
    network.send(first.from(), first.to(), first.natTraversal(), first.message());
    network.runSeconds(1);
    assertEquals(1, sent(NotifyType.TICKET_NACK));
    assertEquals(0, cloud.engine.halfOpen());
    assertUp(true);
  }

  /** Two half-open SAs by one ticket: the one that is proved first is the only one. */
  @Test
  void aTicketThatMakesTwoHalfOpenSasResumesOne() {
    up();
    boolean[] again = new boolean[1];
    network.tap(
        d -> {
          if (d.exchangeType() == RESUME && !d.isResponse() && !again[0]) {
            again[0] = true;
            byte[] other = d.message().clone();
            other[0] ^= 1; // another initiator's SPI
            network.send(d.from(), d.to(), d.natTraversal(), other);
          }
        });
    loseAndRun();
    assertUp(true);
    assertEquals(1, cloud.engine.halfOpen());
    network.runSeconds(40);
    assertEquals(0, cloud.engine.halfOpen());
    assertUp(true);
  }

  /** Lines of the responder that a ticket is bound to; the branch hears of no change. */
  @ParameterizedTest
  @CsvSource({
    "key,      false",
    "identity, false",
    "suite,    true",
    "off,      true",
  })
  void aChangeOfTheLinesMakesTicketsWorthless(String what, boolean comesUp) {
    up();
    network.cut(branch, cloud);
    Configs.Builder changed =
        switch (what) {
          case "key" -> cloudConfig().psk("another");
          case "identity" ->
              Configs.gateway(1, "203.0.113.10", "elsewhere.example", null)
                  .algorithms(QUICK)
                  .extensions(ON);
          case "suite" -> cloudConfig().algorithms(AlgorithmPolicy.DEFAULT);
          default -> cloudConfig().extensions(Extensions.DEFAULT);
        };
    cloud.configure(changed.build());
    network.runSeconds(60);
    cloud.configure(what.equals("suite") ? cloudConfig().build() : changed.build());
    network.mend(branch, cloud);
    seen.clear();
    loseAndRun();
    assertEquals(List.of(38, 38, 34, 34), exchanges().subList(0, 4));
    assertEquals(1, sent(NotifyType.TICKET_NACK));
    assertEquals(comesUp, branch.gateway().childUp());
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "false, false"})
  void withoutTheLineOnBothSidesThereIsNoTicket(boolean own, boolean peers) {
    up(
        EstablishTest.branchConfig().algorithms(QUICK).extensions(own ? ON : Extensions.DEFAULT),
        EstablishTest.cloudConfig().algorithms(QUICK).extensions(peers ? ON : Extensions.DEFAULT));
    loseAndRun();
    assertEquals(List.of(34, 34, 35, 35), exchanges());
    assertUp(false);
  }

  /** A tunnel that was ended in good order begins anew. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterADeletionThereIsNothingToResume(boolean byBranch) {
    up();
    if (byBranch) {
      branch.engine.disconnect(branch.clock(), 100);
      network.runSeconds(1);
      branch.engine.initiate(branch.clock(), 100);
    } else {
      cloud.engine.disconnect(cloud.clock(), 1);
    }
    network.runSeconds(20);
    assertFalse(exchanges().contains(RESUME));
    assertUp(false);
  }

  static IntStream messages() {
    return IntStream.range(0, 4);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void anyMessageMayBeLost(int which) {
    up();
    int[] count = new int[1];
    network.drop = d -> count[0]++ == which;
    lose();
    network.runSeconds(5);
    assertTrue(count[0] > 4);
    assertUp(true);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void anyMessageMayComeTwiceAndLate(int which) {
    up();
    int[] count = new int[1];
    network.fate = d -> count[0]++ == which ? new long[] {10, 700, 2_500} : null;
    lose();
    network.runSeconds(10);
    assertUp(true);
    network.runSeconds(60);
    assertEquals(0, cloud.engine.halfOpen());
  }

  /** Whatever is wrong in the answer, the full exchange follows. */
  @ParameterizedTest
  @ValueSource(strings = {"nonce", "error", "nothing"})
  void anOddAnswerIsNoReasonToStayDown(String what) {
    up();
    OnTheWay.edit(
        network,
        RESUME,
        true,
        payloads ->
            switch (what) {
              case "error" -> List.of(NotifyPayload.of(NotifyType.INVALID_SYNTAX));
              case "nothing" -> List.of();
              default -> List.of(new NoncePayload(new byte[32]));
            });
    lose();
    network.runSeconds(80); // with another nonce the keys differ, and IKE_AUTH is not answered
    assertTrue(branch.gateway().childUp(), branch.log::toString);
    assertFalse(ike(branch).resumed());
    assertFalse(branch.events.stream().anyMatch(e -> e.startsWith("failed")));
  }

  @Test
  void cookiesGuardResumptionToo() {
    up();
    network.tap(
        d -> {
          if (d.exchangeType() == RESUME && !d.isResponse() && seen.size() == 1) {
            for (int i = 1; i <= 3; i++) {
              byte[] other = d.message().clone();
              other[0] ^= (byte) i;
              network.send(d.from(), d.to(), d.natTraversal(), other);
            }
          }
        });
    network.fate = d -> seen.size() == 1 ? new long[] {20} : null; // after those three
    loseAndRun();
    assertEquals(2, sent(NotifyType.COOKIE)); // asked for, and returned
    assertUp(true);
    assertFalse(exchanges().contains(ExchangeType.IKE_SA_INIT));
  }

  @Test
  void behindANatTheResumedSaIsOnPort4500() {
    network.nat =
        new VirtualNetwork.Nat(Configs.address("203.0.113.2"), Configs.address("192.0.2.1"));
    up();
    loseAndRun();
    assertUp(true);
    assertEquals(4500, branch.outbound().remote.port());
    assertTrue(cloud.outbound().remote.port() > 10_000);
  }

  /**
   * What took part in the first keys is in those of the resumed SA, and does not take part anew.
   */
  @Test
  void mlKemAndPpkAreInherited() {
    up(
        branchConfig().additional(KeyExchangeMethod.ML_KEM_768).ppk("quantum", "office", true),
        cloudConfig().additional(KeyExchangeMethod.ML_KEM_768).ppk("quantum", "office", true));
    String before = ike(branch).algorithms();
    loseAndRun();
    assertEquals(List.of(38, 38, 35, 35), exchanges());
    assertEquals(0, keyExchanges);
    assertUp(true);
    assertEquals(before, ike(branch).algorithms());
    assertEquals(before, ike(cloud).algorithms());
    branch.engine.rekeyIke(branch.clock(), 100); // with additional key exchanges
    network.runSeconds(3);
    seen.clear();
    keyExchanges = 0;
    loseAndRun();
    assertEquals(0, keyExchanges);
    assertUp(true);
  }
}
