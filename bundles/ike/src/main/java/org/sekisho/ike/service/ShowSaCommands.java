package org.sekisho.ike.service;

import static org.sekisho.api.config.ParameterType.gateway;
import static org.sekisho.api.config.ParameterType.integer;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.ike.GatewayStatus;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** {@code show ipsec sa}, {@code show ipsec sa gateway} and {@code show ipsec statistics}. */
final class ShowSaCommands {

  private ShowSaCommands() {}

  static List<Command> all(ServiceAccess ike) {
    return List.of(
        Command.operation(
            CommandSpec.operation("show ipsec sa [NUMBER]")
                .user()
                .parameter(
                    "NUMBER", integer(1, DeleteSaCommands.MAX_SA_NUMBER), "SA number", "SAの番号")
                .help("Show SAs", "SAの状態を表示する")
                .build(),
            Show.of(
                Shape.rows("sas", "the SAs, by number", SaFields.SA),
                call -> sas(ike, call),
                (sas, language) -> SaTables.sas(sas))),
        Command.operation(
            CommandSpec.operation("show ipsec sa gateway [GATEWAY] [detail]")
                .user()
                .parameter("GATEWAY", gateway(), "Gateway number", "セキュリティゲートウェイの識別子")
                .help("Show gateways and their SAs", "セキュリティゲートウェイの状態を表示する")
                .build(),
            Show.of(
                Shape.<Gateways>fields()
                    .list("gateways", "the gateways, by number", SaFields.GATEWAY, g -> g.rows)
                    .build(),
                call -> gateways(ike, call),
                (gateways, language) -> gateways.lines())),
        Statistics.command(ike));
  }

  /** Gateways, and how much of them to print; SAs of gateways that are gone are printed too. */
  private record Gateways(List<GatewayRow> rows, List<SaStatus> sas, boolean detail) {
    List<String> lines() {
      return detail ? SaTables.detail(sas) : SaTables.gateways(rows);
    }
  }

  private static List<SaStatus> sas(ServiceAccess ike, CommandCall call) throws CommandException {
    int number = call.arguments().integer("NUMBER", 0);
    return ike.service().securityAssociations().stream()
        .filter(s -> number == 0 || s.number() == number)
        .toList();
  }

  private static Gateways gateways(ServiceAccess ike, CommandCall call) throws CommandException {
    int gateway = call.arguments().integer("GATEWAY", 0);
    List<SaStatus> sas =
        ike.service().securityAssociations().stream()
            .filter(s -> gateway == 0 || s.gateway() == gateway)
            .toList();
    List<GatewayRow> rows = new ArrayList<>();
    for (GatewayStatus g : ike.service().gateways()) {
      if (gateway == 0 || g.gateway() == gateway) {
        List<SaStatus> own = sas.stream().filter(s -> s.gateway() == g.gateway()).toList();
        rows.add(new GatewayRow(g, own, keepaliveRuns(call, g.gateway())));
      }
    }
    return new Gateways(rows, sas, call.arguments().has("detail"));
  }

  private static boolean keepaliveRuns(CommandCall call, int gateway) {
    return call.config()
        .get("ipsec ike keepalive use", gateway)
        .map(
            s ->
                !s.arguments().has("off")
                    && s.arguments().list().stream().noneMatch(a -> a.value().equals("auto")))
        .orElse(false);
  }
}
