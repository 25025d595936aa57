package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.Language;

/** Saving with generations, loading, comparing, and going back. */
class LifeTest {

  @TempDir Path data;
  private Router router;

  @BeforeEach
  void start() {
    router = booted();
  }

  private Router booted() {
    Router booted = Router.withEverything(data);
    booted.life.boot(Optional.empty());
    return booted;
  }

  private List<String> printed(String line) {
    router.session.printed();
    router.type(line);
    return router.session.printed();
  }

  private static List<String> withoutComments(List<String> lines) {
    return lines.stream().filter(l -> !l.startsWith("#")).toList();
  }

  @Test
  void savesIntoSlotsWithTwoGenerationsAndComments() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      router.type("description 1 " + name, "save");
    }
    assertEquals(List.of("Saving ... CONFIG2 Done"), printed("save 2 \"before the move\""));
    assertEquals(List.of("description 1 d"), withoutComments(printed("show config 0")));
    assertEquals(List.of("description 1 c"), withoutComments(printed("show config 0.1")));
    assertEquals(List.of("description 1 b"), withoutComments(printed("show config 0.2")));
    List<String> list = printed("show config list");
    assertEquals(6, list.size(), list.toString());
    assertTrue(
        list.get(2).matches("\\*0 +\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d +\\d+"), list.get(2));
    assertTrue(list.get(3).startsWith("  0.1 "), list.get(3));
    assertTrue(list.get(5).matches(" 2 .* before the move"), list.get(5));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("config0.1"))));
    assertTrue(
        router.log.texts().contains("Configuration saved in \"CONFIG2\" by SSH"),
        router.log.texts().toString());
  }

  @Test
  void secretsOfSavedConfigurationsAreMaskedButKeptInTheFile() throws IOException {
    router.type("ipsec ike pre-shared-key 1 text EXAMPLE", "save 1");
    assertEquals(
        List.of("ipsec ike pre-shared-key 1 text *"), withoutComments(printed("show config 1")));
    assertFalse(Files.readString(data.resolve("config1")).contains("EXAMPLE"));
    router.type("no ipsec ike pre-shared-key 1", "load 1 silent rollback-timer=120");
    assertFalse(Files.readString(data.resolve("config1")).contains("EXAMPLE"));
    String line = router.running.running().settings().get(0).line();
    assertEquals("ipsec ike pre-shared-key 1 text EXAMPLE", line);
    Files.writeString(
        data.resolve("config3"),
        """
        frobnicate password EXAMPLE
        tunnel select 1
         ipsec tunnel 7
        """);
    assertEquals(
        List.of("frobnicate password *", "tunnel select 1", " ipsec tunnel 7"),
        printed("show config 3"));
  }

  @Test
  void bootsFromTheChosenConfiguration() throws IOException {
    router.type("description 1 zero", "save", "description 1 one", "save 1");
    router.type("set-default-config 1");
    router = booted();
    assertEquals(List.of("description 1 one"), router.shown());
    assertEquals(List.of("Saving ... CONFIG1 Done"), printed("save"));
    router.life.bootNextFrom(0);
    router = booted();
    assertEquals(List.of("description 1 zero"), router.shown());
    router = booted();
    assertEquals(List.of("description 1 one"), router.shown(), "the choice is used up");
    router.type("delete config 1");
    router = booted();
    assertEquals(List.of("description 1 zero"), router.shown());
    assertEquals(
        "There is no CONFIG1; see show config list",
        router.refused("set-default-config 1").text().english());
    router.life.erase();
    router = booted();
    assertEquals(List.of(), router.shown());
    try (var files = Files.list(data)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void copiesAndDeletes() {
    router.type("description 1 a", "save", "description 1 b", "save", "copy config 0.1 3");
    assertEquals(List.of("description 1 a"), withoutComments(printed("show config 3")));
    router.type("delete config 0.1");
    assertEquals(
        "There is no CONFIG0.1; see show config list",
        router.refused("copy config 0.1 2").text().english());
    assertEquals(
        "CONFIG4 はありません。show config list で確認してください",
        router.refused("delete config 4").text().in(Language.JAPANESE));
  }

  private static final List<String> TUNNELS =
      List.of(
          "description 1 same",
          "description 2 goes",
          "tunnel select 1",
          "ipsec tunnel 101",
          "ipsec sa policy 101 1 esp aes-cbc sha-hmac",
          "ipsec ike pre-shared-key 1 text OLD",
          "ipsec ike version 1 2",
          "tunnel enable 1",
          "tunnel select 2",
          "ipsec tunnel 102",
          "description tunnel two",
          "tunnel select none");

  @Test
  void differenceIsTheFewestLinesThatLeadFromOneToTheOther() {
    TUNNELS.forEach(router::type);
    router.type("save 1");
    router.type(
        "no description 2",
        "ipsec ike pre-shared-key 1 text NEW",
        "tunnel select 2",
        "no description tunnel",
        "tunnel select 3",
        "ipsec tunnel 103",
        "tunnel select none",
        "save 2");
    List<String> forth = printed("show config difference 1 2");
    assertEquals(
        List.of(
            "no description 2",
            "tunnel select 2",
            " no description tunnel",
            "tunnel select 3",
            " ipsec tunnel 103",
            "ipsec ike pre-shared-key 1 text *"),
        forth);
    List<String> now = router.shown();
    assertEquals(List.of(), printed("show config difference 2"));
    List<String> back = printed("show config difference config 1");
    assertTrue(back.contains("no ipsec tunnel") || back.contains(" no ipsec tunnel"), back + "");
    router.type("load 1 difference silent");
    assertEquals(List.of(), printed("show config difference 1"));
    router.type("load config 2");
    assertEquals(now, router.shown());
  }

  @Test
  void linesOfADifferenceWithoutSecretsCanBeTyped() {
    TUNNELS.forEach(router::type);
    router.type("save 1", "no tunnel enable 1", "description 2 other", "description 3 new");
    router.type("tunnel select 2", "description tunnel other", "tunnel select none", "save 2");
    router.type("load 1 silent");
    List<String> difference = printed("show config difference 2");
    difference.forEach(router::type);
    router.type("tunnel select none");
    assertEquals(List.of(), printed("show config difference 2"));
  }

  @Test
  void loadIsOneChangeAndTouchesOnlyWhatDiffers() {
    TUNNELS.forEach(router::type);
    router.type("save 1", "description 1 other", "no description 2");
    List<List<String>> changes = new ArrayList<>();
    router.running.addListener(
        (before, after) ->
            changes.add(
                after.settings().stream()
                    .filter(s -> !before.settings().contains(s))
                    .map(s -> s.shown())
                    .toList()));
    changes.clear();
    assertEquals(List.of("description 1 same", "description 2 goes"), printed("load 1 difference"));
    assertEquals(List.of(List.of("description 1 same", "description 2 goes")), changes);
    assertTrue(router.log.texts().contains("Configuration loaded from \"CONFIG1\" by SSH"));
  }

  @Test
  void interactiveLoadTakesTheLinesThatAreWanted() {
    router.type("description 1 a", "description 2 b", "save 1");
    router.type("no description 1", "no description 2", "description 3 c");
    router.session.answers("y", "n", "Y");
    router.type("load 1 difference interactive");
    assertEquals(List.of("description 2 b"), router.shown());
  }

  @Test
  void loadTellsWhichLinesHaveNoEffect() throws IOException {
    Path file = data.resolve("branch.conf");
    Files.writeString(file, "description 1 fine\nfrobnicate password EXAMPLE\n");
    router.type("description 4 old");
    assertEquals(
        List.of("Without effect: frobnicate password *: Invalid command name"),
        printed("load file " + file + " silent"));
    assertEquals(List.of("description 1 fine"), router.shown());
    assertTrue(router.refused("load file /nowhere").text().english().contains("There is no file"));
    assertEquals(
        "There is no CONFIG4; see show config list", router.refused("load 4").text().english());
  }

  @Test
  void unconfirmedChangeUndoesItself() {
    router.type("description 1 new", "save 1", "description 1 typed");
    router.type("load 1 silent rollback-timer=120", "description 2 later");
    assertEquals(List.of("description 1 new", "description 2 later"), router.shown());
    router.thread.pass(Duration.ofSeconds(119));
    assertEquals(List.of("description 1 new", "description 2 later"), router.shown());
    router.thread.pass(Duration.ofSeconds(1));
    assertEquals(List.of("description 1 typed"), router.shown());
    assertFalse(Files.exists(data.resolve("rollback-config")));
    assertTrue(
        router
            .log
            .texts()
            .contains("The configuration was not confirmed in time: the one before is back"));
    assertTrue(router.running.unsaved());
  }

  @Test
  void confirmAndSaveKeepAChange() {
    router.type("description 1 new", "save 1", "description 1 old");
    router.type("load 1 silent rollback-timer=120", "confirm");
    router.thread.pass(Duration.ofSeconds(200));
    assertEquals(List.of("description 1 new"), router.shown());
    assertEquals(
        "No rollback timer is running: the configuration stays as it is",
        router.refused("confirm").text().english());
    router.type("rollback timer 60", "description 1 third", "save");
    router.thread.pass(Duration.ofSeconds(200));
    assertEquals(List.of("description 1 third"), router.shown());
    assertFalse(Files.exists(data.resolve("rollback-config")));
  }

  @Test
  void secondLoadStartsTheTimeAnewAndGoesBackToTheFirstConfiguration() {
    router.type("description 1 a", "save 1", "description 1 b", "save 2", "description 1 now");
    router.type("load 1 silent rollback-timer=60");
    router.thread.pass(Duration.ofSeconds(50));
    router.type("load 2 silent rollback-timer=60");
    router.thread.pass(Duration.ofSeconds(50));
    assertEquals(List.of("description 1 b"), router.shown());
    router.thread.pass(Duration.ofSeconds(10));
    assertEquals(List.of("description 1 now"), router.shown());
  }

  @Test
  void unconfirmedChangeIsUndoneByARestart() {
    router.type("description 1 new", "save 1", "description 1 saved", "save");
    router.type("description 2 typed", "load 1 silent rollback-timer=120");
    router = booted();
    assertEquals(List.of("description 1 saved", "description 2 typed"), router.shown());
    assertTrue(router.running.unsaved());
    router = booted();
    assertEquals(List.of("description 1 saved"), router.shown(), "what was not saved is gone");
    assertFalse(router.running.unsaved());
  }
}
