package org.sekisho.dhcp;

import static org.sekisho.api.config.ParameterType.onOff;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** The settings of DHCP clients. */
final class DhcpCommands implements CommandContributor {

  static final String RETRY_ID = "ip lan dhcp retry";
  static final String LEASE_ID = "ip lan dhcp lease time";
  static final String HOSTNAME_ID = "dhcp client hostname";
  static final String RELEASE_ID = "dhcp client release linkdown";
  static final String INTERFACE = "INTERFACE";
  static final String COUNT = "COUNT";
  static final String INTERVAL = "INTERVAL";
  static final String MINUTES = "MINUTES";
  static final String NAME = "NAME";
  static final String SWITCH = "SWITCH";
  static final String SECONDS = "SECONDS";

  static final int USUAL_INTERVAL_SECONDS = 3;

  private static final ParameterType LAN = new ParameterType.InterfaceName(List.of("lan"));

  /** Tagged and port-based VLANs. */
  private static final Pattern VLAN = Pattern.compile("lan\\d+[/.]\\d+");

  private final List<Command> commands =
      List.of(
          Command.setting(
              lan(
                      "ip INTERFACE dhcp retry (infinity|COUNT) INTERVAL",
                      RETRY_ID,
                      Section.INTERFACE,
                      30)
                  .parameter(COUNT, ParameterType.integer(1, 100), "attempts", "回数")
                  .parameter(
                      INTERVAL,
                      ParameterType.integer(1, 100),
                      "seconds between attempts",
                      "再送間隔 (秒)")
                  .defaultValue("infinity " + USUAL_INTERVAL_SECONDS)
                  .help(
                      "How often an address is asked for; after the last attempt only a link that"
                          + " comes up asks again",
                      "DHCPサーバーへの要求の再送回数と間隔を設定する")
                  .example("ip lan2 dhcp retry infinity 10")
                  .build()),
          Command.setting(
              lan("ip INTERFACE dhcp lease time MINUTES", LEASE_ID, Section.INTERFACE, 31)
                  .parameter(MINUTES, ParameterType.integer(1, 21_474_836), "minutes", "分")
                  .help("Asks the DHCP server for a lease of this time", "要求するリース期間を設定する")
                  .build()),
          Command.setting(
              lan("dhcp client hostname INTERFACE [primary] NAME", HOSTNAME_ID, Section.DHCP, 21)
                  .parameter(
                      NAME,
                      new ParameterType.FreeText(63, "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?"),
                      "host name",
                      "ホスト名")
                  .help("The name the DHCP client tells the server", "DHCPクライアントのホスト名を設定する")
                  .example("dhcp client hostname lan2 primary kyoto")
                  .build()),
          Command.setting(
              CommandSpec.setting("dhcp client release linkdown SWITCH [SECONDS]")
                  .id(RELEASE_ID)
                  .parameter(SWITCH, onOff(), "on or off", "on または off")
                  .parameter(
                      SECONDS,
                      ParameterType.integer(0, 259_200),
                      "seconds the link must be down",
                      "リンクダウンからの秒数")
                  .section(Section.DHCP, 22)
                  .defaultValue("off")
                  .help("Gives the address up when the link goes down", "リンクダウン時にDHCPで得たアドレスを解放する")
                  .example("dhcp client release linkdown on 10")
                  .build()));

  private static CommandSpec.Builder lan(String syntax, String id, Section section, int rank) {
    return CommandSpec.setting(syntax)
        .id(id)
        .key(INTERFACE, LAN, "interface", "インタフェース")
        .storedOnlyWith(
            INTERFACE,
            VLAN,
            "VLANs wait for a later bundle: there is no such interface yet",
            "VLANは今後のバンドルで対応します。このインタフェースはまだありません")
        .section(section, rank);
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
