package org.sekisho.console.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.sekisho.console.session.ConsoleSession;
import org.sekisho.console.session.Router;
import org.sekisho.console.session.Sessions;

/** Runs a session on a thread of its own for one SSH channel. */
abstract class ChannelCommand implements Command {

  private static final System.Logger LOGGER = System.getLogger(ChannelCommand.class.getName());

  final Router router;
  private final Sessions sessions;
  private InputStream in;
  private OutputStream out;
  private OutputStream err;
  private ExitCallback exit;
  private volatile ConsoleSession session;

  ChannelCommand(Router router, Sessions sessions) {
    this.router = router;
    this.sessions = sessions;
  }

  @Override
  public final void setInputStream(InputStream value) {
    in = value;
  }

  @Override
  public final void setOutputStream(OutputStream value) {
    out = value;
  }

  @Override
  public final void setErrorStream(OutputStream value) {
    err = value;
  }

  @Override
  public final void setExitCallback(ExitCallback value) {
    exit = value;
  }

  /** Makes the session. */
  abstract ConsoleSession session(
      ChannelSession channel,
      Environment environment,
      InputStream in,
      OutputStream out,
      OutputStream err)
      throws IOException;

  /** Why a session may not begin, before {@link Sessions} are asked. */
  abstract Optional<String> refusal(ConsoleSession session);

  /** How the client reads text. */
  abstract Charset charset(ConsoleSession session);

  /** Name of the thread. */
  abstract String threadName();

  @Override
  public final void start(ChannelSession channel, Environment environment) throws IOException {
    ConsoleSession made = session(channel, environment, in, out, err);
    session = made;
    Thread thread = new Thread(() -> run(made), threadName());
    thread.setDaemon(true);
    thread.setContextClassLoader(ChannelCommand.class.getClassLoader());
    thread.start();
  }

  @Override
  public final void destroy(ChannelSession channel) {
    if (session != null) {
      session.hangUp();
    }
  }

  /** Tells the session, once there is one, that the client did something. */
  final void touched() {
    ConsoleSession s = session;
    if (s != null) {
      s.touched();
    }
  }

  private void run(ConsoleSession running) {
    int code = 1;
    try {
      Optional<String> refusal = refusal(running).or(() -> sessions.open(running));
      if (refusal.isPresent()) {
        err.write((refusal.get() + "\r\n").getBytes(charset(running)));
      } else {
        try {
          code = running.run();
        } finally {
          sessions.ended(running);
        }
      }
      running.hangUp();
      out.flush();
      err.flush();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a channel ended early", e);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a session failed", e);
    } finally {
      exit.onExit(code);
    }
  }
}
