package org.sekisho.config;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandAction;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Session;
import org.sekisho.api.config.Text;
import org.sekisho.api.show.Show;
import org.sekisho.config.language.ErrorTexts;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.Viewer;
import org.sekisho.config.running.EmbeddedText;
import org.sekisho.config.running.RunningConfig;

/** Executes lines of sessions. */
final class Interpreter implements CommandInterpreter {

  private static final Logger LOGGER = System.getLogger(Interpreter.class.getName());

  private static final Text NO_JSON =
      new Text(
          "This command has no JSON form; leave | json out",
          "このコマンドはJSON形式では表示できません。| json を外してください");

  private final RunningConfig running;

  Interpreter(RunningConfig running) {
    this.running = running;
  }

  @Override
  public Optional<CommandError> execute(String line, Session session) {
    Optional<Match> match;
    try {
      match = running.grammar().match(line, viewer(session));
    } catch (LineException e) {
      return session.level() == Level.ADMINISTRATOR
          ? running.removeUnknown(line, session.context(), e.error())
          : Optional.of(e.error());
    }
    if (match.isEmpty()) {
      return Optional.empty();
    }
    if (EmbeddedText.isHead(match.get())) {
      match = Optional.of(withText(match.get(), session));
    }
    Command.Behaviour behaviour = match.get().command().behaviour();
    if (session.json() && !(behaviour instanceof Command.Run r && r.action() instanceof Show<?>)) {
      return Optional.of(ErrorTexts.refused(NO_JSON));
    }
    return behaviour instanceof Command.Run run
        ? run(run.action(), match.get(), session)
        : change(match.get(), session);
  }

  /** Asks for the lines of text up to the mark; the line alone when it does not come. */
  private static Match withText(Match head, Session session) {
    List<String> text = new ArrayList<>();
    String line = "";
    while (line != null && !line.strip().equals(EmbeddedText.endOf(head))) {
      line = session.ask("", true);
      if (line != null) {
        text.add(line);
      }
    }
    return EmbeddedText.whole(head, text.toArray(String[]::new)).orElse(head);
  }

  private Optional<CommandError> change(Match match, Session session) {
    RunningConfig.Outcome outcome = running.apply(match, session.context());
    if (session.interactive()) {
      outcome.notices().forEach(n -> session.out().println(n.in(session.language())));
    }
    return outcome.error();
  }

  private Optional<CommandError> run(CommandAction action, Match match, Session session) {
    try {
      action.run(new CommandCall(match.arguments(), session, running.running()));
      return Optional.empty();
    } catch (CommandException e) {
      return Optional.of(ErrorTexts.refused(e.text()));
    } catch (RuntimeException | LinkageError e) {
      LOGGER.log(Logger.Level.ERROR, "command " + match.spec().id() + " failed", e);
      return Optional.of(ErrorTexts.internal());
    }
  }

  @Override
  public List<Candidate> candidates(String line, Session session) {
    return running.grammar().candidates(line, viewer(session), running.knownValues());
  }

  @Override
  public Optional<String> masked(String line) {
    return running.grammar().masked(line);
  }

  @Override
  public Collection<Command> commands() {
    return running.commands();
  }

  private static Viewer viewer(Session session) {
    return new Viewer(session.level(), session.context(), false);
  }
}
