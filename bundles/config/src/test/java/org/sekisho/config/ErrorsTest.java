package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandError.Kind;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;

/** What is refused, with which words and where. */
class ErrorsTest {

  @TempDir Path data;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "INVALID_COMMAND_NAME; Invalid command name; コマンド名を確認してください",
        "ILLEGAL_KEYWORD; Illegal keyword; パラメータのキーワードが認識できません",
        "ADMINISTRATOR_USE_ONLY; Administrator use only; このコマンドは管理レベルでのみ使用できます",
        "PARAMETER_COUNT; Insufficient or too many parameters; パラメータの数が不適当です",
        "NOT_AN_INTEGER; Parameter must be an integer; パラメータは整数で指定してください",
        "OUT_OF_RANGE; Parameter out of range; パラメータが範囲を越えています",
        "BAD_ADDRESS; Unrecognized IP address parameter; IPアドレスが認識できません",
        "BAD_PARAMETER; Unrecognized name parameter: type at most 256 characters; 名前が認識できません: 256 文字以内で入力してください",
        "SELECT_FIRST; Execute pp select command beforehand; このコマンドは相手を選択してから実行してください"
      })
  void textsAreThoseOfAnRtx(Kind kind, String english, String japanese) {
    Map<Kind, String> lines =
        Map.of(
            Kind.INVALID_COMMAND_NAME, "configure terminal",
            Kind.ILLEGAL_KEYWORD, "ipsec ike keepalive log 1 perhaps",
            Kind.ADMINISTRATOR_USE_ONLY, "show config",
            Kind.PARAMETER_COUNT, "ipsec ike version 1",
            Kind.NOT_AN_INTEGER, "ipsec ike version one 2",
            Kind.OUT_OF_RANGE, "ipsec ike version 1 3",
            Kind.BAD_ADDRESS, "ipsec ike local address 1 192.0.2.256",
            Kind.BAD_PARAMETER, "ipsec ike local name 1 " + "x".repeat(257),
            Kind.SELECT_FIRST, "ppp lcp mru 1454");
    Router router = Router.withEverything(data);
    router.session.level(kind == Kind.ADMINISTRATOR_USE_ONLY ? Level.USER : Level.ADMINISTRATOR);
    CommandError error = router.refused(lines.get(kind));
    assertEquals(kind, error.kind());
    assertEquals(english, error.text().in(Language.ENGLISH));
    assertEquals(japanese, error.text().in(Language.JAPANESE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "foo; INVALID_COMMAND_NAME; 0",
        "show foo; INVALID_COMMAND_NAME; 5",
        "show ip interface; INVALID_COMMAND_NAME; 8",
        "ip foo address 192.0.2.1/24; INVALID_COMMAND_NAME; 3",
        "sav\\e; INVALID_COMMAND_NAME; 0",
        "ipsec; PARAMETER_COUNT; -1",
        "no; PARAMETER_COUNT; -1",
        "ip lan1; PARAMETER_COUNT; -1",
        "ip lan1 foo; ILLEGAL_KEYWORD; 8",
        "description foo; PARAMETER_COUNT; -1",
        "description foo bar; ILLEGAL_KEYWORD; 12",
        "description 1 two words; PARAMETER_COUNT; 18",
        "save now; NOT_AN_INTEGER; 5",
        "tunnel select abc; ILLEGAL_KEYWORD; 14",
        "tunnel select 1-3; NOT_AN_INTEGER; 14",
        "show config 7; OUT_OF_RANGE; 12",
        "load config 7; OUT_OF_RANGE; 12",
        "load 7; OUT_OF_RANGE; 5",
        "copy config 9 3; OUT_OF_RANGE; 12",
        "copy config 1 9; OUT_OF_RANGE; 14",
        "delete config 5; OUT_OF_RANGE; 14",
        "tunnel select 0; OUT_OF_RANGE; 14",
        "tunnel select 2001; OUT_OF_RANGE; 14",
        "tunnel select -5; OUT_OF_RANGE; 14",
        "pp select 151; OUT_OF_RANGE; 10",
        "ipsec ike version 1 99999999999999999999999999; OUT_OF_RANGE; 20",
        "ipsec ike version 1 2 3; PARAMETER_COUNT; 22",
        "ipsec ike duration ipsec-sa 1 60; OUT_OF_RANGE; 30",
        "ipsec ike duration tea 1 3600; ILLEGAL_KEYWORD; 19",
        "ipsec ike duration ipsec-sa 1 3600 rekeying 70%; ILLEGAL_KEYWORD; 35",
        "ipsec ike keepalive use 1 on rfc4306 10; PARAMETER_COUNT; -1",
        "ipsec ike keepalive use 1 on rfc4306 0 6; OUT_OF_RANGE; 37",
        "ipsec ike keepalive use 1 on rfc4306 10 6 0 1; PARAMETER_COUNT; 44",
        "ipsec ike keepalive use 1 on down=x; ILLEGAL_KEYWORD; 34",
        "ipsec ike nat-traversal 1 on keepalive=5; OUT_OF_RANGE; 39",
        "ipsec ike nat-traversal 1 on keepalive=x; NOT_AN_INTEGER; 39",
        "ipsec ike nat-traversal 1 on keepalives=60; ILLEGAL_KEYWORD; 29",
        "ipsec ike nat-traversal 1 on force=on force=on; ILLEGAL_KEYWORD; 38",
        "ipsec ike local address 1 foo; BAD_ADDRESS; 26",
        "ipsec ike local address 1 1.2.3; BAD_ADDRESS; 26",
        "ipsec ike local address 1 2001:db8:::1; BAD_ADDRESS; 26",
        "ipsec ike remote address 1 300.1.1.1; BAD_ADDRESS; 27",
        "ip lan1 address 192.0.2.1/33; BAD_ADDRESS; 16",
        "ip lan1 address 192.0.2.1/255.0.255.0; BAD_ADDRESS; 16",
        "ipsec ike pre-shared-key 1 0xzz; BAD_PARAMETER; 27",
        "ipsec ike pre-shared-key 1 text; PARAMETER_COUNT; -1",
        "ipsec ike pre-shared-key 1 text *; BAD_PARAMETER; 32",
        "ipsec ike pre-shared-key 1 text two words; PARAMETER_COUNT; 36",
        "ipsec ike keepalive log 1 o; ILLEGAL_KEYWORD; 26",
        "s; ILLEGAL_KEYWORD; 0",
        "ip stealth all; REFUSED; -1",
        "syslog host 0.0.0.0; REFUSED; -1",
        "clear configuration; REFUSED; -1",
        "ip tunnel mtu 1400; SELECT_FIRST; -1",
        "tunnel enable 9-2; OUT_OF_RANGE; 14",
        "description 1 'open; BAD_PARAMETER; 14",
        "no foo; INVALID_COMMAND_NAME; 3",
        "no ipsec ike version; PARAMETER_COUNT; -1",
        "no ipsec ike version x; NOT_AN_INTEGER; 21",
        "no save; INVALID_COMMAND_NAME; 3",
        "no show config; INVALID_COMMAND_NAME; 3"
      })
  void kindAndColumn(String line, Kind kind, int column) {
    Router router = Router.withEverything(data);
    CommandError error = router.refused(line);
    assertEquals(kind, error.kind(), error.toString());
    assertEquals(column, error.column(), error.toString());
    assertEquals(ConfigSnapshot.EMPTY, router.running.running());
  }

  @Test
  void ambiguityNamesWhatItMayBe() {
    Router router = Router.withEverything(data);
    assertTrue(
        router.refused("s").text().english().endsWith("save, set-default-config, show, syslog"));
    assertTrue(router.refused("tunnel en 1 x").kind() != Kind.ILLEGAL_KEYWORD);
    assertTrue(router.refused("ipsec ike keepalive log 1 o").text().japanese().endsWith("off, on"));
  }

  @Test
  void tunnelCommandsNeedATunnelAndPeerCommandsAPeer() {
    Router router = Router.withEverything(data).type("pp select 1");
    CommandError error = router.refused("ip tunnel mtu 1400");
    assertEquals(Kind.SELECT_FIRST, error.kind());
    assertEquals("Execute tunnel select command beforehand", error.text().english());
    router.type("ppp lcp mru 1454", "tunnel select 1", "ip tunnel mtu 1400");
    assertEquals(Kind.SELECT_FIRST, router.refused("ppp lcp mru 1400").kind());
  }

  @Test
  void generalUsersMaySelectAndLook() {
    Router router = Router.withEverything(data);
    router.session.level(Level.USER);
    router.type("tunnel select 1", "show ip route", "console character en.ascii");
    assertEquals(Context.tunnel(1), router.session.context());
    for (String line :
        List.of(
            "ip tunnel mtu 1400",
            "ip tunnel mtu nonsense",
            "ipsec auto refresh on",
            "no ipsec auto refresh",
            "show config",
            "save",
            "ipsec ike version 1")) {
      assertEquals(Kind.ADMINISTRATOR_USE_ONLY, router.refused(line).kind(), line);
    }
    assertEquals(Kind.INVALID_COMMAND_NAME, router.refused("configure").kind());
  }

  @Test
  void whatOtherVendorsTeachFailsCleanly() throws IOException {
    List<String> lines = SeedTest.sample("lines-other-vendors-suggest.conf");
    List<Kind> kinds =
        List.of(
            Kind.NOT_AN_INTEGER,
            Kind.NOT_AN_INTEGER,
            Kind.OUT_OF_RANGE,
            Kind.ILLEGAL_KEYWORD,
            Kind.PARAMETER_COUNT,
            Kind.INVALID_COMMAND_NAME,
            Kind.INVALID_COMMAND_NAME,
            Kind.INVALID_COMMAND_NAME);
    Router router = Router.withEverything(data).type(lines.get(0));
    for (int i = 0; i < kinds.size(); i++) {
      assertEquals(kinds.get(i), router.refused(lines.get(i + 1)).kind(), lines.get(i + 1));
    }
    assertEquals(ConfigSnapshot.EMPTY, router.running.running());
    assertEquals(Context.tunnel(1), router.session.context());
    assertTrue(router.session.printed().isEmpty());
  }

  @Test
  void secretsNeverComeBackInAnError() {
    Router router = Router.withEverything(data);
    for (String line :
        List.of(
            "ipsec ike pre-shared-key 1 text s3cr3t more",
            "ipsec ike pre-shared-key 1 s3cr3t",
            "ipsec ike pre-shared-key s3cr3t",
            "s3cr3t")) {
      assertTrue(!router.refused(line).toString().contains("s3cr3t"), line);
    }
  }
}
