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
import org.apache.sshd.server.channel.ChannelSession;
import org.sekisho.console.session.ConsoleSession;
import org.sekisho.console.session.Login;
import org.sekisho.console.session.Router;
import org.sekisho.console.session.ScriptSession;
import org.sekisho.console.session.Sessions;
import org.sekisho.console.session.TerminalSession;
import org.sekisho.console.users.Users;

/** A console session over one SSH channel. */
final class SessionChannel extends ChannelCommand {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Optional<String> command;

  /**
   * Makes a channel.
   *
   * @param command the lines of {@code ssh HOST 'LINES'}, empty for a shell
   */
  SessionChannel(Router router, Sessions sessions, Optional<String> command) {
    super(router, sessions);
    this.command = command;
  }

  @Override
  ConsoleSession session(
      ChannelSession channel,
      Environment environment,
      InputStream in,
      OutputStream out,
      OutputStream err)
      throws IOException {
    Login login = SshLogin.of(channel, environment, "SSH");
    boolean terminal = environment.getEnv().containsKey(Environment.ENV_TERM);
    Supplier<Charset> charset = () -> router.settings().charset(login.locale());
    InputStream keys = new DecodingInput(in, charset, this::touched);
    OutputStream screen = new EncodingOutput(out, charset);
    OutputStream errors = new EncodingOutput(err, charset);
    if (command.isEmpty() && terminal) {
      return new TerminalSession(router, login, new SshTerminal(environment, keys, screen));
    }
    BufferedReader input = new BufferedReader(new InputStreamReader(keys, StandardCharsets.UTF_8));
    PrintWriter output = writer(screen, terminal);
    PrintWriter faults = writer(errors, terminal);
    return command
        .map(c -> ScriptSession.of(router, login, c, input, output, faults))
        .orElseGet(() -> ScriptSession.reading(router, login, input, output, faults));
  }

  @Override
  Optional<String> refusal(ConsoleSession session) {
    return refusedBeforeSetup(session).or(() -> refusedWay(session));
  }

  @Override
  Charset charset(ConsoleSession session) {
    return router.settings().charset(session.login().locale());
  }

  @Override
  String threadName() {
    return "sekisho-console-" + NUMBER.incrementAndGet();
  }

  /** Without an administrator password there is one thing to do, and it needs a terminal. */
  private Optional<String> refusedBeforeSetup(ConsoleSession session) {
    boolean refused =
        !(session instanceof TerminalSession)
            && !session.login().trusted()
            && !router.users().hasAdministratorPassword();
    return refused
        ? Optional.of("Error: Set the administrator password first; log in with ssh -t")
        : Optional.empty();
  }

  /** Who may come in by SFTP alone gets no console. */
  private Optional<String> refusedWay(ConsoleSession session) {
    Users users = router.users();
    boolean refused =
        !session.login().trusted()
            && users.hasAdministratorPassword()
            && !users.attributes(session.login().user()).allows("ssh");
    return refused
        ? Optional.of("Error: This user has no console; add ssh to connection= of user attribute")
        : Optional.empty();
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
