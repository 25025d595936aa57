package org.sekisho.config.commands;

import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.config.language.ErrorTexts;

/**
 * {@code show tech-support} and {@code show techinfo}: what every {@code show} answers that can be
 * typed without more words, one after the other. Secrets stay out because no {@code show} has any.
 * One that fails says so and does not keep the others back.
 */
final class TechSupport {

  private static final Logger LOGGER = System.getLogger(TechSupport.class.getName());

  /** What readers want first; the log, the longest, comes last. */
  private static final List<String> FIRST = List.of("show environment", "show config");

  private static final String LAST = "show log";

  private static final Shape<Part> PART =
      Shape.<Part>fields()
          .text("command", "the command that answers so", Part::command)
          .text("error", "why it has no answer, in English", Part::error)
          .answer("answer", "what the command answers by itself, or null", Part::tree)
          .build();

  private final Supplier<Collection<Command>> commands;

  /**
   * Prepares.
   *
   * @param commands every command there is when it is asked
   */
  TechSupport(Supplier<Collection<Command>> commands) {
    this.commands = commands;
  }

  /** The command by one of its names. */
  Command named(String name) {
    return Command.operation(
        CommandSpec.operation("show " + name)
            .help(
                "Show everything a support engineer asks for, without secrets",
                "サポートに必要な情報をまとめて表示する (パスワードや鍵は含まない)")
            .build(),
        Show.of(
                Shape.rows("parts", "the answers, one a command", PART),
                this::parts,
                TechSupport::lines)
            .onRequest());
  }

  private List<Part> parts(CommandCall call) {
    List<Part> parts = new ArrayList<>();
    for (Command command : shown()) {
      if (!call.session().interrupted()) {
        parts.add(part(command, call));
      }
    }
    return parts;
  }

  private List<Command> shown() {
    return commands.get().stream()
        .filter(c -> c.behaviour() instanceof Command.Run run && isShown(run))
        .filter(c -> c.spec().syntax().replaceAll(" ?\\[.*]", "").equals(c.spec().name()))
        .sorted(Comparator.comparingInt(TechSupport::place).thenComparing(c -> c.spec().name()))
        .toList();
  }

  private static boolean isShown(Command.Run run) {
    return run.action() instanceof Show<?> show && !show.isOnRequest();
  }

  private static int place(Command command) {
    int first = FIRST.indexOf(command.spec().name());
    return first >= 0
        ? first
        : command.spec().name().equals(LAST) ? FIRST.size() + 1 : FIRST.size();
  }

  private static Part part(Command command, CommandCall call) {
    String name = command.spec().name();
    Show<?> show = (Show<?>) ((Command.Run) command.behaviour()).action();
    Arguments none = new Arguments(List.of(), List.of());
    try {
      return new Part(
          name, show.answer(new CommandCall(none, call.session(), call.config())), null);
    } catch (CommandException e) {
      return new Part(name, null, e.text());
    } catch (RuntimeException | LinkageError e) {
      LOGGER.log(Logger.Level.ERROR, name + " failed", e);
      return new Part(name, null, ErrorTexts.internal().text());
    }
  }

  private static List<String> lines(List<Part> parts, Language language) {
    List<String> lines = new ArrayList<>();
    for (Part part : parts) {
      lines.add("# " + part.command);
      if (part.answer == null) {
        lines.add(new Text("Error: ", "エラー: ").in(language) + part.failure.in(language));
      } else {
        lines.addAll(part.answer.lines(language));
      }
      lines.add("");
    }
    return lines;
  }

  /** One command with its answer, or why there is none. */
  private record Part(String command, Show.Answer<?> answer, Text failure) {
    String error() {
      return failure == null ? null : failure.english();
    }

    Map<String, Object> tree() {
      return answer == null ? null : answer.tree();
    }
  }
}
