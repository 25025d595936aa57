package org.sekisho.console.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.sekisho.console.session.Router;
import org.sekisho.console.session.Sessions;
import org.sekisho.console.sftp.SftpAdmission;
import org.sekisho.console.users.LoginGuard;
import org.sekisho.console.users.Users;

/**
 * The SSH server of the console (RFC 4252 to 4254): shells, commands and the saved configurations
 * by SFTP; no forwarding.
 */
public final class ConsoleServer implements AutoCloseable {

  private static final int ATTEMPTS = 6;
  private static final int CONNECTION_THREADS = 4;

  private final SshServer server;
  private final PasswordLogin passwords;

  private ConsoleServer(SshServer server, PasswordLogin passwords) {
    this.server = server;
    this.passwords = passwords;
  }

  /**
   * What a server needs.
   *
   * @param address address to listen on
   * @param port port, 0 for any
   * @param hostKeys directory of the host keys
   * @param authorizedKeys keys that log in as administrator
   * @param userKeys keys that log in as a user
   * @param setup whether a router without administrator password and key lets somebody in, to set
   *     the password; the box decides who can reach the port
   * @param interfaces Linux names of {@code lan1} and so on
   * @param wrongPasswordDelay how long the answer to a wrong password is held back
   */
  public record Settings(
      String address,
      int port,
      Path hostKeys,
      AuthorizedKeys authorizedKeys,
      UserKeys userKeys,
      boolean setup,
      Map<String, String> interfaces,
      Duration wrongPasswordDelay) {}

  /**
   * Starts a server.
   *
   * @param timer for what is held back
   * @throws IOException when the address or port cannot be used, or the host keys not be kept
   */
  public static ConsoleServer start(
      Settings settings, Router router, Sessions sessions, ScheduledExecutorService timer)
      throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    // MINA looks its I/O provider up by the context class loader.
    thread.setContextClassLoader(SshServer.class.getClassLoader());
    try {
      return startServer(settings, router, sessions, timer);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static ConsoleServer startServer(
      Settings settings, Router router, Sessions sessions, ScheduledExecutorService timer)
      throws IOException {
    List<KeyPair> keys = new HostKeys(settings.hostKeys()).load();
    LoginGuard guard = new LoginGuard(System::nanoTime);
    PasswordLogin passwords =
        new PasswordLogin(router, guard, settings.wrongPasswordDelay(), timer);
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(settings.address());
    server.setPort(settings.port());
    server.setKeyPairProvider(KeyPairProvider.wrap(keys));
    List<UserAuthFactory> ways = new ArrayList<>();
    if (settings.setup()) {
      ways.add(
          new SetupLoginFactory(
              () ->
                  settings.authorizedKeys().isEmpty()
                      && !router.users().hasAdministratorPassword()));
    }
    ways.add(new KeyLoginFactory());
    ways.add(new UserAuthPasswordFactory());
    server.setUserAuthFactories(ways);
    server.setPasswordAuthenticator(passwords);
    server.setPublickeyAuthenticator(
        (user, key, session) -> {
          boolean administrator = settings.authorizedKeys().contains(key);
          session.setAttribute(KeyLoginFactory.OFFERED_ADMINISTRATOR, administrator);
          return administrator || mayLogIn(settings, router.users(), user, key);
        });
    server.setShellFactory(channel -> new SessionChannel(router, sessions, Optional.empty()));
    server.setCommandFactory(
        (channel, command) -> new SessionChannel(router, sessions, Optional.of(command)));
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    SftpAdmission admission = new SftpAdmission(router, settings.interfaces());
    server.setSubsystemFactories(List.of(new SftpFactory(router, sessions, admission)));
    limits(server);
    server.addSessionListener(new NewConnections(router.log()));
    try {
      server.start();
    } catch (IOException | RuntimeException e) {
      passwords.close();
      server.close(true);
      throw e;
    }
    return new ConsoleServer(server, passwords);
  }

  private static boolean mayLogIn(Settings settings, Users users, String user, PublicKey key) {
    return users.exists(user)
        && SshLogin.allowed(users, user)
        && users.keysMayLogIn()
        && settings.userKeys().contains(users, user, key);
  }

  private static void limits(SshServer server) {
    server.setNioWorkers(CONNECTION_THREADS);
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Sekisho");
    CoreModuleProperties.AUTH_TIMEOUT.set(server, Duration.ofSeconds(60));
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, ATTEMPTS);
    // The console has an idle time of its own, which counts keys and not packets.
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    // A user who holds the output with Ctrl-S must not lose the session.
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, Duration.ofDays(1));
  }

  /** Address and port it listens on. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getBoundAddresses().iterator().next();
  }

  /** Closes the port and all connections. */
  @Override
  public void close() {
    passwords.close();
    try {
      server.stop(true);
    } catch (IOException e) {
      System.getLogger(getClass().getName())
          .log(System.Logger.Level.WARNING, "stopping the SSH server", e);
    }
  }
}
