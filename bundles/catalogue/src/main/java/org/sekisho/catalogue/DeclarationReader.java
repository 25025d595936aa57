package org.sekisho.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Section;

/**
 * Reads the declarations of a file. Used once.
 *
 * <pre>
 * &#64;section NAME RANK                 for the commands that follow: where show config prints them,
 * &#64;scope global|tunnel|pp             which selection they need,
 * &#64;stored English | Japanese          why they have no effect,
 * &#64;refused English | Japanese         or why they are refused
 * set SYNTAX [= DEFAULT] | English | Japanese
 * op SYNTAX | English | Japanese      an operation
 *   NAME KIND … | English | Japanese  a parameter of this command alone, see {@link Types}
 *   example LINE
 *   id ID                             where the leading words are not its name
 *   section NAME RANK, rank RANK      where it is printed
 *   under PARENT PARAMETER RANK       below which line
 * </pre>
 *
 * <p>In SYNTAX, which is that of {@link org.sekisho.api.config.CommandSpec}, {@code NAME!} is a key
 * and {@code NAME:1..10} narrows a shared integer. {@code <if>} makes three commands of one, for
 * LAN interfaces, {@code pp} and {@code tunnel}; {@code <if:lan,pp>} makes two.
 */
final class DeclarationReader {

  private final Types types;
  private final List<Command> commands = new ArrayList<>();
  private Declaration.Place place = new Declaration.Place(Section.OTHER, 50, Context.Kind.GLOBAL);
  private Declaration.State state;
  private Declaration open;

  DeclarationReader(Types types) {
    this.types = types;
  }

  /**
   * Reads the lines of a file.
   *
   * @throws IllegalArgumentException naming the line that is wrong
   */
  List<Command> read(List<SourceLine> lines) {
    for (SourceLine line : lines) {
      try {
        line(line);
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new IllegalArgumentException(line.place() + ": a word is missing or wrong", e);
      }
    }
    flush();
    return commands;
  }

  private void line(SourceLine line) {
    if (line.indented()) {
      if (open == null) {
        throw line.wrong("nothing stands above");
      }
      open.attribute(line);
      return;
    }
    flush();
    switch (line.verb()) {
      case "@section" -> place = section(place, line);
      case "@scope" ->
          place =
              new Declaration.Place(
                  place.section(),
                  place.rank(),
                  Context.Kind.valueOf(line.rest().toUpperCase(Locale.ROOT)));
      case "@stored" -> state = new Declaration.State(false, line.requiredText());
      case "@refused" -> state = new Declaration.State(true, line.requiredText());
      case "set", "op" -> open = new Declaration(line, types, place, state);
      default -> throw line.wrong("it starts with " + line.verb());
    }
  }

  static Declaration.Place section(Declaration.Place before, SourceLine line) {
    String[] words = line.rest().split(" ");
    return new Declaration.Place(
        Section.valueOf(words[0]), Integer.parseInt(words[1]), before.scope());
  }

  private void flush() {
    if (open != null) {
      commands.addAll(open.commands());
      open = null;
    }
  }
}
