package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.api.config.CommandError.Kind;
import org.sekisho.api.config.Language;

/** How the configuration is printed and saved. */
class ShowConfigTest {

  @TempDir Path data;

  @Test
  void headTellsWhatTheRouterIs() {
    Router router = Router.withEverything(data).type("show config");
    List<String> head = router.session.printed();
    assertEquals("# Sekisho Rev.0.1.0", head.get(0));
    assertTrue(head.get(head.size() - 2).matches("# Memory \\d+Mbytes, \\dLAN"), head.toString());
    assertEquals("# Reporting Date: Nov 23 09:05:07 2026", head.get(head.size() - 1));
  }

  @Test
  void sectionsStandInTheOrderOfAnRtx() {
    Router router =
        Router.withEverything(data)
            .type(
                "syslog host 192.0.2.5",
                "ipsec auto refresh on",
                "bgp import 65000 static filter 1",
                "tunnel select 20",
                "ip tunnel tcp mss limit auto",
                "ipsec tunnel 120",
                "description tunnel second",
                "tunnel name b",
                "tunnel enable 20",
                "tunnel select 3",
                "ip tunnel mtu 1400",
                "pp select anonymous",
                "description pp dial-in",
                "pp select 2",
                "ppp lcp mru 1454",
                "description pp ISP",
                "ip lan10 address 192.0.2.129/25",
                "ip lan2 mtu 1454",
                "ip lan2 address dhcp",
                "description lan1 \"staff net\"",
                "ip lan1 address 192.168.1.1/24",
                "ip route default gateway pp 2",
                "description 2 b",
                "description 1 a",
                "console prompt RTX",
                "console character en.ascii",
                "ipsec sa policy 120 20 esp",
                "ipsec sa policy 900 90 esp",
                "ipsec ike version 90 2",
                "ipsec ike version 91 2");
    assertEquals(
        List.of(
            "console character en.ascii",
            "console prompt RTX",
            "description 1 a",
            "description 2 b",
            "ip route default gateway pp 2",
            "description lan1 \"staff net\"",
            "ip lan1 address 192.168.1.1/24",
            "ip lan2 address dhcp",
            "ip lan2 mtu 1454",
            "ip lan10 address 192.0.2.129/25",
            "pp select 2",
            " description pp ISP",
            " ppp lcp mru 1454",
            "pp select anonymous",
            " description pp dial-in",
            "tunnel select 3",
            " ip tunnel mtu 1400",
            "tunnel select 20",
            " description tunnel second",
            " tunnel name b",
            " ipsec tunnel 120",
            "  ipsec sa policy 120 20 esp",
            " ip tunnel tcp mss limit auto",
            " tunnel enable 20",
            "bgp import 65000 static filter 1",
            "ipsec sa policy 900 90 esp",
            "ipsec ike version 90 2",
            "ipsec ike version 91 2",
            "ipsec auto refresh on",
            "syslog host 192.0.2.5"),
        router.shown());
  }

  @Test
  void valueLikeTheDefaultStaysVisible() {
    Router router = Router.withEverything(data).type("ipsec auto refresh off");
    assertEquals(List.of("ipsec auto refresh off"), router.shown());
  }

  @Test
  void onePolicyInTwoTunnelsIsPrintedOnce() {
    Router router =
        Router.withEverything(data)
            .type(
                "tunnel select 1",
                "ipsec tunnel 5",
                "tunnel select 2",
                "ipsec tunnel 5",
                "ipsec sa policy 5 5 esp");
    assertEquals(1, router.shown().stream().filter(l -> l.contains("ipsec sa policy")).count());
  }

  @Test
  void blocksOfTunnelsAndPeers() {
    Router router =
        Router.withEverything(data)
            .type(
                "tunnel enable 1-3",
                "pp select 4",
                "description pp x",
                "show config tunnel 2-9",
                "show config pp",
                "show config pp anonymous");
    assertEquals(
        List.of(
            "tunnel select 2",
            " tunnel enable 2",
            "tunnel select 3",
            " tunnel enable 3",
            "pp select 4",
            " description pp x"),
        router.session.printed());
    assertEquals(Kind.REFUSED, router.refused("show config tunnel").kind());
    router.type("tunnel select 1", "show config tunnel");
    assertEquals(List.of("tunnel select 1", " tunnel enable 1"), router.session.printed());
  }

  @Test
  void saveSpeaksBothLanguagesAndIsLogged() throws IOException {
    Router router =
        Router.withEverything(data).type("ipsec ike pre-shared-key 1 text 'a b'", "save");
    assertEquals(List.of("Saving ... CONFIG0 Done"), router.session.printed());
    assertEquals(List.of("Configuration saved in \"CONFIG0\" by SSH"), router.log.texts());
    router.session.speaking(Language.JAPANESE);
    router.type("save");
    assertEquals(List.of("セーブ中... CONFIG0 終了"), router.session.printed());
    assertFalse(Files.readString(router.file).contains("a b"));
    assertFalse(router.running.shown().toString().contains("a b"));
    assertFalse(router.running.running().settings().toString().contains("a b"));
  }

  @Test
  void failedSaveIsTold() throws IOException {
    Files.writeString(data.resolve("file"), "in the way");
    Router router = Router.withEverything(data.resolve("file")).type("description 1 x");
    assertEquals(Kind.REFUSED, router.refused("save").kind());
    assertTrue(router.running.unsaved());
    assertTrue(router.log.texts().isEmpty());
  }

  @Test
  void unsavedMeansDifferentFromTheFile() {
    Router router = Router.withEverything(data);
    assertFalse(router.running.unsaved());
    router.type("description 1 x");
    assertTrue(router.running.unsaved());
    router.type("no description 1");
    assertFalse(router.running.unsaved());
  }

  @Test
  void everyCommandHasALineOfHelp() {
    Router router = Router.withEverything(data).type("show command");
    List<String> lines = router.session.printed();
    assertTrue(lines.contains("show config: Show the running configuration"), lines.toString());
    assertTrue(lines.contains("ip INTERFACE address: Address of an interface"), lines.toString());
    List<String> names = lines.stream().map(l -> l.replaceFirst(": .*", "")).toList();
    assertEquals(names.stream().distinct().sorted().toList(), names);
    router.session.speaking(Language.JAPANESE);
    router.type("show command");
    assertTrue(router.session.printed().contains("show config: 動作中の設定を表示する"));
  }

  @Test
  void wrongDeclarationIsLeftOutAndTold() {
    Router router = new Router(data);
    router.with(
        RouterCommands.of(
            List.of(
                RouterCommands.operation("fine"),
                RouterCommands.operation("wrong [syntax"),
                RouterCommands.operation("also fine"))));
    assertEquals(1, router.log.texts().size());
    assertTrue(router.log.texts().get(0).contains("wrong [syntax"));
    router.type("fine", "also fine");
  }
}
