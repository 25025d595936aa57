package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.console.users.Passwords;
import org.sekisho.console.users.Users;

/** Who comes in, for how long, and what the log says about it. */
class AccessTest {

  private static final long THREAD_END_MILLIS = 20_000;

  @TempDir Path data;
  private TestRouter router;

  @BeforeEach
  void start() throws Exception {
    router =
        TestRouter.started(
            data,
            "login user hanako encrypted " + Passwords.encrypted("hanahana"),
            "user attribute hanako administrator=off multi-session=off login-timer=120",
            "login user gui encrypted " + Passwords.encrypted("guigui"),
            "user attribute gui connection=http");
  }

  @AfterEach
  void stop() {
    router.close();
  }

  @Test
  void aPasswordOpensASessionOfAGeneralUser() throws Exception {
    try (Ssh taro = Ssh.taro(router);
        Shell shell = taro.shell()) {
      shell.expect("> ");
      shell.type("quit\r");
      assertEquals(0, shell.awaitEnd());
    }
    router.log.await("Login succeeded for SSH: 127.0.0.1 taro");
    router.log.await("Logout from SSH: 127.0.0.1 taro");
  }

  @Test
  void aKeyOpensASessionOfAnAdministrator() throws Exception {
    try (Ssh admin = Ssh.key(router);
        Shell shell = admin.shell()) {
      shell.expect("# ");
      shell.type("quit\r").expect("> ");
      shell.type("administrator\r").expect("# ");
    }
    router.log.await("Login succeeded for SSH: 127.0.0.1 admin");
    router.log.await("'administrator' succeeded for SSH: 127.0.0.1 admin");
  }

