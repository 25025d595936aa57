package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words. Blanks and tabs separate; {@code '…'}, {@code "…"} and {@code \x} take
 * away the meaning of what they hold; a word that starts with {@code #} starts a comment. Line
 * ends, CRLF as well, may still hang on.
 */
final class Lexer {

  /** Longest line in half-width characters. */
  static final int MAX_LENGTH = 4095;

  private final String line;
  private final boolean partial;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String line, boolean partial) {
    this.line = line;
    this.partial = partial;
  }

  /**
   * Splits a whole line.
   *
   * @throws LineException for an open quotation, control characters or too long a line
   */
  static List<Token> split(String line) throws LineException {
    return new Lexer(withoutLineEnd(line), false).run();
  }

  /**
   * Splits a line that is still being typed: a quotation may be open.
   *
   * @throws LineException for control characters or too long a line
   */
  static List<Token> splitPartial(String line) throws LineException {
    return new Lexer(line, true).run();
  }

  private static String withoutLineEnd(String line) {
    int end = line.length();
    while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
      end--;
    }
    return line.substring(0, end);
  }

  private List<Token> run() throws LineException {
    check();
    while (true) {
      while (at < line.length() && isBlank(line.charAt(at))) {
        at++;
      }
      if (at >= line.length() || line.charAt(at) == '#') {
        return tokens;
      }
      tokens.add(word());
    }
  }

  private Token word() throws LineException {
    int start = at;
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    int equalsText = -1;
    int equalsRaw = -1;
    while (at < line.length() && !isBlank(line.charAt(at))) {
      char c = line.charAt(at);
      if (c == '\'' || c == '"') {
        quoted = true;
        quotation(c, text);
      } else if (c == '\\' && at + 1 < line.length()) {
        quoted = true;
        text.append(line.charAt(at + 1));
        at += 2;
      } else {
        if (c == '=' && equalsText < 0) {
          equalsText = text.length();
          equalsRaw = at - start;
        }
        text.append(c);
        at++;
      }
    }
    return new Token(
        line.substring(start, at), text.toString(), start, quoted, equalsText, equalsRaw);
  }

  private void quotation(char quote, StringBuilder text) throws LineException {
    int start = at++;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == quote) {
        return;
      }
      if (c == '\\' && quote == '"' && at < line.length()) {
        c = line.charAt(at++);
      }
      text.append(c);
    }
    if (!partial) {
      throw new LineException(ErrorTexts.openQuotation(start));
    }
  }

  private void check() throws LineException {
    int width = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean pair = Character.isHighSurrogate(c) && i + 1 < line.length();
      if (pair && Character.isLowSurrogate(line.charAt(i + 1))) {
        i++;
      } else if ((Character.isISOControl(c) && c != '\t') || Character.isSurrogate(c)) {
        throw new LineException(ErrorTexts.controlCharacter(i));
      }
      boolean half = c < 0x100 || (c >= 0xff61 && c <= 0xff9f);
      width += half ? 1 : 2;
    }
    if (width > MAX_LENGTH) {
      throw new LineException(ErrorTexts.lineTooLong(MAX_LENGTH));
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
