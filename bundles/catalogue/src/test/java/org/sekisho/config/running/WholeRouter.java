package org.sekisho.config.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandInterpreter.Candidate;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;
import org.sekisho.config.commands.LanguageCommands;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.Viewer;
import org.sekisho.testkit.RecordingLog;

/** The command language of the whole router, with every bundle's commands. */
public final class WholeRouter {

  private static final Context TUNNEL = Context.tunnel(1);

  private final Catalogue catalogue;
  private final RunningConfig running;
  private final ConfigLife life;

  /** Gathers the commands as {@code sekisho check} does. */
  public WholeRouter() {
    RecordingLog log = new RecordingLog();
    catalogue = new Catalogue(log);
    SystemFacts facts = new SystemFacts("0.1.0", Map.of(), () -> LocalDateTime.MIN);
    NoThread thread = new NoThread();
    running =
        new RunningConfig(SecretSeal.beside(Path.of("/nonexistent/config0")), facts, log, thread);
    life = new ConfigLife(running, Path.of("/nonexistent"), facts, log, thread);
    catalogue.add(new LanguageCommands(running, life, log));
    ServiceLoader.load(CommandContributor.class).forEach(catalogue::add);
    if (!log.texts().isEmpty() || !catalogue.duplicates().isEmpty()) {
      throw new AssertionError(log.texts() + " " + catalogue.duplicates());
    }
  }

  /** Every command, by syntax. */
  public Collection<Command> commands() {
    return catalogue.commands();
  }

  /** Lets the commands of this bundle itself, such as show config, work on some lines. */
  public void run(List<String> lines) {
    ServiceLoader.load(CommandContributor.class).forEach(running::addContributor);
    running.addContributor(new LanguageCommands(running, life, new RecordingLog()));
    running
        .apply(lines)
        .ifPresent(
            e -> {
              throw new AssertionError(e + "\n" + String.join("\n", lines));
            });
  }

  /** A configuration without lines. */
  public Typed empty() {
    return new Typed();
  }

  /** What would become of the lines of a file on an empty router. */
  public ImportReport check(String text) {
    List<ConfigReview> reviews = new ArrayList<>();
    ServiceLoader.load(ConfigReview.class).forEach(reviews::add);
    return new Importer(catalogue.grammar(), new Draft(ConfigState.EMPTY), false)
        .run(text, reviews);
  }

  /** What a command needs selected. */
  public static Context contextOf(Command command) {
    return switch (command.spec().scope()) {
      case GLOBAL -> Context.GLOBAL;
      case TUNNEL -> TUNNEL;
      case PP -> Context.pp(1);
    };
  }

  /** Understands a line as it is typed by an administrator. */
  public Optional<Match> match(String line, Context context) throws LineException {
    Grammar grammar = catalogue.grammar();
    return grammar.match(line, new Viewer(Level.ADMINISTRATOR, context, true));
  }

  /** A line as logs show it. */
  public Optional<String> masked(String line) {
    return catalogue.grammar().masked(line);
  }

  /** What {@code ?} offers. */
  public List<Candidate> candidates(String line, Context context) {
    return catalogue
        .grammar()
        .candidates(
            line,
            new Viewer(Level.ADMINISTRATOR, context, false),
            new ConfiguredValues(ConfigSnapshot.EMPTY, List.of()));
  }

  /** A configuration lines are typed into. */
  public final class Typed {

    private final Draft draft = new Draft(ConfigState.EMPTY);

    /** Types a line. */
    public Optional<CommandError> type(String line, Context context) {
      return new Batch(catalogue.grammar(), draft, context, true).apply(line);
    }

    /** Loads the lines of a file; none may be refused. */
    public Typed load(List<String> lines) {
      Batch batch = new Batch(catalogue.grammar(), draft, Context.GLOBAL, false);
      for (String line : lines) {
        batch
            .apply(line)
            .ifPresent(
                e -> {
                  throw new AssertionError(line + ": " + e + "\n" + String.join("\n", lines));
                });
      }
      return this;
    }

    /** The lines of the file, secrets included. */
    public List<String> saved() {
      try {
        return new ArrayList<>(ConfigPrinter.sealed(draft.state(), (line, shown) -> line).all());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The lines of show config. */
    public List<String> shown() {
      return ConfigPrinter.masked(draft.state()).all();
    }
  }

  private static final class NoThread implements ConfigThread {
    @Override
    public boolean execute(Runnable task) {
      return false;
    }

    @Override
    public void later(Duration delay, Runnable task) {}

    @Override
    public boolean isCurrent() {
      return false;
    }

    @Override
    public void stop() {}
  }
}
