package org.sekisho.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Session;

class LogCommandsTest {

  private final TimeZone before = TimeZone.getDefault();
  private RouterLog log;
  private final StringWriter out = new StringWriter();

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
    run("show log");
    assertEquals("2017/07/15 09:55:33: one\n2017/07/15 09:55:33: two\n", out.toString());
  }

  @Test
  void showLogReversePrintsNewestFirst() throws Exception {
    run("show log", "reverse");
    assertEquals("2017/07/15 09:55:33: two\n2017/07/15 09:55:33: one\n", out.toString());
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

  private void run(String id, String... words) throws Exception {
    List<Argument> arguments = List.of(words).stream().map(w -> new Argument(w, w, w)).toList();
    PrintWriter writer = new PrintWriter(out);
    Session session =
        (Session)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, args) ->
                    method.getName().equals("out")
                        ? writer
                        : method.getName().equals("interrupted") ? false : null);
    Command.Run run = (Command.Run) command(id).behaviour();
    run.action()
        .run(new CommandCall(new Arguments(arguments, List.of()), session, ConfigSnapshot.EMPTY));
    writer.flush();
  }
}
