package org.sekisho.console.session;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * {@code grep [-i] [-v] [-w] PATTERN}. The pattern knows {@code . ? * + | [] [^] ^ $ ()} and takes
 * the meaning of the next character away with {@code \}.
 *
 * @param pattern what is searched
 * @param inverted whether lines without it pass
 */
record Grep(Pattern pattern, boolean inverted) {

  private static final String OPTION = "-[ivw]+";

  /** Reads options and pattern; empty when a pattern is missing or there is something else. */
  static Optional<Grep> parse(List<String> words) {
    boolean ignoreCase = false;
    boolean inverted = false;
    boolean whole = false;
    int at = 0;
    while (at < words.size() && words.get(at).matches(OPTION)) {
      ignoreCase |= words.get(at).indexOf('i') > 0;
      inverted |= words.get(at).indexOf('v') > 0;
      whole |= words.get(at).indexOf('w') > 0;
      at++;
    }
    if (words.size() - at != 1) {
      return Optional.empty();
    }
    boolean negative = inverted;
    String text = words.get(at);
    int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    return pattern(text, whole, flags).map(p -> new Grep(p, negative));
  }

  /** Whether options are followed by one word, which is meant as the pattern. */
  static boolean hasPattern(List<String> words) {
    return words.stream().dropWhile(w -> w.matches(OPTION)).count() == 1;
  }

  /** A pattern in the notation of grep; empty when it is none. */
  static Optional<Pattern> pattern(String text) {
    return pattern(text, false, 0);
  }

  private static Optional<Pattern> pattern(String text, boolean whole, int flags) {
    String expression = translate(text);
    if (whole) {
      expression = "(?<![\\w])(?:" + expression + ")(?![\\w])";
    }
    try {
      return Optional.of(Pattern.compile(expression, flags));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether a line passes. */
  boolean passes(String line) {
    return pattern.matcher(line).find() != inverted;
  }

  /** Into Java's notation: what only Java knows loses its meaning. */
  private static String translate(String text) {
    StringBuilder java = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        java.append(Pattern.quote(String.valueOf(text.charAt(++i))));
      } else if (inClass) {
        inClass = c != ']';
        java.append(c == '[' || c == '&' || c == '\\' ? "\\" : "").append(c);
      } else if (c == '[') {
        inClass = true;
        java.append(c);
      } else if (c == '{' || c == '}' || c == '\\') {
        java.append('\\').append(c);
      } else if (c == '?' && i > 0 && text.charAt(i - 1) == '(') {
        java.append("\\?"); // "(?…" is Java's, not grep's
      } else {
        java.append(c);
      }
    }
    return java.toString();
  }
}
