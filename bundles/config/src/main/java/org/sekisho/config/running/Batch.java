package org.sekisho.config.running;

import java.lang.System.Logger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Support;
import org.sekisho.api.config.Text;
import org.sekisho.config.language.ErrorTexts;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.Viewer;

/** Applies lines to a draft one after the other, with a selection of its own. */
public final class Batch {

  private static final Logger LOGGER = System.getLogger(Batch.class.getName());

  /** How deep lines may stand for other lines; more would be a circle. */
  private static final int MAX_DEPTH = 4;

  private final Grammar grammar;
  private final Draft draft;
  private final boolean corrects;
  private Context context;

  /**
   * Starts.
   *
   * @param grammar the commands
   * @param draft what the lines change
   * @param context selection to start with
   * @param corrects whether a line replaces wrong forms of itself that sleep; in a file each of
   *     them must be told
   */
  Batch(Grammar grammar, Draft draft, Context context, boolean corrects) {
    this.corrects = corrects;
    this.grammar = grammar;
    this.draft = draft;
    this.context = context;
  }

  /** Present selection. */
  public Context context() {
    return context;
  }

  /** Selects for the lines that follow. */
  public void select(Context selected) {
    context = selected;
  }

  /**
   * Forgets every line.
   *
   * @throws CommandException when other lines came before
   */
  public void clear() throws CommandException {
    if (!draft.stored().isEmpty()) {
      throw new CommandException(
          "clear configuration must be the first line of a file",
          "clear configuration はファイルの先頭に記述してください");
    }
    draft.clear();
  }

  /**
   * Applies a line.
   *
   * @return why it was refused; the draft is as before then
   */
  Optional<CommandError> apply(String line) {
    return apply(line, 0);
  }

  /** Applies a line that is followed by lines of text, up to the mark it names. */
  Optional<CommandError> applyText(String lines) {
    int end = lines.indexOf('\n');
    String head = lines.substring(0, end);
    try {
      Optional<Match> match = grammar.match(head, new Viewer(Level.ADMINISTRATOR, context, true));
      return match.isPresent() && EmbeddedText.isHead(match.get())
          ? EmbeddedText.whole(match.get(), lines.substring(end + 1).split("\n", -1))
              .map(this::apply)
              .orElseGet(() -> Optional.of(EmbeddedText.open(match.get())))
          : apply(head);
    } catch (LineException e) {
      return Optional.of(e.error());
    }
  }

  /** Applies a line that was understood already. */
  Optional<CommandError> apply(Match match) {
    return apply(match, 0);
  }

  private Optional<CommandError> apply(String line, int depth) {
    try {
      Optional<Match> match = grammar.match(line, new Viewer(Level.ADMINISTRATOR, context, true));
      return match.isPresent() ? apply(match.get(), depth) : Optional.empty();
    } catch (LineException e) {
      if (removeDormant(line)) {
        return Optional.empty();
      }
      if (isSelection(line)) {
        // What follows belongs to a block that does not exist, not to the block before.
        context = Context.GLOBAL;
      }
      return Optional.of(e.error());
    }
  }

  private Optional<CommandError> apply(Match match, int depth) {
    try {
      Command.Behaviour behaviour = match.command().behaviour();
      if (!match.no() && EmbeddedText.isHead(match) && match.line().indexOf('\n') < 0) {
        return Optional.of(EmbeddedText.open(match));
      }
      if (behaviour instanceof Command.Store store) {
        return match.no() ? remove(match) : store(match, store);
      } else if (behaviour instanceof Command.Rewrite rewrite) {
        return rewrite(match, rewrite, depth);
      } else if (behaviour instanceof Command.Run run
          && run.action() instanceof BatchOperation operation) {
        operation.inBatch(match.arguments(), this);
        return Optional.empty();
      }
      return Optional.of(
          ErrorTexts.refused(
              "This command cannot stand in a configuration; type it on the console",
              "このコマンドは設定として記述できません。コンソールから実行してください"));
    } catch (CommandException e) {
      return Optional.of(ErrorTexts.refused(e.text()));
    } catch (RuntimeException | LinkageError e) {
      LOGGER.log(Logger.Level.ERROR, "command " + match.spec().id() + " failed", e);
      return Optional.of(ErrorTexts.internal());
    }
  }

