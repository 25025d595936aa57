package org.sekisho.config.language;

/**
 * One word of a line.
 *
 * @param raw as typed, quotes and backslashes included
 * @param text without them
 * @param column where it starts in the line, counted from 0
 * @param quoted whether any of it was quoted or escaped; such a word is never a keyword
 * @param equalsText place of the first unquoted equals sign in {@code text}, −1 for none
 * @param equalsRaw place of the same sign in {@code raw}
 */
record Token(String raw, String text, int column, boolean quoted, int equalsText, int equalsRaw) {

  /** The value behind the equals sign as a token of its own. */
  Token valuePart() {
    String rawValue = raw.substring(equalsRaw + 1);
    String value = text.substring(equalsText + 1);
    return new Token(rawValue, value, column + equalsRaw + 1, !rawValue.equals(value), -1, -1);
  }

  /** The name before the equals sign. */
  String namePart() {
    return text.substring(0, equalsText);
  }
}
