package org.sekisho.config.language;

import java.util.List;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.ParameterType;
import org.sekisho.config.language.Advance.Failure;
import org.sekisho.config.language.Parsed.Fault;

/** Finds the error an RTX would print for a word that fits nowhere. */
final class Diagnosis {

  private final Cursor at;
  private final Advance advance;
  private final Token token;
  private final int tokenCount;

  /**
   * Prepares.
   *
   * @param at the possibilities before the word
   * @param advance the vain attempt to take it
   * @param token the word
   * @param tokenCount words of the whole line
   */
  Diagnosis(Cursor at, Advance advance, Token token, int tokenCount) {
    this.at = at;
    this.advance = advance;
    this.token = token;
    this.tokenCount = tokenCount;
  }

  CommandError error() {
    int column = token.column();
    if (!advance.ambiguous().isEmpty()) {
      return ErrorTexts.ambiguous(advance.ambiguous(), column);
    }
    List<Failure> failures = advance.failures();
    boolean onlyWords = failures.stream().allMatch(Diagnosis::isWordLike);
    boolean moreWords = at.tree() != null && !at.tree().children().isEmpty();
    if (failures.isEmpty()) {
      return moreWords || at.complete().isEmpty()
          ? ErrorTexts.invalidCommandName(column)
          : ErrorTexts.parameterCount(column);
    }
    if (!onlyWords && tooFew()) {
      return ErrorTexts.parameterCount(-1);
    }
    CommandError value = valueError(failures, column);
    if (value != null) {
      return value;
    }
    boolean keyword = moreWords || failures.stream().anyMatch(f -> isKeyword(f.fault()));
    if (keyword && !(isNumber() && !at.complete().isEmpty())) {
      return onlyWords && noValueYet()
          ? ErrorTexts.invalidCommandName(column)
          : ErrorTexts.illegalKeyword(column);
    }
    if (has(failures, Fault.NOT_AN_INTEGER)) {
      return ErrorTexts.notAnInteger(column);
    }
    return has(failures, Fault.ADDRESS)
        ? ErrorTexts.badAddress(column)
        : ErrorTexts.parameterCount(column);
  }

  /** Whether the line is too short for every command that it may be. */
  private boolean tooFew() {
    return at.threads().stream().allMatch(t -> t.program().minTokens() > tokenCount)
        && at.complete().isEmpty()
        && (at.tree() == null
            || at.tree().all().stream().allMatch(p -> p.minTokens() > tokenCount));
  }

  private CommandError valueError(List<Failure> failures, int column) {
    for (Failure f : failures) {
      if (f.namedOption()) {
        return ofFault(f, column + token.equalsRaw() + 1);
      }
    }
    for (Failure f : failures) {
      boolean numberInRange = f.fault() == Fault.OUT_OF_RANGE;
      boolean address = f.fault() == Fault.ADDRESS && token.text().matches(".*[0-9a-fA-F][.:/].*");
      if (numberInRange || address || f.fault() == Fault.FORM || f.fault() == Fault.MASKED) {
        return ofFault(f, column);
      }
    }
    return null;
  }

  private static CommandError ofFault(Failure f, int column) {
    return switch (f.fault()) {
      case KEYWORD, INTERFACE -> ErrorTexts.illegalKeyword(column);
      case NOT_AN_INTEGER -> ErrorTexts.notAnInteger(column);
      case OUT_OF_RANGE -> ErrorTexts.outOfRange(column);
      case ADDRESS -> ErrorTexts.badAddress(column);
      case FORM -> ErrorTexts.badParameter(f.parameter(), column);
      case MASKED -> ErrorTexts.maskedSecret(column);
    };
  }

  private boolean noValueYet() {
    return at.threads().stream()
        .flatMap(t -> Piece.inOrder(t.piece()).stream())
        .noneMatch(p -> p.mark() == Piece.Mark.VALUE);
  }

  private boolean isNumber() {
    return token.text().matches("\\d+");
  }

  private static boolean isWordLike(Failure f) {
    return f.parameter() == null || f.parameter().type() instanceof ParameterType.InterfaceName;
  }

  private static boolean isKeyword(Fault fault) {
    return fault == Fault.KEYWORD || fault == Fault.INTERFACE;
  }

  private static boolean has(List<Failure> failures, Fault fault) {
    return failures.stream().anyMatch(f -> f.fault() == fault);
  }
}
