package org.sekisho.routing;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Session;
import org.sekisho.config.running.ConfigThread;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SystemFacts;

/** Configurations as typed, by the real configuration bundle with the commands of this one. */
final class Typed {

  private Typed() {}

  /** The running configuration after some lines; none may be refused. */
  static ConfigSnapshot config(String... lines) {
    ConfigThread thread = ConfigThread.start();
    try {
      RunningConfig running = running(thread);
      running
          .apply(List.of(lines))
          .ifPresent(
              e -> {
                throw new AssertionError(e.toString());
              });
      return running.running();
    } finally {
      thread.stop();
    }
  }

  /** Why a line is refused. */
  static Optional<CommandError> refusal(String line) {
    ConfigThread thread = ConfigThread.start();
    try {
      return running(thread).apply(List.of(line));
    } finally {
      thread.stop();
    }
  }

  private static RunningConfig running(ConfigThread thread) {
    SystemFacts facts = new SystemFacts("0", Map.of(), () -> LocalDateTime.MIN);
    RunningConfig running =
        new RunningConfig(Path.of("never-written"), facts, new RecordingLog(), thread);
    running.addContributor(new RouteCommands());
    running.addContributor(new InterfaceCommands());
    return running;
  }

  static List<StaticRoute> routes(String... lines) {
    return List.copyOf(StaticRoute.read(config(lines)).values());
  }

  /** Runs the one operation of a contributor. */
  static void run(
      CommandContributor contributor, Session session, ConfigSnapshot config, Argument... arguments)
      throws CommandException {
    Command command = contributor.commands().iterator().next();
    Arguments typed = new Arguments(List.of(arguments), List.of());
    ((Command.Run) command.behaviour()).action().run(new CommandCall(typed, session, config));
  }

  /** A word of the syntax. */
  static Argument word(String word) {
    return new Argument(word, word, word);
  }
}
