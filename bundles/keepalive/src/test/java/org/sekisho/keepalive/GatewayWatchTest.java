package org.sekisho.keepalive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.ike.GatewayStatus;

/** Keepalives in virtual time. */
class GatewayWatchTest {

  private static final long SECOND = 1_000_000_000L;

  /** Near the wrap of nanoTime, which must not matter. */
  private static final long START = Long.MAX_VALUE - 25 * SECOND;

  private final KeepaliveMonitor monitor = new KeepaliveMonitor();
  private final Map<Integer, Long> heard = new HashMap<>();
  private final Map<Integer, Boolean> up = new HashMap<>();
  private final List<Long> probes = new ArrayList<>();
  private final List<Long> deaths = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private long now = START;
  private long answerAfter = SECOND / 50;
  private boolean peerAnswers = true;
  private int polls;

  @Test
  void idlePeerIsProbedEachInterval() {
    watch(100, 10, 6);
    runFor(600);
    assertTrue(probes.size() >= 58 && probes.size() <= 60, probes.size() + " probes");
    for (int i = 1; i < probes.size(); i++) {
      assertNear(10 * SECOND, probes.get(i) - probes.get(i - 1), SECOND / 10);
    }
    assertEquals(List.of(), deaths);
    assertTrue(polls < 200, "it sleeps between probes: " + polls + " polls");
  }

  @Test
  void trafficSuppressesProbes() {
    watch(100, 10, 6);
    for (int i = 0; i < 300; i++) {
      heard.put(100, now);
      runFor(1);
    }
    assertEquals(List.of(), probes);
    assertEquals(List.of(), deaths);
  }

  @ParameterizedTest
  @CsvSource({"10, 6", "10, 3", "5, 4", "1, 50", "600, 3"})
  void silentPeerIsDeadAfterCountIntervals(int interval, int count) {
    watch(7, interval, count);
    runFor(interval * 3);
    heard.put(7, now);
    long last = now;
    peerAnswers = false;
    probes.clear();
    runFor(interval * count + 1);
    assertEquals(1, deaths.size());
    assertNear(SECOND * interval * count, deaths.get(0) - last, SECOND / 100);
    assertTrue(probes.size() >= count - 2, probes.size() + " probes");
  }

  /** With few tries a peer must still get its chance to answer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void smallCountsKillNobodyAlive(int count) {
    watch(9, 10, count);
    runFor(1000);
    assertEquals(List.of(), deaths);
    peerAnswers = false;
    long last = heard.get(9);
    runFor(26);
    assertEquals(1, deaths.size());
    assertTrue(deaths.get(0) - last <= 25 * SECOND, "after " + (deaths.get(0) - last));
  }

  @Test
  void slowAnswersAreAnswers() {
    answerAfter = 4 * SECOND;
    watch(100, 10, 3);
    runFor(600);
    assertEquals(List.of(), deaths);
    assertTrue(probes.size() >= 58, probes.size() + " probes");
  }

  @Test
  void withoutSaNothingIsSent() {
    watch(100, 10, 6);
    up.put(100, false);
    runFor(300);
    assertEquals(List.of(), probes);
    assertEquals(List.of(), deaths);
    assertFalse(monitor.status(100, now).orElseThrow().ok());
  }

  @Test
  void switchingOnDoesNotKillAnIdleTunnel() {
    heard.put(100, now - 5_000 * SECOND);
    watch(100, 10, 6);
    runFor(200);
    assertEquals(List.of(), deaths);
    assertTrue(probes.size() >= 18);
  }

  @Test
  void afterDeathAndReturnItWatchesAgain() {
    watch(100, 10, 6);
    runFor(30);
    peerAnswers = false;
    runFor(70);
    assertEquals(1, deaths.size());
    up.put(100, false);
    runFor(500);
    assertEquals(1, deaths.size());
    up.put(100, true);
    peerAnswers = true;
    runFor(300);
    assertEquals(1, deaths.size());
    peerAnswers = false;
    runFor(75);
    assertEquals(2, deaths.size());
  }

  /** The view of IKE may lag: the SA is still there for a moment after it was declared dead. */
  @Test
  void deathIsToldOnce() {
    watch(100, 10, 6);
    runFor(30);
    peerAnswers = false;
    runFor(65);
    assertEquals(1, deaths.size());
    runFor(30);
    assertEquals(1, deaths.size());
  }

