package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.CommandInterpreter.Candidate;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Level;

/** What TAB and the question mark offer. */
class CandidatesTest {

  @TempDir Path data;
  private Router router;

  @BeforeEach
  void start() {
    router = Router.withEverything(data);
  }

  private List<String> labels(String line) {
    return router.interpreter.candidates(line, router.session).stream()
        .map(Candidate::label)
        .toList();
  }

  @Test
  void firstWords() {
    assertEquals(
        List.of(
            "bgp",
            "clear",
            "confirm",
            "console",
            "copy",
            "delete",
            "description",
            "embedded",
            "import",
            "ip",
            "ipsec",
            "load",
            "login",
            "pp",
            "quit",
            "rollback",
            "save",
            "set-default-config",
            "show",
            "syslog",
            "tunnel",
            "no"),
        labels(""));
    assertEquals(List.of("save", "set-default-config", "show", "syslog"), labels("s"));
    assertEquals(List.of("save", "set-default-config", "show", "syslog"), labels("  S"));
  }

  @Test
  void generalUsersSeeWhatTheyMayUse() {
    router.session.level(Level.USER);
    assertEquals(List.of("console", "login", "pp", "quit", "show", "tunnel", "no"), labels(""));
    assertEquals(List.of("command", "ip", "status"), labels("show "));
    assertEquals(List.of("select"), labels("tunnel "));
    assertEquals(List.of("character"), labels("console "));
  }

  @Test
  void onlyWhatFitsTheSelection() {
    assertFalse(labels("ip ").contains("tunnel"));
    router.session.context(Context.tunnel(1));
    assertTrue(labels("ip ").contains("tunnel"));
    assertEquals(List.of("MSS(536-1460)", "auto", "off"), labels("ip tunnel tcp mss limit "));
  }

  @Test
  void parametersWithTypesRangesAndDefaults() {
    assertEquals(List.of("GATEWAY(1-2000)"), labels("ipsec ike version "));
    assertEquals(List.of("GATEWAY(1-2000)"), labels("ipsec ike version 1"));
    assertEquals(List.of("VERSION(1-2)"), labels("ipsec ike version 1 "));
    assertEquals(List.of("on", "off", "GATEWAY(1-2000)"), labels("ipsec auto refresh "));
    assertEquals(
        List.of("keepalive=KEEPALIVE(30-100000)|off", "force=on|off"),
        labels("ipsec ike nat-traversal 1 on "));
    assertEquals(
        List.of("keepalive=KEEPALIVE(30-100000)|off"),
        labels("ipsec ike nat-traversal 1 on force=on "));
    assertEquals(List.of("ipsec-sa", "ike-sa"), labels("ipsec ike duration "));
    assertEquals(List.of("ipsec-sa"), labels("ips ike dura ip"));
    assertEquals(List.of(), labels("ipsec ike version 1 2 "));
    assertEquals(List.of(), labels("nonsense "));
    Candidate code = router.interpreter.candidates("console character en", router.session).get(0);
    assertEquals("en.ascii", code.token());
    assertTrue(code.help().english().contains("ja.utf8"), code.help().english());
  }

  @Test
  void valuesThatExist() {
    router.type(
        "ipsec ike version 3 2",
        "ipsec ike version 12 2",
        "ipsec ike pre-shared-key 7 text secret",
        "ipsec sa policy 103 3 esp aes-cbc",
        "tunnel enable 3",
        "tunnel select 5",
        "ip tunnel mtu 1400",
        "tunnel select none",
        "ip lan2 mtu 1400");
    assertEquals(List.of("3", "7", "12", "GATEWAY(1-2000)"), labels("ipsec ike version "));
    assertEquals(List.of("12", "GATEWAY(1-2000)"), labels("ipsec ike version 1"));
    assertEquals(List.of("3", "7", "12", "GATEWAY(1-2000)"), labels("no ipsec ike version "));
    assertEquals(
        List.of("on", "off", "3", "7", "12", "GATEWAY(1-2000)"), labels("ipsec auto refresh "));
    assertEquals(List.of("103", "POLICY(1-2147483647)"), labels("ipsec sa policy "));
    assertTrue(labels("tunnel select ").containsAll(List.of("3", "5")), "tunnels");
    assertTrue(labels("ip ").containsAll(List.of("lan1", "lan2")), "interfaces");
    assertEquals(List.of("VERSION(1-2)"), labels("ipsec ike version 3 "));
    assertEquals("TEXT(<=128)", labels("ipsec ike pre-shared-key 7 text ").get(0));
  }

  @Test
  void removalOffersKeysOnly() {
    assertFalse(labels("no ").contains("show"));
    assertEquals(List.of("GATEWAY(1-2000)"), labels("no ipsec ike version "));
    assertEquals(List.of(), labels("no ipsec ike version 1 "));
    assertFalse(labels("no ").contains("no"));
  }

  @Test
  void openQuotationsAndRubbishOfferNothingAndThrowNothing() {
    assertEquals(List.of("TEXT(<=64)"), labels("description 1 'two wor"));
    assertEquals(List.of(), labels("\u0007"));
  }
}
