package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.IdlePart;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Support;
import org.sekisho.api.config.Text;

/**
 * What of a line takes effect, as the declaration of its command says.
 *
 * @param idle why nothing of it does; empty when something does
 * @param parts why parts of it do not
 */
record Effect(Optional<Text> idle, List<Text> parts) {

  /** Of a setting. */
  static Effect of(Setting setting) {
    if (setting.command().support() instanceof Support.Stored stored) {
      return new Effect(Optional.of(stored.reason()), List.of());
    }
    return of(setting.command(), setting.arguments());
  }

  private static Effect of(CommandSpec command, Arguments line) {
    List<Text> parts = new ArrayList<>();
    Optional<Text> idle = Optional.empty();
    for (IdlePart part : command.idleParts()) {
      if (part.isIn(line)) {
        parts.add(part.reason());
        if (part.whole() && idle.isEmpty() && everyRepetitionIsIdle(command, line)) {
          idle = Optional.of(part.reason());
        }
      }
    }
    return new Effect(idle, idle.isPresent() ? List.of() : parts);
  }

  private static boolean everyRepetitionIsIdle(CommandSpec command, Arguments line) {
    return line.groups().stream()
        .allMatch(
            group ->
                command.idleParts().stream().anyMatch(part -> part.whole() && part.isIn(group)));
  }
}
