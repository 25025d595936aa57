package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.console.users.Passwords;

/** Saved configurations by SFTP: who gets them, what can be done, and what cannot. */
class SftpTest {

  private static final String CONFIG0 = "/system/config0";
  private static final String GOOD = "test value 1 sent\nadministrator password kanri\n";

  @TempDir Path data;
  private TestRouter router;

  @BeforeEach
  void start() throws Exception {
    router =
        TestRouter.started(
            data,
            "sftpd host any",
            "user attribute taro administrator=on",
            "login user hanako encrypted " + Passwords.encrypted("hanahana"),
            "login user files encrypted " + Passwords.encrypted("filefile"),
            "user attribute files administrator=on connection=sftp",
            "login user lines encrypted " + Passwords.encrypted("linelines"),
            "user attribute lines administrator=on connection=ssh",
            "login user half encrypted " + Passwords.encrypted("halfhalf"),
            "user attribute half administrator=1");
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private byte[] config(String name) throws IOException {
    return Files.readAllBytes(data.resolve(name));
  }

  private List<String> dataFiles() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] read(SftpClient sftp, String path) throws IOException {
    try (var in = sftp.read(path)) {
      return in.readAllBytes();
    }
  }

  /** Sends a file in pieces of 32 KB. */
  private static void send(SftpClient sftp, String path, byte[] content) throws IOException {
    EnumSet<OpenMode> modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
    SftpClient.CloseableHandle handle = sftp.open(path, modes);
    try {
      for (int at = 0; at < content.length; at += 32768) {
        sftp.write(handle, at, content, at, Math.min(32768, content.length - at));
      }
    } catch (IOException e) {
      assertThrows(IOException.class, handle::close);
      throw e;
    }
    handle.close();
  }

  private static void assertStatus(int status, Executable step) {
    assertEquals(status, assertThrows(SftpException.class, step).getStatus());
  }

  @Test
  void aSavedConfigurationIsListedAndReadAsItStands() throws Exception {
    try (Ssh admin = Ssh.key(router);
        SftpClient sftp = admin.sftp()) {
      admin.exec("save");
      List<String> names = new ArrayList<>();
      sftp.readDir("/system").forEach(e -> names.add(e.getFilename()));
      assertEquals(List.of(".", "..", "config0", "config0.1"), names);
      assertArrayEquals(config("config0"), read(sftp, CONFIG0));
      assertArrayEquals(config("config0.1"), read(sftp, "system/./x/../config0.1"));
      assertEquals(config("config0").length, sftp.stat(CONFIG0).getSize());
      assertEquals("/", sftp.canonicalPath("."));
    }
    router.log.await("Login succeeded for SFTP: 127.0.0.1 admin");
    router.log.await("Logout from SFTP: 127.0.0.1 admin");
  }

  @Test
  void aFileWhoseLinesAreRightTakesTheOldOnesPlaceWithItsSecretsSealed() throws Exception {
    byte[] old = config("config0");
    try (Ssh taro = Ssh.taro(router);
        SftpClient sftp = taro.sftp()) {
      send(sftp, CONFIG0, octets("# Comment: from afar\r\n" + GOOD.replace("\n", "\r\n")));
      String saved = Files.readString(data.resolve("config0"));
      assertTrue(saved.contains("test value 1 sent\n"), saved);
      assertTrue(saved.contains("# Comment: from afar\n"), saved);
      assertFalse(saved.contains("kanri"), saved);
      assertArrayEquals(old, config("config0.1"));
      router.log.await("config0 was sent by SFTP: 127.0.0.1 taro");
      // What was read can be sent again, to another number too.
      send(sftp, "/system/config3", read(sftp, CONFIG0));
      assertEquals(
          saved.lines().filter(l -> !l.startsWith("#")).toList(),
          Files.readString(data.resolve("config3"))
              .lines()
              .filter(l -> !l.startsWith("#"))
              .toList());
    }
    assertTrue(router.state.config().all("test value").isEmpty(), "what runs stays");
  }

