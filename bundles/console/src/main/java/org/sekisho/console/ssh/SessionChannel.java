package org.sekisho.console.ssh;

import java.io.BufferedReader;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.sekisho.console.session.ConsoleSession;
import org.sekisho.console.session.Login;
import org.sekisho.console.session.Router;
import org.sekisho.console.session.ScriptSession;
import org.sekisho.console.session.Sessions;
import org.sekisho.console.session.TerminalSession;
import org.sekisho.console.users.Users;

/** Runs a console session on a thread of its own for one SSH channel. */
final class SessionChannel implements Command {

  private static final System.Logger LOGGER = System.getLogger(SessionChannel.class.getName());
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Router router;
  private final Sessions sessions;
  private final Optional<String> command;
  private InputStream in;
  private OutputStream out;
  private OutputStream err;
  private ExitCallback exit;
  private volatile ConsoleSession session;

  /**
   * Makes a channel.
   *
   * @param command the lines of {@code ssh HOST 'LINES'}, empty for a shell
   */
  SessionChannel(Router router, Sessions sessions, Optional<String> command) {
    this.router = router;
    this.sessions = sessions;
    this.command = command;
  }

  @Override
  public void setInputStream(InputStream value) {
    in = value;
  }

  @Override
  public void setOutputStream(OutputStream value) {
    out = value;
  }

  @Override
  public void setErrorStream(OutputStream value) {
    err = value;
  }

  @Override
  public void setExitCallback(ExitCallback value) {
    exit = value;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    Login login = SshLogin.of(channel, environment, "SSH");
    boolean terminal = environment.getEnv().containsKey(Environment.ENV_TERM);
    Supplier<Charset> charset = () -> router.settings().charset(login.locale());
    InputStream keys = new DecodingInput(in, charset, this::touched);
    OutputStream screen = new EncodingOutput(out, charset);
    OutputStream errors = new EncodingOutput(err, charset);
    if (command.isEmpty() && terminal) {
      SshTerminal sshTerminal = new SshTerminal(environment, keys, screen);
      session = new TerminalSession(router, login, sshTerminal);
    } else {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(keys, StandardCharsets.UTF_8));
      PrintWriter output = writer(screen, terminal);
      PrintWriter faults = writer(errors, terminal);
      session =
          command
              .map(c -> ScriptSession.of(router, login, c, input, output, faults))
              .orElseGet(() -> ScriptSession.reading(router, login, input, output, faults));
    }
    Thread thread = new Thread(this::run, "sekisho-console-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(SessionChannel.class.getClassLoader());
    thread.start();
  }

  @Override
  public void destroy(ChannelSession channel) {
    if (session != null) {
      session.hangUp();
    }
  }

  private void run() {
    int code = 1;
    try {
      Optional<String> refusal = refusedBeforeSetup().or(this::refusedWay);
      if (refusal.isEmpty()) {
        refusal = sessions.open(session);
      }
      if (refusal.isPresent()) {
        Charset charset = router.settings().charset(session.login().locale());
        err.write((refusal.get() + "\r\n").getBytes(charset));
      } else {
        try {
          code = session.run();
        } finally {
          sessions.ended(session);
        }
      }
      session.hangUp();
      out.flush();
      err.flush();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a channel ended early", e);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a console session failed", e);
    } finally {
      exit.onExit(code);
    }
  }

  /** Without an administrator password there is one thing to do, and it needs a terminal. */
  private Optional<String> refusedBeforeSetup() {
    boolean refused =
        !(session instanceof TerminalSession)
            && !session.login().trusted()
            && !router.users().hasAdministratorPassword();
    return refused
        ? Optional.of("Error: Set the administrator password first; log in with ssh -t")
        : Optional.empty();
  }

  /** Who may come in by SFTP alone gets no console. */
  private Optional<String> refusedWay() {
    Users users = router.users();
    boolean refused =
        !session.login().trusted()
            && users.hasAdministratorPassword()
            && !users.attributes(session.login().user()).allows("ssh");
    return refused
        ? Optional.of("Error: This user has no console; add ssh to connection= of user attribute")
        : Optional.empty();
  }

  private void touched() {
    ConsoleSession s = session;
    if (s != null) {
      s.touched();
    }
  }

  private static PrintWriter writer(OutputStream out, boolean terminal) {
    OutputStream lines = terminal ? new CarriageReturns(out) : out;
    return new PrintWriter(new OutputStreamWriter(lines, StandardCharsets.UTF_8));
  }

  /** A terminal in raw mode wants a carriage return before each line feed. */
  private static final class CarriageReturns extends FilterOutputStream {
    CarriageReturns(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      int done = from;
      for (int i = from; i < from + length; i++) {
        if (bytes[i] == '\n') {
          out.write(bytes, done, i - done);
          out.write('\r');
          done = i;
        }
      }
      out.write(bytes, done, from + length - done);
    }
  }
}
