package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandError.Kind;
import org.sekisho.api.config.ConfigSnapshot;

/** Bundles start in any order and come and go; no line may get lost. */
class DormantLinesTest {

  private static final Duration SETTLED = Duration.ofMillis(2001);

  @TempDir Path data;

  private Router boot(String... lines) throws IOException {
    Files.write(data.resolve("config0"), List.of(lines));
    Router router = new Router(data);
    router.life.boot(Optional.empty());
    return router;
  }

  private List<String> saved() throws IOException {
    return Files.readAllLines(data.resolve("config0")).stream()
        .filter(l -> !l.startsWith("#"))
        .toList();
  }

  @Test
  void wakeInWhateverOrderCommandsArrive() throws IOException {
    String[] lines = SeedTest.sample("azure-child-27000.conf").toArray(String[]::new);
    List<CommandContributor> parts =
        List.of(
            RouterCommands.of(RouterCommands.ipsec()),
            RouterCommands.of(RouterCommands.tunnels()),
            RouterCommands.of(RouterCommands.others()));
    List<String> reference = null;
    for (int[] order : new int[][] {{0, 1, 2}, {1, 0, 2}, {2, 1, 0}}) {
      Router router = boot(lines);
      assertTrue(router.shown().isEmpty());
      for (int i : order) {
        router.with(parts.get(i));
        router.thread.pass(Duration.ofSeconds(1));
      }
      assertEquals(14, router.shown().size());
      reference = reference == null ? router.shown() : reference;
      assertEquals(reference, router.shown());
      router.thread.pass(SETTLED);
      assertEquals(List.of(), router.log.texts());
      assertFalse(router.running.unsaved());
    }
  }

  @Test
  void areToldOnceWhenTheRouterHasSettled() throws IOException {
    Router router =
        boot(
            "description 1 fine",
            "# comment",
            "frobnicate 1 password geheim",
            "ipsec ike version 1 9",
            "ipsec ike version 1 2",
            "tunnel select 1",
            " ip tunnel speed high",
            "save");
    router.thread.pass(Duration.ofMillis(1500));
    router.with(RouterCommands.everything());
    router.thread.pass(Duration.ofMillis(1500));
    assertEquals(List.of(), router.log.texts());
    router.thread.pass(SETTLED);
    assertEquals(
        List.of(
            "config0: line 3: Error: Invalid command name",
            "config0: line 4: Error: Parameter out of range",
            "config0: line 7: Error: Invalid command name",
            "config0: line 8: Error: This command cannot stand in a configuration; type it on the"
                + " console"),
        router.log.texts());
    router.with(RouterCommands.of(List.of(RouterCommands.operation("late"))));
    router.thread.pass(SETTLED);
    assertEquals(4, router.log.texts().size());
    assertEquals(List.of("description 1 fine", "ipsec ike version 1 2"), router.shown());

    router.type("show config unsupported");
    assertEquals(
        List.of(
            "frobnicate 1 password *: Invalid command name",
            "ipsec ike version 1 9: Parameter out of range",
            "tunnel1: ip tunnel speed high: Invalid command name"),
        router.session.printed().subList(0, 3));
  }

  /** On a busy machine a bundle may start long after the one before. */
  @Test
  void areNotToldWhileBundlesAreStillToStart() throws IOException {
    String[] lines = {"description 1 fine", "frobnicate 1", "ipsec ike version 1 2"};
    Files.write(data.resolve("config0"), List.of(lines));
    Router router = new Router(data);
    router.booted = false;
    router.life.boot(Optional.empty());
    router.thread.pass(Duration.ofSeconds(40));
    assertEquals(List.of(), router.log.texts());
    router.life.save(OptionalInt.empty(), "");
    assertEquals(List.of("frobnicate 1", "ipsec ike version 1 2", "description 1 fine"), saved());
    router.with(RouterCommands.everything());
    router.thread.pass(Duration.ofSeconds(40));
    assertEquals(List.of(), router.log.texts());
    assertEquals(List.of("description 1 fine", "ipsec ike version 1 2"), router.shown());
    router.booted = true;
    router.thread.pass(SETTLED);
    assertEquals(List.of("config0: line 2: Error: Invalid command name"), router.log.texts());
    router.thread.pass(Duration.ofSeconds(40));
    assertEquals(1, router.log.texts().size());
  }

  @Test
  void areSavedWhereTheyStood() throws IOException {
    Router router =
        boot(
                "frobnicate 1",
                "tunnel select 1",
                " ip tunnel speed high",
                " tunnel enable 1",
                "tunnel select 2",
                " ip tunnel mtu 1400",
                "description 7 end")
            .with(RouterCommands.everything());
    router.type("save");
    assertEquals(
        List.of(
            "frobnicate 1",
            "description 7 end",
            "tunnel select 1",
            " tunnel enable 1",
            " ip tunnel speed high",
            "tunnel select 2",
            " ip tunnel mtu 1400"),
        saved());
    List<String> before = saved();
    Router again = new Router(data).with(RouterCommands.everything());
    again.life.boot(Optional.empty());
    again.type("save");
    assertEquals(before, saved());
  }