  @Test
  void aFileWithAWrongLineChangesNothingAndTheLineIsNamed() throws Exception {
    byte[] old = config("config0");
    List<String> files = dataFiles();
    try (Ssh taro = Ssh.taro(router);
        SftpClient sftp = taro.sftp()) {
      SftpException wrong =
          assertThrows(
              SftpException.class, () -> send(sftp, CONFIG0, octets(GOOD + "test valu 2 x y\n")));
      assertEquals(SftpConstants.SSH_FX_FAILURE, wrong.getStatus());
      assertTrue(wrong.getMessage().contains("Line 3: "), wrong.getMessage());
      router.log.await("config0 sent by SFTP: 127.0.0.1 taro was refused: Line 3: ");
      for (String refused :
          List.of(
              "",
              "# nothing\n",
              "nonsense\n",
              "test value 1 cut-o",
              GOOD + "\0\1\2\n",
              GOOD + "test value 2 $box1$" + "A".repeat(60) + "\n")) {
        assertStatus(SftpConstants.SSH_FX_FAILURE, () -> send(sftp, CONFIG0, octets(refused)));
      }
      assertArrayEquals(old, config("config0"));
      assertEquals(files, dataFiles());
    }
  }

  /** As scp does: it does not ask for an empty file, and tells the length at the end. */
  @Test
  void whatIsThereIsNeverWrittenInto() throws Exception {
    try (Ssh taro = Ssh.taro(router);
        SftpClient sftp = taro.sftp()) {
      SftpClient.CloseableHandle handle = sftp.open(CONFIG0, EnumSet.of(OpenMode.Write));
      sftp.write(handle, 0, octets(GOOD + "left over"));
      assertThrows(
          SftpException.class,
          () -> sftp.setStat(handle, new SftpClient.Attributes().size(1L << 40)));
      assertStatus(
          SftpConstants.SSH_FX_PERMISSION_DENIED,
          () -> sftp.setStat(handle, new SftpClient.Attributes().perms(0644)));
      sftp.setStat(handle, new SftpClient.Attributes().size(GOOD.length()));
      handle.close();
      String saved = Files.readString(data.resolve("config0"));
      assertTrue(saved.contains("test value 1 sent\n"), saved);
      assertFalse(saved.contains("taro"), saved);
    }
  }

  @Test
  void aTransferThatBreaksOffChangesNothing() throws Exception {
    byte[] old = config("config0");
    Ssh taro = Ssh.taro(router);
    SftpClient sftp = taro.sftp();
    EnumSet<OpenMode> modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
    SftpClient.CloseableHandle handle = sftp.open(CONFIG0, modes);
    sftp.write(handle, 0, octets(GOOD));
    taro.cut();
    router.log.await("Logout from SFTP: 127.0.0.1 taro");
    assertArrayEquals(old, config("config0"));
  }

  @Test
  void aFileThatIsTooLargeOrHasGapsIsRefused() throws Exception {
    byte[] old = config("config0");
    try (Ssh taro = Ssh.taro(router);
        SftpClient sftp = taro.sftp()) {
      byte[] large = octets("# a comment that is long\n".repeat(45_000));
      assertTrue(large.length > 1 << 20);
      assertStatus(SftpConstants.SSH_FX_FAILURE, () -> send(sftp, CONFIG0, large));
      EnumSet<OpenMode> modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
      SftpClient.CloseableHandle handle = sftp.open(CONFIG0, modes);
      assertStatus(
          SftpConstants.SSH_FX_FAILURE, () -> sftp.write(handle, Long.MAX_VALUE, octets(GOOD)));
      assertStatus(SftpConstants.SSH_FX_FAILURE, handle::close);
      assertArrayEquals(old, config("config0"));
    }
  }

