package org.sekisho.api.config;

import java.util.List;

/**
 * One line of the running configuration.
 *
 * @param command its declaration
 * @param context what was selected, {@link Context#GLOBAL} for lines of global scope
 * @param keys values of {@link CommandSpec#keys}, in that order
 * @param arguments all arguments
 * @param line normalised text as the saved file holds it, secrets included, without indentation
 * @param shown the same with secrets masked by {@code *}
 */
public record Setting(
    CommandSpec command,
    Context context,
    List<Object> keys,
    Arguments arguments,
    String line,
    String shown) {

  /** Copies the keys. */
  public Setting {
    keys = List.copyOf(keys);
  }

  /** The masked form: a setting in a log or exception never shows a secret. */
  @Override
  public String toString() {
    return shown;
  }
}
