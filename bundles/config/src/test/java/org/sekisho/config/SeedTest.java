package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekisho.api.config.Context;

/** The configurations this router was made for. */
class SeedTest {

  @TempDir Path data;

  static List<String> sample(String name) throws IOException {
    try (InputStream in = SeedTest.class.getResourceAsStream("/samples/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** What show config makes of a sample: no {@code no} lines, no end of the selection. */
  private static List<String> expected(List<String> lines) {
    return lines.stream()
        .filter(l -> !l.strip().startsWith("no ") && !l.equals("tunnel select none"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"azure-defaults.conf", "azure-child-27000.conf", "azure-both-129600.conf"})
  void isShownAsTypedAndComesBackAfterSave(String name) throws IOException {
    List<String> lines = sample(name);
    Router router = Router.withEverything(data).type(lines.toArray(String[]::new));

    assertEquals(Context.GLOBAL, router.session.context());
    List<String> masked = expected(lines).stream().map(l -> l.replace("EXAMPLE-KEY", "*")).toList();
    assertEquals(masked, router.shown());

    assertTrue(router.running.unsaved());
    router.type("save");
    assertFalse(router.running.unsaved());
    Router again = Router.withEverything(data);
    again.life.boot(Optional.empty());
    assertEquals(masked, again.shown());
    assertEquals(
        "EXAMPLE-KEY",
        again
            .running
            .running()
            .get("ipsec ike pre-shared-key", 100)
            .orElseThrow()
            .arguments()
            .text("TEXT"));
    assertFalse(again.running.unsaved());
  }

  @ParameterizedTest
  @ValueSource(strings = {"azure-child-27000.conf"})
  void orderOfTypingDoesNotMatter(String name) throws IOException {
    Router router =
        Router.withEverything(data)
            .type(
                "tunnel enable 100",
                "ipsec ike version 100 2",
                "tunnel select 100",
                "ip tunnel tcp mss limit 1350",
                "ipsec auto refresh 100 on",
                "ipsec ike remote name 100 198.51.100.10 ipv4-addr",
                "ipsec ike pre-shared-key 100 text EXAMPLE-KEY",
                "ipsec ike nat-traversal 100 on",
                "ipsec ike duration child-sa 100 27000",
                "ipsec ike keepalive use 100 on",
                "ipsec ike keepalive log 100 off",
                "ipsec ike local name 100 192.168.100.1 ipv4-addr",
                "ipsec sa policy 1100 100 esp anti-replay-check=off",
                "ipsec tunnel 1100");
    assertEquals(
        expected(sample(name)).stream().map(l -> l.replace("EXAMPLE-KEY", "*")).toList(),
        router.shown());
  }
}
