package org.sekisho.console.session;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;

/** Makes a typed line fit for the log. */
final class CommandTrace {

  private CommandTrace() {}

  /** The line with its secrets replaced by {@code *}. */
  static String withoutSecrets(String line, CommandInterpreter interpreter) {
    return interpreter.masked(line).orElseGet(() -> masked(line, interpreter.commands()));
  }

  /**
   * A line that is no command: its parameters are replaced by {@code *} when any command it may be
   * meant for has a secret one. Errs on the side of the asterisk.
   */
  private static String masked(String line, Collection<Command> commands) {
    String[] typed = line.split("[ \t]+");
    int first = typed[0].equalsIgnoreCase("no") ? 1 : 0;
    int keep = typed.length;
    for (Command command : commands) {
      if (hasSecret(command)) {
        String[] name = command.spec().name().split(" ");
        int common = common(typed, first, name);
        if (common == name.length || first + common == typed.length) {
          keep = Math.min(keep, first + common);
        }
      }
    }
    if (keep >= typed.length) {
      return line;
    }
    return String.join(" ", Arrays.copyOf(typed, keep)) + " *";
  }

  private static boolean hasSecret(Command command) {
    for (Parameter p : command.spec().parameters().values()) {
      if (p.type() instanceof ParameterType.Secret) {
        return true;
      }
    }
    return false;
  }

  /** How many words of the name are typed, in full or by their beginning. */
  private static int common(String[] typed, int first, String[] name) {
    int count = 0;
    while (count < name.length
        && first + count < typed.length
        && name[count].startsWith(plain(typed[first + count]))) {
      count++;
    }
    return count;
  }

  /** Quotes and backslashes do not hide a word. */
  private static String plain(String word) {
    return word.replaceAll("[\\\\'\"]", "").toLowerCase(Locale.ROOT);
  }
}
