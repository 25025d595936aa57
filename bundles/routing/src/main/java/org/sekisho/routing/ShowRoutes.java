package org.sekisho.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.boot.BootSettings;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Text;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** The command {@code show ip route}. */
@Component(service = CommandContributor.class)
public final class ShowRoutes implements CommandContributor {

  private static final String ADDRESS = "ADDRESS";
  private static final List<String> KINDS =
      List.of("Static", "Implicit", "Temporary", "Redirect", "RIP", "OSPF", "BGP");

  private static final Text HEAD =
      new Text(
          "Destination         Gateway          Interface       Kind  Additional Info.",
          "宛先ネットワーク    ゲートウェイ     インタフェース  種別  付加情報");
  private static final Text HIDDEN = new Text("(hidden)", "(無効)");

  private static final Shape<RouteRow> ROUTE =
      Shape.<RouteRow>fields()
          .text("destination", "prefix, or `default`", RouteRow::destination)
          .text("gateway", "address; null where packets need none", r -> absent(r.gateway()))
          .text(
              "interface", "name of the interface, such as `LAN1`", r -> absent(r.interfaceName()))
          .text("kind", "`static`, `implicit`, `temporary`, …", RouteRow::kind)
          .text("information", "additional information, as in the table", RouteRow::information)
          .bool("hidden", "whether it is configured but takes no packets now", RouteRow::hidden)
          .build();
  private static final Shape<Count> COUNT =
      Shape.<Count>fields()
          .text("kind", "kind of route", c -> c.kind.toLowerCase(Locale.ROOT))
          .integer("active", "routes that take packets", c -> c.active)
          .integer("hidden", "routes that are configured but take none", c -> c.hidden)
          .build();
  private static final Shape<Table> TABLE =
      Shape.<Table>fields()
          .list("routes", "the routes asked for; empty with `summary`", ROUTE, t -> t.rows)
          .list("counts", "routes of the whole table by kind", COUNT, t -> t.counts)
          .build();

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
                Show.of(TABLE, this::table, ShowRoutes::lines)));
  }

  private static String absent(String shown) {
    return shown.equals("-") ? null : shown;
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private Table table(CommandCall call) throws CommandException {
    List<RouteRow> rows;
    try {
      rows = new RouteView(RouteTable.all(ip), StaticRoute.read(call.config()), names).rows();
    } catch (IpException e) {
      throw new CommandException(
          "The routing table cannot be read: " + e.getMessage(), "経路情報を取得できません: " + e.getMessage());
    }
    List<Count> counts = counts(rows);
    if (call.arguments().has("summary")) {
      return new Table(List.of(), counts, true);
    } else if (call.arguments().has(ADDRESS)) {
      return new Table(RouteView.towards(rows, call.arguments().address(ADDRESS)), counts, false);
    }
    boolean detail = call.arguments().has("detail");
    return new Table(rows.stream().filter(r -> detail || !r.hidden()).toList(), counts, false);
  }

  private static List<String> lines(Table table, Language language) {
    List<String> lines = new ArrayList<>();
    if (table.summary) {
      lines.add("Protocol    Active  Hidden");
      for (Count c : table.counts) {
        lines.add(String.format("%-10s%8d%8d", c.kind, c.active, c.hidden));
      }
      lines.add(
          String.format(
              "%-10s%8d%8d",
              "Total",
              table.counts.stream().mapToLong(c -> c.active).sum(),
              table.counts.stream().mapToLong(c -> c.hidden).sum()));
      return lines;
    }
    lines.add(HEAD.in(language));
    for (RouteRow row : table.rows) {
      lines.add(row.line() + (row.hidden() ? HIDDEN.in(language) : ""));
    }
    return lines;
  }

  private static List<Count> counts(List<RouteRow> rows) {
    List<Count> counts = new ArrayList<>();
    for (String kind : KINDS) {
      List<RouteRow> those = rows.stream().filter(r -> r.kind().equalsIgnoreCase(kind)).toList();
      long hidden = those.stream().filter(RouteRow::hidden).count();
      counts.add(new Count(kind, those.size() - hidden, hidden));
    }
    return counts;
  }

  /** What one {@code show ip route} answers. */
  private record Table(List<RouteRow> rows, List<Count> counts, boolean summary) {}

  /** How many routes of a kind there are in the whole table. */
  private record Count(String kind, long active, long hidden) {}
}
