package org.sekisho.console;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.console.ssh.AuthorizedKeys;
import org.sekisho.console.ssh.ConsoleServer;
import org.sekisho.console.ssh.UserKeys;

/**
 * Opens the console's SSH port once the configuration was read, and only when somebody may come in
 * as administrator: there is no default password.
 */
@Component(
    service = {},
    immediate = true)
public final class SshService {

  private static final System.Logger LOGGER = System.getLogger(SshService.class.getName());

  /** Framework property: {@code on} lets the first user in who sets the administrator password. */
  private static final String SETUP = "sekisho.setup";

  private static final Duration WRONG_PASSWORD_DELAY = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(2);
  private static final long IDLE_CHECK_SECONDS = 5;

  private final Consoles consoles;
  private final ConsoleState state;
  private final BootSettings boot;
  private final AuthorizedKeys keys;
  private final boolean setup;
  private final AutoCloseable subscription;
  private final Thread opener;
  private boolean stopped;
  private volatile ConsoleServer server;
  private String said = "";

  /** Starts to wait for the configuration. */
  @Activate
  public SshService(
      @Reference Consoles consoles, @Reference ConsoleState state, BundleContext context) {
    this.consoles = consoles;
    this.state = state;
    boot = BootSettings.from(context::getProperty);
    keys = new AuthorizedKeys(boot.authorizedKeys());
    setup = "on".equals(context.getProperty(SETUP));
    subscription = state.onChange(this::wake);
    consoles
        .timer()
        .scheduleWithFixedDelay(
            () -> consoles.registry().endIdle(System.nanoTime()),
            IDLE_CHECK_SECONDS,
            IDLE_CHECK_SECONDS,
            TimeUnit.SECONDS);
    opener = new Thread(this::open, "sekisho-ssh-start");
    opener.setDaemon(true);
    opener.start();
  }

  /** Closes the port and all connections. */
  @Deactivate
  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    try {
      subscription.close();
      opener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOGGER.log(System.Logger.Level.WARNING, "stopping the SSH service", e);
    }
    consoles.registry().endAll();
    if (server != null) {
      server.close();
    }
  }

  private synchronized void wake() {
    notifyAll();
  }

  /** Tries until the port is open or the service stopped; on the opener's thread. */
  private void open() {
    try {
      while (!tryOpen()) {
        synchronized (this) {
          if (stopped) {
            return;
          }
          // Woken by each change of the configuration; a key file or an address may also appear.
          wait(RETRY.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tryOpen() {
    if (!state.configured()) {
      return false;
    }
    if (keys.isEmpty() && !state.users().hasAdministratorPassword() && !setup) {
      say(
          "SSH console is closed: there is no administrator password and no authorized key;"
              + " start with --authorized-keys FILE, or put administrator password into the"
              + " configuration file");
      return false;
    }
    ConsoleServer.Settings settings =
        new ConsoleServer.Settings(
            boot.sshAddress(),
            boot.sshPort(),
            boot.data().resolve("ssh"),
            keys,
            new UserKeys(boot.data()),
            setup,
            boot.interfaces(),
            WRONG_PASSWORD_DELAY);
    try {
      ConsoleServer opened =
          ConsoleServer.start(settings, consoles, consoles.registry(), consoles.timer());
      server = opened;
      InetSocketAddress address = opened.address();
      say(
          "SSH console listens on "
              + address.getAddress().getHostAddress()
              + " port "
              + address.getPort());
      return true;
    } catch (IOException | RuntimeException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "the SSH port cannot be opened", e);
      say(
          "SSH console cannot listen on %s port %d: %s"
              .formatted(boot.sshAddress(), boot.sshPort(), e.getMessage()));
      return false;
    }
  }

  private void say(String text) {
    if (!text.equals(said)) {
      said = text;
      consoles.log().info(text);
    }
  }
}
