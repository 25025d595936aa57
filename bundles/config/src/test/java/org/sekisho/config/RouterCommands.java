package org.sekisho.config;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.gateway;
import static org.sekisho.api.config.ParameterType.integer;
import static org.sekisho.api.config.ParameterType.onOff;
import static org.sekisho.api.config.ParameterType.policy;
import static org.sekisho.api.config.ParameterType.text;
import static org.sekisho.api.config.ParameterType.tunnel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;

/** Commands as the other bundles declare them. */
public final class RouterCommands {

  private static final ParameterType LAN = new ParameterType.InterfaceName(List.of("lan"));

  private static final CommandContributor EVERYTHING = all();

  private RouterCommands() {}

  /** A contributor of some commands. */
  public static CommandContributor of(List<Command> commands) {
    return () -> commands;
  }

  /** Every command below; the same ones at each call. */
  public static CommandContributor everything() {
    return EVERYTHING;
  }

  private static CommandContributor all() {
    List<Command> all = new ArrayList<>(ipsec());
    all.addAll(tunnels());
    all.addAll(others());
    return of(all);
  }

  /** IKE and IPsec. */
  public static List<Command> ipsec() {
    return List.of(
        Command.setting(
            CommandSpec.setting(
                    "ipsec sa policy POLICY GATEWAY (esp|ah) [CIPHER] [AUTH] [local-id=LOCAL]"
                        + " [remote-id=REMOTE] [anti-replay-check=REPLAY]")
                .key("POLICY", policy(), "Policy", "ポリシーID")
                .parameter("GATEWAY", gateway(), "Gateway", "セキュリティゲートウェイの識別子")
                .parameter(
                    "CIPHER",
                    choice("3des-cbc", "des-cbc", "aes-cbc", "aes256-cbc"),
                    "Cipher",
                    "暗号アルゴリズム")
                .parameter(
                    "AUTH", choice("md5-hmac", "sha-hmac", "sha256-hmac"), "Hash", "認証アルゴリズム")
                .parameter("LOCAL", prefix(), "Local network", "自分側のネットワーク")
                .parameter("REMOTE", prefix(), "Remote network", "相手側のネットワーク")
                .parameter("REPLAY", onOff(), "Replay check", "シーケンス番号のチェック")
                .under("ipsec tunnel", "POLICY", 10)
                .help("Policy of an SA", "SAのポリシーの設定")
                .build()),
        ike("version GATEWAY VERSION", 20).parameter("VERSION", integer(1, 2), "IKE", "IKE").done(),
        new Ike(
                CommandSpec.setting(
                        "ipsec ike duration KIND GATEWAY SECONDS [KBYTES] [rekey PERCENT]")
                    .key(
                        "KIND",
                        new ParameterType.Choice(
                            List.of("ipsec-sa", "ike-sa"),
                            List.of("child-sa=ipsec-sa", "isakmp-sa=ike-sa")),
                        "SA",
                        "SAの種類")
                    .key("GATEWAY", gateway(), "Gateway", "識別子"),
                50)
            .parameter("SECONDS", integer(300, 691200), "Life", "寿命")
            .parameter("KBYTES", integer(100, Integer.MAX_VALUE), "Life", "寿命")
            .parameter("PERCENT", text(4), "Percent", "割合")
            .done(),
        ike("keepalive log GATEWAY SWITCH", 50).onOff().done(),
        ike(
                "keepalive use GATEWAY (off|auto|on [(rfc4306|dpd|heartbeat)"
                    + " [INTERVAL COUNT [UPWAIT]]]) [down=DOWN]",
                50)
            .parameter("INTERVAL", integer(1, 600), "Seconds", "間隔")
            .parameter("COUNT", integer(1, 50), "Count", "回数")
            .parameter("UPWAIT", integer(0, 1000000), "Seconds", "待ち時間")
            .parameter("DOWN", choice("disconnect"), "Then", "動作")
            .done(),
        ike("local address GATEWAY ADDRESS", 50)
            .parameter("ADDRESS", new ParameterType.IpAddress(true, true), "Address", "アドレス")
            .done(),
        ike("remote address GATEWAY (any|HOST)", 50)
            .parameter("HOST", new ParameterType.Host(), "Address", "アドレス")
            .done(),
        ike("local name GATEWAY NAME [TYPE]", 50).name().done(),
        ike("remote name GATEWAY NAME [TYPE]", 50).name().done(),
        ike("nat-traversal GATEWAY SWITCH [keepalive=(KEEPALIVE|off)] [force=FORCE]", 50)
            .onOff()
            .parameter("KEEPALIVE", integer(30, 100000), "Seconds", "間隔")
            .parameter("FORCE", onOff(), "Force", "強制")
            .done(),
        ike("pre-shared-key GATEWAY (text TEXT|HEX)", 50)
            .parameter("TEXT", new ParameterType.Secret(128), "Key", "鍵の文字列")
            .parameter("HEX", new ParameterType.FreeText(258, "0x[0-9a-fA-F]+"), "Key", "鍵")
            .done(),
        Command.setting(
            CommandSpec.setting("ipsec auto refresh SWITCH")
                .parameter("SWITCH", onOff(), "Switch", "動作")
                .section(Section.IPSEC, 10)
                .help("Start key exchange", "鍵交換を始動するか否か")
                .defaultValue("off")
                .build()),
        Command.setting(
            CommandSpec.setting("ipsec auto refresh GATEWAY SWITCH")
                .id("ipsec auto refresh gateway")
                .key("GATEWAY", gateway(), "Gateway", "識別子")
                .parameter("SWITCH", onOff(), "Switch", "動作")
                .under("ipsec sa policy", "GATEWAY", 90)
                .help("Start key exchange", "鍵交換を始動するか否か")
                .build()));
  }

