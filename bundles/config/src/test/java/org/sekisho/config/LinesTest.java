package org.sekisho.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandError.Kind;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.IpPrefix;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Setting;

/** What lines mean when they are accepted. */
class LinesTest {

  @TempDir Path data;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "IPSEC IKE VERSION 1 2; ipsec ike version 1 2",
        "  ips ik ver 001 02; ipsec ike version 1 2",
        "ipsec ike keepalive use 1 on rfc 10 6; ipsec ike keepalive use 1 on rfc4306 10 6",
        "ipsec ike keepalive use 1 au; ipsec ike keepalive use 1 auto",
        "ipsec ike duration isakmp-sa 1 3600; ipsec ike duration ike-sa 1 3600",
        "ipsec ike duration child 1 3600; ipsec ike duration ipsec-sa 1 3600",
        "ipsec ike nat-traversal 1 on force=off keep=60;"
            + " ipsec ike nat-traversal 1 on force=off keepalive=60",
        "ipsec sa policy 1 1 esp aes256 sha256-hmac anti=off;"
            + " ipsec sa policy 1 1 esp aes256-cbc sha256-hmac anti-replay-check=off",
        "ip LAN1 address 192.0.2.1/255.255.255.0; ip lan1 address 192.0.2.1/24",
        "ip lan1 address 2001:DB8::1/64; ip lan1 address 2001:db8::1/64",
        "ip lan1 address dhcp; ip lan1 address dhcp",
        "description 1 \"two words\"; description 1 \"two words\"",
        "description 1 two\\ words # comment; description 1 two\\ words",
        "ipsec ike pre-shared-key 1 text \"text\"; ipsec ike pre-shared-key 1 text *",
        "syslog host Log.Example; syslog host Log.Example"
      })
  void areKeptInOneSpelling(String line, String shown) {
    Router router = Router.withEverything(data).type(line);
    assertEquals(List.of(shown), router.shown());
  }

  @Test
  void giveTypedArguments() throws UnknownHostException {
    Router router =
        Router.withEverything(data)
            .type(
                "ip lan1 address 192.0.2.1/24",
                "ip route 10.0.0.0/8 gateway tunnel 1 metric 2 gateway 192.0.2.9 hide weight 0",
                "ipsec ike nat-traversal 7 on keepalive=60");
    Setting address = router.running.running().get("ip address", "lan1").orElseThrow();
    InetAddress host = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
    assertEquals(new IpPrefix(host, 24), address.arguments().prefix("ADDRESS"));

    Arguments route = router.running.running().all("ip route").get(0).arguments();
    assertEquals(2, route.groups().size());
    Arguments first = route.groups().get(0);
    assertTrue(first.has("tunnel"));
    assertEquals(1, first.integer("TUNNEL"));
    assertEquals(2, first.integer("METRIC"));
    assertFalse(first.has("hide"));
    assertTrue(route.groups().get(1).has("hide"));
    assertEquals(0, route.groups().get(1).integer("WEIGHT"));
    assertEquals(List.of(2), route.all("METRIC"));

    Arguments nat = router.running.running().all("ipsec ike nat-traversal").get(0).arguments();
    assertTrue(nat.isOn("SWITCH"));
    assertEquals(60, nat.integer("keepalive"));
    assertEquals(60, nat.integer("KEEPALIVE"));

    router.type("ipsec ike nat-traversal 7 on keepalive=OFF");
    nat = router.running.running().all("ipsec ike nat-traversal").get(0).arguments();
    assertEquals("off", nat.text("keepalive"));
    assertFalse(nat.has("KEEPALIVE"));
  }

  @Test
  void sameKeysReplace() {
    Router router =
        Router.withEverything(data)
            .type(
                "ipsec ike version 1 1",
                "ipsec ike version 2 1",
                "ipsec ike version 1 2",
                "ipsec ike duration ipsec-sa 1 3600",
                "ipsec ike duration ike-sa 1 3600");
    assertEquals(4, router.running.running().settings().size());
    assertEquals(
        2,
        router
            .running
            .running()
            .get("ipsec ike version", 1)
            .orElseThrow()
            .arguments()
            .integer("VERSION"));
  }

  @Test
  void noRemovesByKeysAndIgnoresTheRest() {
    Router router =
        Router.withEverything(data)
            .type(
                "ipsec ike pre-shared-key 1 text EXAMPLE",
                "ipsec ike pre-shared-key 2 text EXAMPLE",
                "no ipsec ike pre-shared-key 1 text whatever else",
                "no ipsec ike pre-shared-key 3",
                "ipsec auto refresh on",
                "ipsec auto refresh 2 on",
                "no ipsec auto refresh 2",
                "ip lan1 address 192.0.2.1/24",
                "ip lan1 mtu 1400",
                "no ip lan1 address 192.0.2.9/24",
                "tunnel select 5",
                "ip tunnel mtu 1400",
                "tunnel select 6",
                "no ip tunnel mtu");
    assertEquals(
        List.of(
            "ip lan1 mtu 1400",
            "tunnel select 5",
            " ip tunnel mtu 1400",
            "ipsec ike pre-shared-key 2 text *",
            "ipsec auto refresh on"),
        router.shown());
    router.type("no ipsec auto refresh", "tunnel select 5", "no ip tunnel mtu 1280");
    assertEquals(List.of("ip lan1 mtu 1400", "ipsec ike pre-shared-key 2 text *"), router.shown());
  }

  @Test
  void lineThatStandsForOthers() {
    Router router = Router.withEverything(data).type("tunnel enable 1-3 7", "tunnel disable 2");
    assertEquals(3, router.running.running().all("tunnel enable").size());
    router.type("no tunnel enable 1-3");
    assertEquals(List.of("tunnel select 7", " tunnel enable 7"), router.shown());
  }

  @Test
  void lineThatStandsForItselfOnlyIsRefused() {
    Command command =
        Command.rewrite(
            CommandSpec.operation("repeat NUMBER")
                .parameter("NUMBER", ParameterType.integer(1, 9), "Number", "番号")
                .help("h", "h")
                .build(),
            (arguments, context, running) -> List.of("repeat " + arguments.integer("NUMBER")));
    Router router = new Router(data).with(RouterCommands.of(List.of(command)));
    assertEquals(Kind.OUT_OF_RANGE, router.refused("repeat 5").kind());
  }

  @Test
  void selectionsInEveryForm() {
    Router router = Router.withEverything(data);
    List.of("tunnel select 3", "pp select anonymous", "pp sel 2", "tunnel select none")
        .forEach(router::type);
    assertEquals(Context.GLOBAL, router.session.context());
    router.type("pp select anonymous");
    assertEquals(Context.pp(0), router.session.context());
    router.type("no pp select");
    assertEquals(Context.GLOBAL, router.session.context());
    router.type("tunnel select 3", "no tunnel select 3");
    assertEquals(Context.GLOBAL, router.session.context());
    assertTrue(router.shown().isEmpty());
    router.running.apply(
        List.of("tunnel select 3", "ip tunnel mtu 1300", "no tunnel select", "description 1 x"));
    assertEquals(
        List.of("description 1 x", "tunnel select 3", " ip tunnel mtu 1300"), router.shown());
  }

  @Test
  void fileOnlyLinesAreUnknownToThePersonWhoTypes() {
    Command command =
        Command.setting(
            CommandSpec.setting("login password (encrypted) HASH")
                .id("login password hash")
                .parameter("HASH", new ParameterType.Secret(99), "Hash", "ハッシュ")
                .help("h", "h")
                .fileOnly()
                .build());
    Router router = Router.withEverything(data).with(RouterCommands.of(List.of(command)));
    assertEquals(Kind.PARAMETER_COUNT, router.refused("login password encrypted abc").kind());
    assertEquals(Optional.empty(), router.running.apply(List.of("login password encrypted abc")));
    assertEquals(1, router.running.running().all("login password hash").size());
    router.type("no login password");
    assertTrue(router.running.running().settings().isEmpty());
  }

  @Test
  void appliedListIsOneChangeOrNone() {
    Router router = Router.withEverything(data);
    List<String> seen = new ArrayList<>();
    router.running.addListener((before, after) -> seen.add(before + ">" + after));
    assertEquals(
        Kind.OUT_OF_RANGE,
        router
            .running
            .apply(List.of("ipsec auto refresh on", "ipsec ike version 1 9"))
            .orElseThrow()
            .kind());
    assertTrue(router.running.running().settings().isEmpty());
    assertEquals(
        Optional.empty(),
        router.running.apply(
            List.of("tunnel select 4", "ip tunnel mtu 1400", "tunnel enable 4", "# done", "")));
    assertEquals(
        List.of(
            "ConfigSnapshot[0 lines]>ConfigSnapshot[0 lines]",
            "ConfigSnapshot[0 lines]>ConfigSnapshot[2 lines]"),
        seen);
  }

  @Test
  void clearConfigurationStartsFromNothing() {
    Router router = Router.withEverything(data).type("ipsec auto refresh on");
    assertEquals(
        Optional.empty(),
        router.running.apply(List.of("# a file", "clear configuration", "description 1 new")));
    assertEquals(List.of("description 1 new"), router.shown());
    assertEquals(
        Kind.REFUSED,
        router
            .running
            .apply(List.of("description 2 x", "clear configuration"))
            .orElseThrow()
            .kind());
  }

  @Test
  void bugInACommandIsToldAndDoesNotHarm() {
    Command broken =
        Command.operation(
            CommandSpec.operation("break").help("h", "h").build(),
            call -> {
              throw new IllegalStateException("bug");
            });
    Router router = Router.withEverything(data).with(RouterCommands.of(List.of(broken)));
    assertEquals(Kind.REFUSED, router.refused("break").kind());
    router.type("show ip route");
    assertEquals(List.of("did show ip route"), router.session.printed());
  }

  @Test
  void ofCommandsWithAParameterInTheirMidstTheNoticeNamesTheWhole() {
    Command command =
        Command.setting(
            CommandSpec.setting("ip PORT neighbours SWITCH")
                .id("ip port neighbours")
                .key("PORT", ParameterType.integer(1, 9), "port", "ポート")
                .parameter("SWITCH", ParameterType.onOff(), "on or off", "on または off")
                .storedOnly("Nobody answers", "応答しません")
                .help("h", "h")
                .build());
    Router router = Router.withEverything(data).with(RouterCommands.of(List.of(command)));
    router.type("ip 1 neighbours on");
    assertEquals(
        List.of("ip port neighbours is kept but has no effect here: Nobody answers"),
        router.session.printed());
  }

  @Test
  void whatHasNoEffectIsSaidOnce() {
    Router router = Router.withEverything(data).type("bgp import 65000 static filter 1 2");
    assertEquals(
        List.of("bgp import is kept but has no effect here: There is no BGP yet"),
        router.session.printed());
    router.type("bgp import 65001 static filter 1");
    assertTrue(router.session.printed().isEmpty());
    assertEquals(1, router.log.texts().size());
    router.type("show config unsupported");
    assertEquals(
        List.of(
            "bgp import 65000 static filter 1 2: There is no BGP yet",
            "bgp import 65001 static filter 1: There is no BGP yet"),
        router.session.printed());
  }
}
