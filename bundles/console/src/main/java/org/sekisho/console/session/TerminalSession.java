package org.sekisho.console.session;

import java.io.IOError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.AttributedString;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.Language;
import org.sekisho.console.ConsoleSettings;

/** A session of a person at a terminal. */
public final class TerminalSession extends ConsoleSession {

  private static final int LINES = 24;
  private static final int COLUMNS = 80;

  private final Terminal terminal;
  private final Editor editor;
  private final LineRunner runner;

  /** Held while the screen belongs to a pager. */
  private final ReentrantLock screen = new ReentrantLock();

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
    try (InfoPrinter info = new InfoPrinter(router(), this::printAbove)) {
      new Banner(router()).print(terminal.writer());
      terminal.flush();
      if (!FirstPassword.isNeeded(router(), login())
          || new FirstPassword(router(), this, runner).ask(terminal.writer())) {
        readLines();
      }
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
  protected Writer page(Writer screen, boolean less) {
    if (less && !terminal.getType().equals(Terminal.TYPE_DUMB)) {
      return new LessWriter(this::view, this::interrupt);
    }
    int lines = router().settings().lines();
    if (lines == ConsoleSettings.ENDLESS && !less) {
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
    Optional<CommandInterpreter> interpreter = router().interpreter();
    if (interpreter.isEmpty()) {
      return List.of(); // nobody can say where the secrets are
    }
    return editor.history().stream()
        .map(line -> CommandTrace.withoutSecrets(line.strip(), interpreter.get()))
        .toList();
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
    AtomicInteger key = new AtomicInteger(-1);
    withKeys(
        () -> {
          try {
            key.set(terminal.reader().read());
          } catch (IOException e) {
            key.set(-1);
          }
        });
    return key.get();
  }

  private void view(List<String> lines) {
    LessViewer viewer = new LessViewer(terminal, this, lines);
    Terminal.SignalHandler before = terminal.handle(Signal.WINCH, s -> viewer.resized());
    try {
      withKeys(viewer::show);
    } catch (EndOfFileException | IOError | IllegalStateException e) {
      close(); // the connection is gone
    } finally {
      terminal.handle(Signal.WINCH, before);
    }
  }

  /** Lets somebody read keys, Ctrl-C among them; log lines wait until that is over. */
  private void withKeys(Runnable reading) {
    Attributes before = terminal.getAttributes();
    Attributes keys = new Attributes(before);
    keys.setLocalFlag(LocalFlag.ISIG, false);
    screen.lock();
    terminal.setAttributes(keys);
    try {
      reading.run();
    } finally {
      terminal.setAttributes(before);
      screen.unlock();
    }
  }

  /** Prints a log line above the line that is being typed; on the thread of {@link InfoPrinter}. */
  private void printAbove(String text) throws InterruptedException {
    screen.lockInterruptibly();
    try {
      editor.printAbove(text);
    } finally {
      screen.unlock();
    }
  }

  private int width() {
    return terminal.getWidth() > 0 ? terminal.getWidth() : COLUMNS;
  }

  private int height() {
    return terminal.getHeight() > 0 ? terminal.getHeight() : LINES;
  }
}