  /** Tunnels. */
  public static List<Command> tunnels() {
    return List.of(
        Command.setting(
            CommandSpec.setting("tunnel enable TUNNEL")
                .key("TUNNEL", tunnel(), "Tunnel", "トンネル番号")
                .section(Section.TUNNEL, 99)
                .under("tunnel select", "TUNNEL", 99)
                .help("Enable a tunnel", "トンネルを有効にする")
                .build()),
        ranges("enable", ""),
        ranges("disable", "no "),
        Command.setting(
            inTunnel("tunnel name NAME", 11).parameter("NAME", text(64), "Name", "名前").build()),
        Command.setting(
            inTunnel("ipsec tunnel POLICY", 50)
                .parameter("POLICY", policy(), "Policy", "ポリシーID")
                .build()),
        Command.setting(
            inTunnel("ip tunnel mtu MTU", 70)
                .parameter("MTU", integer(64, 1500), "Octets", "オクテット数")
                .build()),
        Command.setting(
            inTunnel("ip tunnel tcp mss limit (MSS|auto|off)", 71)
                .parameter("MSS", integer(536, 1460), "Octets", "オクテット数")
                .build()));
  }

  /** Addresses, routes, the console and others. */
  public static List<Command> others() {
    return List.of(
        Command.setting(
            CommandSpec.setting("ip INTERFACE address (dhcp|ADDRESS)")
                .id("ip address")
                .key("INTERFACE", LAN, "LAN", "LAN")
                .parameter("ADDRESS", prefix(), "Address", "アドレス")
                .section(Section.INTERFACE, 10)
                .help("Address of an interface", "インタフェースのアドレス")
                .build()),
        Command.setting(
            CommandSpec.setting("ip INTERFACE mtu MTU")
                .id("ip mtu")
                .key("INTERFACE", LAN, "LAN", "LAN")
                .parameter("MTU", integer(64, 1500), "Octets", "オクテット数")
                .section(Section.INTERFACE, 20)
                .help("MTU of an interface", "インタフェースのMTU")
                .build()),
        Command.setting(
            CommandSpec.setting(
                    "ip route DESTINATION {gateway (pp PP|tunnel TUNNEL|null|GATEWAY)"
                        + " [metric METRIC] [hide] [weight WEIGHT]}")
                .key("DESTINATION", text(64), "Network", "宛先")
                .parameter("PP", integer(1, 150), "Peer", "相手先")
                .parameter("TUNNEL", tunnel(), "Tunnel", "トンネル番号")
                .parameter("GATEWAY", new ParameterType.IpAddress(true, false), "Next", "次")
                .parameter("METRIC", integer(1, 15), "Metric", "メトリック")
                .parameter("WEIGHT", integer(0, 100), "Weight", "重み")
                .section(Section.ROUTE, 10)
                .help("Static route", "静的経路")
                .build()),
        Command.setting(
            CommandSpec.setting("bgp import AS KIND filter {FILTER}")
                .key("AS", integer(1, 65535), "AS", "AS番号")
                .key("KIND", choice("static", "rip", "ospf"), "Kind", "種類")
                .parameter("FILTER", integer(1, Integer.MAX_VALUE), "Filter", "フィルタ番号")
                .section(Section.ROUTING_PROTOCOL, 10)
                .help("Advertise routes", "経路の広告")
                .storedOnly("There is no BGP yet", "BGPは未対応です")
                .build()),
        Command.setting(
            CommandSpec.setting("console character CODE")
                .parameter("CODE", choice("en.ascii", "ja.sjis", "ja.utf8"), "Code", "文字コード")
                .user()
                .section(Section.CONSOLE, 10)
                .help("Language", "言語")
                .defaultValue("ja.utf8")
                .build()),
        Command.setting(
            CommandSpec.setting("console prompt TEXT")
                .parameter("TEXT", text(64), "Prompt", "プロンプト")
                .section(Section.CONSOLE, 20)
                .help("Prompt", "プロンプト")
                .build()),
        Command.setting(
            CommandSpec.setting("ip stealth (all|INTERFACE)")
                .parameter("INTERFACE", LAN, "LAN", "LAN")
                .refused("This router answers always", "この機能はありません")
                .help("Do not answer", "応答しない")
                .build()),
        Command.setting(
            CommandSpec.setting("syslog host HOST")
                .parameter("HOST", new ParameterType.Host(), "Host", "ホスト")
                .section(Section.SYSLOG, 10)
                .help("Where the log goes", "ログの送信先")
                .build(),
            (arguments, context, running) ->
                arguments.text("HOST").equals("0.0.0.0")
                    ? Optional.of(new Text("Give a host", "ホストを指定してください"))
                    : Optional.empty()),
        Command.setting(
            CommandSpec.setting("ppp lcp mru SIZE")
                .parameter("SIZE", integer(1280, 1792), "Octets", "オクテット数")
                .scope(Context.Kind.PP)
                .section(Section.PP, 20)
                .help("MRU", "MRU")
                .build()),
        operation("show ip route"),
        operation("show status dhcp"),
        operation("login password"),
        operation("quit"));
  }

