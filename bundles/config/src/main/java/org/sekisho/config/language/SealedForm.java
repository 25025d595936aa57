package org.sekisho.config.language;

import java.util.regex.Pattern;

/**
 * How a secret looks in a file once it is sealed by the key of the box. Such a word is opened when
 * the file is read; where one still stands in a line, the line is refused, so that it never counts
 * as the secret itself.
 */
public final class SealedForm {

  /** What a sealed word starts with. */
  public static final String PREFIX = "$box1$";

  /** A sealed word: base64url of at least the 32 octets an empty secret takes. */
  public static final Pattern PATTERN =
      Pattern.compile(Pattern.quote(PREFIX) + "[A-Za-z0-9_-]{43,}");

  private SealedForm() {}

  /** Whether a text holds a sealed word. */
  public static boolean isIn(String text) {
    return text.contains(PREFIX) && PATTERN.matcher(text).find();
  }
}
