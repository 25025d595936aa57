package org.sekisho.console.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerSession;
import org.sekisho.api.config.Text;
import org.sekisho.console.session.ConsoleSession;
import org.sekisho.console.session.Login;
import org.sekisho.console.session.Router;
import org.sekisho.console.session.Sessions;
import org.sekisho.console.session.TransferSession;
import org.sekisho.console.sftp.SftpAdmission;
import org.sekisho.console.sftp.SftpServer;

/** An SFTP session over one SSH channel. */
final class SftpChannel extends ChannelCommand {

  private static final System.Logger LOGGER = System.getLogger(SftpChannel.class.getName());
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Text NOBODY =
      new Text(
          "Set the administrator password first; log in with ssh -t",
          "先にssh -tでログインし、管理パスワードを設定してください");

  private final SftpAdmission admission;
  private Supplier<Optional<Text>> asked;

  SftpChannel(Router router, Sessions sessions, SftpAdmission admission) {
    super(router, sessions);
    this.admission = admission;
  }

  @Override
  ConsoleSession session(
      ChannelSession channel,
      Environment environment,
      InputStream in,
      OutputStream out,
      OutputStream err)
      throws IOException {
    Login login = SshLogin.of(channel, environment, "SFTP");
    ServerSession connection = channel.getServerSession();
    boolean proven = !Boolean.TRUE.equals(connection.getAttribute(SshLogin.UNPROVEN));
    if (!(connection.getClientAddress() instanceof InetSocketAddress remote)) {
      throw new IOException("an SFTP client without an address");
    }
    InetAddress address = remote.getAddress();
    asked = () -> proven ? admission.refusal(login, address) : Optional.of(NOBODY);
    SftpServer server =
        new SftpServer(
            router::store,
            new SftpServer.Around(
                asked,
                text -> sentence(login, text),
                this::touched,
                slot -> router.log().info("config" + slot + " was sent by " + login.label()),
                (slot, why) -> refused(login, err, slot, why)));
    return new TransferSession(router, login, in, () -> server.serve(in, out));
  }

  @Override
  Optional<String> refusal(ConsoleSession session) {
    Optional<Text> refused = asked.get();
    refused.ifPresent(t -> router.log().info("Login refused for " + session.login().label()));
    return refused.map(t -> "Error: " + sentence(session.login(), t));
  }

  @Override
  Charset charset(ConsoleSession session) {
    return StandardCharsets.UTF_8;
  }

  @Override
  String threadName() {
    return "sekisho-sftp-" + NUMBER.incrementAndGet();
  }

  private void refused(Login login, OutputStream err, int slot, String why) {
    router.log().info("config" + slot + " sent by " + login.label() + " was refused: " + why);
    try {
      err.write(("Error: " + why + "\r\n").getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "the client does not read errors", e);
    }
  }

  private String sentence(Login login, Text text) {
    return text.in(router.settings().language(login.locale()));
  }
}
