package org.sekisho.console.session;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Session;
import org.sekisho.api.config.Text;

/**
 * A session of the console. Its commands run on one thread, its own; {@link #interrupt}, {@link
 * #hangUp} and the getters may be called by others.
 */
public abstract class ConsoleSession implements Session {

  private final Router router;
  private final Login login;
  private final Instant since = Instant.now();
  private volatile Level level;
  private volatile Context context = Context.GLOBAL;
  private volatile boolean interrupted;
  private volatile boolean closed;
  private volatile long lastInput = System.nanoTime();
  private PrintWriter redirected;
  private boolean json;

  ConsoleSession(Router router, Login login) {
    this.router = router;
    this.login = login;
    level = login.level();
  }

  /** Runs until the session ends; on the session's thread. */
  public abstract int run();

  /** Where output goes when no pipe or pager stands in between. */
  protected abstract PrintWriter terminal();

  /**
   * Puts a pager before a command's output, where this kind of session has one.
   *
   * @param screen where pages go; must not be closed
   * @param less whether the user may also go back and search ({@code less}, {@code | less})
   */
  protected abstract Writer page(Writer screen, boolean less);

  /** Prints a refusal where this kind of session prints errors. */
  protected abstract void printError(String line);

  /** Ends what blocks the session: it was closed from outside. Any thread. */
  protected abstract void unblock();

  /** Lines typed before, oldest first, their secrets masked. */
  public abstract List<String> history();

  /** Whether {@code login timer} ends it. */
  boolean idles() {
    return interactive();
  }

  /** Who opened the session. */
  public final Login login() {
    return login;
  }

  /** When it began. */
  public final Instant since() {
    return since;
  }

  /** Monotonic time of the last key, in nanoseconds of {@link System#nanoTime}. */
  public final long lastInput() {
    return lastInput;
  }

  /** A key was typed. */
  public final void touched() {
    lastInput = System.nanoTime();
  }

  /** Whether the session ended or is to end. */
  public final boolean closed() {
    return closed;
  }

  /** Ctrl-C: the running command is to stop. Any thread. */
  public final void interrupt() {
    interrupted = true;
  }

  /** Ends the session although its user did not ask. Any thread. */
  public final void hangUp() {
    closed = true;
    unblock();
  }

  @Override
  public final String user() {
    return login.user();
  }

  @Override
  public final String origin() {
    return login.origin();
  }

  @Override
  public final Level level() {
    return level;
  }

  @Override
  public final void level(Level value) {
    level = value;
  }

  @Override
  public final Context context() {
    return context;
  }

  @Override
  public final void context(Context value) {
    context = value;
  }

  @Override
  public final Language language() {
    return router.settings().language(login.locale());
  }

  @Override
  public final boolean json() {
    return json;
  }

  @Override
  public final PrintWriter out() {
    return redirected != null ? redirected : terminal();
  }

  @Override
  public final void progress(String line) {
    terminal().println(line);
    terminal().flush();
  }

  @Override
  public final boolean interrupted() {
    return interrupted || closed;
  }

  @Override
  public final void close() {
    closed = true;
  }

  /** What is around the session. */
  protected final Router router() {
    return router;
  }

  /** Starts a command: nothing has interrupted it yet. */
  final void begin() {
    interrupted = false;
  }

  /**
   * Sends output elsewhere; null ends that.
   *
   * @param asJson whether it is to be JSON
   */
  final void redirect(PrintWriter out, boolean asJson) {
    redirected = out;
    json = asJson;
  }

  /** Prints a refusal in the session's language. */
  final void error(Text text) {
    String prefix = language() == Language.JAPANESE ? "エラー: " : "Error: ";
    printError(prefix + text.in(language()));
  }

  /** Prints a refusal, below the place in the line that is wrong where the session has a screen. */
  final void error(String line, CommandError error) {
    if (error.column() >= 0 && error.column() <= line.length()) {
      mark(line, error.column());
    }
    error(error.text());
  }

  /**
   * Marks a place of the line that was just typed.
   *
   * @param column counted from 0
   */
  protected void mark(String line, int column) {
    // Without a screen there is nothing above to point at.
  }
}
