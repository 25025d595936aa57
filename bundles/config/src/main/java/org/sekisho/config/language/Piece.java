package org.sekisho.config.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Arguments.Argument;

/**
 * What a thread took so far, as a list that grows at its end and shares its beginning with other
 * threads.
 *
 * @param before what came earlier, null at the start
 * @param mark what this piece is
 * @param line how it is written in a configuration, empty for group marks
 * @param shown the same with secrets masked
 * @param arguments what it gives to the arguments
 */
record Piece(Piece before, Mark mark, String line, String shown, List<Argument> arguments) {

  /** Kinds of pieces. */
  enum Mark {
    /** Leading word. */
    NAME,
    /** Keyword behind the leading words. */
    WORD,
    /** Value. */
    VALUE,
    /** A repetition starts. */
    START,
    /** A repetition ends. */
    END
  }

  static Piece name(Piece before, String word) {
    return new Piece(before, Mark.NAME, word, word, List.of());
  }

  static Piece group(Piece before, boolean start) {
    return new Piece(before, start ? Mark.START : Mark.END, "", "", List.of());
  }

  /** The pieces from the first to the last. */
  static List<Piece> inOrder(Piece last) {
    ArrayDeque<Piece> pieces = new ArrayDeque<>();
    for (Piece p = last; p != null; p = p.before) {
      pieces.addFirst(p);
    }
    return List.copyOf(pieces);
  }

  /** The arguments all pieces give. */
  static Arguments arguments(List<Piece> pieces) {
    Deque<Level> levels = new ArrayDeque<>();
    levels.push(new Level());
    for (Piece piece : pieces) {
      if (piece.mark == Mark.START) {
        levels.push(new Level());
      } else if (piece.mark == Mark.END) {
        Level done = levels.pop();
        levels.element().arguments.addAll(done.arguments);
        levels.element().groups.add(done.make());
      } else {
        levels.element().arguments.addAll(piece.arguments);
      }
    }
    if (levels.size() != 1) {
      throw new IllegalStateException("a repetition is open");
    }
    return levels.pop().make();
  }

  private static final class Level {
    private final List<Argument> arguments = new ArrayList<>();
    private final List<Arguments> groups = new ArrayList<>();

    private Arguments make() {
      return new Arguments(arguments, groups);
    }
  }

  /** A piece may hold a secret. */
  @Override
  public String toString() {
    return shown;
  }
}