  @Test
  void blockOfAnImpossibleTunnelDoesNotFallIntoTheOneBefore() throws IOException {
    Router router =
        boot("tunnel select 1", " ip tunnel mtu 1400", "tunnel select 9999", " ip tunnel mtu 1300")
            .with(RouterCommands.everything());
    assertEquals(List.of("tunnel select 1", " ip tunnel mtu 1400"), router.shown());
    router.type("save");
    assertEquals(
        List.of(
            "tunnel select 9999", "ip tunnel mtu 1300", "tunnel select 1", " ip tunnel mtu 1400"),
        saved());
  }

  @Test
  void sleepWhileTheirCommandsAreAway() throws IOException {
    CommandContributor ipsec = RouterCommands.of(RouterCommands.ipsec());
    Router router = new Router(data).with(RouterCommands.of(RouterCommands.tunnels())).with(ipsec);
    router.type(
        "tunnel select 1",
        "ipsec tunnel 1",
        "ipsec sa policy 1 1 esp",
        "ipsec ike pre-shared-key 1 text EXAMPLE",
        "tunnel enable 1");
    List<String> shown = router.shown();
    ConfigSnapshot running = router.running.running();
    List<ConfigSnapshot> seen = new ArrayList<>();
    router.running.addListener((before, after) -> seen.add(after));

    router.running.removeContributor(ipsec);
    assertEquals(List.of("tunnel select 1", " ipsec tunnel 1", " tunnel enable 1"), router.shown());
    assertEquals(Kind.INVALID_COMMAND_NAME, router.refused("ipsec ike version 1 2").kind());
    router.type("show config unsupported");
    assertFalse(String.join("\n", router.session.printed()).contains("EXAMPLE"));
    router.type("save");
    String kept = "ipsec ike pre-shared-key 1 text $box1$";
    assertTrue(saved().stream().anyMatch(l -> l.startsWith(kept)), saved().toString());

    router.with(ipsec);
    assertEquals(shown, router.shown());
    assertEquals(running, router.running.running());
    assertEquals(3, seen.size());
    assertEquals(running, seen.get(2));
  }

  @Test
  void updateOfABundleKeepsEveryLine() {
    CommandContributor old = RouterCommands.of(RouterCommands.ipsec());
    CommandContributor updated = RouterCommands.of(RouterCommands.ipsec());
    Router router = new Router(data).with(old).type("ipsec ike version 1 2");
    router.with(updated);
    router.running.removeContributor(old);
    assertEquals(List.of("ipsec ike version 1 2"), router.shown());
    router.thread.pass(SETTLED);
    assertEquals(List.of(), router.log.texts());
  }

  @Test
  void canBeRemovedByTheirWords() throws IOException {
    Router router = boot("frobnicate 1 2", "frobnicate 2 3").with(RouterCommands.everything());
    router.type("no frobnicate 1");
    router.type("save");
    assertEquals(List.of("frobnicate 2 3"), saved());
    assertEquals(Kind.INVALID_COMMAND_NAME, router.refused("no frobnicate 9").kind());
  }

  @Test
  void wrongLineDoesNotOutliveItsCorrection() throws IOException {
    Router router =
        boot(
                "ipsec ike version 1 9",
                "ipsec ike version 2 9",
                "ipsec ike version 3 9",
                "tunnel select 1",
                " ip tunnel mtu 9",
                "tunnel select 2",
                " ip tunnel mtu 9")
            .with(RouterCommands.everything());
    router.type(
        "ipsec ike version 1 2", "no ipsec ike version 2", "tunnel select 1", "no ip tunnel mtu");
    router.type("save");
    assertEquals(
        List.of(
            "ipsec ike version 3 9",
            "tunnel select 2",
            " ip tunnel mtu 9",
            "ipsec ike version 1 2"),
        saved());
  }

  @Test
  void embeddedFilesAreKeptAsTheyAre() throws IOException {
    Router router =
        boot("embedded file a.lua <<EOF", "# not a comment", "  save", "", "EOF", "description 1 x")
            .with(RouterCommands.everything());
    assertEquals(
        List.of("description 1 x", "embedded file a.lua <<EOF\n# not a comment\n  save\n\nEOF"),
        router.shown());
    router.type("save");
    List<String> lines = Files.readAllLines(data.resolve("config0"));
    assertEquals(
        List.of(
            "description 1 x", "embedded file a.lua <<EOF", "# not a comment", "  save", "", "EOF"),
        lines.subList(1, lines.size()));
  }

  @Test
  void firstConfigurationIsUsedUntilOneIsSaved() throws IOException {
    Path first = data.resolve("factory.conf");
    Files.writeString(first, "\ufeff# factory\r\ndescription 1 factory\r\n");
    Router router = Router.withEverything(data);
    router.life.boot(Optional.of(first));
    assertEquals(List.of("description 1 factory"), router.shown());
    router.type("description 1 mine", "save");
    Router again = Router.withEverything(data);
    again.life.boot(Optional.of(first));
    assertEquals(List.of("description 1 mine"), again.shown());
  }

  @Test
  void filesOfAnRtxAreReadInShiftJis() throws IOException {
    Files.write(data.resolve("config0"), "description 1 東京\r\n".getBytes("windows-31j"));
    Router router = Router.withEverything(data);
    router.life.boot(Optional.empty());
    assertEquals(List.of("description 1 東京"), router.shown());
  }

  @Test
  void missingFirstConfigurationIsTold() {
    Router router = Router.withEverything(data);
    router.life.boot(Optional.of(data.resolve("nowhere.conf")));
    assertEquals(1, router.log.texts().size());
    assertTrue(router.log.texts().get(0).contains("nowhere.conf"));
  }
}