  /** Thousands of them, each without a word, have used up a router's memory. */
  @Test
  void connectionsThatSayNothingAreBoundedAndKeepNobodyOut() throws Exception {
    int many = 200;
    int most = 64;
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < many; i++) {
        Socket socket = new Socket();
        silent.add(socket);
        socket.connect(router.address());
      }
      for (Socket socket : silent.subList(0, many - most)) {
        assertClosed(socket);
      }
      try (Ssh admin = Ssh.key(router)) {
        assertEquals(0, admin.exec("show log").code());
      }
      assertEquals(
          "SSH: more than 64 connections without a login, most of them from 127.0.0.1;"
              + " the oldest are closed",
          router.log.await("SSH: "));
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  private static void assertClosed(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      while (socket.getInputStream().read() >= 0) {
        // the server's greeting
      }
    } catch (SocketException e) {
      assertTrue(e.getMessage().contains("reset"), e.getMessage());
    }
  }

  @Test
  void nothingElseOpensOne() throws Exception {
    assertRefused("taro", "wrong");
    assertRefused("nobody", TestRouter.USER_PASSWORD);
    assertRefused("anonymous", "nobody");
    assertRefused("admin", TestRouter.ADMINISTRATOR_PASSWORD);
    assertRefused("gui", "guigui");
    router.log.await("Login failed for SSH: 127.0.0.1 taro");
    assertFalse(router.log.texts().toString().contains("wrong"));
    assertTrue(router.consoles.sessions().isEmpty());
  }

  private void assertRefused(String user, String password) {
    assertThrows(
        IOException.class, () -> Ssh.password(router.address(), user, password).close(), user);
  }

  @Test
  void anotherKeyIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    assertThrows(
        IOException.class, () -> Ssh.key(router.address(), generator.generateKeyPair()).close());
  }

  @Test
  void aKeyTakenAwayIsRefusedAtOnce() throws Exception {
    Ssh.key(router).close();
    TestRouter.write(data.resolve("authorized_keys"), "# none\n");
    assertThrows(IOException.class, () -> Ssh.key(router).close());
  }

  private static KeyPair newKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  @Test
  void anImportedKeyLogsItsUserInAndNobodyElse() throws Exception {
    KeyPair key = newKey();
    String line = PublicKeyEntry.toString(key.getPublic());
    assertThrows(IOException.class, () -> Ssh.key(router.address(), "taro", key).close());
    try (Ssh admin = Ssh.key(router);
        Shell shell = admin.shell()) {
      shell.expect("# ");
      shell.type("import sshd authorized-keys taro\r").expect("an empty line ends:");
      shell.type(line + " taro@home\r\r").expect("1 key stored");
      shell.expect("# ");
      shell.type("import sshd authorized-keys taro\r").expect("an empty line ends:");
      shell.type("ssh-rsa nonsense\r").expect("Error: Line 1 is no public key");
      shell.expect("# ");
      assertTrue(
          shell
              .run("import sshd authorized-keys saburo", "# ")
              .contains("Error: There is no such"));
      String shown = shell.run("show sshd authorized-keys *", "# ").replace("\n", "");
      assertTrue(shown.contains(line + " taro"), shown);
      String print = shell.run("show sshd authorized-keys taro type=fingerprint md5", "# ");
      assertTrue(print.matches("ecdsa-sha2-nistp256 MD5:[0-9a-f:]{47} taro"), print);
    }
    try (Ssh taro = Ssh.key(router.address(), "taro", key)) {
      assertEquals("number 1 ;", taro.exec("show numbers 1").out().strip());
      assertEquals("Error: Administrator use only", taro.exec("save").err().strip());
    }
    assertThrows(IOException.class, () -> Ssh.key(router.address(), "hanako", key).close());
    assertThrows(IOException.class, () -> Ssh.key(router.address(), "saburo", key).close());
  }

  @Test
  void sshdAuthMethodTakesPasswordsOrKeysAway() throws Exception {
    KeyPair key = newKey();
    Path file = data.resolve("ssh/keys-of-taro");
    TestRouter.write(file, PublicKeyEntry.toString(key.getPublic()) + "\n");
    try (Ssh admin = Ssh.key(router)) {
      admin.exec("sshd authorized-keys filename taro path=/ssh/keys-of-taro");
      Ssh.key(router.address(), "taro", key).close();
      assertEquals(0, admin.exec("sshd auth method publickey").code());
      assertRefused("taro", TestRouter.USER_PASSWORD);
      Ssh.key(router.address(), "taro", key).close();
      assertEquals(0, admin.exec("sshd auth method password").code());
      assertThrows(IOException.class, () -> Ssh.key(router.address(), "taro", key).close());
      Ssh.taro(router).close();
      Ssh.key(router).close();
      assertEquals(
          1, admin.exec("sshd authorized-keys filename taro path=/../authorized_keys").code());
    }
  }

  @Test
  void tenWrongAdministratorPasswordsAreEnough() throws Exception {
    try (Ssh taro = Ssh.taro(router);
        Shell shell = taro.shell()) {
      shell.expect("> ");
      for (int i = 0; i < 10; i++) {
        shell.type("administrator\r").expect("Password: ");
        shell.type("wrong" + i + "\r").expect("Error: Incorrect password");
        shell.expect("> ");
      }
      String refused = shell.run("administrator", "> ");
      assertTrue(refused.startsWith("Error: Too many wrong passwords"), refused);
    }
  }

  @Test
  void disconnectUserEndsThoseThatAreMeant() throws Exception {
    try (Ssh one = Ssh.taro(router);
        Ssh admin = Ssh.key(router);
        Shell first = prompted(one, "> "); // the order of the list is that of the logins
        Shell second = prompted(one, "> ");
        Shell shell = prompted(admin, "# ")) {
      assertTrue(shell.run("disconnect user taro/serial", "# ").startsWith("Error: "));
      assertTrue(shell.run("disconnect user taro 3", "# ").startsWith("Error: "));
      assertEquals("", shell.run("disconnect user taro/ssh 2", "# "));
      second.awaitEnd();
      assertEquals("number 1 ;", first.run("show numbers 1", "> "));
      assertEquals("", shell.run("disconnect user /ssh", "# "));
      first.awaitEnd();
      assertEquals("number 1 ;", shell.run("show numbers 1", "# "));
    }
  }

  private static Shell prompted(Ssh ssh, String prompt) throws Exception {
    Shell shell = ssh.shell();
    shell.expect(prompt);
    return shell;
  }

  @Test
  void attributesOfAllUsersGiveWayToThoseOfOne() throws Exception {
    try (Ssh admin = Ssh.key(router)) {
      admin.exec("user attribute * administrator=off");
      admin.exec("user attribute taro administrator=2");
      admin.exec("user attribute multi-session=off");
    }
    Users users = router.consoles.users();
    assertFalse(users.attributes("jiro").administrator());
    assertTrue(users.attributes("taro").administrator());
    assertTrue(users.attributes("taro").multiSession());
    assertFalse(users.attributes(Users.ANONYMOUS).multiSession());
    assertFalse(users.attributes(Users.ANONYMOUS).administrator());
  }

  @Test
  void tenWrongPasswordsShutTheAddressOut() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertRefused("taro", "wrong" + i);
    }
    assertRefused("taro", TestRouter.USER_PASSWORD);
    router.log.await("Login refused for SSH: 127.0.0.1, too many attempts");
  }

  @Test
  void aUserMayBeKeptFromBecomingAdministratorAndFromASecondSession() throws Exception {
    try (Ssh hanako = Ssh.password(router.address(), "hanako", "hanahana");
        Shell shell = hanako.shell()) {
      shell.expect("> ");
      assertEquals(
          "Error: This user may not become administrator (user attribute)",
          shell.run("administrator", "> "));
      Ssh.Result second = hanako.exec("show numbers 1");
      assertEquals(1, second.code());
      assertEquals("Error: this user is logged in already", second.err().strip());
    }
  }

  @Test
  void theSeventeenthSessionIsRefusedUntilAnotherEnds() throws Exception {
    List<Shell> shells = new ArrayList<>();
    try (Ssh one = Ssh.key(router);
        Ssh two = Ssh.key(router)) {
      for (int i = 0; i < 16; i++) {
        Shell shell = (i % 2 == 0 ? one : two).shell();
        shell.expect("# ");
        shells.add(shell);
      }
      assertEquals(
          "Error: 16 sessions are open already; close one first",
          one.exec("show numbers 1").err().strip());
      shells.get(3).type("\u0004\u0004");
      shells.get(3).awaitEnd();
      router.log.await("Logout from SSH");
      assertEquals(0, one.exec("show numbers 1").code());
    }
  }

  @Test
  void whoTypesNothingForTheLoginTimerIsLoggedOut() throws Exception {
    try (Ssh taro = Ssh.taro(router);
        Ssh hanako = Ssh.password(router.address(), "hanako", "hanahana");
        Shell long5 = taro.shell();
        Shell short2 = hanako.shell()) {
      long5.expect("> ");
      short2.expect("> ");
      long now = System.nanoTime();
      router.consoles.registry().endIdle(now + TimeUnit.SECONDS.toNanos(110));
      assertEquals(2, router.consoles.sessions().size());
      router.consoles.registry().endIdle(now + TimeUnit.SECONDS.toNanos(130));
      short2.awaitEnd();
      router.log.await("Logout from SSH: 127.0.0.1 hanako");
      assertEquals("number 1 ;", long5.run("show numbers 1", "> "));
      router.consoles.registry().endIdle(now + TimeUnit.SECONDS.toNanos(400));
      long5.awaitEnd();
      router.log.await("Logout from SSH: 127.0.0.1 taro");
    }
  }

  @Test
  void theLoginTimerOfTheLineHoldsForWhoHasNoneOfTheirOwn() throws Exception {
    try (Ssh admin = Ssh.key(router);
        Ssh taro = Ssh.taro(router);
        Shell shell = taro.shell()) {
      shell.expect("> ");
      admin.exec("login timer 1000");
      long now = System.nanoTime();
      router.consoles.registry().endIdle(now + TimeUnit.SECONDS.toNanos(990));
      assertEquals("number 1 ;", shell.run("show numbers 1", "> "));
      admin.exec("user attribute taro login-timer=clear"); // over SSH the same as 300
      router.consoles.registry().endIdle(System.nanoTime() + TimeUnit.SECONDS.toNanos(290));
      assertEquals("number 1 ;", shell.run("show numbers 1", "> "));
      router.consoles.registry().endIdle(System.nanoTime() + TimeUnit.SECONDS.toNanos(310));
      shell.awaitEnd();
    }
  }

  @Test
  void aClientThatDoesNotReadHoldsUpNobody() throws Exception {
    try (Ssh slow = Ssh.key(router);
        Ssh other = Ssh.key(router)) {
      try (StalledShell stalled = slow.stalled("console lines infinity\rshow numbers 1000000\r")) {
        stalled.awaitFull();
        assertEquals(0, other.exec("show numbers 3").code());
        try (Shell shell = other.shell()) {
          shell.expect("# ");
          shell.run("test value 1 x", "# ");
        }
      }
    }
    router.log.await("Logout from SSH");
  }

  @Test
  void commandsAreLoggedWhereTheLineSaysSoAndSecretsNever() throws Exception {
    try (Ssh admin = Ssh.key(router)) {
      admin.exec("syslog execute command on");
      admin.exec("show numbers 1");
      admin.exec("show nonsense");
      admin.exec("login user jiro ShirakabaNoKi1");
      admin.exec("log u saburo 'ShirakabaNoKi2'");
    }
    router.log.await("'login user saburo *' executed for SSH: 127.0.0.1 admin");
    assertFalse(router.log.texts().toString().contains("Shirakaba"));
    router.log.await("'show numbers 1' executed for SSH: 127.0.0.1 admin");
    assertFalse(router.log.texts().toString().contains("nonsense"));
  }

  @Test
  void twoHundredSessionsLeaveNothingBehind() throws Exception {
    for (int i = 0; i < 14; i++) {
      sessions(15);
    }
    // A session's thread logs the logout and then ends: give each the time to do so.
    for (Thread thread : sessionThreads()) {
      thread.join(THREAD_END_MILLIS);
    }
    assertEquals(List.of(), sessionThreads());
    assertTrue(router.consoles.sessions().isEmpty());
    assertEquals(0, router.log.subscriptions());
  }

  /** Opens sessions side by side and closes them. */
  private void sessions(int count) throws Exception {
    List<Shell> shells = new ArrayList<>();
    router.log.clear();
    try (Ssh admin = Ssh.key(router)) {
      for (int i = 0; i < count; i++) {
        shells.add(admin.shell());
      }
      for (Shell shell : shells) {
        shell.expect("# ");
      }
    }
    router.log.await("Logout from SSH", count);
  }

  private static List<Thread> sessionThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("sekisho-console-"))
        .filter(t -> !t.getName().equals("sekisho-console-timer"))
        .toList();
  }
}
