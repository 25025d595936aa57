package org.sekisho.config.language;

import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;

/**
 * A command ready for matching.
 *
 * @param command the command
 * @param standIn whether it stands in for the command of a bundle that is not installed
 * @param words its leading words
 * @param steps what follows them
 * @param minTokens fewest words of a complete line
 */
record Program(
    Command command, boolean standIn, List<String> words, List<Step> steps, int minTokens) {

  CommandSpec spec() {
    return command.spec();
  }
}
