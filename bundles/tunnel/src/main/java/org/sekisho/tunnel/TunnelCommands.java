package org.sekisho.tunnel;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.integer;
import static org.sekisho.api.config.ParameterType.policy;
import static org.sekisho.api.config.ParameterType.text;
import static org.sekisho.api.config.ParameterType.tunnel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;

/** The commands of tunnels. */
@Component(service = CommandContributor.class)
public final class TunnelCommands implements CommandContributor {

  static final String ENABLE = "tunnel enable";
  static final String NAME = "tunnel name";
  static final String DESCRIPTION = "description tunnel";
  static final String IPSEC = "ipsec tunnel";
  static final String MTU = "ip tunnel mtu";
  static final String MSS = "ip tunnel tcp mss limit";
  static final String OUTER_DF = "ipsec tunnel outer df-bit";

  private final ShowStatusTunnel showStatus;

  /** Called by Declarative Services. */
  @Activate
  public TunnelCommands(@Reference ShowStatusTunnel showStatus) {
    this.showStatus = showStatus;
  }

  @Override
  public Collection<Command> commands() {
    List<Command> commands = new ArrayList<>(settings());
    commands.addAll(showStatus.commands());
    return commands;
  }

  /** The commands that need no router to be understood. */
  static List<Command> settings() {
    return List.of(
        enable(),
        enableRanges("enable", "", "Enable tunnels", "トンネルを有効にする"),
        enableRanges("disable", "no ", "Disable tunnels", "トンネルを無効にする"),
        name(),
        encapsulation(),
        ipsecTunnel(),
        outerDf(),
        mtu(),
        mss());
  }

  private static Command enable() {
    return Command.setting(
        CommandSpec.setting("tunnel enable TUNNEL")
            .key("TUNNEL", tunnel(), "Tunnel number", "トンネル番号")
            .section(Section.TUNNEL, 99)
            .under("tunnel select", "TUNNEL", 99)
            .help("Enable a tunnel", "トンネルを有効にする")
            .defaultValue("disabled")
            .example("tunnel enable 100")
            .build());
  }

  private static Command enableRanges(String verb, String prefix, String english, String japanese) {
    return Command.rewrite(
        CommandSpec.operation("tunnel " + verb + " {TUNNELS}")
            .id("tunnel " + verb + " ranges")
            .parameter(
                "TUNNELS",
                new ParameterType.NumberRanges(1, 2000),
                "Tunnel numbers, ranges or all",
                "トンネル番号、範囲または all")
            .help(english, japanese)
            .build(),
        (arguments, context, running) -> {
          List<String> lines = new ArrayList<>();
          for (Object numbers : arguments.all("TUNNELS")) {
            for (int n : expand(numbers, running)) {
              lines.add(prefix + "tunnel enable " + n);
            }
          }
          return lines;
        });
  }

  /** {@code all} and wide ranges mean the tunnels there are. */
  private static List<Integer> expand(Object numbers, ConfigSnapshot running) {
    @SuppressWarnings("unchecked")
    List<Integer> wanted = (List<Integer>) numbers;
    if (wanted.size() == 1) {
      return wanted;
    }
    return TunnelConfig.read(running).stream()
        .map(TunnelConfig::tunnel)
        .filter(wanted::contains)
        .toList();
  }

  private static Command name() {
    return Command.setting(
        inTunnel("tunnel name NAME", 11)
            .parameter("NAME", text(256), "Name", "名前")
            .help("Name of the tunnel", "トンネルの名前")
            .build());
  }

  private static Command encapsulation() {
    return Command.setting(
        inTunnel("tunnel encapsulation TYPE", 12)
            .parameter(
                "TYPE",
                choice("ipsec", "ipip", "pptp", "l2tp", "l2tpv3", "l2tpv3-raw", "ipudp", "map-e"),
                "Encapsulation",
                "カプセル化の種類")
            .help("Kind of tunnel", "トンネルの種類")
            .defaultValue("ipsec")
            .build(),
        (arguments, context, running) -> onlyIpsec(arguments));
  }

  private static Optional<Text> onlyIpsec(Arguments arguments) {
    if (arguments.text("TYPE").equals("ipsec")) {
      return Optional.empty();
    }
    return Optional.of(
        new Text(
            "This router has only IPsec tunnels: use tunnel encapsulation ipsec",
            "IPsecトンネルのみ使用できます: tunnel encapsulation ipsec を指定してください"));
  }

  private static Command ipsecTunnel() {
    return Command.setting(
        inTunnel("ipsec tunnel POLICY", 50)
            .parameter("POLICY", policy(), "Policy number", "ポリシーID")
            .help("Bind an IPsec policy to the tunnel", "使用するIPsecポリシー")
            .example("ipsec tunnel 1100")
            .build());
  }

  private static Command outerDf() {
    return Command.setting(
        inTunnel("ipsec tunnel outer df-bit MODE", 60)
            .parameter("MODE", choice("copy", "set", "clear"), "DF bit", "DFビット")
            .help("DF bit of the outer header", "外側ヘッダのDFビット")
            .defaultValue("copy")
            .build());
  }

  private static Command mtu() {
    return Command.setting(
        inTunnel("ip tunnel mtu MTU", 70)
            .parameter("MTU", integer(64, 1500), "Octets", "オクテット数")
            .help("MTU of the tunnel interface", "トンネルインタフェースのMTU")
            .defaultValue(String.valueOf(TunnelConfig.DEFAULT_MTU))
            .build());
  }

  private static Command mss() {
    return Command.setting(
        inTunnel("ip tunnel tcp mss limit (MSS|auto|off)", 71)
            .parameter("MSS", integer(536, 1460), "Octets", "オクテット数")
            .help("Limit of the TCP MSS in the tunnel", "トンネルを通るTCPのMSS制限")
            .defaultValue("auto")
            .example("ip tunnel tcp mss limit 1350")
            .build());
  }

  private static CommandSpec.Builder inTunnel(String syntax, int rank) {
    return CommandSpec.setting(syntax).scope(Context.Kind.TUNNEL).section(Section.TUNNEL, rank);
  }
}
