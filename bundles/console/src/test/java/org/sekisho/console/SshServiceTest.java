package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.console.users.Passwords;

/** When the port opens: there is no open door. */
class SshServiceTest {

  private static final String LISTENS = "SSH console listens on 127.0.0.1 port ";

  @TempDir Path data;

  private static InetSocketAddress address(TestRouter router) throws InterruptedException {
    String line = router.log.await(LISTENS);
    int port = Integer.parseInt(line.substring(LISTENS.length()));
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void thePortStaysClosedUntilThereIsAnAdministratorPassword() throws Exception {
    try (TestRouter router = new TestRouter(data, List.of("console prompt x"))) {
      SshService service = new SshService(router.consoles, router.state, router.context());
      try {
        router.log.await("SSH console is closed: there is no administrator password");
        List<String> lines =
            List.of(
                "administrator password encrypted " + Passwords.encrypted("kanri"),
                "login user taro encrypted " + Passwords.encrypted("taro"));
        assertTrue(router.config.apply(lines).isEmpty());
        InetSocketAddress address = address(router);
        try (Ssh taro = Ssh.password(address, "taro", "taro")) {
          assertEquals(0, taro.exec("show numbers 1").code());
        }
        // Taken away again, nobody comes in although the port is there.
        assertTrue(router.config.apply(List.of("no administrator password")).isEmpty());
        assertThrows(IOException.class, () -> Ssh.password(address, "taro", "taro").close());
      } finally {
        service.stop();
      }
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("ssh"))));
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(data.resolve("ssh/ssh_host_rsa_key"))));
    }
  }

  @Test
  void anAuthorizedKeyOpensItToo() throws Exception {
    Path keys = data.resolve("keys");
    TestRouter.write(keys, PublicKeyEntry.toString(TestRouter.KEY.getPublic()) + " me\n");
    try (TestRouter router = new TestRouter(data, List.of())) {
      router.property("sekisho.authorized-keys", keys.toString());
      SshService service = new SshService(router.consoles, router.state, router.context());
      InetSocketAddress address = address(router);
      try (Ssh admin = Ssh.key(address, TestRouter.KEY)) {
        assertEquals(0, admin.exec("show config").code());
      } finally {
        service.stop();
      }
      assertThrows(IOException.class, () -> Ssh.key(address, TestRouter.KEY).close());
    }
  }
}
