package org.sekisho.config.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandInterpreter.Candidate;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;
import org.sekisho.config.language.Cursor.Branch;

/** All commands there are, ready to match lines. Immutable, safe for use by several threads. */
public final class Grammar {

  private static final String NO = "no";

  private final WordTree typed;
  private final WordTree filed;
  private final WordTree negative;

  /** Puts compiled commands together. */
  public Grammar(Collection<CompiledCommand> commands) {
    List<Program> all = commands.stream().map(CompiledCommand::positive).toList();
    typed = WordTree.of(all.stream().filter(p -> !p.spec().fileOnly()).toList());
    filed = WordTree.of(all);
    negative = WordTree.of(commands.stream().flatMap(c -> c.negative().stream()).toList());
  }

  /** Whether a line holds nothing but blanks or a comment. */
  public static boolean isEmpty(String line) throws LineException {
    return Lexer.split(line).isEmpty();
  }

  /** The words of a line without quotes. */
  public static List<String> words(String line) throws LineException {
    return Lexer.split(line).stream().map(Token::text).toList();
  }

  /** The words of a line of the configuration as they were typed, quotes included. */
  public static List<String> rawWords(String line) {
    try {
      return Lexer.split(line).stream().map(Token::raw).toList();
    } catch (LineException e) {
      throw new IllegalArgumentException("no line of a configuration", e);
    }
  }

  /**
   * Understands a line.
   *
   * @return the match; empty for blank lines and comments
   * @throws LineException when the line is wrong, or the viewer may not type it
   */
  public Optional<Match> match(String line, Viewer viewer) throws LineException {
    List<Token> tokens = Lexer.split(line);
    if (tokens.isEmpty()) {
      return Optional.empty();
    }
    if (SealedForm.isIn(line)) {
      throw new LineException(ErrorTexts.sealedSecret());
    }
    boolean no = isNo(tokens.get(0));
    List<Token> words = no ? tokens.subList(1, tokens.size()) : tokens;
    if (words.isEmpty()) {
      throw new LineException(ErrorTexts.parameterCount(-1));
    }
    Branch best = no ? removal(words, viewer) : whole(words, viewer);
    Match match = toMatch(best, no);
    if (!viewer.mayUse(match.spec())) {
      throw new LineException(ErrorTexts.administratorOnly());
    }
    if (!viewer.hasSelected(match.spec())) {
      throw new LineException(ErrorTexts.selectFirst(match.spec().scope()));
    }
    return Optional.of(match);
  }

  /**
   * A line with its secrets masked, whoever typed it and whatever was selected.
   *
   * @return empty when it is no command
   */
  public Optional<String> masked(String line) {
    Viewer anybody = new Viewer(Level.ADMINISTRATOR, Context.GLOBAL, false);
    try {
      List<Token> tokens = Lexer.split(line);
      boolean no = !tokens.isEmpty() && isNo(tokens.get(0));
      List<Token> words = no ? tokens.subList(1, tokens.size()) : tokens;
      if (words.isEmpty()) {
        return Optional.empty();
      }
      Match match = toMatch(no ? removal(words, anybody) : whole(words, anybody), no);
      return Optional.of((no ? NO + " " : "") + match.shown());
    } catch (LineException e) {
      return Optional.empty();
    }
  }

  /** Whether an administrator could type a line, in some context. */
  public boolean isCommand(String line) {
    return masked(line).isPresent();
  }

  /**
   * What may be typed at the end of an unfinished line.
   *
   * @param known values that exist and are offered where they fit
   */
  public List<Candidate> candidates(String line, Viewer viewer, KnownValues known) {
    List<Token> tokens;
    try {
      tokens = Lexer.splitPartial(line);
    } catch (LineException e) {
      return List.of();
    }
    Token last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
    boolean open = last != null && last.column() + last.raw().length() == line.length();
    List<Token> done = open ? tokens.subList(0, tokens.size() - 1) : tokens;
    String begun = open ? last.text().toLowerCase(Locale.ROOT) : "";
    boolean no = !done.isEmpty() && isNo(done.get(0));
    Cursor cursor = new Cursor(no ? negative : typed);
    for (Token token : no ? done.subList(1, done.size()) : done) {
      cursor = new Advance(cursor, token).next();
    }
    boolean offerNo = done.isEmpty() && !negativeIsHidden(viewer);
    return new Candidates(viewer, begun, offerNo, known).of(cursor);
  }

