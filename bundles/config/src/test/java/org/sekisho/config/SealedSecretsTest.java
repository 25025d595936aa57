package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.Language;
import org.sekisho.config.running.ImportReport;
import org.sekisho.config.running.ImportReport.Verdict;

/** What is secret lies sealed on the disk, and opens for the box it was sealed by alone. */
class SealedSecretsTest {

  private static final String KEY_LINE = "ipsec ike pre-shared-key 1 text 'Torii Gate 2026'";

  @TempDir Path data;

  private Router boot() {
    Router router = Router.withEverything(data);
    router.life.boot(Optional.empty());
    router.thread.pass(Duration.ofSeconds(3));
    return router;
  }

  private String file() throws IOException {
    return Files.readString(data.resolve("config0"));
  }

  private String sealedLine() throws IOException {
    return file()
        .lines()
        .filter(l -> l.contains("pre-shared-key"))
        .findFirst()
        .orElseThrow()
        .strip();
  }

  private Path boxKey() {
    return data.resolve("box.key");
  }

  @Test
  void secretsAreSealedAndOpenAgain() throws IOException {
    boot().type(KEY_LINE, "description 1 open", "save");
    assertFalse(file().contains("Torii"), file());
    assertTrue(sealedLine().startsWith("ipsec ike pre-shared-key 1 text $box1$"), sealedLine());
    assertTrue(file().contains("description 1 open"), file());
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(boxKey())));

    Router again = boot();
    assertEquals(
        KEY_LINE,
        again.running.running().settings().stream()
            .map(s -> s.line())
            .filter(l -> l.contains("pre-shared-key"))
            .findFirst()
            .orElseThrow());
    assertTrue(
        again.shown().contains("ipsec ike pre-shared-key 1 text *"), again.shown().toString());
    assertEquals(List.of(), again.log.texts());
  }

  @Test
  void savingTheSameTwiceWritesTheSame() throws IOException {
    boot().type(KEY_LINE, "save");
    byte[] first = Files.readAllBytes(data.resolve("config0"));
    boot().type("save");
    assertArrayEquals(first, Files.readAllBytes(data.resolve("config0")));
    boot().type("ipsec ike pre-shared-key 1 text other", "save");
    assertFalse(file().contains(new String(first, StandardCharsets.UTF_8)));
  }

  @Test
  void aPlainFileLoadsAndIsSealedWhenSaved() throws IOException {
    Files.writeString(data.resolve("config0"), KEY_LINE + "\n");
    Router router = boot();
    assertTrue(file().contains("Torii"));
    router.type("save");
    assertFalse(file().contains("Torii"), file());
    assertTrue(boot().shown().contains("ipsec ike pre-shared-key 1 text *"));
  }

  @Test
  void linesThatNoCommandKnowsAreSealedToo() throws IOException {
    List<String> lines =
        List.of("frobnicate 1 password geheim and more", "description 1 \"open geheim");
    Files.write(data.resolve("config0"), lines);
    Router router = boot();
    router.type("save");
    assertFalse(file().contains("geheim"), file());
    assertTrue(file().contains("frobnicate 1 password $box1$"), file());
    Router again = boot();
    assertEquals(
        List.of("frobnicate 1 password *: Invalid command name"),
        again.running.unsupported().stream()
            .map(l -> l.line(Language.ENGLISH))
            .toList()
            .subList(0, 1));
    again.type("no frobnicate 1 password", "save");
    assertFalse(file().contains("frobnicate"), file());
  }

  @Test
  void hashesStayReadableSoThatALostKeyLocksNobodyOut() throws IOException {
    String line = "administrator password encrypted pbkdf2-sha256:1:120000:c2FsdA==:aGFzaA==";
    Files.writeString(data.resolve("config0"), line + "\n");
    boot().type("save");
    assertTrue(file().lines().toList().contains(line), file());
  }

  @Test
  void aLostKeyIsToldOnceWithTheLinesAndLosesNothing() throws IOException {
    boot().type("description 1 open", KEY_LINE, "ipsec ike pre-shared-key 2 text second", "save");
    String before = sealedLine();
    byte[] key = Files.readAllBytes(boxKey());
    Files.delete(boxKey());

    Router lost = boot();
    int at = file().lines().toList().indexOf(before) + 1;
    assertEquals(
        List.of(
            "Without effect: config0 lines "
                + at
                + ", "
                + (at + 1)
                + ", because the box key they were sealed by is not "
                + boxKey()
                + "; restore that file and restart the router, or type them again"),
        lost.log.texts());
    assertEquals(List.of("description 1 open"), lost.shown());
    lost.type("ipsec ike pre-shared-key 2 text anew", "save");
    assertEquals(before, sealedLine());

    Files.write(boxKey(), key);
    Router found = boot();
    assertTrue(
        found.shown().contains("ipsec ike pre-shared-key 1 text *"), found.shown().toString());
    assertFalse(found.shown().contains("ipsec ike pre-shared-key 2 text *"));
  }

  @Test
  void aDamagedKeyStopsNothingButSaving() throws IOException {
    boot().type("description 1 open", KEY_LINE, "save");
    Files.write(boxKey(), new byte[31]);
    Router router = boot();
    assertEquals(List.of("description 1 open"), router.shown());
    assertEquals(1, router.log.texts().size());
    assertTrue(
        router
            .log
            .texts()
            .get(0)
            .endsWith(boxKey() + " is not a box key (32 octets): restore it from your backup"));
    router.type("ipsec ike pre-shared-key 2 text anew");
    assertThrows(IOException.class, () -> router.life.save(OptionalInt.empty(), ""));
  }

  @Test
  void aSealedWordOpensInItsOwnLineOnly() throws IOException {
    boot().type(KEY_LINE, "save");
    String word = sealedLine().substring(sealedLine().lastIndexOf(' ') + 1);
    Router router = boot();
    byte[] stolen = ("description 2 " + word + "\n").getBytes(StandardCharsets.UTF_8);
    ImportReport report = router.running.importFile(stolen, true);
    assertEquals(1, report.count(Verdict.REFUSED));
    assertFalse(router.shown().toString().contains("Torii"));
    assertEquals(
        "This secret was sealed by another box key; restore that key, or type the secret itself",
        router.refused("ipsec ike pre-shared-key 3 text " + word).text().english());

    ImportReport backup =
        router.running.importFile((sealedLine() + "\n").getBytes(StandardCharsets.UTF_8), true);
    assertEquals(1, backup.count(Verdict.APPLIED));
  }

  @Test
  void aChangedSealedWordDoesNotOpen() throws IOException {
    boot().type(KEY_LINE, "save");
    String text = file();
    int last = text.indexOf("$box1$") + 60;
    char other = text.charAt(last) == 'A' ? 'B' : 'A';
    Files.writeString(
        data.resolve("config0"), text.substring(0, last) + other + text.substring(last + 1));
    assertEquals(List.of(), boot().shown());
  }
}
