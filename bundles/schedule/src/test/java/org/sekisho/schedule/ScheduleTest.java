package org.sekisho.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Session;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;
import org.sekisho.testkit.RecordingLog;

/** Entries come due once, in their order, whatever the clock does. */
class ScheduleTest {

  private static final LocalDateTime NINE = LocalDateTime.of(2026, 11, 23, 9, 0, 0);
  private static final Command COMMAND = new ScheduleCommands().commands().iterator().next();

  /** A line: number, date (may be empty), time, selection, words. */
  private static Setting line(int id, String day, String when, String selected, String... words) {
    List<Arguments.Argument> list = new ArrayList<>();
    list.add(new Arguments.Argument("SCHEDULE", id, String.valueOf(id)));
    if (!day.isEmpty()) {
      list.add(new Arguments.Argument("DAY", day, day));
    }
    list.add(new Arguments.Argument("WHEN", when, when));
    if (selected.startsWith("tunnel ")) {
      int number = Integer.parseInt(selected.substring(7));
      list.add(new Arguments.Argument("TUNNEL", number, String.valueOf(number)));
    }
    for (String word : words) {
      list.add(new Arguments.Argument("COMMAND", word, word));
    }
    CommandSpec spec = COMMAND.spec();
    String text = "schedule at " + id;
    return new Setting(
        spec, Context.GLOBAL, List.of(id), new Arguments(list, List.of()), text, text);
  }

  private static List<String> due(Schedule schedule, LocalDateTime now, long seconds) {
    return schedule.due(now, seconds).stream()
        .map(d -> d.why() + " " + d.entry().id() + " " + d.entry().command())
        .toList();
  }

  @Test
  void timesOfDayRunInTheOrderOfTheirNumbersAndOnce() {
    Schedule schedule = new Schedule(NINE.minusSeconds(2), false);
    schedule.configure(
        new ConfigSnapshot(
            List.of(
                line(7, "*/*", "09:00", "*", "ipsec", "refresh", "sa"),
                line(3, "", "9:00:00", "*", "description", "1", "two words"),
                line(4, "*/tue", "09:00", "*", "never"))),
        0);
    assertEquals(List.of(), due(schedule, NINE.minusSeconds(1), 1));
    assertEquals(
        List.of("Time 3 description 1 'two words'", "Time 7 ipsec refresh sa"),
        due(schedule, NINE.plusNanos(400_000_000), 2));
    assertEquals(List.of(), due(schedule, NINE.plusNanos(900_000_000), 2));
    assertEquals(List.of(), due(schedule, NINE.plusSeconds(1), 3));
  }

  @Test
  void busyMachineMissesNothingAndSetClockRunsNothingTwice() {
    Schedule schedule = new Schedule(NINE.minusSeconds(5), false);
    schedule.configure(
        new ConfigSnapshot(List.of(line(1, "*/*", "*:00", "*", "ipsec", "refresh", "sa"))), 0);
    assertEquals(1, due(schedule, NINE.plusSeconds(20), 25).size());
    assertEquals(List.of(), due(schedule, NINE.plusHours(5).plusMinutes(1), 26), "set ahead");
    assertEquals(List.of(), due(schedule, NINE.minusMinutes(1), 27), "set back");
    assertEquals(1, due(schedule, NINE, 28).size());
  }

  @Test
  void timersRunOnceFromWhenTheyWereSet() {
    Schedule schedule = new Schedule(NINE, false);
    Setting timer = line(1, "", "+30", "tunnel 2", "ip", "tunnel", "mtu", "1400");
    schedule.configure(new ConfigSnapshot(List.of(timer)), 100);
    schedule.configure(
        new ConfigSnapshot(List.of(timer, line(2, "", "startup", "*", "description", "1", "a"))),
        120);
    assertEquals(List.of(), due(schedule, NINE.plusSeconds(1), 129));
    List<Schedule.Due> due = schedule.due(NINE.plusSeconds(2), 130);
    assertEquals(Context.tunnel(2), due.get(0).entry().context());
    assertEquals("Timer", due.get(0).why());
    assertEquals(List.of(), due(schedule, NINE.plusSeconds(3), 200));
    schedule.configure(ConfigSnapshot.EMPTY, 201);
    schedule.configure(new ConfigSnapshot(List.of(timer)), 300);
    assertEquals(1, due(schedule, NINE.plusSeconds(4), 330).size(), "set again");
  }

