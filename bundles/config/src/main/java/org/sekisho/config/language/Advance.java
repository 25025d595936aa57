package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sekisho.api.config.Arguments.Argument;
import org.sekisho.api.config.Parameter;
import org.sekisho.api.config.ParameterType;
import org.sekisho.config.language.Cursor.Branch;
import org.sekisho.config.language.Parsed.Fault;
import org.sekisho.config.language.Parsed.Fit;

/** Moves a cursor over one word, and remembers why possibilities ended. */
final class Advance {

  /**
   * A possibility that ended at this word.
   *
   * @param program of which command
   * @param parameter the parameter the word was no value of, null for keywords
   * @param fault why
   * @param namedOption whether the word named an option and only its value was wrong
   */
  record Failure(Program program, Parameter parameter, Fault fault, boolean namedOption) {}

  private record Hit(Fit fit, String keyword, Branch next, WordTree tree, Piece treePiece) {}

  private final Cursor from;
  private final Token token;
  private final String typed;
  private final Map<Fit, List<Hit>> hits = new EnumMap<>(Fit.class);
  private final List<Failure> failures = new ArrayList<>();
  private final Set<String> ambiguous = new TreeSet<>();
  private final Cursor next;

  Advance(Cursor from, Token token) {
    this.from = from;
    this.token = token;
    this.typed = token.text().toLowerCase(Locale.ROOT);
    for (Fit fit : Fit.values()) {
      hits.put(fit, new ArrayList<>());
    }
    if (from.tree() != null) {
      overTree(from.tree());
    }
    from.threads().forEach(this::over);
    next = choose();
  }

  /** Where matching stands behind the word; dead when the word fits nowhere. */
  Cursor next() {
    return next;
  }

  /** Why possibilities ended here. */
  List<Failure> failures() {
    return failures;
  }

  /** The keywords the word begins, when it is the beginning of several. */
  Set<String> ambiguous() {
    return ambiguous;
  }

  private void overTree(WordTree tree) {
    if (token.quoted() || typed.isEmpty()) {
      return;
    }
    WordTree exact = tree.children().get(typed);
    if (exact != null) {
      hit(new Hit(Fit.KEYWORD, typed, null, exact, Piece.name(from.treePiece(), typed)));
      return;
    }
    tree.meantBy(typed)
        .forEach(
            (word, child) ->
                hit(new Hit(Fit.PREFIX, word, null, child, Piece.name(from.treePiece(), word))));
  }

  private void over(Branch thread) {
    Step step = thread.step();
    if (step instanceof Step.TakeWord s) {
      Fit fit = token.quoted() ? null : fit(s.node().word(), typed);
      if (fit == null) {
        failures.add(new Failure(thread.program(), null, Fault.KEYWORD, false));
        return;
      }
      String word = s.node().word();
      Argument argument = new Argument(word, word, word);
      take(thread, fit, word, thread.mask(), Piece.Mark.WORD, word, word, List.of(argument));
    } else if (step instanceof Step.TakeValue s) {
      value(thread, s.node().parameter());
    } else if (step instanceof Step.TakeOption s) {
      option(thread, s);
    }
  }

  private void value(Branch thread, Parameter parameter) {
    Parsed parsed = ValueParser.parse(parameter.type(), token);
    if (parsed instanceof Parsed.Value v) {
      String shown = parameter.type() instanceof ParameterType.Secret ? "*" : v.canonical();
      Argument argument = argument(parameter, v, token);
      take(
          thread,
          v.fit(),
          v.canonical(),
          thread.mask(),
          Piece.Mark.VALUE,
          v.canonical(),
          shown,
          List.of(argument));
    } else {
      failed(thread, parameter, parsed, false);
    }
  }

