package org.sekisho.console.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSession;
import org.sekisho.api.config.Text;
import org.sekisho.console.session.Login;
import org.sekisho.console.session.Router;
import org.sekisho.console.session.Sessions;
import org.sekisho.console.session.TransferSession;
import org.sekisho.console.sftp.SftpAdmission;
import org.sekisho.console.sftp.SftpServer;

/** Runs an SFTP session on a thread of its own for one SSH channel. */
final class SftpChannel implements Command {

  private static final System.Logger LOGGER = System.getLogger(SftpChannel.class.getName());
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Text NOBODY =
      new Text(
          "Set the administrator password first; log in with ssh -t",
          "先にssh -tでログインし、管理パスワードを設定してください");

  private final Router router;
  private final Sessions sessions;
  private final SftpAdmission admission;
  private InputStream in;
  private OutputStream out;
  private OutputStream err;
  private ExitCallback exit;
  private volatile TransferSession session;

  SftpChannel(Router router, Sessions sessions, SftpAdmission admission) {
    this.router = router;
    this.sessions = sessions;
    this.admission = admission;
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
    Login login = SshLogin.of(channel, environment, "SFTP");
    ServerSession connection = channel.getServerSession();
    boolean proven = !Boolean.TRUE.equals(connection.getAttribute(SshLogin.UNPROVEN));
    if (!(connection.getClientAddress() instanceof InetSocketAddress remote)) {
      throw new IOException("an SFTP client without an address");
    }
    InetAddress address = remote.getAddress();
    SftpServer server =
        new SftpServer(
            router::store,
            new SftpServer.Around(
                () -> proven ? admission.refusal(login, address) : Optional.of(NOBODY),
                this::sentence,
                () -> session.touched(),
                slot -> router.log().info("config" + slot + " was sent by " + login.label()),
                (slot, why) -> refused(login, slot, why)));
    session = new TransferSession(router, login, in, () -> server.serve(in, out));
    Optional<Text> refusal = proven ? admission.refusal(login, address) : Optional.of(NOBODY);
    Thread thread = new Thread(() -> run(refusal), "sekisho-sftp-" + NUMBER.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(SftpChannel.class.getClassLoader());
    thread.start();
  }

  @Override
  public void destroy(ChannelSession channel) {
    if (session != null) {
      session.hangUp();
    }
  }

  private void run(Optional<Text> refused) {
    int code = 1;
    try {
      Optional<String> refusal = refused.map(t -> "Error: " + sentence(t));
      if (refusal.isPresent()) {
        router.log().info("Login refused for " + session.login().label());
      } else {
        refusal = sessions.open(session);
      }
      if (refusal.isPresent()) {
        err.write((refusal.get() + "\r\n").getBytes(StandardCharsets.UTF_8));
      } else {
        try {
          code = session.run();
        } finally {
          sessions.ended(session);
        }
      }
      out.flush();
      err.flush();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a channel ended early", e);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "an SFTP session failed", e);
    } finally {
      exit.onExit(code);
    }
  }

  private void refused(Login login, int slot, String why) {
    router.log().info("config" + slot + " sent by " + login.label() + " was refused: " + why);
    try {
      err.write(("Error: " + why + "\r\n").getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "the client does not read errors", e);
    }
  }

  private String sentence(Text text) {
    return text.in(router.settings().language(session.login().locale()));
  }
}
