package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;

/** {@code tunnel template}: further tunnels like one. */
class TemplateTest {

  @TempDir Path data;
  private Router router;

  @BeforeEach
  void setUp() {
    router = Router.withEverything(data);
    router.type(
        "tunnel select 1",
        "tunnel template 2-3",
        "ipsec tunnel 1",
        "ipsec sa policy 1 1 esp aes-cbc sha-hmac",
        "ipsec ike version 1 2",
        "ipsec ike pre-shared-key 1 text EXAMPLE-PSK-1",
        "ipsec ike remote name 1 branch key-id",
        "ip tunnel mtu 1300",
        "tunnel enable 1",
        "tunnel select 2",
        "ipsec ike pre-shared-key 2 text EXAMPLE-PSK-2");
  }

  @Test
  void listenersSeeTheTunnelsItStandsFor() {
    ConfigSnapshot config = router.running.running();
    assertEquals(
        "ipsec sa policy 3 3 esp aes-cbc sha-hmac",
        config.get("ipsec sa policy", 3).orElseThrow().line());
    assertEquals(
        "ipsec ike remote name 2 branch2 key-id",
        config.get("ipsec ike remote name", 2).orElseThrow().line());
    assertEquals(
        "ipsec tunnel 3", config.get("ipsec tunnel", Context.tunnel(3)).orElseThrow().line());
    assertTrue(config.get("tunnel enable", 2).isPresent());
    assertTrue(config.get("ip tunnel mtu", Context.tunnel(2)).isEmpty(), "IP lines are not copied");
  }

  @Test
  void aLineTheTargetHasItselfWins() {
    ConfigSnapshot config = router.running.running();
    assertEquals(
        "ipsec ike pre-shared-key 2 text EXAMPLE-PSK-2",
        config.get("ipsec ike pre-shared-key", 2).orElseThrow().line());
    assertEquals(
        "ipsec ike pre-shared-key 3 text EXAMPLE-PSK-1",
        config.get("ipsec ike pre-shared-key", 3).orElseThrow().line());
  }

  @Test
  void showConfigHasWhatWasTypedAndExpandTheRest() {
    assertTrue(router.shown().contains(" tunnel template 2-3"));
    assertTrue(router.shown().stream().noneMatch(l -> l.contains("tunnel enable 3")));

    router.session.printed();
    router.type("show config tunnel 3");
    assertEquals(List.of(), router.session.printed());
    router.type("show config tunnel 3 expand");
    assertEquals(
        List.of(
            "tunnel select 3",
            " ipsec tunnel 3",
            "  ipsec sa policy 3 3 esp aes-cbc sha-hmac",
            "  ipsec ike version 3 2",
            "  ipsec ike pre-shared-key 3 text *",
            "  ipsec ike remote name 3 branch3 key-id",
            " tunnel enable 3"),
        router.session.printed());
  }

  @Test
  void withoutTheTemplateTheyAreGone() {
    router.type("tunnel select 1", "no tunnel template");
    assertTrue(router.running.running().get("tunnel enable", 2).isEmpty());
    assertTrue(router.running.running().get("ipsec ike pre-shared-key", 2).isPresent());
  }
}
