package org.sekisho.console.session;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.Consumer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.sekisho.api.config.Language;
import org.sekisho.console.ConsoleSettings;

/** A session of a person at a terminal. */
public final class TerminalSession extends ConsoleSession {

  private static final int LINES = 24;
  private static final int COLUMNS = 80;

  private final Terminal terminal;
  private final Editor editor;
  private final LineRunner runner;

  /** Opens a session; the terminal is left as it was when the session ends. */
  public TerminalSession(Router router, Login login, Terminal terminal) {
    super(router, login);
    this.terminal = terminal;
    runner = new LineRunner(router, this);
    editor =
        new Editor(
            terminal,
            new Completion(
                this,
                line -> router.interpreter().map(i -> i.candidates(line, this)).orElse(List.of())));
  }

  @Override
  public int run() {
    // Raw all the time: keys typed while a command runs are neither echoed twice nor lost.
    Attributes before = terminal.enterRawMode();
    Terminal.SignalHandler handler = terminal.handle(Signal.INT, s -> interrupt());
    try (InfoPrinter info = new InfoPrinter(router(), editor::printAbove)) {
      new Banner(router()).print(terminal.writer());
      terminal.flush();
      readLines();
    } finally {
      try {
        terminal.handle(Signal.INT, handler);
        terminal.setAttributes(before);
        terminal.flush();
      } catch (IOError | IllegalStateException e) {
        // The terminal is closed already.
        interrupt();
      }
    }
    return 0;
  }

  /** The terminal, for what takes it over for a while. */
  public Terminal jline() {
    return terminal;
  }

  /**
   * Lets somebody else use the terminal on this thread, and takes it back as it was: keys, signals
   * and an interruption that was not for us.
   *
   * @param user uses the terminal; does not close it
   */
  public void lend(Consumer<Terminal> user) {
    Attributes before = terminal.getAttributes();
    Terminal.SignalHandler interrupt = terminal.handle(Signal.INT, Terminal.SignalHandler.SIG_IGN);
    Terminal.SignalHandler suspend = terminal.handle(Signal.TSTP, Terminal.SignalHandler.SIG_IGN);
    try {
      user.accept(terminal);
    } finally {
      Thread.interrupted(); // Karaf's "exit" interrupts the thread of its shell
      if (!closed()) {
        terminal.handle(Signal.INT, interrupt);
        terminal.handle(Signal.TSTP, suspend);
        terminal.setAttributes(before);
      }
    }
  }

  private void readLines() {
    boolean ended = false;
    while (!closed()) {
      try {
        String line = editor.line(Prompt.text(router().settings().prompt(), context(), level()));
        ended = false;
        runner.run(line);
      } catch (UserInterruptException e) {
        ended = false;
        Thread.interrupted(); // else every further line would be interrupted too
      } catch (EndOfFileException e) {
        // Ctrl-D is "quit"; twice in a row, or the end of the connection, ends without questions.
        if (ended) {
          return;
        }
        ended = true;
        runner.run("quit");
      } catch (IOError | IllegalStateException e) {
        return; // the connection is gone
      }
      terminal.flush();
    }
  }

  @Override
  protected PrintWriter terminal() {
    return terminal.writer();
  }

  @Override
  protected Writer page(Writer screen, boolean always) {
    int lines = router().settings().lines();
    if (lines == ConsoleSettings.ENDLESS && !always) {
      return screen;
    }
    String question = language() == Language.JAPANESE ? "---つづく---" : "---more---";
    int page = lines == 0 || lines == ConsoleSettings.ENDLESS ? height() : lines;
    return new Pager(screen, this::key, this::interrupt, page, width(), question);
  }

  @Override
  protected void printError(String line) {
    terminal.writer().println(line);
    terminal.flush();
  }

  @Override
  protected void mark(String line, int column) {
    String prompt = Prompt.text(router().settings().prompt(), context(), level());
    int at = new AttributedString(prompt + line.substring(0, column)).columnLength();
    terminal.writer().println(" ".repeat(at % width()) + "^");
  }

  @Override
  protected void unblock() {
    try {
      terminal.close();
    } catch (IOException e) {
      System.getLogger(getClass().getName())
          .log(System.Logger.Level.DEBUG, "closing a terminal", e);
    }
  }

  @Override
  public List<String> history() {
    return editor.history();
  }

  @Override
  public int columns() {
    int columns = router().settings().columns();
    return columns > 0 ? columns : width();
  }

  @Override
  public boolean interactive() {
    return true;
  }

  @Override
  public String ask(String prompt, boolean echo) {
    try {
      terminal.flush();
      return editor.answer(prompt, echo);
    } catch (UserInterruptException | EndOfFileException e) {
      return null;
    } catch (IOError | IllegalStateException e) {
      close();
      return null;
    }
  }

  private int key() {
    Attributes before = terminal.getAttributes();
    Attributes keys = new Attributes(before);
    keys.setLocalFlag(LocalFlag.ISIG, false); // Ctrl-C is a key here
    terminal.setAttributes(keys);
    try {
      return terminal.reader().read();
    } catch (IOException e) {
      return -1;
    } finally {
      terminal.setAttributes(before);
    }
  }

  private int width() {
    return terminal.getWidth() > 0 ? terminal.getWidth() : COLUMNS;
  }

  private int height() {
    return terminal.getHeight() > 0 ? terminal.getHeight() : LINES;
  }
}
