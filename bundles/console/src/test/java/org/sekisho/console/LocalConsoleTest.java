package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.console.local.LocalConsoles;
import org.sekisho.console.users.Passwords;

/** The console at the box itself, and the first session of a router fresh from the factory. */
@Timeout(30)
class LocalConsoleTest {

  @TempDir Path data;

  /** A terminal of the box: what it shows is read until a text comes. */
  private static final class Screen implements AutoCloseable {
    private final SocketChannel channel;
    private final StringBuilder shown = new StringBuilder();

    private Screen(SocketChannel channel) {
      this.channel = channel;
    }

    static Screen at(Path socket) throws IOException {
      return new Screen(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    Screen type(String keys) throws IOException {
      channel.write(ByteBuffer.wrap(keys.getBytes(StandardCharsets.UTF_8)));
      return this;
    }

    String until(String text) throws IOException {
      ByteBuffer octets = ByteBuffer.allocate(4096);
      while (shown.indexOf(text) < 0) {
        octets.clear();
        if (channel.read(octets) < 0) {
          throw new IOException("ended before '" + text + "': " + shown);
        }
        shown.append(new String(octets.array(), 0, octets.position(), StandardCharsets.UTF_8));
      }
      int end = shown.indexOf(text) + text.length();
      String seen = shown.substring(0, end);
      shown.delete(0, end);
      return seen;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /**
   * A router whose configuration was read, so that a local console listens as soon as it is made.
   */
  private TestRouter configured(String... lines) throws Exception {
    TestRouter router = new TestRouter(data, List.of(lines));
    router.await(router.state::configured);
    return router;
  }

  @Test
  void theFirstSessionSetsTheAdministratorPassword() throws Exception {
    try (TestRouter router = configured("console prompt x");
        LocalConsoles local = LocalConsoles.start(router.consoles, router.state, data)) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(local.socket())));
      try (Screen waiting = Screen.at(local.socket());
          Screen screen = Screen.at(local.socket())) {
        waiting.until("press Enter");
        waiting.type("\r").until("New_Password:");
        screen.until("press Enter");
        screen.type("\r").until("New_Password:");
        screen.type("kanri-1\r").until("(Confirm):");
        screen.type("kanri-2\r").until("The two passwords differ");
        screen.until("New_Password:");
        screen.type("kanri-1\r").until("(Confirm):");
        screen.type("kanri-1\r").until("x# ");
        assertTrue(Files.readString(data.resolve("config0")).contains("administrator password"));
        // the one that waited at the question is no administrator now
        waiting.type("other\r").until("(Confirm):");
        waiting.type("other\r");
        assertThrows(IOException.class, () -> waiting.until("x# "));
      }
      try (Screen screen = Screen.at(local.socket())) {
        screen.until("Username: ");
        screen.type("\r").until("Password: ");
        screen.type("wrong\r").until("Incorrect name or password");
        screen.until("Username: ");
        screen.type("\r").until("Password: ");
        screen.type("\r").until("x> ");
        screen.type("administrator\r").until("Password: ");
        assertFalse(screen.type("kanri-1\r").until("x# ").contains("kanri-1"));
      }
    }
  }

  @Test
  void attributesAndTheLimitOnGuessesHoldAtTheBoxToo() throws Exception {
    try (TestRouter router =
            configured(
                TestRouter.USERS.get(0),
                TestRouter.USERS.get(1),
                "login user hanako encrypted " + Passwords.encrypted("hanahana"),
                "user attribute taro connection=ssh",
                "login timer clear");
        LocalConsoles local = LocalConsoles.start(router.consoles, router.state, data)) {
      router.await(() -> router.state.users().exists("hanako"));
      try (Screen screen = Screen.at(local.socket())) {
        logIn(screen, "taro", TestRouter.USER_PASSWORD).until("Incorrect name or password");
        logIn(screen, "hanako", "hanahana").until("> ");
        router.consoles.registry().endIdle(System.nanoTime() + TimeUnit.DAYS.toNanos(2));
        screen.type("show status user\r").until("SERIAL");
      }
      for (int i = 0; i < 3; i++) {
        try (Screen screen = Screen.at(local.socket())) {
          for (int attempt = 0; attempt < 3; attempt++) {
            logIn(screen, "hanako", "wrong").until("Incorrect name or password");
          }
        }
      }
      try (Screen screen = Screen.at(local.socket())) {
        logIn(screen, "hanako", "wrong").until("Incorrect name or password");
        logIn(screen, "hanako", "hanahana").until("Too many wrong passwords");
      }
      router.log.await("Login refused for SERIAL, too many attempts");
    }
  }

  private static Screen logIn(Screen screen, String name, String password) throws IOException {
    screen.until("Username: ");
    screen.type(name + "\r").until("Password: ");
    return screen.type(password + "\r");
  }

  @Test
  void overSshTheFirstComesInWithoutPasswordAndCanOnlySetOne() throws Exception {
    try (TestRouter router = new TestRouter(data, List.of("console prompt x"))) {
      router.property("sekisho.setup", "on");
      SshService service = new SshService(router.consoles, router.state, router.context());
      try {
        String line = router.log.await("SSH console listens on 127.0.0.1 port ");
        InetSocketAddress address =
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
        try (Ssh first = Ssh.nobody(address)) {
          Ssh.Result result = first.exec("show environment");
          assertEquals(1, result.code());
          assertTrue(result.err().contains("Set the administrator password first"), result.err());
          try (Shell shell = first.shell()) {
            shell.expect("New_Password:");
            shell.type("kanri-1\r");
            shell.expect("Confirm");
            shell.type("kanri-1\r");
            shell.expect("x# ");
          }
        }
        assertThrows(IOException.class, () -> Ssh.nobody(address).close());
      } finally {
        service.stop();
      }
    }
  }
}
