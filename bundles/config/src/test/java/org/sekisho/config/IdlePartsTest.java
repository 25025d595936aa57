package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;

/** Commands that take effect, with parts that do not. */
class IdlePartsTest {

  private static final Command ROUTE =
      Command.setting(
          CommandSpec.setting("way NAME {by (BOAT|foot) [{(guide|toll TOLL)}]}")
              .key("NAME", ParameterType.text(10), "name", "名前")
              .parameter("BOAT", ParameterType.integer(1, 9), "boat", "船")
              .parameter("TOLL", ParameterType.integer(1, 9), "toll", "料金")
              .storedOnlyWith("foot", "Nobody walks", "徒歩には対応していません")
              .storedOnlyWith("guide", "Guides are on holiday", "案内人はいません")
              .storedOnlyWith("BOAT", Pattern.compile("[89]"), "It has sunk", "沈みました")
              .idlePart("TOLL", "It is free", "無料です")
              .help("A way", "道")
              .build());

  @TempDir Path data;
  private Router router;

  @BeforeEach
  void setUp() {
    router = Router.withEverything(data).with(RouterCommands.of(List.of(ROUTE)));
  }

  @Test
  void aLineWithoutAnyEffectIsStoredOnly() throws IOException {
    assertEquals(
        List.of(
            "    1 applied  way north by 1",
            "    2 stored   way south by foot",
            "               Nobody walks",
            "    3 applied  way east by 1 by foot",
            "               note: Nobody walks",
            "    4 stored   way west by 2 guide by foot toll 3",
            "               Nobody walks",
            "    5 applied  way up by 1 toll 2",
            "               note: It is free",
            "    6 stored   way down by 8",
            "               It has sunk",
            "6 lines: 3 applied, 3 stored only, 0 refused; 2 notes"),
        check(
            "way north by 1",
            "way south by foot",
            "way east by 1 by foot",
            "way west by 2 guide by foot toll 3",
            "way up by 1 toll 2",
            "way down by 8"));
  }

  @Test
  void eachLineIsNamedAndEachReasonIsSaidOnceToWhoTypesIt() {
    router.type("way south by foot");
    assertEquals(
        List.of("way south by foot is kept but has no effect here: Nobody walks"),
        router.session.printed());
    router.type("way up by foot", "way north by 1");
    assertTrue(router.session.printed().isEmpty());
    router.type("way north by 1 toll 2");
    assertEquals(
        List.of("way north by 1 toll 2 is kept, but not all of it has an effect: It is free"),
        router.session.printed());
    router.type("show config unsupported");
    assertEquals(
        List.of(
            "way south by foot: Nobody walks",
            "way up by foot: Nobody walks",
            "way north by 1 toll 2: It is free"),
        router.session.printed());
  }

  private List<String> check(String... lines) throws IOException {
    Path file = data.resolve("ways.conf");
    Files.write(file, List.of(lines));
    router.type("import config " + file + " --check");
    return router.session.printed();
  }
}
