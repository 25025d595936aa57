package org.sekisho.ike.config;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.gateway;
import static org.sekisho.api.config.ParameterType.integer;
import static org.sekisho.api.config.ParameterType.onOff;
import static org.sekisho.api.config.ParameterType.policy;
import static org.sekisho.api.config.ParameterType.text;

import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.ParameterType.Choice;
import org.sekisho.api.config.ParameterType.FreeText;
import org.sekisho.api.config.ParameterType.Host;
import org.sekisho.api.config.ParameterType.InterfaceName;
import org.sekisho.api.config.ParameterType.IpAddress;
import org.sekisho.api.config.ParameterType.Prefix;
import org.sekisho.api.config.ParameterType.Secret;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;

/** The {@code ipsec …} settings that take effect in IKEv2. */
public final class IkeSettings {

  /** Id of {@code ipsec auto refresh GATEWAY}, which shares its words with the global line. */
  public static final String AUTO_REFRESH_GATEWAY = "ipsec auto refresh gateway";

  /** Id of the line that logs packets whose SPI no SA has. */
  public static final String ILLEGAL_SPI = "ipsec log illegal-spi";

  private static final ParameterType NAME_TYPES =
      new Choice(
          List.of("ipv4-addr", "fqdn", "user-fqdn", "ipv6-addr", "key-id", "asn1-dn"),
          List.of("rfc822-addr=user-fqdn"));

