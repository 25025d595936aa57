package org.sekisho.routing;

import java.util.Collection;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;

/** The command {@code show ip route}. */
@Component(service = CommandContributor.class)
public final class ShowRoutes implements CommandContributor {

  private static final String ADDRESS = "ADDRESS";
  private static final List<String> KINDS =
      List.of("Static", "Implicit", "Temporary", "Redirect", "RIP", "OSPF", "BGP");

  private final IpTool ip;
  private final InterfaceNames names;
  private final List<Command> commands;

  /** Called by Declarative Services. */
  @Activate
  public ShowRoutes(BundleContext context) {
    this(new IpProcess(), new InterfaceNames(BootSettings.from(context::getProperty).interfaces()));
  }

  ShowRoutes(IpTool ip, InterfaceNames names) {
    this.ip = ip;
    this.names = names;
    commands =
        List.of(
            Command.operation(
                CommandSpec.operation("show ip route [(summary|detail|ADDRESS)]")
                    .parameter(
                        ADDRESS, new ParameterType.IpAddress(true, false), "address", "IPアドレス")
                    .user()
                    .help("Shows the routing table", "経路情報テーブルを表示する")
                    .build(),
                this::show));
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private void show(CommandCall call) throws CommandException {
    List<RouteRow> rows;
    try {
      rows = new RouteView(RouteTable.all(ip), StaticRoute.read(call.config()), names).rows();
    } catch (IpException e) {
      throw new CommandException(
          "The routing table cannot be read: " + e.getMessage(), "経路情報を取得できません: " + e.getMessage());
    }
    if (call.arguments().has("summary")) {
      summary(call, rows);
    } else if (call.arguments().has(ADDRESS)) {
      table(call, RouteView.towards(rows, call.arguments().address(ADDRESS)));
    } else {
      boolean detail = call.arguments().has("detail");
      table(call, rows.stream().filter(r -> detail || !r.hidden()).toList());
    }
  }

  private static void table(CommandCall call, List<RouteRow> rows) {
    call.out()
        .println(
            call.text(
                "Destination         Gateway          Interface       Kind  Additional Info.",
                "宛先ネットワーク    ゲートウェイ     インタフェース  種別  付加情報"));
    for (RouteRow row : rows) {
      call.out().println(row.line() + (row.hidden() ? call.text("(hidden)", "(無効)") : ""));
    }
  }

  private static void summary(CommandCall call, List<RouteRow> rows) {
    call.out().println("Protocol    Active  Hidden");
    for (String kind : KINDS) {
      List<RouteRow> those = rows.stream().filter(r -> r.kind().equalsIgnoreCase(kind)).toList();
      call.out().println(summaryLine(kind, those));
    }
    call.out().println(summaryLine("Total", rows));
  }

  private static String summaryLine(String title, List<RouteRow> rows) {
    long hidden = rows.stream().filter(RouteRow::hidden).count();
    return String.format("%-10s%8d%8d", title, rows.size() - hidden, hidden);
  }
}