  private Optional<CommandError> remove(Match match) {
    draft.remove(match.setting(context));
    if (corrects) {
      forgetWrongForms(match.line(), match.home(context));
    }
    return Optional.empty();
  }

  /** A wrong form of a setting does not outlive the setting's removal or correction. */
  private void forgetWrongForms(String identity, Context home) {
    List<String> wanted = words(identity);
    draft
        .dormant()
        .removeIf(d -> d.isWrong() && isAt(d, home) && startsWith(words(d.text()), wanted));
  }

  private static boolean isAt(DormantLine line, Context home) {
    return home.equals(Context.GLOBAL) || home.equals(line.context());
  }

  private void correct(Match match) {
    if (!corrects || draft.dormant().stream().noneMatch(DormantLine::isWrong)) {
      return;
    }
    try {
      Viewer viewer = new Viewer(Level.ADMINISTRATOR, context, true);
      grammar
          .match("no " + match.line(), viewer)
          .ifPresent(m -> forgetWrongForms(m.line(), m.home(context)));
    } catch (LineException e) {
      throw new IllegalStateException("no form of " + match.spec().id(), e);
    }
  }

  private Optional<CommandError> store(Match match, Command.Store store) {
    if (match.spec().support() instanceof Support.Refused refused) {
      return Optional.of(ErrorTexts.refused(refused.reason()));
    }
    ConfigSnapshot now =
        store.check() == Command.Check.NONE ? ConfigSnapshot.EMPTY : draft.snapshot();
    Optional<Text> refusal = store.check().check(match.arguments(), match.home(context), now);
    if (refusal.isPresent()) {
      return Optional.of(ErrorTexts.refused(refusal.get()));
    }
    draft.put(match.setting(context));
    correct(match);
    return Optional.empty();
  }

  private Optional<CommandError> rewrite(Match match, Command.Rewrite rewrite, int depth) {
    if (depth >= MAX_DEPTH) {
      throw new IllegalStateException("circle of rewritten lines");
    }
    ConfigState before = draft.state();
    List<String> lines =
        rewrite.rewriter().rewrite(match.arguments(), match.home(context), draft.snapshot());
    if (lines.isEmpty()) {
      draft.idle(match.spec());
    }
    if (lines.contains(match.line())) {
      // A line that stands for itself is no setting because a value of it is none.
      return Optional.of(ErrorTexts.outOfRange(-1));
    }
    for (String line : lines) {
      Optional<CommandError> error = apply(match.no() ? opposite(line) : line, depth + 1);
      if (error.isPresent()) {
        draft.replace(before);
        return error;
      }
    }
    return Optional.empty();
  }

  private static String opposite(String line) {
    return line.startsWith("no ") ? line.substring(3) : "no " + line;
  }

  private static boolean isSelection(String line) {
    String words = String.join(" ", words(line)).toLowerCase(Locale.ROOT);
    return words.startsWith("tunnel select") || words.startsWith("pp select");
  }

  /** {@code no} with the words of a line without effect removes it. */
  boolean removeDormant(String line) {
    List<String> words = words(line);
    if (words.size() < 2 || !words.get(0).equals("no")) {
      return false;
    }
    List<String> wanted = words.subList(1, words.size());
    List<DormantLine> found =
        draft.dormant().stream().filter(d -> startsWith(words(d.text()), wanted)).toList();
    List<DormantLine> here = found.stream().filter(d -> d.context().equals(context)).toList();
    draft.dormant().removeAll(here.isEmpty() ? found : here);
    return !found.isEmpty();
  }

  private static boolean startsWith(List<String> words, List<String> wanted) {
    return wanted.size() <= words.size() && words.subList(0, wanted.size()).equals(wanted);
  }

  private static List<String> words(String line) {
    try {
      return Grammar.words(line.lines().findFirst().orElse("")).stream()
          .map(w -> w.toLowerCase(Locale.ROOT))
          .toList();
    } catch (LineException e) {
      return List.of();
    }
  }
}
