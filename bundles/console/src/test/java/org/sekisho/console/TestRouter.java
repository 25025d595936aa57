package org.sekisho.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.osgi.framework.BundleContext;
import org.sekisho.config.ConfigComponent;
import org.sekisho.config.Running;
import org.sekisho.console.ssh.AuthorizedKeys;
import org.sekisho.console.ssh.ConsoleServer;
import org.sekisho.console.ssh.UserKeys;
import org.sekisho.console.users.Passwords;
import org.sekisho.log.LogCommands;

/**
 * The console's own classes put together as their components do it, with the real configuration
 * bundle: the user {@code taro} with password {@code tarotaro}, administrator password {@code
 * kanri}, and one authorized key.
 */
final class TestRouter implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  static final String USER_PASSWORD = "tarotaro";
  static final String ADMINISTRATOR_PASSWORD = "kanri";
  static final KeyPair KEY = key();
  static final List<String> USERS =
      List.of(
          "administrator password encrypted " + Passwords.encrypted(ADMINISTRATOR_PASSWORD),
          "login user taro encrypted " + Passwords.encrypted(USER_PASSWORD));

  /** Host keys take a second to make; all routers of a test run have the same. */
  private static final Path HOST_KEYS = temporaryDirectory();

  final TestLog log = new TestLog();
  final Path data;
  final ConfigComponent config;
  final ConsoleState state = new ConsoleState();
  final Consoles consoles;
  final ConsoleCommands console;
  final TestCommands commands = new TestCommands();
  private final Map<String, String> properties = new HashMap<>();
  private ConsoleServer server;

  /** Starts a router without server. */
  TestRouter(Path data, List<String> lines) {
    this.data = data;
    properties.put("sekisho.data", data.toString());
    properties.put("sekisho.ssh", "127.0.0.1:0");
    write(data.resolve("config0"), String.join("\n", lines) + "\n");
    BundleContext context = context();
    config = new ConfigComponent(context, log);
    consoles = new Consoles(state, log, context);
    consoles.interpreter = config;
    consoles.store = config;
    state.onChange(this::told);
    console = new ConsoleCommands(consoles, context);
    Running.add(config, console);
    Running.add(config, new LogCommands(log));
    Running.add(config, commands);
    Running.add(config, state);
  }

  /** Starts a router whose server answers wrong passwords without delay. */
  static TestRouter started(Path data, String... lines) throws IOException, InterruptedException {
    TestRouter router = new TestRouter(data, concat(USERS, List.of(lines)));
    router.await(() -> router.state.users().hasAdministratorPassword());
    Path keys = data.resolve("authorized_keys");
    write(keys, PublicKeyEntry.toString(KEY.getPublic()) + " test\n");
    router.server =
        ConsoleServer.start(
            new ConsoleServer.Settings(
                "127.0.0.1",
                0,
                HOST_KEYS,
                new AuthorizedKeys(Optional.of(keys)),
                new UserKeys(data),
                false,
                Map.of("lan1", "lo", "lan2", "no-such-if"),
                Duration.ZERO),
            router.consoles,
            router.consoles.registry(),
            router.consoles.timer());
    return router;
  }

  private synchronized void told() {
    notifyAll();
  }

  /** Waits until the configuration made something true. */
  synchronized void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("the configuration did not arrive");
      }
      wait(left);
    }
  }

  /** A context with the properties of the launcher. */
  BundleContext context() {
    return Bundles.context(properties);
  }

  /** Says what the launcher was told. */
  TestRouter property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  InetSocketAddress address() {
    return server.address();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    console.stop();
    consoles.stop();
    Running.stop(config);
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> concat(List<String> a, List<String> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory("sekisho-host-keys");
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
