package org.sekisho.console.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.List;
import org.sekisho.api.config.Language;

/**
 * A session without a terminal: lines come from the command of {@code ssh HOST 'LINES'} or from
 * standard input. No prompt, no echo, no pager; refusals go to the error stream; a refused line
 * does not end the script, as with a configuration file. Questions are answered by the next line,
 * of the command while it has one, else of standard input; passwords always by standard input.
 */
public final class ScriptSession extends ConsoleSession {

  private static final int WIDTH = 4096;

  private final Iterator<String> lines;
  private final boolean numbered;
  private final BoundedLines input;
  private final PrintWriter out;
  private final PrintWriter err;
  private int number;

  private ScriptSession(
      Router router,
      Login login,
      Iterator<String> lines,
      boolean numbered,
      BoundedLines input,
      PrintWriter out,
      PrintWriter err) {
    super(router, login);
    this.lines = lines;
    this.numbered = numbered;
    this.input = input;
    this.out = out;
    this.err = err;
  }

  /**
   * A session for the lines of one command.
   *
   * @param command one or more lines
   * @param input answers to questions that the lines behind do not answer
   */
  public static ScriptSession of(
      Router router,
      Login login,
      String command,
      BufferedReader input,
      PrintWriter out,
      PrintWriter err) {
    List<String> lines = command.lines().toList();
    boolean numbered = lines.stream().filter(l -> !l.isBlank()).count() > 1;
    return new ScriptSession(
        router, login, lines.iterator(), numbered, new BoundedLines(input), out, err);
  }

  /** A session for the lines of standard input. */
  public static ScriptSession reading(
      Router router, Login login, BufferedReader input, PrintWriter out, PrintWriter err) {
    BoundedLines lines = new BoundedLines(input);
    return new ScriptSession(router, login, lines, true, lines, out, err);
  }

  /** Runs all lines; 0 when none was refused, else 1. */
  @Override
  public int run() {
    LineRunner runner = new LineRunner(router(), this);
    int result = 0;
    try {
      while (!closed() && lines.hasNext()) {
        number++;
        String line = lines.next();
        touched();
        if (!runner.run(line)) {
          result = 1;
        }
      }
    } catch (UncheckedIOException e) {
      result = 1; // the other side is gone; there is nobody to tell
    }
    out.flush();
    err.flush();
    return result;
  }

  @Override
  protected PrintWriter terminal() {
    return out;
  }

  @Override
  protected Writer page(Writer screen, boolean less) {
    return screen;
  }

  @Override
  protected void printError(String line) {
    out.flush();
    if (!numbered) {
      err.println(line);
    } else if (language() == Language.JAPANESE) {
      err.println(line + " (" + number + "行目)");
    } else {
      err.println(line + " (line " + number + ")");
    }
    err.flush();
  }

  @Override
  protected void unblock() {
    // The channel that feeds the input is closed already: reading ends by itself.
  }

  @Override
  public List<String> history() {
    return List.of();
  }

  @Override
  public int columns() {
    int columns = router().settings().columns();
    return columns > 0 ? columns : WIDTH;
  }

  @Override
  public boolean interactive() {
    return false;
  }

  @Override
  public String ask(String prompt, boolean echo) {
    try {
      number++;
      return echo && lines.hasNext() ? lines.next() : input.read();
    } catch (IOException | UncheckedIOException e) {
      return null;
    }
  }
}