  /** An operation that prints its name. */
  public static Command operation(String syntax) {
    return Command.operation(
        CommandSpec.operation(syntax).user().help("Does " + syntax, syntax + " を実行する").build(),
        call -> call.out().println("did " + syntax));
  }

  private static Command ranges(String verb, String prefix) {
    return Command.rewrite(
        CommandSpec.operation("tunnel " + verb + " {TUNNELS}")
            .id("tunnel " + verb + " ranges")
            .parameter("TUNNELS", new ParameterType.NumberRanges(1, 2000), "Tunnels", "番号")
            .help("Enable or disable tunnels", "トンネルの有効化と無効化")
            .build(),
        (arguments, context, running) -> {
          List<String> lines = new ArrayList<>();
          for (Object numbers : arguments.all("TUNNELS")) {
            ((Collection<?>) numbers).forEach(n -> lines.add(prefix + "tunnel enable " + n));
          }
          return lines;
        });
  }

  private static ParameterType prefix() {
    return new ParameterType.Prefix(true, true, false);
  }

  private static CommandSpec.Builder inTunnel(String syntax, int rank) {
    return CommandSpec.setting(syntax)
        .scope(Context.Kind.TUNNEL)
        .section(Section.TUNNEL, rank)
        .help("Of the tunnel: " + syntax, "トンネルの設定");
  }

  private static Ike ike(String syntax, int rank) {
    return new Ike(
        CommandSpec.setting("ipsec ike " + syntax).key("GATEWAY", gateway(), "Gateway", "識別子"),
        rank);
  }

  private record Ike(CommandSpec.Builder builder, int rank) {

    Ike parameter(String name, ParameterType type, String english, String japanese) {
      builder.parameter(name, type, english, japanese);
      return this;
    }

    Ike onOff() {
      return parameter("SWITCH", ParameterType.onOff(), "Switch", "動作");
    }

    Ike name() {
      return parameter("NAME", text(256), "Name", "名前")
          .parameter(
              "TYPE", choice("ipv4-addr", "fqdn", "user-fqdn", "ipv6-addr", "key-id"), "T", "種類");
    }

    Command done() {
      return Command.setting(
          builder
              .under("ipsec sa policy", "GATEWAY", rank)
              .help("Of the key exchange", "鍵交換の設定")
              .build());
    }
  }
}
