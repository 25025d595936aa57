package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.Setting;
import org.sekisho.config.language.ErrorTexts;

/** Lets lines sleep while no command knows them, and wakes them when one does. */
final class Dormancy {

  private Dormancy() {}

  /** Applies a line of a file; an embedded file is one line with its text. */
  static Optional<CommandError> apply(Batch batch, String text) {
    return text.indexOf('\n') < 0 ? batch.apply(text) : batch.applyText(text);
  }

  /**
   * Fits a draft to the commands there are: settings whose command went away sleep, lines whose
   * command came take effect.
   */
  static void reconcile(Draft draft, Catalogue catalogue) {
    for (Setting s : draft.settings()) {
      if (!catalogue.has(s.command())) {
        draft.remove(s);
        CommandError waiting =
            ErrorTexts.refused("Its command is not installed now", "コマンドが現在組み込まれていません");
        draft.dormant().add(new DormantLine(s.context(), s.line(), s.shown(), 0, waiting));
      }
    }
    List<DormantLine> sleeping = List.copyOf(draft.dormant());
    draft.dormant().clear();
    for (DormantLine line : sleeping) {
      Batch batch = new Batch(catalogue.grammar(), draft, line.context(), false);
      Optional<CommandError> error = apply(batch, line.text());
      error.ifPresent(e -> draft.dormant().add(line.number() > 0 ? line.with(e) : line));
    }
  }

  /** The lines without effect, whole or in part, each with its reason. */
  static List<IdleLine> list(ConfigState state) {
    List<IdleLine> lines = new ArrayList<>();
    for (Setting s : state.snapshot().settings()) {
      Effect effect = Effect.of(s);
      effect.idle().ifPresent(r -> lines.add(new IdleLine(s.context(), s.shown(), r)));
      effect.parts().forEach(r -> lines.add(new IdleLine(s.context(), s.shown(), r)));
    }
    for (DormantLine d : state.dormant()) {
      lines.add(new IdleLine(d.context(), d.shown(), d.error().text()));
    }
    return lines;
  }
}
