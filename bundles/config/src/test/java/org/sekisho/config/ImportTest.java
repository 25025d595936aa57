package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;

/** {@code import config FILE [--check]}. */
class ImportTest {

  private static final String CONTENT =
      """
      # from the old router
      tunnel select 1\r
       description tunnel 京都支店
       ipsec ike pre-shared-key 1 text EXAMPLE-PSK

      tunnel select 9999
       description tunnel lost
      frobnicate the password SECRET
      embedded file notify.lua <<EOF
      print("# not a comment")
      EOF
      no description 5
      """;

  @TempDir Path data;
  private Router router;
  private Path file;

  @BeforeEach
  void setUp() throws IOException {
    router = Router.withEverything(data);
    file = data.resolve("branch.conf");
    Files.writeString(file, CONTENT);
  }

  @Test
  void tellsOfEachLineWhatBecomesOfIt() {
    router.type("import config " + file);
    assertEquals(
        List.of(
            "    2 applied  tunnel select 1",
            "    3 applied  description tunnel 京都支店",
            "    4 applied  ipsec ike pre-shared-key 1 text *",
            "    6 refused  tunnel select 9999",
            "               Parameter out of range (column 15)",
            "    7 refused  description tunnel lost",
            "               Execute tunnel select command beforehand",
            "    8 refused  frobnicate the password *",
            "               Invalid command name (column 1)",
            "    9 stored   embedded file notify.lua <<EOF",
            "               Scripts are kept but not run",
            "   12 applied  no description 5",
            "8 lines: 4 applied, 1 stored only, 3 refused; 0 notes",
            "The refused lines were left out."),
        router.session.printed());
    assertEquals(
        List.of(
            "tunnel select 1",
            " description tunnel 京都支店",
            "ipsec ike pre-shared-key 1 text *",
            "embedded file notify.lua <<EOF\nprint(\"# not a comment\")\nEOF"),
        router.shown());
    assertTrue(router.running.unsaved());
  }

  @Test
  void withCheckNothingChanges() {
    router.type("import config " + file + " --check");
    assertEquals(12, router.session.printed().size() - 1);
    assertEquals(List.of(), router.shown());
    assertFalse(router.running.unsaved());
  }

  @Test
  void speaksJapanese() {
    router.session.speaking(Language.JAPANESE);
    router.type("import config " + file + " --check");
    List<String> printed = router.session.printed();
    assertEquals("    6 拒否     tunnel select 9999", printed.get(3));
    assertEquals("               パラメータが範囲を越えています (15文字目)", printed.get(4));
    assertEquals("8行: 有効 4、保存のみ 1、拒否 3、注意 0", printed.get(printed.size() - 1));
  }

  @Test
  void reviewsRemarkOnTheLinesTheyAreAbout() {
    ConfigReview review =
        config ->
            config.all("ipsec ike pre-shared-key").stream()
                .map(s -> new ConfigReview.Remark(s, new Text("Too short", "短すぎます")))
                .toList();
    router.running.addReview(review);
    router.type("import config " + file + " --check");
    assertTrue(router.session.printed().contains("               note: Too short"));
    router.running.removeReview(review);
    router.type("import config " + file + " --check");
    assertFalse(router.session.printed().contains("               note: Too short"));
  }

  @Test
  void linesThatAReviewCallsIdleAreStoredOnlyAndNamed() {
    router.running.addReview(
        new ConfigReview() {
          @Override
          public boolean namesIdleLines() {
            return true;
          }

          @Override
          public List<Remark> review(ConfigSnapshot config) {
            return config.all("ipsec ike pre-shared-key").stream()
                .map(s -> new Remark(s, new Text("Nobody asks for it", "使われません"), true))
                .toList();
          }
        });
    router.type("import config " + file + " --check");
    List<String> report = router.session.printed();
    int at = report.indexOf("    4 stored   ipsec ike pre-shared-key 1 text *");
    assertEquals("               Nobody asks for it", report.get(at + 1));
    router.type("ipsec ike pre-shared-key 2 text EXAMPLE-PSK");
    assertTrue(
        router
            .session
            .printed()
            .contains(
                "ipsec ike pre-shared-key 2 text * is kept but has no effect here: Nobody asks for"
                    + " it"),
        router.session.printed()::toString);
    router.type("description 1 other");
    assertEquals(
        List.of("ipsec ike pre-shared-key 2 text *: Nobody asks for it"),
        router.running.unsupported().stream().map(l -> l.line(Language.ENGLISH)).toList());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertEquals(
        "There is no file " + data.resolve("absent"),
        router.refused("import config " + data.resolve("absent")).text().english());
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-31j", "EUC-JP"})
  void readsEveryEncodingAnRtxWrites(String encoding) throws IOException {
    Files.write(file, CONTENT.getBytes(Charset.forName(encoding)));
    router.type("import config " + file);
    assertTrue(router.shown().contains(" description tunnel 京都支店"), router.shown()::toString);
  }

  @Test
  void anEmbeddedFileSurvivesSaveAndLoad() throws IOException {
    router.type("import config " + file, "save");
    Router again = Router.withEverything(data);
    again.life.boot(Optional.empty());
    assertEquals(router.shown(), again.shown());
    again.type("no embedded file notify.lua");
    assertEquals(3, again.shown().size());
  }

  @Test
  void anEmbeddedFileWithoutItsEndIsRefused() throws IOException {
    Files.write(file, "embedded file a <<END\nx\n".getBytes(StandardCharsets.UTF_8));
    router.type("import config " + file);
    assertTrue(
        router
            .session
            .printed()
            .contains("               The text must end with a line that holds END alone"));
    assertEquals("REFUSED", router.refused("embedded file a <<END").kind().name());
  }
}