  @Test
  void linesOfTheStartRunOnceInALifeOfTheProcess() {
    ConfigSnapshot config =
        new ConfigSnapshot(List.of(line(2, "", "startup", "*", "ipsec", "refresh", "sa")));
    Schedule schedule = new Schedule(NINE, false);
    schedule.configure(config, 0);
    assertEquals(1, schedule.start().size());
    assertEquals(List.of(), schedule.start());
    Schedule updated = new Schedule(NINE, true);
    updated.configure(config, 0);
    assertEquals(List.of(), updated.start());
  }

  @Test
  void runsAsAdministratorAndTellsTheLog() {
    RecordingLog log = new RecordingLog();
    List<String> executed = new ArrayList<>();
    CommandInterpreter interpreter =
        new CommandInterpreter() {
          @Override
          public Optional<CommandError> execute(String line, Session session) {
            executed.add(session.origin() + " " + session.level() + " " + line);
            assertEquals(Level.ADMINISTRATOR, session.level());
            Text why = new Text("Parameter out of range", "パラメータが範囲を越えています");
            return line.endsWith("9999")
                ? Optional.of(new CommandError(CommandError.Kind.OUT_OF_RANGE, why, -1))
                : Optional.empty();
          }

          @Override
          public List<Candidate> candidates(String line, Session session) {
            return List.of();
          }

          @Override
          public Optional<String> masked(String line) {
            return Optional.of(line);
          }

          @Override
          public Collection<Command> commands() {
            return List.of();
          }
        };
    Runner runner = new Runner(interpreter, log);
    runner.run(
        new Schedule.Due(
            Entry.of(line(5, "", "+9", "tunnel 1", "ip", "tunnel", "mtu", "9999")), "Timer"));
    assertEquals(List.of("SCHEDULE ADMINISTRATOR ip tunnel mtu 9999"), executed);
    assertEquals(
        List.of(
            "[SCHEDULE] Timer: ip tunnel mtu 9999",
            "[SCHEDULE] schedule at 5 was refused: Parameter out of range"),
        log.texts());
  }

  private static Optional<String> refused(Setting line) {
    Command.Store store = (Command.Store) COMMAND.behaviour();
    return store
        .check()
        .check(line.arguments(), Context.GLOBAL, ConfigSnapshot.EMPTY)
        .map(Text::english);
  }

  @Test
  void refusesWhatNobodyIsThereFor() {
    assertEquals(Optional.empty(), refused(line(1, "*/*", "03:00", "*", "restart")));
    for (String command : List.of("save", "show config", "cold start", "administrator", "ping a")) {
      String why = refused(line(1, "*/*", "03:00", "*", command.split(" "))).orElseThrow();
      assertTrue(why.endsWith("it is for somebody at a console"), why);
    }
    assertTrue(
        refused(line(1, "*/*", "03:00", "*", "ipsec", "ike", "pre-shared-key", "1", "text", "a"))
            .orElseThrow()
            .startsWith("A command with a secret"));
    assertTrue(refused(line(1, "", "usb-attached", "*", "x")).orElseThrow().contains("USB"));
    assertTrue(refused(line(1, "*/*", "startup", "*", "x")).orElseThrow().contains("hh:mm"));
    assertTrue(refused(line(1, "*/*", "25:00", "*", "x")).orElseThrow().contains("25"));
  }

  @Test
  void commandsThatDoNothingHereAreNamed() {
    ConfigSnapshot config =
        new ConfigSnapshot(
            List.of(
                line(1, "", "09:00", "*", "ntpdate", "ntp.example.jp"),
                line(2, "", "startup", "*", "lua", "/tell.lua"),
                line(3, "", "09:00", "*", "ipsec", "refresh", "sa")));
    assertEquals(
        List.of(
            "The clock is kept by the Linux host: this line can go",
            "There are no scripts on this router: schedule its commands themselves"),
        new ScheduleReview().review(config).stream().map(r -> r.text().english()).toList());
    assertEquals(
        "'ipsec refresh sa' cannot be run: correct it; the error of the line typed alone says"
            + " where",
        new ScheduleReview().review(config, command -> false).get(2).text().english());
  }
}
