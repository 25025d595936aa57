package org.sekisho.api.config;

/**
 * Why a line was refused, with the texts an RTX prints.
 *
 * @param kind which error
 * @param text the sentence without the {@code Error: } prefix
 * @param column where in the line, counted from 0; −1 when it concerns the line as a whole
 */
public record CommandError(Kind kind, Text text, int column) {

  /** Kinds of refusal. */
  public enum Kind {
    /** No command has that name. */
    INVALID_COMMAND_NAME,
    /** A keyword later in the line is unknown, or a prefix is ambiguous. */
    ILLEGAL_KEYWORD,
    /** The command needs administrator level. */
    ADMINISTRATOR_USE_ONLY,
    /** Too few or too many parameters. */
    PARAMETER_COUNT,
    /** Not an integer. */
    NOT_AN_INTEGER,
    /** Outside the range. */
    OUT_OF_RANGE,
    /** Not an address. */
    BAD_ADDRESS,
    /** Another parameter that is not acceptable. */
    BAD_PARAMETER,
    /** A tunnel or peer must be selected first. */
    SELECT_FIRST,
    /** The line parses but is refused, or the operation failed. */
    REFUSED
  }
}
