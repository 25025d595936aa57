package org.sekisho.schedule;

import java.util.Optional;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.log.EventLog;

/** Runs entries as administrator and tells the log, before, what is tried. */
final class Runner {

  private final CommandInterpreter interpreter;
  private final EventLog log;

  Runner(CommandInterpreter interpreter, EventLog log) {
    this.interpreter = interpreter;
    this.log = log;
  }

  void run(Schedule.Due due) {
    Entry entry = due.entry();
    String shown = interpreter.masked(entry.command()).orElse("a command nobody knows");
    log.info("[SCHEDULE] " + due.why() + ": " + shown);
    Optional<CommandError> error =
        interpreter.execute(entry.command(), new ScheduleSession(entry.context()));
    error.ifPresent(
        e ->
            log.info(
                "[SCHEDULE] schedule at " + entry.id() + " was refused: " + e.text().english()));
  }
}