  private IkeSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        saPolicy(),
        IkeLine.of("version GATEWAY VERSION", 20, "IKE version", "IKEのバージョン")
            .with("VERSION", integer(1, 2), "1 or 2; only 2 works here", "1または2 (動作は2のみ)")
            .defaultValue("1")
            .build(),
        name("local", "Our identity", "自分側のID"),
        name("remote", "The peer's identity", "相手側のID"),
        localAddress(),
        IkeLine.of("remote address GATEWAY (any|HOST)", 50, "Address of the peer", "相手側のIPアドレス")
            .with("HOST", new Host(), "Address or name; any: never start", "IPアドレスまたはホスト名")
            .build(),
        preSharedKey(),
        duration(),
        IkeLine.of("encryption GATEWAY CIPHER", 50, "Cipher of IKE", "IKEの暗号アルゴリズム")
            .with("CIPHER", ciphers(), "Cipher", "暗号アルゴリズム")
            .build(),
        IkeLine.of("hash GATEWAY HASH", 50, "Hash of IKE", "IKEのハッシュアルゴリズム")
            .with("HASH", choice("md5", "sha", "sha256", "sha384", "sha512"), "Hash", "ハッシュ")
            .build(),
        group(),
        AdditionalKeyExchange.command(),
        Ppk.command(),
        IkeLine.of("pfs GATEWAY SWITCH", 50, "Key exchange at each renewal", "PFSを用いるか否か")
            .onOff()
            .defaultValue("off")
            .build(),
        IkeLine.of(
                "proposal-limitation GATEWAY SWITCH",
                50,
                "Offer and accept only what lines name",
                "設定したアルゴリズムのみを提案するか否か")
            .onOff()
            .defaultValue("off")
            .build(),
        IkeLine.of(
                "negotiation receive GATEWAY SWITCH",
                50,
                "Answer key exchanges the peer starts",
                "相手からの鍵交換を受け付けるか否か")
            .onOff()
            .defaultValue("on")
            .build(),
        IkeLine.of(
                "nat-traversal GATEWAY SWITCH [keepalive=(SECONDS|off)] [force=FORCE] [type=KIND]",
                50,
                "NAT traversal; detection decides",
                "NATトラバーサル")
            .onOff()
            .with("SECONDS", integer(30, 100000), "Keepalive interval", "キープアライブの間隔")
            .with("FORCE", ParameterType.onOff(), "Use it without NAT too", "NATがなくても使うか否か")
            .with("KIND", integer(1, 2), "Kind, for IKEv1", "種類 (IKEv1用)")
            .idlePart("KIND", "type= is for IKEv1 only", "type=はIKEv1専用です")
            .defaultValue("off")
            .example("ipsec ike nat-traversal 100 on keepalive=30")
            .build(),
        Fragmentation.command(),
        retry(),
        global("ipsec use SWITCH", "Use IPsec", "IPsecを使うか否か", "on"),
        global(ILLEGAL_SPI + " SWITCH", "Log packets of unknown SPIs", "不正なSPIのログを取るか否か", "off"),
        global("ipsec auto refresh SWITCH", "Start key exchanges", "鍵交換を始動するか否か", "off"),
        Command.setting(
            CommandSpec.setting("ipsec auto refresh GATEWAY SWITCH")
                .id(AUTO_REFRESH_GATEWAY)
                .key("GATEWAY", gateway(), "Gateway number", "セキュリティゲートウェイの識別子")
                .parameter("SWITCH", onOff(), "Start or not", "動作")
                .section(Section.IPSEC, 90)
                .under("ipsec sa policy", "GATEWAY", 90)
                .help("Start key exchanges with this gateway", "鍵交換を始動するか否か")
                .defaultValue("on")
                .build()));
  }

  private static Command localAddress() {
    return IkeLine.of(
            "local address GATEWAY (ADDRESS|vrrp LAN VRID|ipv6 PREFIX on LAN|ipcp pp PP)",
            50,
            "Address IKE is sent from",
            "自分側のIPアドレス")
        .with("ADDRESS", new IpAddress(true, true), "Address of this router", "IPアドレス")
        .with("LAN", new InterfaceName(List.of("lan")), "LAN interface", "LANインタフェース")
        .with("VRID", integer(1, 255), "Virtual router", "VRRPグループID")
        .with("PREFIX", text(64), "IPv6 prefix", "IPv6プレフィックス")
        .with("PP", integer(1, 150), "Peer number", "相手先情報番号")
        .defaultValue("the nearest interface's")
        .build(
            arguments ->
                arguments.has("ADDRESS")
                    ? Optional.empty()
                    : Optional.of(
                        new Text(
                            "Write the address itself, or leave the line out:"
                                + " the address of the way to the peer is used then",
                            "IPアドレスを直接指定するか、この行を省略してください (省略時は相手に至る経路のアドレスを使用します)")));
  }

  private static Command saPolicy() {
    return Command.setting(
        CommandSpec.setting(
                "ipsec sa policy POLICY GATEWAY (esp|ah) [CIPHER] [AUTH] [local-id=LOCAL]"
                    + " [remote-id=REMOTE] [anti-replay-check=REPLAY]")
            .key("POLICY", policy(), "Policy number", "ポリシーID")
            .parameter("GATEWAY", gateway(), "Gateway number", "セキュリティゲートウェイの識別子")
            .parameter("CIPHER", ciphers(), "Cipher", "暗号アルゴリズム")
            .parameter(
                "AUTH",
                choice("md5-hmac", "sha-hmac", "sha256-hmac", "sha384-hmac", "sha512-hmac"),
                "Authentication",
                "認証アルゴリズム")
            .parameter(
                "LOCAL", new Prefix(true, true, false), "Inner network on our side", "自分側のネットワーク")
            .parameter(
                "REMOTE",
                new Prefix(true, true, false),
                "Inner network on the peer's side",
                "相手側のネットワーク")
            .parameter("REPLAY", onOff(), "Refuse repeated packets", "シーケンス番号のチェックを行うか否か")
            .section(Section.IPSEC, 5)
            .under("ipsec tunnel", "POLICY", 10)
            .help("Policy of an SA", "SAのポリシーの設定")
            .example("ipsec sa policy 1100 100 esp anti-replay-check=off")
            .build(),
        (arguments, context, running) ->
            arguments.has("ah")
                ? Optional.of(new Text("AH is not available: use esp", "AHは使用できません: esp を指定してください"))
                : Optional.empty());
  }

  private static ParameterType ciphers() {
    return choice(
        "3des-cbc",
        "des-cbc",
        "aes-cbc",
        "aes192-cbc",
        "aes256-cbc",
        "aes-gcm",
        "aes256-gcm",
        "chacha20-poly1305");
  }

  private static Command name(String side, String english, String japanese) {
    return IkeLine.of(side + " name GATEWAY NAME [TYPE]", 50, english, japanese)
        .with("NAME", text(256), "Name or address", "名前")
        .with("TYPE", NAME_TYPES, "Type; judged by the form when left out", "IDの種類")
        .example("ipsec ike " + side + " name 100 192.168.100.1 ipv4-addr")
        .build(IkeSettings::nameFits);
  }

  private static Optional<Text> nameFits(Arguments arguments) {
    String type = arguments.text("TYPE", "");
    return Identity.parse(arguments.text("NAME"), type).isPresent()
        ? Optional.empty()
        : Optional.of(new Text("The name is no " + type, "名前が " + type + " の形式ではありません"));
  }

  private static Command preSharedKey() {
    return IkeLine.of("pre-shared-key GATEWAY (text TEXT|HEX)", 50, "Pre-shared key", "事前共有鍵")
        .with("TEXT", new Secret(128), "Key as text", "鍵となる文字列")
        .with("HEX", new Secret(258), "Key as 0x and hexadecimal digits", "0xで始まる十六進数列")
        .build(
            arguments ->
                !arguments.has("HEX")
                        || arguments.text("HEX").matches("0[xX]([0-9a-fA-F]{2}){1,128}")
                    ? Optional.empty()
                    : Optional.of(
                        new Text(
                            "The key must be text KEY, or 0x and pairs of hexadecimal digits",
                            "鍵は text 文字列、または 0x で始まる十六進数列で指定してください")));
  }

  private static Command duration() {
    return IkeLine.of(
            "duration KIND GATEWAY SECONDS [(KBYTES|off)] [rekey (PERCENT|off)]"
                + " [forced-reduction=REDUCTION]",
            50,
            "Life of SAs",
            "SAの寿命")
        .key(
            "KIND",
            new Choice(
                List.of("ipsec-sa", "ike-sa"), List.of("child-sa=ipsec-sa", "isakmp-sa=ike-sa")),
            "Which SA",
            "SAの種類")
        .with("SECONDS", integer(300, 691200), "Seconds", "秒数")
        .with("KBYTES", integer(100, Integer.MAX_VALUE), "Kilobytes", "キロバイト数")
        .with("PERCENT", new FreeText(3, "(7[0-9]|8[0-9]|90)%"), "When to renew", "更新の時期")
        .with("REDUCTION", integer(1, 691200), "Life of the old SA", "古いSAの寿命")
        .defaultValue("28800")
        .example("ipsec ike duration ipsec-sa 100 27000")
        .build(
            arguments ->
                arguments.text("KIND").equals("ipsec-sa")
                        && arguments.has("rekey")
                        && !arguments.has("PERCENT")
                    ? Optional.of(
                        new Text("rekey off is for ike-sa only", "rekey off は ike-sa でのみ使用できます"))
                    : Optional.empty());
  }

  private static Command group() {
    ParameterType groups =
        choice(
            "modp768",
            "modp1024",
            "modp1536",
            "modp2048",
            "modp3072",
            "modp4096",
            "ecp256",
            "ecp384",
            "ecp521",
            "curve25519");
    return IkeLine.of(
            "group GATEWAY GROUP [PHASE2]", 50, "Group of the first key exchange", "使用するグループ")
        .with("GROUP", groups, "Group", "グループ")
        .with("PHASE2", groups, "For IKEv1", "フェーズ2のグループ (IKEv1用)")
        .idlePart("PHASE2", "A second group is for IKEv1 only", "2つ目のグループはIKEv1専用です")
        .defaultValue("modp2048")
        .build();
  }

  private static Command retry() {
    return Command.setting(
        CommandSpec.setting("ipsec ike retry COUNT INTERVAL [SESSIONS]")
            .parameter("COUNT", integer(1, 50), "Times a message is repeated", "再送回数")
            .parameter("INTERVAL", integer(1, 100), "Seconds between them", "再送間隔")
            .parameter("SESSIONS", integer(1, 5), "For IKEv1", "セッション数 (IKEv1用)")
            .idlePart("SESSIONS", "Parallel key exchanges are for IKEv1 only", "セッション数はIKEv1専用です")
            .section(Section.IPSEC, 20)
            .help("Retransmission of IKE messages", "IKEの再送")
            .defaultValue("10 5 3")
            .build());
  }

  private static Command global(
      String syntax, String english, String japanese, String defaultValue) {
    return Command.setting(
        CommandSpec.setting(syntax)
            .parameter("SWITCH", onOff(), "on or off", "動作")
            .section(Section.IPSEC, 10)
            .help(english, japanese)
            .defaultValue(defaultValue)
            .build());
  }
}
