package org.sekisho.config.language;

import java.util.List;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Setting;

/**
 * A line that was understood.
 *
 * @param command the command
 * @param no whether it is the {@code no} form
 * @param arguments what was typed; of a {@code no} form just the identifying ones
 * @param line normalised text, secrets included
 * @param shown normalised text, secrets masked
 */
public record Match(Command command, boolean no, Arguments arguments, String line, String shown) {

  /** The declaration. */
  public CommandSpec spec() {
    return command.spec();
  }

  /**
   * The values of the keys. A key that the line leaves out, which its syntax must allow, counts as
   * empty text.
   */
  public List<Object> keys() {
    return spec().keys().stream().map(k -> arguments.find(k).orElse("")).toList();
  }

  /** The line as a setting; tunnel and peer commands belong to the selection. */
  public Setting setting(Context selected) {
    return new Setting(spec(), home(selected), keys(), arguments, line, shown);
  }

  /** The context the setting is stored in. */
  public Context home(Context selected) {
    return spec().scope() == Context.Kind.GLOBAL ? Context.GLOBAL : selected;
  }

  /** The line may hold a secret. */
  @Override
  public String toString() {
    return shown;
  }
}