  private void option(Branch thread, Step.TakeOption step) {
    String word = step.node().word();
    Fit fit = token.equalsText() > 0 ? fit(word, token.namePart().toLowerCase(Locale.ROOT)) : null;
    if (fit == null || (thread.mask() & step.bit()) != 0) {
      failures.add(new Failure(thread.program(), null, Fault.KEYWORD, false));
      return;
    }
    Token value = token.valuePart();
    if (!value.quoted() && step.node().words().contains(value.text().toLowerCase(Locale.ROOT))) {
      String keyword = value.text().toLowerCase(Locale.ROOT);
      option(thread, step, fit, keyword, keyword, List.of(new Argument(word, keyword, keyword)));
      return;
    }
    for (Parameter parameter : step.node().parameters()) {
      Parsed parsed = ValueParser.parse(parameter.type(), value);
      if (parsed instanceof Parsed.Value v) {
        String shown = parameter.type() instanceof ParameterType.Secret ? "*" : v.canonical();
        Argument named = new Argument(word, v.value(), tokenOf(v, value));
        option(
            thread, step, fit, v.canonical(), shown, List.of(named, argument(parameter, v, value)));
        return;
      }
      failed(thread, parameter, parsed, true);
    }
    if (step.node().parameters().isEmpty()) {
      failures.add(new Failure(thread.program(), null, Fault.KEYWORD, true));
    }
  }

  private void option(
      Branch thread,
      Step.TakeOption step,
      Fit fit,
      String canonical,
      String shown,
      List<Argument> arguments) {
    String word = step.node().word();
    take(
        thread,
        fit,
        word,
        thread.mask() | step.bit(),
        Piece.Mark.VALUE,
        word + "=" + canonical,
        word + "=" + shown,
        arguments);
  }

  private void failed(Branch thread, Parameter parameter, Parsed parsed, boolean namedOption) {
    if (parsed instanceof Parsed.Ambiguous a) {
      ambiguous.addAll(a.words());
      failures.add(new Failure(thread.program(), parameter, Fault.KEYWORD, namedOption));
    } else if (parsed instanceof Parsed.Failed f) {
      failures.add(new Failure(thread.program(), parameter, f.fault(), namedOption));
    }
  }

  private static Argument argument(Parameter parameter, Parsed.Value v, Token token) {
    return new Argument(parameter.name(), v.value(), tokenOf(v, token));
  }

  /** Text keeps what was typed without quotes; everything else its canonical form. */
  private static String tokenOf(Parsed.Value v, Token token) {
    return v.fit() == Fit.FREE ? token.text() : v.canonical();
  }

  private void take(
      Branch thread,
      Fit fit,
      String keyword,
      int mask,
      Piece.Mark mark,
      String line,
      String shown,
      List<Argument> arguments) {
    Piece piece = new Piece(thread.piece(), mark, line, shown, arguments);
    Branch then = new Branch(thread.program(), thread.pc() + 1, mask, piece);
    hit(new Hit(fit, keyword, then, null, null));
  }

  private void hit(Hit hit) {
    hits.get(hit.fit()).add(hit);
  }

  static Fit fit(String word, String typed) {
    if (word.equals(typed)) {
      return Fit.KEYWORD;
    }
    return !typed.isEmpty() && word.startsWith(typed) ? Fit.PREFIX : null;
  }

  /** A full keyword beats text and beginnings; a beginning counts only when it is the only one. */
  private Cursor choose() {
    List<Hit> chosen = new ArrayList<>(hits.get(Fit.KEYWORD));
    chosen.addAll(hits.get(Fit.VALUE));
    if (hits.get(Fit.KEYWORD).isEmpty()) {
      chosen.addAll(hits.get(Fit.FREE));
      List<Hit> begun = hits.get(Fit.PREFIX);
      begun.forEach(h -> ambiguous.add(h.keyword()));
      if (ambiguous.size() == 1) {
        chosen.addAll(begun);
      }
    }
    WordTree tree = null;
    Piece treePiece = null;
    for (Hit hit : chosen) {
      if (hit.tree() != null) {
        tree = hit.tree();
        treePiece = hit.treePiece();
      }
    }
    Cursor cursor = new Cursor(tree, treePiece);
    for (Hit hit : chosen) {
      if (hit.next() != null) {
        cursor.add(hit.next());
      }
    }
    return cursor;
  }
}
