package org.sekisho.api.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a command that has no effect on this router, while the rest takes effect; {@code show
 * config unsupported} lists the lines that have it.
 *
 * @param name a word of the syntax, or the name of a parameter
 * @param values of the parameter, those that have none; empty for all
 * @param whole whether a line with this part has no effect at all; of a command with {@code {…}},
 *     whether the repetition has none
 * @param reason one sentence
 */
public record IdlePart(String name, Optional<Pattern> values, boolean whole, Text reason) {

  /** Whether a line, or a repetition in it, has the part. */
  public boolean isIn(Arguments line) {
    return line.all(name).stream()
        .anyMatch(v -> values.isEmpty() || values.get().matcher(v.toString()).matches());
  }
}
