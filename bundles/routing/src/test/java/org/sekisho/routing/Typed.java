package org.sekisho.routing;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;
import org.sekisho.testkit.RecordingLog;

/** Configurations as typed, by the real configuration bundle with the commands of this one. */
final class Typed {

  private Typed() {}

  /** The running configuration after some lines; none may be refused. */
  static ConfigSnapshot config(String... lines) {
    return with(running -> accepted(running, lines).running());
  }

  /** The lines as show config prints them, without its header. */
  static List<String> shown(String... lines) {
    return with(
        running ->
            accepted(running, lines).shown().stream()
                .filter(line -> !line.startsWith("#"))
                .toList());
  }

  /** Why a line is refused. */
  static Optional<CommandError> refusal(String line) {
    return with(running -> running.apply(List.of(line)));
  }

  private static RunningConfig accepted(RunningConfig running, String... lines) {
    Optional<CommandError> error = running.apply(List.of(lines));
    if (error.isPresent()) {
      throw new AssertionError(error.get().toString());
    }
    return running;
  }

  private static <T> T with(Function<RunningConfig, T> use) {
    ConfigThread thread = ConfigThread.start();
    try {
      SystemFacts facts = new SystemFacts("0", Map.of(), () -> LocalDateTime.MIN);
      SecretSeal seal = SecretSeal.beside(Path.of("never-written"));
      RunningConfig running = new RunningConfig(seal, facts, new RecordingLog(), thread);
      running.addContributor(new RouteCommands());
      running.addContributor(new InterfaceCommands());
      return use.apply(running);
    } finally {
      thread.stop();
    }
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
