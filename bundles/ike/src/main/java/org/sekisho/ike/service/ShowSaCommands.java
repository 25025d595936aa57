package org.sekisho.ike.service;

import static org.sekisho.api.config.ParameterType.gateway;
import static org.sekisho.api.config.ParameterType.integer;

import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;

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
            call -> showSas(ike, call)),
        Command.operation(
            CommandSpec.operation("show ipsec sa gateway [GATEWAY] [detail]")
                .user()
                .parameter("GATEWAY", gateway(), "Gateway number", "セキュリティゲートウェイの識別子")
                .help("Show gateways and their SAs", "セキュリティゲートウェイの状態を表示する")
                .build(),
            call -> showGateways(ike, call)),
        Statistics.command(ike));
  }

  private static void showSas(ServiceAccess ike, CommandCall call) throws CommandException {
    int number = call.arguments().integer("NUMBER", 0);
    SaTables.sas(ike.service().securityAssociations(), number).forEach(call.out()::println);
  }

  private static void showGateways(ServiceAccess ike, CommandCall call) throws CommandException {
    int gateway = call.arguments().integer("GATEWAY", 0);
    List<String> lines =
        call.arguments().has("detail")
            ? SaTables.detail(ike.service().securityAssociations(), gateway)
            : SaTables.gateways(
                ike.service().gateways(),
                ike.service().securityAssociations(),
                gateway,
                g -> keepaliveRuns(call, g));
    lines.forEach(call.out()::println);
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
