package org.sekisho.config.language;

import java.util.List;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.Parameter;
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
    if (has(failures, Fault.NOT_AN_INTEGER) && token.text().matches("\\d+[^\\d].*")) {
      return ErrorTexts.notAnInteger(column); // it begins as a number: 1-3, 10s
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
        return ofFault(f, token.valuePart(), column + token.equalsRaw() + 1);
      }
    }
    if (isNumber() && numbersAreWords()) {
      return ErrorTexts.outOfRange(column);
    }
    for (Failure f : failures) {
      boolean numberInRange = f.fault() == Fault.OUT_OF_RANGE;
      boolean address = f.fault() == Fault.ADDRESS && token.text().matches(".*[0-9a-fA-F][.:/].*");
      if (numberInRange || address || f.fault() == Fault.FORM || f.fault() == Fault.MASKED) {
        return ofFault(f, token, column);
      }
    }
    return null;
  }

  /** Whether numbers stand among the keywords that fit here: {@code show config (0|0.1|…)}. */
  private boolean numbersAreWords() {
    return at.threads().stream()
        .anyMatch(t -> t.step() instanceof Step.TakeWord s && s.node().word().matches("\\d+"));
  }

  private static CommandError ofFault(Failure f, Token typed, int column) {
    return switch (f.fault()) {
      case KEYWORD, INTERFACE -> ErrorTexts.illegalKeyword(column);
      case NOT_AN_INTEGER -> ErrorTexts.notAnInteger(column);
      case OUT_OF_RANGE -> ErrorTexts.outOfRange(column);
      case ADDRESS -> ErrorTexts.badAddress(column);
      case FORM -> badForm(f.parameter(), typed.text(), column);
      case MASKED -> ErrorTexts.maskedSecret(column);
    };
  }

  private static CommandError badForm(Parameter parameter, String text, int column) {
    int limit = Integer.MAX_VALUE;
    if (parameter.type() instanceof ParameterType.FreeText t) {
      limit = t.maxLength();
    } else if (parameter.type() instanceof ParameterType.Secret t) {
      limit = t.maxLength();
    }
    return text.codePointCount(0, text.length()) > limit
        ? ErrorTexts.tooLong(parameter, limit, column)
        : ErrorTexts.badParameter(parameter, column);
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
