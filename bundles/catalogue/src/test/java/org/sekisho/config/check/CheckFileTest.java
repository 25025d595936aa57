package org.sekisho.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sekisho check} with the commands of every bundle: report and exit codes. */
class CheckFileTest {

  @TempDir Path data;
  private Path file;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void setUp() {
    file = data.resolve("branch.conf");
  }

  private int check(Map<String, String> environment, String... args) {
    PrintStream o = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream e = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new CheckFile(o, e, environment).run(List.of(args));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aFileWithoutRefusedLinesIsFine() throws IOException {
    Files.writeString(file, "ip lan1 address 192.168.1.1/24\nip filter 1 pass * *\n");
    assertEquals(0, check(Map.of(), file.toString()));
    assertTrue(printed().contains("    1 applied  ip lan1 address 192.168.1.1/24\n"), printed());
    assertTrue(printed().contains("    2 stored   ip filter 1 pass * *\n"), printed());
    assertTrue(printed().endsWith("2 lines: 1 applied, 1 stored only, 0 refused; 0 notes\n"));
    assertEquals("", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aRefusedLineIsFaulty() throws IOException {
    Files.writeString(file, "ip lan1 address 192.168.1.1/33\nip lan2 mtu 1400\n");
    assertEquals(1, check(Map.of(), file.toString(), "--quiet"));
    assertTrue(printed().contains("Unrecognized IP address parameter (column 17)"), printed());
    assertFalse(printed().contains("ip lan2 mtu"), "quiet");
  }

  @Test
  void strictIsNotContentWithLinesWithoutEffectNorNotes() throws IOException {
    Files.writeString(file, "ip filter 1 pass * *\n");
    assertEquals(1, check(Map.of(), "--strict", file.toString()));
    Files.writeString(file, "tunnel select 1\nipsec tunnel 7\n");
    assertEquals(0, check(Map.of(), file.toString()));
    assertEquals(1, check(Map.of(), "--strict", file.toString()));
    Files.writeString(file, "ip lan1 address 192.168.1.1/24\n");
    assertEquals(0, check(Map.of(), "--strict", file.toString()));
  }

  @Test
  void scheduledCommandsThatNobodyKnowsAreNamed() throws IOException {
    Files.writeString(
        file,
        """
        schedule at 1 */* 03:00 * ipsec refresh sa
        schedule at 2 */* 03:00 tunnel 1 tunnel disable 1
        schedule at 3 */* 03:00 * restart
        schedule at 4 startup * no ip route 10.0.0.0/8
        schedule at 5 */* 03:00 * ipsec refrsh sa
        """);
    assertEquals(0, check(Map.of(), file.toString()));
    assertTrue(printed().endsWith("5 lines: 4 applied, 1 stored only, 0 refused; 0 notes\n"));
    assertTrue(printed().contains("'ipsec refrsh sa' cannot be run: "), printed());
  }

  @Test
  void theLocaleChoosesTheLanguage() throws IOException {
    Files.writeString(file, "frobnicate\n");
    assertEquals(1, check(Map.of("LANG", "ja_JP.UTF-8"), file.toString()));
    assertTrue(printed().contains("コマンド名を確認してください (1文字目)"), printed());
    assertEquals(1, check(Map.of("LANG", "ja_JP.UTF-8"), "--language", "en", file.toString()));
    assertTrue(printed().contains("Invalid command name (column 1)"), printed());
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertEquals(2, check(Map.of(), file.toString()));
    assertEquals("sekisho: there is no file " + file + "\n", err.toString(StandardCharsets.UTF_8));
    assertEquals(2, check(Map.of()));
    assertEquals(2, check(Map.of(), "a", "b"));
    assertEquals(2, check(Map.of(), "--wrong"));
    assertEquals(2, check(Map.of(), "a", "--language", "fr"));
  }
}
