package org.sekisho.console;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** Somebody at the other end of the network, with MINA's own client. */
final class Ssh implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final SshClient CLIENT = client();

  private final ClientSession session;

  private Ssh(ClientSession session) {
    this.session = session;
  }

  /**
   * What a command gave.
   *
   * @param code exit code
   */
  record Result(int code, String out, String err) {}

  private static SshClient client() {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
    client.start();
    return client;
  }

  /** Logs in with a password. */
  static Ssh password(InetSocketAddress address, String user, String password) throws IOException {
    ClientSession session = connect(address, user);
    session.addPasswordIdentity(password);
    return authenticated(session);
  }

  /** Asks for the method {@code none}. */
  static Ssh nobody(InetSocketAddress address) throws IOException {
    return authenticated(connect(address, "admin"));
  }

  /** Logs in as {@code taro}. */
  static Ssh taro(TestRouter router) throws IOException {
    return password(router.address(), "taro", TestRouter.USER_PASSWORD);
  }

  /** Logs in with the administrator's key. */
  static Ssh key(TestRouter router) throws IOException {
    return key(router.address(), TestRouter.KEY);
  }

  /** Logs in with a key. */
  static Ssh key(InetSocketAddress address, KeyPair key) throws IOException {
    return key(address, "admin", key);
  }

  /** Logs in with a key. */
  static Ssh key(InetSocketAddress address, String user, KeyPair key) throws IOException {
    ClientSession session = connect(address, user);
    session.addPublicKeyIdentity(key);
    return authenticated(session);
  }

  private static ClientSession connect(InetSocketAddress address, String user) throws IOException {
    ClientSession session =
        CLIENT
            .connect(user, address.getAddress().getHostAddress(), address.getPort())
            .verify(PATIENCE)
            .getSession();
    session.setKeyIdentityProvider(null);
    return session;
  }

  private static Ssh authenticated(ClientSession session) throws IOException {
    try {
      session.auth().verify(PATIENCE);
      return new Ssh(session);
    } catch (IOException e) {
      session.close(true);
      throw e;
    }
  }

  /** Runs a command; {@code LANG} as given. */
  Result exec(String command, String lang) throws IOException {
    try (ChannelExec channel = session.createExecChannel(command, null, Map.of("LANG", lang))) {
      return run(channel, new byte[0], StandardCharsets.UTF_8);
    }
  }

  /** Runs a command in English. */
  Result exec(String command) throws IOException {
    return exec(command, "C");
  }

  /** Runs the lines of standard input. */
  Result stdin(byte[] input, String lang) throws IOException {
    return stdin(input, lang, StandardCharsets.UTF_8);
  }

  /** Runs the lines of standard input; the answer is in an encoding. */
  Result stdin(byte[] input, String lang, Charset charset) throws IOException {
    try (ChannelShell channel = session.createShellChannel(null, Map.of("LANG", lang))) {
      channel.setUsePty(false);
      return run(channel, input, charset);
    }
  }

  private static Result run(ClientChannel channel, byte[] input, Charset charset)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    channel.setIn(new ByteArrayInputStream(input));
    channel.setOut(out);
    channel.setErr(err);
    channel.open().verify(PATIENCE);
    Set<ClientChannelEvent> events =
        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
    if (!events.contains(ClientChannelEvent.CLOSED) || channel.getExitStatus() == null) {
      throw new AssertionError("no end: " + events + " " + out + err);
    }
    return new Result(channel.getExitStatus(), out.toString(charset), err.toString(charset));
  }

  /** Opens SFTP. */
  SftpClient sftp() throws IOException {
    return SftpClientFactory.instance().createSftpClient(session);
  }

  /** Asks for SFTP and sends nothing; what was said on standard error, and the exit code. */
  Result refusedSftp() throws IOException {
    try (ChannelSubsystem channel = session.createSubsystemChannel("sftp")) {
      return run(channel, new byte[0], StandardCharsets.UTF_8);
    }
  }

  /** Opens a shell at a terminal of 80 by 24. */
  Shell shell() throws IOException {
    return shell("C", 80, 24);
  }

  /** Opens a shell, types and does not read. */
  StalledShell stalled(String keys) throws IOException {
    return new StalledShell(session.createShellChannel(), keys);
  }

  /** Opens a shell. */
  Shell shell(String lang, int columns, int lines) throws IOException {
    ChannelShell channel = session.createShellChannel(null, Map.of("LANG", lang));
    channel.setPtyType("xterm");
    channel.setPtyColumns(columns);
    channel.setPtyLines(lines);
    return new Shell(channel);
  }

  /** Ends the connection without a word. */
  void cut() {
    session.close(true);
  }

  @Override
  public void close() throws IOException {
    session.close(true).await(PATIENCE);
  }
}
