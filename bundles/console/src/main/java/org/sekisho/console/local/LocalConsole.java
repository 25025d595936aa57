package org.sekisho.console.local;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.console.ConsoleState;
import org.sekisho.console.Consoles;
import org.sekisho.console.users.LoginGuard;

/**
 * Console sessions over the Unix socket {@code DATA/console.sock}, which a program on the box joins
 * to a terminal: octets as a terminal in raw mode sends and wants them. Only the router's own user
 * and root may connect; who sits at the terminal says so with name and password. The socket appears
 * when the configuration was read.
 */
@Component(
    service = {},
    immediate = true)
public final class LocalConsole {

  private static final System.Logger LOGGER = System.getLogger(LocalConsole.class.getName());
  private static final Duration WRONG_PASSWORD_DELAY = Duration.ofSeconds(2);

  private final Consoles consoles;
  private final LoginGuard guard = new LoginGuard(System::nanoTime);
  private final Duration delay;
  private final Path socket;
  private final AutoCloseable subscription;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private ServerSocketChannel server;
  private boolean stopped;

  /** Waits for the configuration. */
  @Activate
  public LocalConsole(
      @Reference Consoles consoles, @Reference ConsoleState state, BundleContext context) {
    this(
        consoles,
        state,
        BootSettings.from(context::getProperty).data().resolve("console.sock"),
        WRONG_PASSWORD_DELAY);
  }

  LocalConsole(Consoles consoles, ConsoleState state, Path socket, Duration delay) {
    this.consoles = consoles;
    this.socket = socket;
    this.delay = delay;
    subscription = state.onChange(this::listen);
    if (state.configured()) {
      listen();
    }
  }

  /** Closes the socket and its sessions. */
  @Deactivate
  synchronized void stop() throws IOException {
    stopped = true;
    try {
      subscription.close();
    } catch (Exception e) {
      LOGGER.log(System.Logger.Level.WARNING, "stopping the local console", e);
    }
    if (server != null) {
      server.close();
      Files.deleteIfExists(socket);
    }
    for (SocketChannel channel : open) {
      channel.close();
    }
  }

  private synchronized void listen() {
    if (stopped || server != null) {
      return;
    }
    try {
      ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        Files.deleteIfExists(socket);
        opened.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      } catch (IOException | RuntimeException e) {
        opened.close();
        throw e;
      }
      server = opened;
      thread(() -> accept(opened), "sekisho-local-console").start();
    } catch (IOException | RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "no console for terminals of the box: " + socket, e);
    }
  }

  private void accept(ServerSocketChannel from) {
    while (from.isOpen()) {
      try {
        SocketChannel channel = from.accept();
        open.add(channel);
        thread(() -> serve(channel), "sekisho-local-session").start();
      } catch (ClosedChannelException e) {
        return; // stopped
      } catch (IOException e) {
        LOGGER.log(System.Logger.Level.WARNING, "a local console cannot be accepted", e);
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        LocalTerminal terminal = LocalTerminal.on(channel, () -> consoles.settings().charset(""))) {
      new LocalLogin(consoles, terminal, guard, delay)
          .ask()
          .ifPresent(login -> consoles.open(terminal, login, s -> terminal.onKey(s::touched)));
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a local console ended early", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(channel);
    }
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(LocalConsole.class.getClassLoader());
    return thread;
  }
}
