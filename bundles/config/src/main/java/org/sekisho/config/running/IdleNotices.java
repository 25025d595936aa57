package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Support;
import org.sekisho.api.config.Text;
import org.sekisho.api.log.EventLog;

/** Tells who types a line, and the log, that it has no effect here. */
final class IdleNotices {

  private static final Text NONE =
      new Text(" is kept but has no effect here: ", " は保存されますが効果はありません: ");
  private static final Text PARTLY =
      new Text(" is kept, but not all of it has an effect: ", " は保存されますが一部は効果がありません: ");

  private final EventLog log;
  private final Set<String> announced = new HashSet<>();

  /** Starts with nothing said. */
  IdleNotices(EventLog log) {
    this.log = log;
  }

  /** The same as {@link #of(Draft)}, and of the lines that reviews call idle. */
  List<Text> of(Draft draft, List<IdleLine> reviewed) {
    List<Text> notices = of(draft);
    for (IdleLine line : reviewed) {
      if (announced.add(line.shown() + '\n' + line.reason().english())) {
        notices.add(said(line.shown(), NONE, line.reason()));
      }
    }
    return notices;
  }

  /**
   * Says once of each command, or part of one, that has no effect here; called by one thread at a
   * time.
   */
  List<Text> of(Draft draft) {
    List<Text> notices = new ArrayList<>();
    for (CommandSpec command : draft.typed()) {
      if (command.support() instanceof Support.Stored stored) {
        announce(command, command.id(), NONE, stored.reason(), notices);
      }
    }
    for (Setting setting : draft.stored()) {
      if (setting.command().support() instanceof Support.Applied) {
        String line = setting.shown();
        Effect effect = Effect.of(setting);
        effect.idle().ifPresent(r -> announce(setting.command(), line, NONE, r, notices));
        effect.parts().forEach(r -> announce(setting.command(), line, PARTLY, r, notices));
      }
    }
    return notices;
  }

  private void announce(
      CommandSpec command, String what, Text how, Text reason, List<Text> notices) {
    if (announced.add(command.id() + '\n' + reason.english())) {
      notices.add(said(what, how, reason));
    }
  }

  private Text said(String what, Text how, Text reason) {
    Text notice =
        new Text(
            what + how.english() + reason.english(), what + how.japanese() + reason.japanese());
    log.info(notice.english());
    return notice;
  }
}
