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
   * meant for has a secret one, and whatever follows a word that no command has there: who mistypes
   * {@code ipsec ike pre-shared-key} has still typed the key. Errs on the side of the asterisk.
   */
  private static String masked(String line, Collection<Command> commands) {
    String[] typed = line.split("[ \t]+");
    int first = typed[0].equalsIgnoreCase("no") ? 1 : 0;
    int keep = typed.length;
    int known = 0; // leading words that some command has
    boolean named = false; // whether they are a command's whole name
    for (Command command : commands) {
      String[] name = command.spec().name().split(" ");
      int common = common(typed, first, name);
      boolean whole = common == name.length;
      if (common > known) {
        known = common;
        named = whole;
      } else if (common == known) {
        named |= whole;
      }
      if (hasSecret(command) && (whole || first + common == typed.length)) {
        keep = Math.min(keep, first + common);
      }
    }
    if (!named) {
      keep = Math.min(keep, first + known + 1);
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
