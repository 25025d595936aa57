package org.sekisho.config;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandError;
import org.sekisho.config.commands.LanguageCommands;
import org.sekisho.config.running.ConfigLife;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;
import org.sekisho.testkit.RecordingLog;

/** The bundle put together as its component does it, without OSGi. */
final class Router {

  final RecordingLog log = new RecordingLog();
  final SteppedThread thread = new SteppedThread();
  final TypingSession session = new TypingSession();
  final Path file;
  final RunningConfig running;
  final ConfigLife life;
  final Interpreter interpreter;

  /** Whether every bundle has had its turn to start. */
  boolean booted = true;

  Router(Path data) {
    file = data.resolve("config0");
    LocalDateTime now = LocalDateTime.of(2026, 11, 23, 9, 5, 7);
    SystemFacts facts = new SystemFacts("0.1.0", Map.of("lan1", "lo"), () -> now);
    running = new RunningConfig(SecretSeal.beside(file), facts, log, thread, () -> booted);
    life = new ConfigLife(running, data, facts, log, thread);
    interpreter = new Interpreter(running);
    running.addContributor(new LanguageCommands(running, life, log));
  }

  /** A router with every command of {@link RouterCommands}. */
  static Router withEverything(Path data) {
    return new Router(data).with(RouterCommands.everything());
  }

  Router with(CommandContributor contributor) {
    running.addContributor(contributor);
    return this;
  }

  /** Types lines; none may be refused. */
  Router type(String... lines) {
    for (String line : lines) {
      Optional<CommandError> error = interpreter.execute(line, session);
      if (error.isPresent()) {
        throw new AssertionError(line + ": " + error.get());
      }
    }
    return this;
  }

  /** Types a line that must be refused. */
  CommandError refused(String line) {
    return interpreter
        .execute(line, session)
        .orElseThrow(() -> new AssertionError("accepted: " + line));
  }

  /** The configuration without its header. */
  List<String> shown() {
    List<String> lines = new ArrayList<>(running.shown());
    lines.removeIf(l -> l.startsWith("#"));
    return lines;
  }
}
