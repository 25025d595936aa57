package org.sekisho.routing;

import java.util.Collection;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** The commands {@code ip route …}. */
@Component
public final class RouteCommands implements CommandContributor {

  static final String ROUTE_ID = "ip route";
  static final String DEFAULT_ROUTE_ID = "ip route default";
  static final String NETWORK = "NETWORK";
  static final String ADDRESS = "ADDRESS";
  static final String TUNNEL = "TUNNEL";
  static final String PP = "PP";
  static final String NAME = "NAME";
  static final String INTERFACE = "INTERFACE";
  static final String LOOPBACK = "LOOPBACK";
  static final String FILTER = "FILTER";
  static final String DPI = "DPI";
  static final String METRIC = "METRIC";
  static final String WEIGHT = "WEIGHT";
  static final String KEEPALIVE = "KEEPALIVE";

  private static final String GATEWAYS =
      " {gateway (ADDRESS|tunnel TUNNEL|pp PP|pp anonymous name=NAME|dhcp INTERFACE|LOOPBACK|null)"
          + " [{(filter {FILTER}|dpi {DPI}|metric METRIC|hide|weight WEIGHT"
          + "|keepalive KEEPALIVE)}]}";

  private final List<Command> commands =
      List.of(
          Command.setting(
              gateways(
                      CommandSpec.setting("ip route default" + GATEWAYS)
                          .id(DEFAULT_ROUTE_ID)
                          .section(Section.ROUTE, 10))
                  .help("Sets the default route", "デフォルト経路を設定する")
                  .example("ip route default gateway 203.0.113.1")
                  .build()),
          Command.setting(
              gateways(
                      CommandSpec.setting("ip route NETWORK" + GATEWAYS)
                          .id(ROUTE_ID)
                          .key(
                              NETWORK,
                              new ParameterType.Prefix(true, false, false, true),
                              "destination network",
                              "送信先のネットワーク")
                          .section(Section.ROUTE, 11))
                  .help("Sets a static route", "静的経路を設定する")
                  .example("ip route 172.20.0.0/16 gateway tunnel 100")
                  .build()));

  private static CommandSpec.Builder gateways(CommandSpec.Builder builder) {
    ParameterType number = ParameterType.integer(1, Integer.MAX_VALUE);
    return builder
        .parameter(ADDRESS, new ParameterType.IpAddress(true, false), "gateway", "ゲートウェイ")
        .parameter(TUNNEL, ParameterType.tunnel(), "tunnel number", "トンネル番号")
        .parameter(PP, ParameterType.integer(1, 150), "peer number", "相手先情報番号")
        .parameter(NAME, ParameterType.text(64), "name of the peer", "相手先の名前")
        .parameter(
            INTERFACE,
            new ParameterType.InterfaceName(List.of("lan")),
            "interface that gets its address by DHCP",
            "DHCPでアドレスを得るインタフェース")
        .parameter(
            LOOPBACK,
            new ParameterType.InterfaceName(List.of("loopback")),
            "loopback interface",
            "ループバックインタフェース")
        .parameter(FILTER, number, "filter number", "フィルタ番号")
        .parameter(DPI, number, "DPI filter number", "DPIフィルタ番号")
        .parameter(METRIC, ParameterType.integer(1, 15), "metric for RIP", "RIPのメトリック")
        .parameter(
            WEIGHT,
            ParameterType.integer(0, Integer.MAX_VALUE),
            "share of the flows, 0 stands by",
            "負荷分散の重み (0 は予備)")
        .parameter(KEEPALIVE, number, "number of an ip keepalive", "ip keepaliveの番号")
        .storedOnlyWith(
            "pp",
            "A gateway pp waits for the PPPoE bundle: no packet goes there",
            "ゲートウェイのppは今後のPPPoEバンドルで対応します")
        .storedOnlyWith(
            LOOPBACK,
            "Loopback interfaces wait for a later bundle: no packet goes there",
            "ループバックインタフェースは今後のバンドルで対応します")
        .storedOnlyWith(
            "filter",
            "A gateway for certain packets waits for the filter bundle: it takes none",
            "フィルター型ルーティングは今後のバンドルで対応します")
        .storedOnlyWith(
            "dpi",
            "A gateway for certain applications waits for the filter bundle: it takes none",
            "DPIによる経路選択は今後のバンドルで対応します")
        .idlePart(
            METRIC,
            "There is no RIP yet that could announce a metric",
            "RIPは今後のバンドルで対応します。メトリックは使われません")
        .idlePart(
            KEEPALIVE,
            "There is no ip keepalive yet: the gateway counts as reachable; write hide to follow"
                + " a tunnel",
            "ip keepaliveは今後対応します。ゲートウェイは常に到達可能とみなされます。トンネルの状態に従うにはhideを指定してください");
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }
}
