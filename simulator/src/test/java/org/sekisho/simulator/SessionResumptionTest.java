package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.crypto.KeyExchangeMethod;
import org.sekisho.ike.config.Extensions;
import org.sekisho.ike.message.ExchangeType;
import org.sekisho.ike.message.NoncePayload;
import org.sekisho.ike.message.NotifyPayload;
import org.sekisho.ike.message.NotifyType;

/** Session resumption (RFC 5723), as initiator and as responder. */
class SessionResumptionTest extends ResumptionPeers {

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
