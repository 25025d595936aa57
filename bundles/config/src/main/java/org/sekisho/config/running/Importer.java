package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Support;
import org.sekisho.api.config.Text;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.Viewer;
import org.sekisho.config.running.ImportReport.Entry;
import org.sekisho.config.running.ImportReport.Verdict;

/** Applies the lines of a file to a draft and notes what becomes of each. Used once. */
final class Importer {

  private record Place(String id, Context context, List<Object> keys) {
    static Place of(Setting s) {
      return new Place(s.command().id(), s.context(), s.keys());
    }
  }

  private final Grammar grammar;
  private final Draft draft;
  private final Batch batch;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<Place, Integer> entryOf = new HashMap<>();

  /**
   * Starts.
   *
   * @param grammar the commands
   * @param draft what the lines change
   * @param corrects whether a line replaces wrong forms of itself that sleep
   */
  Importer(Grammar grammar, Draft draft, boolean corrects) {
    this.grammar = grammar;
    this.draft = draft;
    this.batch = new Batch(grammar, draft, Context.GLOBAL, corrects);
  }

  /** Takes all lines, then hears the reviews of what came of them. */
  ImportReport run(String text, Collection<ConfigReview> reviews) {
    for (SourceText.Line line : SourceText.lines(text)) {
      take(line);
    }
    for (ConfigReview review : reviews) {
      review
          .review(Templates.expand(draft.state(), grammar), grammar::isCommand)
          .forEach(this::remark);
    }
    return new ImportReport(entries);
  }

  private void take(SourceText.Line line) {
    Optional<Match> match;
    try {
      match = match(line.text());
    } catch (LineException e) {
      match = Optional.empty();
    }
    int settings = draft.stored().size();
    int typed = draft.typed().size();
    Optional<CommandError> error = Dormancy.apply(batch, line.text());
    if (error.isPresent()) {
      String shown = SecretMask.mask(line.text());
      CommandError e = error.get();
      entries.add(
          new Entry(
              line.number(),
              match.isPresent() ? shown(match.get()) : shown,
              Verdict.REFUSED,
              e.column(),
              e.text(),
              List.of()));
      return;
    }
    if (match.isEmpty()) {
      return;
    }
    Text reason = null;
    for (CommandSpec spec : draft.typed().subList(typed, draft.typed().size())) {
      if (spec.support() instanceof Support.Stored stored) {
        reason = stored.reason();
      }
    }
    List<Text> remarks = new ArrayList<>();
    for (Setting s : draft.stored().subList(settings, draft.stored().size())) {
      Effect effect = Effect.of(s);
      reason = effect.idle().orElse(reason);
      remarks.addAll(effect.parts());
      entryOf.put(Place.of(s), entries.size());
    }
    Verdict verdict = reason == null ? Verdict.APPLIED : Verdict.STORED;
    entries.add(new Entry(line.number(), shown(match.get()), verdict, -1, reason, remarks));
  }

  /** Empty for blank lines and comments. */
  private Optional<Match> match(String text) throws LineException {
    String first = text.lines().findFirst().orElse("");
    return grammar.match(first, new Viewer(Level.ADMINISTRATOR, batch.context(), true));
  }

  private static String shown(Match match) {
    return (match.no() ? "no " : "") + match.shown();
  }

  private void remark(ConfigReview.Remark remark) {
    Integer at = entryOf.get(Place.of(remark.line()));
    if (at == null) {
      return; // about a line that was there before
    }
    Entry e = entries.get(at);
    if (remark.idle()) {
      if (e.verdict() == Verdict.APPLIED) {
        entries.set(
            at, new Entry(e.number(), e.shown(), Verdict.STORED, -1, remark.text(), e.remarks()));
      }
      return;
    }
    List<Text> remarks = new ArrayList<>(e.remarks());
    remarks.add(remark.text());
    entries.set(at, new Entry(e.number(), e.shown(), e.verdict(), e.column(), e.reason(), remarks));
  }
}
