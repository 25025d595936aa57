package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.LineException;
import org.sekisho.config.language.Match;
import org.sekisho.config.language.Viewer;

/** Reads whole configurations. */
final class ConfigReader {

  private ConfigReader() {}

  /**
   * What the lines of a file come to on an empty router. Lines that are wrong or unknown sleep.
   *
   * @param grammar the commands there are
   */
  static Draft read(Grammar grammar, String text) {
    Draft draft = new Draft(ConfigState.EMPTY);
    Batch batch = new Batch(grammar, draft, Context.GLOBAL, false);
    for (SourceText.Line line : SourceText.lines(text)) {
      Context context = batch.context();
      Optional<CommandError> error = Dormancy.apply(batch, line.text());
      error.ifPresent(
          e -> {
            String shown = SecretMask.mask(line.text());
            Context home = batch.context().equals(context) ? context : Context.GLOBAL;
            draft
                .dormant()
                .add(new DormantLine(home, line.text().strip(), shown, line.number(), e));
          });
    }
    return draft;
  }

  /** The lines of a file as they stand, secrets masked. */
  static List<String> masked(Grammar grammar, String text) {
    List<String> lines = new ArrayList<>();
    Batch batch = new Batch(grammar, new Draft(ConfigState.EMPTY), Context.GLOBAL, false);
    for (SourceText.Line line : SourceText.lines(text.stripTrailing())) {
      String first = line.text().lines().findFirst().orElse("");
      String body = first.strip();
      String indentation = first.substring(0, first.length() - first.stripLeading().length());
      lines.add(body.startsWith("#") ? body : indentation + masked(grammar, body, batch.context()));
      line.text().lines().skip(1).forEach(lines::add);
      Optional<CommandError> unused = Dormancy.apply(batch, line.text());
    }
    return lines;
  }

  private static String masked(Grammar grammar, String line, Context context) {
    try {
      Optional<Match> match = grammar.match(line, new Viewer(Level.ADMINISTRATOR, context, true));
      return match.map(m -> (m.no() ? "no " : "") + m.shown()).orElse("");
    } catch (LineException e) {
      return SecretMask.mask(line);
    }
  }
}
