package org.sekisho.console;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LastingLog;
import org.sekisho.console.session.ConsoleSession;
import org.sekisho.console.session.Login;
import org.sekisho.console.session.Router;
import org.sekisho.console.session.ScriptSession;
import org.sekisho.console.session.Sessions;
import org.sekisho.console.session.TerminalSession;
import org.sekisho.console.users.Users;

/**
 * The router as sessions see it, and the sessions there are. Stays while the configuration bundle
 * comes and goes, so that open sessions outlive its update.
 */
@Component(service = Consoles.class)
public final class Consoles implements Router {

  private final ConsoleState state;
  private final EventLog log;
  private final String version;
  private final Sessions sessions = new Sessions();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          r -> {
            Thread thread = new Thread(r, "sekisho-console-timer");
            thread.setDaemon(true);
            return thread;
          });

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile CommandInterpreter interpreter;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile ConfigStore store;

  /** Starts without sessions. */
  @Activate
  public Consoles(@Reference ConsoleState state, BundleContext context) {
    this(state, new LastingLog(context), context);
  }

  Consoles(ConsoleState state, EventLog log, BundleContext context) {
    this.state = state;
    this.log = log;
    Version v = context.getBundle().getVersion();
    version = v.getMajor() + "." + v.getMinor() + "." + v.getMicro();
  }

  /** Ends all sessions. */
  @Deactivate
  void stop() {
    sessions.endAll();
    timer.shutdownNow();
  }

  /** For what is done later or again and again, and is done quickly. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** The sessions. */
  Sessions registry() {
    return sessions;
  }

  /**
   * Runs a console in a terminal that somebody else opened, on the calling thread.
   *
   * @return 0, or 1 when the session was refused
   */
  public int open(Terminal terminal, Login login) {
    return open(terminal, login, session -> {});
  }

  /**
   * The same, for a terminal whose keys have to be told to the session.
   *
   * @param opened told of the session before it begins
   */
  public int open(Terminal terminal, Login login, Consumer<ConsoleSession> opened) {
    TerminalSession session = new TerminalSession(this, login, terminal);
    opened.accept(session);
    return run(session, new PrintWriter(terminal.writer()));
  }

  /**
   * Runs lines, on the calling thread.
   *
   * @return 0 when all were executed, else 1; the refusals are in {@code err}
   */
  public int run(String lines, Login login, PrintWriter out, PrintWriter err) {
    BufferedReader nothing = new BufferedReader(Reader.nullReader());
    return run(ScriptSession.of(this, login, lines, nothing, out, err), err);
  }

  private int run(ConsoleSession session, PrintWriter err) {
    Optional<String> refusal = sessions.open(session);
    if (refusal.isPresent()) {
      err.println(refusal.get());
      err.flush();
      return 1;
    }
    try {
      return session.run();
    } finally {
      sessions.ended(session);
    }
  }

  @Override
  public Optional<CommandInterpreter> interpreter() {
    return Optional.ofNullable(interpreter);
  }

  @Override
  public Optional<ConfigStore> store() {
    return Optional.ofNullable(store);
  }

  @Override
  public EventLog log() {
    return log;
  }

  @Override
  public ConfigSnapshot config() {
    return state.config();
  }

  @Override
  public ConsoleSettings settings() {
    return state.settings();
  }

  @Override
  public Users users() {
    return state.users();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<ConsoleSession> sessions() {
    return sessions.list();
  }
}
