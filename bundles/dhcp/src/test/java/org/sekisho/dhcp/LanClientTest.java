package org.sekisho.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.dhcp.Lease;
import org.sekisho.api.dhcp.LeaseListener;
import org.sekisho.testkit.RecordingLog;

/** The life of one client, in virtual time. */
class LanClientTest {

  private static final String BOUND =
      "sekisho-dhcp bound|ip=10.66.0.60|subnet=255.255.255.0|router=10.66.0.1|lease=600";

  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();
  private final RecordingLog log = new RecordingLog();
  private final List<Child> children = new ArrayList<>();
  private long seconds;
  private Instant wall = Instant.parse("2026-11-24T00:00:00Z");
  private LanClient client;

  @BeforeEach
  void make() {
    client = made(settings());
  }

  @Test
  void asksWhenThereIsALinkAndTellsWhatItGets() {
    assertEquals(List.of("lost lan2"), told);
    client.tick(false);
    assertEquals(0, children.size());
    assertEquals(ClientStatus.State.NO_LINK, client.status().state());
    client.tick(true);
    assertEquals(ClientStatus.State.REQUESTING, client.status().state());
    assertTrue(
        child().command.startsWith("-f -R -i wan0 -s /report -o -O subnet -O router"),
        child().command);
    assertTrue(child().command.endsWith("-t 2147483647 -T 3"), child().command);
    child().says("sekisho-dhcp deconfig|");
    child().says(BOUND);
    assertEquals(List.of("lost lan2", "10.66.0.60/24"), told);
    assertEquals(ClientStatus.State.BOUND, client.status().state());
    child().says(BOUND.replace("bound", "renew"));
    assertEquals(2, told.size(), "a renewal changes nothing");
    child().says(BOUND.replace("bound", "renew").replace("0.60", "0.61"));
    assertEquals("10.66.0.61/24", last());
    assertEquals(
        List.of(
            "[DHCPC] LAN2: 10.66.0.60/24, gateway 10.66.0.1, for 600 seconds",
            "[DHCPC] LAN2: 10.66.0.61/24, gateway 10.66.0.1, for 600 seconds"),
        log.texts());
  }

  @Test
  void aServerThatTakesTheAddressBackIsObeyed() {
    bind();
    child().says("sekisho-dhcp nak|");
    child().says("sekisho-dhcp deconfig|");
    assertEquals("lost lan2", last());
    child().says(BOUND);
    assertEquals("10.66.0.60/24", last());
  }

  @Test
  void aClientThatEndsIsStartedAgainAndTheLeaseLastsOnlyItsTime() {
    bind();
    child().says("udhcpc: out of memory");
    child().ends();
    client.tick(true);
    assertEquals(1, children.size(), "not at once");
    pass(2, true);
    assertEquals(2, children.size());
    assertTrue(child().command.endsWith("-r 10.66.0.60"), child().command);
    child().says("sekisho-dhcp deconfig|");
    assertEquals("10.66.0.60/24", last(), "it says so at its start");
    pass(597, true);
    assertEquals("10.66.0.60/24", last());
    pass(1, true);
    assertEquals("lost lan2", last());
    assertEquals("[DHCPC] LAN2: 10.66.0.60 is given up: the lease has expired", lastLog());
    assertEquals(
        "[DHCPC] LAN2: the DHCP client has ended: udhcpc: out of memory", log.texts().get(1));
  }

  @Test
  void oneThatNeverRunsIsTriedLessAndLess() {
    for (int second = 0; second < 300; second++) {
      pass(1, true);
      if (!child().ended) {
        child().says(UdhcpcProcess.MISSING);
        child().ends();
      }
    }
    assertTrue(children.size() >= 10 && children.size() <= 15, children.size() + " starts");
    assertEquals(
        List.of(
            "[DHCPC] LAN2: the DHCP client has ended: udhcpc is not installed; run: apt-get"
                + " install udhcpc"),
        log.texts(),
        "said once");
    assertEquals(log.texts().get(0), "[DHCPC] LAN2: " + client.status().problem());
  }

  @Test
  void aLinkThatComesBackMayBeAnotherNetwork() {
    bind();
    pass(5, false);
    assertEquals("10.66.0.60/24", last());
    Child former = child();
    client.tick(true);
    assertTrue(former.killed);
    assertEquals(2, children.size());
    former.says(BOUND.replace("0.60", "0.99"));
    assertEquals("10.66.0.60/24", last(), "one that was ended has no say");
    child().says(BOUND.replace("10.66.0", "172.16.9"));
    assertEquals("172.16.9.60/24", last());
  }

  @Test
  void givesUpAfterItsAttemptsUntilTheLinkComesUpAgain() {
    client = made(settings(OptionalInt.of(4), OptionalInt.empty()));
    client.tick(true);
    assertTrue(child().command.endsWith("-t 4 -T 3 -n"), child().command);
    child().says("sekisho-dhcp leasefail|");
    child().ends();
    pass(600, true);
    assertEquals(1, children.size());
    assertEquals(ClientStatus.State.NO_ANSWER, client.status().state());
    assertEquals("no DHCP server answers", client.status().problem());
    client.tick(false);
    client.tick(true);
    assertEquals(2, children.size());
  }

  @Test
  void givesTheAddressUpWhenTheLinkStaysDown() {
    client = made(settings(OptionalInt.empty(), OptionalInt.of(10)));
    bind();
    pass(10, false);
    assertEquals("10.66.0.60/24", last());
    pass(1, false);
    assertEquals("lost lan2", last());
    assertTrue(child().killed);
    client.tick(true);
    assertFalse(child().command.contains("-r "), child().command);
  }

