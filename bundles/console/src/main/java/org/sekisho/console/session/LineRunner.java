package org.sekisho.console.session;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.Text;

/** Runs a line for a session: pipes, pager, errors, and the trace of executed commands. */
final class LineRunner {

  private static final System.Logger LOGGER = System.getLogger(LineRunner.class.getName());
  private static final Text NOT_READY =
      new Text(
          "The configuration is not ready; try again in a moment", "設定を読み込み中です。しばらくしてから実行してください");
  private static final Text FAULT =
      new Text(
          "The command failed inside the router; DATA/log has the details",
          "ルーター内部でコマンドが失敗しました。詳細は DATA/log にあります");

  private final Router router;
  private final ConsoleSession session;

  LineRunner(Router router, ConsoleSession session) {
    this.router = router;
    this.session = session;
  }

  /**
   * Runs a line and prints what it prints.
   *
   * @return whether it was executed without error
   */
  boolean run(String line) {
    session.begin();
    Optional<CommandInterpreter> interpreter = router.interpreter();
    if (interpreter.isEmpty()) {
      session.error(NOT_READY);
      return false;
    }
    Pipeline pipeline = Pipeline.parse(line);
    if (pipeline.error().isPresent()) {
      session.error(pipeline.error().get());
      return false;
    }
    Optional<String> trace = trace(pipeline.command(), interpreter.get());
    Optional<CommandError> error;
    try (PrintWriter out = output(pipeline)) {
      session.redirect(out, pipeline.json());
      error = interpreter.get().execute(pipeline.command(), session);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a command failed", e);
      error = Optional.of(new CommandError(CommandError.Kind.REFUSED, FAULT, -1));
    } finally {
      session.redirect(null, false);
    }
    error.ifPresent(e -> session.error(pipeline.command(), e));
    if (error.isEmpty()) {
      trace.ifPresent(router.log()::info);
    }
    return error.isEmpty();
  }

  private PrintWriter output(Pipeline pipeline) {
    Writer out = session.page(new Uncloseable(session.terminal()), pipeline.less());
    List<Grep> greps = pipeline.greps();
    if (!greps.isEmpty() && session.interactive()) {
      session.terminal().println("Searching ...");
    }
    for (int i = greps.size() - 1; i >= 0; i--) {
      out = new GrepWriter(out, greps.get(i));
    }
    return new PrintWriter(out, true);
  }

  /** What to log of a line; made before it runs, which may change who the user is. */
  private Optional<String> trace(String line, CommandInterpreter interpreter) {
    boolean on =
        router
            .config()
            .get("syslog execute command")
            .map(s -> s.arguments().isOn("SWITCH"))
            .orElse(false);
    if (!on || line.isBlank() || line.stripLeading().startsWith("#")) {
      return Optional.empty();
    }
    String safe = CommandTrace.withoutSecrets(line.strip(), interpreter);
    return Optional.of("'" + safe + "' executed for " + session.login().label());
  }

  /** Flushes instead of closing: the terminal outlives the command. */
  private static final class Uncloseable extends FilterWriter {
    Uncloseable(Writer out) {
      super(out);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      out.write(text, from, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
