package org.sekisho.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.testkit.Printed;

class LogCommandsTest {

  private final TimeZone before = TimeZone.getDefault();
  private RouterLog log;

  @BeforeEach
  void start() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
    log = new RouterLog(Clock.fixed(Instant.parse("2017-07-15T00:55:33Z"), ZoneOffset.UTC), 9);
    log.info("one");
    log.info("two");
  }

  @AfterEach
  void stop() {
    log.stop();
    TimeZone.setDefault(before);
  }

  @Test
  void showLogPrintsOldestFirst() throws Exception {
    assertEquals("2017/07/15 09:55:33: one\n2017/07/15 09:55:33: two\n", run("show log"));
  }

  @Test
  void showLogReversePrintsNewestFirst() throws Exception {
    assertEquals(
        "2017/07/15 09:55:33: two\n2017/07/15 09:55:33: one\n", run("show log", "reverse"));
  }

  @Test
  void showLogAsJsonHasTimesInUtc() throws Exception {
    JsonNode log = Printed.json(command("show log"), ConfigSnapshot.EMPTY);
    assertEquals(
        "{\"time\":\"2017-07-15T00:55:33Z\",\"level\":\"info\",\"text\":\"two\"}",
        log.at("/entries/1").toString());
  }

  @Test
  void clearLogForgets() throws Exception {
    run("clear log");
    assertEquals(List.of(), log.entries());
  }

  @Test
  void onlyAdministratorsClear() {
    assertEquals(Level.USER, command("show log").spec().level());
    assertEquals(Level.ADMINISTRATOR, command("clear log").spec().level());
  }

  @Test
  void idsAreUniqueAndHelpIsBilingual() {
    List<Command> all = List.copyOf(new LogCommands(log).commands());
    assertEquals(
        all.size(), all.stream().map(c -> c.spec().id()).collect(Collectors.toSet()).size());
    for (Command c : all) {
      assertNotEquals(c.spec().help().english(), c.spec().help().japanese());
    }
  }

  @Test
  void moreThanFourHostsAreRefused() {
    Command.Store store = (Command.Store) command("syslog host").behaviour();
    Argument host = new Argument(LogCommands.HOST, "192.0.2.1", "192.0.2.1");
    Arguments four = new Arguments(List.of(host, host, host, host), List.of());
    Arguments five = new Arguments(List.of(host, host, host, host, host), List.of());
    assertTrue(store.check().check(four, null, ConfigSnapshot.EMPTY).isEmpty());
    assertTrue(store.check().check(five, null, ConfigSnapshot.EMPTY).isPresent());
  }

  private Command command(String id) {
    return new LogCommands(log)
        .commands().stream().filter(c -> c.spec().id().equals(id)).findFirst().orElseThrow();
  }

  private String run(String id, String... words) throws Exception {
    Argument[] arguments = Stream.of(words).map(Printed::word).toArray(Argument[]::new);
    return Printed.text(command(id), Language.ENGLISH, ConfigSnapshot.EMPTY, arguments);
  }
}
