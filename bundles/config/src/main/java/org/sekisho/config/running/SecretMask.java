package org.sekisho.config.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.LineException;

/**
 * Masks lines whose command is unknown, so that nobody can say where their secret is: everything
 * behind a word that usually precedes one is hidden.
 */
final class SecretMask {

  private static final Set<String> BEFORE_SECRETS =
      Set.of(
          "password",
          "encrypted",
          "pre-shared-key",
          "key",
          "text",
          "secret",
          "myname",
          "username",
          "user",
          "community",
          "parameter",
          "generate",
          "xauth",
          "eap");

  private SecretMask() {}

  /** The line with everything that may be secret replaced by one asterisk. */
  static String mask(String line) {
    String first = line.lines().findFirst().orElse("").strip();
    List<String> shown = new ArrayList<>();
    try {
      for (String word : Grammar.words(first)) {
        shown.add(word);
        if (BEFORE_SECRETS.contains(word.toLowerCase(Locale.ROOT))) {
          shown.add("*");
          break;
        }
      }
    } catch (LineException e) {
      return "*";
    }
    return String.join(" ", shown);
  }
}
