package org.sekisho.api.config;

import java.util.Objects;

/**
 * A sentence in both languages of the console.
 *
 * @param english English
 * @param japanese Japanese
 */
public record Text(String english, String japanese) {

  /** Checks that both are there. */
  public Text {
    Objects.requireNonNull(english);
    Objects.requireNonNull(japanese);
  }

  /** The sentence in one language. */
  public String in(Language language) {
    return language == Language.JAPANESE ? japanese : english;
  }
}