  @Test
  void nothingElseCanBeReadWrittenOrDone() throws Exception {
    List<String> files = dataFiles();
    try (Ssh admin = Ssh.key(router);
        SftpClient sftp = admin.sftp()) {
      for (String path :
          List.of(
              "../../etc/passwd",
              "/etc/passwd",
              "/system/../etc/passwd",
              "/system/box.key",
              "/system/config0/../box.key",
              "/system/config0\0",
              "/system/config/../../box.key",
              "/system/config0.3",
              "/system/config5")) {
        assertThrows(SftpException.class, () -> read(sftp, path), path);
        assertStatus(SftpConstants.SSH_FX_PERMISSION_DENIED, () -> send(sftp, path, octets(GOOD)));
      }
      assertStatus(
          SftpConstants.SSH_FX_PERMISSION_DENIED,
          () -> send(sftp, "/system/config0.1", octets(GOOD)));
      int denied = SftpConstants.SSH_FX_PERMISSION_DENIED;
      assertStatus(denied, () -> sftp.remove(CONFIG0));
      assertStatus(denied, () -> sftp.rename(CONFIG0, "/system/config1"));
      assertStatus(denied, () -> sftp.mkdir("/system/d"));
      assertStatus(denied, () -> sftp.rmdir("/system"));
      assertStatus(denied, () -> sftp.symLink("/system/config1", "/etc/passwd"));
      assertStatus(denied, () -> sftp.readLink(CONFIG0));
      assertStatus(denied, () -> sftp.setStat(CONFIG0, new SftpClient.Attributes().perms(0644)));
      for (EnumSet<OpenMode> modes :
          List.of(
              EnumSet.of(OpenMode.Write, OpenMode.Append),
              EnumSet.of(OpenMode.Read, OpenMode.Write, OpenMode.Truncate))) {
        assertStatus(SftpConstants.SSH_FX_OP_UNSUPPORTED, () -> sftp.open(CONFIG0, modes));
      }
    }
    assertEquals(files, dataFiles());
  }

  @Test
  void onlyUsersWithTheAttributeGetIn() throws Exception {
    assertRefused("hanako", "hanahana", "Error: This user may not use SFTP");
    assertRefused("half", "halfhalf", "Error: This user may not use SFTP");
    assertRefused("lines", "linelines", "Error: This user may not use SFTP");
    try (Ssh files = Ssh.password(router.address(), "files", "filefile");
        SftpClient sftp = files.sftp()) {
      assertTrue(read(sftp, CONFIG0).length > 0);
      assertTrue(
          files.exec("show status user").err().startsWith("Error: This user has no console"));
    }
  }

  private void assertRefused(String user, String password, String why) throws IOException {
    try (Ssh ssh = Ssh.password(router.address(), user, password)) {
      Ssh.Result result = ssh.refusedSftp();
      assertEquals(1, result.code());
      assertEquals("", result.out());
      assertTrue(result.err().startsWith(why), result.err());
    }
  }

  @Test
  void sftpdHostSaysFromWhereAndCountsForSessionsThereAre() throws Exception {
    try (Ssh admin = Ssh.key(router);
        SftpClient sftp = admin.sftp()) {
      for (String closed : List.of("none", "lan2", "192.0.2.1-192.0.2.9 2001:db8::1", "lan9")) {
        assertEquals(0, admin.exec("sftpd host " + closed).code(), closed);
        assertStatus(SftpConstants.SSH_FX_PERMISSION_DENIED, () -> read(sftp, CONFIG0));
        String why = "Error: SFTP is not open to this address; add it to sftpd host\r\n";
        assertEquals(new Ssh.Result(1, "", why), admin.refusedSftp());
      }
      for (String open : List.of("lan1", "lan", "192.0.2.1 127.0.0.0-127.0.0.9", "any")) {
        assertEquals(0, admin.exec("sftpd host " + open).code(), open);
        assertTrue(read(sftp, CONFIG0).length > 0, open);
      }
      assertEquals(1, admin.exec("sftpd host 127.0.0.9-127.0.0.1").code());
      assertEquals(1, admin.exec("sftpd host any lan1").code());
      assertEquals(0, admin.exec("no sftpd host").code());
      assertEquals(1, admin.refusedSftp().code());
    }
  }

  @Test
  void aSessionIsListedAndCanBeEnded() throws Exception {
    try (Ssh admin = Ssh.key(router);
        Ssh taro = Ssh.taro(router)) {
      SftpClient sftp = taro.sftp();
      assertTrue(sftp.stat(CONFIG0).isRegularFile());
      String sessions = admin.exec("show status user").out();
      assertTrue(sessions.contains("+ taro             SFTP "), sessions);
      assertEquals(0, admin.exec("disconnect user taro/sftp").code());
      router.log.await("Logout from SFTP: 127.0.0.1 taro");
    }
  }
}
