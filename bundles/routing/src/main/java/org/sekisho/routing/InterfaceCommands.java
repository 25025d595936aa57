package org.sekisho.routing;

import static org.sekisho.api.config.ParameterType.onOff;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** The commands {@code ip lanN …} for addresses and MTU, and a few settings beside them. */
@Component
public final class InterfaceCommands implements CommandContributor {

  static final String ADDRESS_ID = "ip lan address";
  static final String SECONDARY_ID = "ip lan secondary address";
  static final String MTU_ID = "ip lan mtu";
  static final String INTERFACE = "INTERFACE";
  static final String ADDRESS = "ADDRESS";
  static final String MTU = "MTU";

  static final String DEFAULT_ROUTE_ADD_ID = "ip lan dhcp auto default-route-add";
  static final String INTERFACE_ROUTE_ADD_ID = "ip lan dhcp auto interface-route-add";
  static final String SWITCH = "SWITCH";

  private static final ParameterType LAN = new ParameterType.InterfaceName(List.of("lan"));

  /** Tagged and port-based VLANs. */
  private static final Pattern VLAN = Pattern.compile("lan\\d+[/.]\\d+");

  private final List<Command> commands =
      List.of(
          Command.setting(
              lan("ip INTERFACE address (ADDRESS [broadcast BROADCAST]|dhcp)", ADDRESS_ID, 10)
                  .parameter(
                      ADDRESS,
                      new ParameterType.Prefix(true, false, true),
                      "address with mask",
                      "IPアドレス/マスク")
                  .parameter(
                      "BROADCAST",
                      new ParameterType.IpAddress(true, false),
                      "broadcast address",
                      "ブロードキャストアドレス")
                  .idlePart(
                      "BROADCAST",
                      "The kernel derives the broadcast address from the mask",
                      "ブロードキャストアドレスはマスクから決まります")
                  .help(
                      "Sets the address of a LAN interface, or has a DHCP server lend it",
                      "LANインタフェースのIPアドレスを設定する")
                  .example("ip lan1 address 192.168.100.1/24")
                  .build()),
          Command.setting(
              lan("ip INTERFACE secondary address (ADDRESS|dhcp)", SECONDARY_ID, 11)
                  .parameter(
                      ADDRESS,
                      new ParameterType.Prefix(true, false, true),
                      "address with mask",
                      "IPアドレス/マスク")
                  .storedOnlyWith(
                      "dhcp",
                      "An interface asks for one address by DHCP: write ip lanN address dhcp",
                      "DHCPで取得できるIPアドレスはインタフェースごとに一つです。ip lanN address dhcp を設定してください")
                  .help("Sets a second address of a LAN interface", "LANインタフェースのセカンダリIPアドレスを設定する")
                  .build()),
          Command.setting(
              lan("ip INTERFACE mtu MTU", MTU_ID, 12)
                  .parameter(MTU, ParameterType.integer(64, 1500), "octets", "オクテット数")
                  .defaultValue("1500")
                  .help("Sets the MTU of a LAN interface", "LANインタフェースのMTUを設定する")
                  .build()),
          Command.setting(
              lan("ip INTERFACE dhcp auto default-route-add SWITCH", DEFAULT_ROUTE_ADD_ID, 28)
                  .parameter(SWITCH, onOff(), "on or off", "on または off")
                  .defaultValue("on")
                  .help(
                      "Whether the router a DHCP server tells of gets the default route, where no ip"
                          + " route default is set",
                      "DHCPによるデフォルト経路の追加")
                  .build()),
          Command.setting(
              lan("ip INTERFACE dhcp auto interface-route-add SWITCH", INTERFACE_ROUTE_ADD_ID, 29)
                  .parameter(SWITCH, onOff(), "on or off", "on または off")
                  .defaultValue("on")
                  .help(
                      "Whether the network of an address got by DHCP is reached through the"
                          + " interface",
                      "DHCPによるインターフェース経路の追加")
                  .build()),
          Command.setting(
              lan("ip INTERFACE proxyarp SWITCH", "ip lan proxyarp", 13)
                  .parameter(SWITCH, onOff(), "on or off", "on または off")
                  .defaultValue("off")
                  .storedOnly("The router does not answer ARP for others", "代理ARPには対応していません")
                  .help("Answers ARP for hosts behind other interfaces", "ProxyARPを設定する")
                  .build()),
          Command.setting(
              CommandSpec.setting("ip stealth (all|{INTERFACE})")
                  .parameter(INTERFACE, LAN, "interface", "インタフェース")
                  .section(Section.INTERFACE, 1)
                  .storedOnly(
                      "Packets to closed ports are answered as the kernel does",
                      "閉じたポートへのパケットにはカーネルの動作で応答します")
                  .help("Does not answer packets to closed ports", "閉じたポートへのパケットに応答しない")
                  .build()),
          Command.setting(
              CommandSpec.setting("ip routing process PROCESS")
                  .parameter(
                      "PROCESS", ParameterType.choice("fast", "normal"), "fast or normal", "処理方式")
                  .section(Section.ROUTE, 1)
                  .defaultValue("fast")
                  .storedOnly("There is one way to forward packets", "パケット転送の方式は一つだけです")
                  .help("Chooses how packets are forwarded", "パケット転送の方式を選ぶ")
                  .build()));

  private static CommandSpec.Builder lan(String syntax, String id, int rank) {
    return CommandSpec.setting(syntax)
        .id(id)
        .key(INTERFACE, LAN, "interface", "インタフェース")
        .storedOnlyWith(
            INTERFACE,
            VLAN,
            "VLANs wait for a later bundle: there is no such interface yet",
            "VLANは今後のバンドルで対応します。このインタフェースはまだありません")
        .section(Section.INTERFACE, rank);
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