  @Test
  void anAnswerOfNoUseIsNotAskedForAllTheTime() {
    client.tick(true);
    child().says(BOUND.replace("255.255.255.0", "0.0.0.0"));
    assertTrue(child().killed);
    assertEquals(List.of("lost lan2"), told);
    pass(29, true);
    assertEquals(1, children.size());
    pass(1, true);
    assertEquals(2, children.size());
    assertEquals(
        "[DHCPC] LAN2: the DHCP server's answer is of no use: the mask it offers is that of no"
            + " network",
        lastLog());
  }

  @Test
  void releaseTellsTheServerFirst() {
    bind();
    client.release();
    assertTrue(child().released);
    assertEquals("10.66.0.60/24", last(), "the message needs the address");
    assertFalse(client.isOver());
    child().says("sekisho-dhcp deconfig|");
    child().ends();
    assertEquals("lost lan2", last());
    assertTrue(client.isOver());
    client.tick(true);
    assertEquals(1, children.size());
    assertEquals(List.of("lost lan2"), toldBy(made(settings())), "nothing is remembered");
  }

  @Test
  void releaseWaitsNotForever() {
    bind();
    client.release();
    pass(2, true);
    assertFalse(client.isOver());
    pass(1, true);
    assertTrue(client.isOver());
    assertTrue(child().killed);
    assertEquals("lost lan2", last());
  }

  @Test
  void anotherSettingStartsItAgainAndKeepsTheLease() {
    bind();
    client.configure(settings());
    client.tick(true);
    assertEquals(1, children.size());
    client.configure(
        new ClientSettings(
            "wan0",
            OptionalInt.empty(),
            5,
            OptionalLong.of(3600),
            Optional.of("kyoto"),
            OptionalInt.empty()));
    client.tick(true);
    assertEquals(2, children.size());
    assertTrue(
        child().command.endsWith("-T 5 -x lease:3600 -x hostname:kyoto -r 10.66.0.60"),
        child().command);
    assertEquals("10.66.0.60/24", last());
  }

  @Test
  void theNextRouterGoesOnWithTheLease() {
    bind();
    client.stop();
    assertTrue(child().killed && !child().released);
    pass(100, true);
    LanClient next = made(settings());
    assertEquals("10.66.0.60/24", last());
    assertEquals(500, TimeUnit.NANOSECONDS.toSeconds(next.status().leaseEnd()) - seconds);
    next.tick(true);
    assertTrue(child().command.endsWith("-r 10.66.0.60"), child().command);
    pass(501, true);
    assertEquals(List.of("lost lan2"), toldBy(made(settings())), "it has expired");
  }

  @Test
  void aClockThatWentBackwardsCannotTellWhetherALeaseHolds() {
    bind();
    wall = Instant.EPOCH;
    assertEquals(List.of("lost lan2"), toldBy(made(settings())));
  }

  private List<String> toldBy(LanClient other) {
    List<String> heard = new ArrayList<>();
    other.tell(listener(heard));
    return heard;
  }

  private void bind() {
    client.tick(true);
    child().says("sekisho-dhcp deconfig|");
    child().says(BOUND);
    assertEquals("10.66.0.60/24", last());
  }

  private void pass(int howLong, boolean link) {
    for (int i = 0; i < howLong; i++) {
      seconds++;
      wall = wall.plusSeconds(1);
      client.tick(link);
    }
  }

  private String last() {
    return told.get(told.size() - 1);
  }

  private String lastLog() {
    return log.texts().get(log.texts().size() - 1);
  }

  private Child child() {
    return children.get(children.size() - 1);
  }

  private static ClientSettings settings() {
    return settings(OptionalInt.empty(), OptionalInt.empty());
  }

  private static ClientSettings settings(OptionalInt attempts, OptionalInt release) {
    return new ClientSettings("wan0", attempts, 3, OptionalLong.empty(), Optional.empty(), release);
  }

  private LanClient made(ClientSettings settings) {
    Time time =
        new Time() {
          @Override
          public Instant now() {
            return wall;
          }

          @Override
          public long nanos() {
            return TimeUnit.SECONDS.toNanos(seconds);
          }
        };
    return new LanClient(
        "lan2",
        settings,
        new LeaseFile(folder.resolve("lan2")),
        new LanClient.Surroundings(
            this::start, "/report", Runnable::run, listener(told), log, time));
  }

  private Udhcpc.Running start(List<String> arguments, Consumer<String> line, Runnable end) {
    Child child = new Child(String.join(" ", arguments), line, end);
    children.add(child);
    return child;
  }

  private static LeaseListener listener(List<String> heard) {
    return new LeaseListener() {
      @Override
      public void leased(Lease lease) {
        heard.add(lease.address().getHostAddress() + "/" + lease.prefixLength());
      }

      @Override
      public void lost(String lan) {
        heard.add("lost " + lan);
      }
    };
  }

  /** A process that does what the test says. */
  private static final class Child implements Udhcpc.Running {
    private final String command;
    private final Consumer<String> line;
    private final Runnable end;
    private boolean released;
    private boolean killed;
    private boolean ended;

    Child(String command, Consumer<String> line, Runnable end) {
      this.command = command;
      this.line = line;
      this.end = end;
    }

    void says(String text) {
      line.accept(text);
    }

    void ends() {
      ended = true;
      end.run();
    }

    @Override
    public void release() {
      released = true;
    }

    @Override
    public void kill() {
      killed = true;
    }
  }
}