  @Test
  void probesOfManyGatewaysAreSpread() {
    Map<Integer, KeepaliveSettings> many = new HashMap<>();
    for (int g = 1; g <= 1000; g++) {
      many.put(g, new KeepaliveSettings(10, 6, 0, false));
      up.put(g, true);
    }
    monitor.configure(many, now);
    runFor(25);
    probes.removeIf(at -> at - START < 10 * SECOND || at - START >= 20 * SECOND);
    assertEquals(1000, probes.size());
    int[] perSecond = new int[10];
    for (long at : probes) {
      perSecond[(int) ((at - START) / SECOND - 10)]++;
    }
    for (int n : perSecond) {
      assertTrue(n > 90 && n < 110, n + " probes in one second");
    }
  }

  @Test
  void otherGatewaysAreNotDisturbedByAChange() {
    KeepaliveSettings ten = new KeepaliveSettings(10, 6, 0, false);
    up.put(1, true);
    up.put(2, true);
    monitor.configure(Map.of(1, ten), now);
    peerAnswers = false;
    runFor(55);
    monitor.configure(Map.of(1, ten, 2, new KeepaliveSettings(30, 6, 0, false)), now);
    runFor(10);
    assertEquals(1, deaths.size(), "the minute of gateway 1 went on");
    monitor.configure(Map.of(2, ten), now);
    assertEquals(Optional.empty(), monitor.status(1, now));
  }

  @Test
  void nothingToWatchHasNoDeadline() {
    assertTrue(monitor.isIdle());
    assertEquals(OptionalLong.empty(), poll());
  }

  @Test
  void statusShowsStateAndNextSend() {
    watch(100, 10, 6);
    runFor(40);
    for (int i = 0; i < 30; i++) {
      var status = monitor.status(100, now).orElseThrow();
      assertEquals("rfc4306", status.type());
      assertTrue(status.ok());
      assertTrue(status.nextSendSeconds() >= 0 && status.nextSendSeconds() <= 10);
      runFor(1);
    }
    peerAnswers = false;
    runFor(25);
    assertFalse(monitor.status(100, now).orElseThrow().ok());
  }

  @Test
  void logOnTracesWithTheTunnelAndLogOffDoesNot() {
    up.put(100, true);
    monitor.configure(Map.of(100, new KeepaliveSettings(10, 6, 0, true)), now);
    runFor(21);
    peerAnswers = false;
    runFor(25);
    peerAnswers = true;
    runFor(20);
    assertTrue(
        trace.stream().anyMatch(l -> l.matches("\\[IKE2] Tunnel\\[100] keepalive sent, .*")));
    assertTrue(trace.contains("[IKE2] Tunnel[100] keepalive heard again"), trace.toString());
    trace.clear();
    monitor.configure(Map.of(100, new KeepaliveSettings(10, 6, 0, false)), now);
    runFor(100);
    assertEquals(List.of(), trace);
  }

  private static void assertNear(long expected, long actual, long tolerance) {
    assertTrue(
        Math.abs(expected - actual) <= tolerance, "expected " + expected + ", not " + actual);
  }

  private void watch(int gateway, int interval, int count) {
    up.put(gateway, true);
    monitor.configure(Map.of(gateway, new KeepaliveSettings(interval, count, 0, false)), now);
  }

  /** Polls when asked to, and delivers answers when they are due. */
  private void runFor(int seconds) {
    long end = now + seconds * SECOND;
    while (true) {
      OptionalLong next = poll();
      long at = next.isPresent() && next.getAsLong() - end < 0 ? next.getAsLong() : end;
      assertTrue(at - now > 0 || at == end, "time must go on");
      now = at;
      if (now == end) {
        return;
      }
    }
  }

  private OptionalLong poll() {
    polls++;
    List<Integer> probed = new ArrayList<>();
    OptionalLong next =
        monitor.poll(
            now,
            this::status,
            new KeepaliveActions() {
              @Override
              public void probe(int gateway) {
                probes.add(now);
                probed.add(gateway);
              }

              @Override
              public void dead(int gateway, String reason) {
                assertTrue(reason.startsWith("keepalive failed"), reason);
                deaths.add(now);
              }

              @Override
              public void trace(String line) {
                trace.add(line);
              }
            });
    if (peerAnswers) {
      probed.forEach(g -> heard.put(g, now + answerAfter));
    }
    return next;
  }

  private GatewayStatus status(int gateway) {
    boolean there = up.getOrDefault(gateway, false);
    Long last = heard.get(gateway);
    return new GatewayStatus(
        gateway,
        OptionalInt.of(gateway),
        there,
        there,
        "",
        "",
        "",
        Optional.empty(),
        last == null || last - now > 0 ? 0 : last);
  }
}
