package org.sekisho.config.running;

import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.Context;

/**
 * A line of the configuration that has no effect now, because no command knows it yet or no longer,
 * or because it is wrong. It is kept and saved, and tried again when commands arrive.
 *
 * @param context what was selected where it stands
 * @param text the line, secrets included; several lines for an embedded file
 * @param shown the line with secrets masked
 * @param number line in the startup file, 0 when it came from elsewhere
 * @param error why it has no effect
 */
record DormantLine(Context context, String text, String shown, int number, CommandError error) {

  DormantLine with(CommandError newError) {
    return new DormantLine(context, text, shown, number, newError);
  }

  /** Whether its command is known, and the line is no proper form of it. */
  boolean isWrong() {
    return number > 0 && error.kind() != CommandError.Kind.INVALID_COMMAND_NAME;
  }

  /** The line may hold a secret. */
  @Override
  public String toString() {
    return shown;
  }
}