  private boolean negativeIsHidden(Viewer viewer) {
    return negative.all().stream().noneMatch(p -> viewer.mayUse(p.spec()));
  }

  private static boolean isNo(Token token) {
    return !token.quoted() && token.text().equalsIgnoreCase(NO);
  }

  private Branch whole(List<Token> tokens, Viewer viewer) throws LineException {
    Cursor cursor = new Cursor(viewer.file() ? filed : typed);
    for (Token token : tokens) {
      cursor = advance(cursor, token, tokens.size(), viewer);
    }
    return best(cursor.complete(), viewer).orElseThrow(incomplete(cursor, viewer));
  }

  /** Takes as many words as identify a setting; the command that takes most wins. */
  private Branch removal(List<Token> tokens, Viewer viewer) throws LineException {
    Cursor cursor = new Cursor(negative);
    Optional<Branch> found = Optional.empty();
    for (int i = 0; i < tokens.size(); i++) {
      try {
        cursor = advance(cursor, tokens.get(i), tokens.size(), viewer);
      } catch (LineException e) {
        return found.orElseThrow(() -> e);
      }
      boolean last = i == tokens.size() - 1;
      Optional<Branch> here =
          best(
              cursor.complete().stream()
                  .filter(t -> last || t.step() instanceof Step.AcceptAny)
                  .toList(),
              viewer);
      found = here.isPresent() ? here : found;
    }
    return found.orElseThrow(incomplete(cursor, viewer));
  }

  private static Cursor advance(Cursor cursor, Token token, int count, Viewer viewer)
      throws LineException {
    Advance advance = new Advance(cursor, token);
    if (advance.next().dead()) {
      throw hidden(cursor, viewer)
          ? new LineException(ErrorTexts.administratorOnly())
          : new LineException(new Diagnosis(cursor, advance, token, count).error());
    }
    return advance.next();
  }

  private static Supplier<LineException> incomplete(Cursor cursor, Viewer viewer) {
    return () ->
        new LineException(
            hidden(cursor, viewer)
                ? ErrorTexts.administratorOnly()
                : ErrorTexts.parameterCount(-1));
  }

  /** Whether everything that could be meant is for administrators, and the viewer is none. */
  private static boolean hidden(Cursor cursor, Viewer viewer) {
    List<Program> meant = new ArrayList<>();
    cursor.threads().forEach(t -> meant.add(t.program()));
    cursor.complete().forEach(t -> meant.add(t.program()));
    return !meant.isEmpty() && meant.stream().noneMatch(p -> viewer.mayUse(p.spec()));
  }

  private static Optional<Branch> best(List<Branch> threads, Viewer viewer) {
    // The sort is stable: among equals the preferred thread stays first.
    return threads.stream()
        .min(
            Comparator.comparing((Branch t) -> !viewer.mayUse(t.program().spec()))
                .thenComparing(t -> !viewer.hasSelected(t.program().spec()))
                .thenComparing(t -> t.program().standIn())
                .thenComparing(t -> -t.program().words().size())
                .thenComparing(t -> order(t.program().command().behaviour())));
  }

  private static int order(Command.Behaviour behaviour) {
    return behaviour instanceof Command.Store ? 0 : behaviour instanceof Command.Rewrite ? 1 : 2;
  }

  private static Match toMatch(Branch thread, boolean no) {
    List<Piece> pieces = Piece.inOrder(thread.piece());
    StringBuilder line = new StringBuilder();
    StringBuilder shown = new StringBuilder();
    for (Piece piece : pieces) {
      if (!piece.line().isEmpty()) {
        line.append(line.isEmpty() ? "" : " ").append(piece.line());
        shown.append(shown.isEmpty() ? "" : " ").append(piece.shown());
      }
    }
    return new Match(
        thread.program().command(), no, Piece.arguments(pieces), line.toString(), shown.toString());
  }
}
