package org.sekisho.ike.service;

import static org.sekisho.api.config.ParameterType.tunnel;

import java.util.List;
import java.util.OptionalInt;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.ike.config.GatewayConfigReader;

/** {@code connect tunnel} and {@code disconnect tunnel}. */
final class TunnelCommands {

  private TunnelCommands() {}

  static List<Command> all(ServiceAccess ike) {
    return List.of(
        Command.operation(
            CommandSpec.operation("connect tunnel TUNNEL")
                .parameter("TUNNEL", tunnel(), "Tunnel number", "トンネル番号")
                .help("Start a tunnel's key exchange", "トンネルの鍵交換を始動する")
                .build(),
            call -> ike.service().initiate(gatewayOf(call))),
        Command.operation(
            CommandSpec.operation("disconnect tunnel TUNNEL")
                .parameter("TUNNEL", tunnel(), "Tunnel number", "トンネル番号")
                .help("Delete a tunnel's SAs and leave it down", "トンネルを切断する")
                .build(),
            call -> ike.service().disconnect(gatewayOf(call))));
  }

  private static int gatewayOf(CommandCall call) throws CommandException {
    int number = call.arguments().integer("TUNNEL");
    OptionalInt gateway = GatewayConfigReader.gatewayOfTunnel(call.config(), number);
    return gateway.orElseThrow(() -> noPolicy(number));
  }

  static CommandException noPolicy(int tunnel) {
    return new CommandException(
        "Tunnel " + tunnel + " has no IPsec policy: set ipsec tunnel and ipsec sa policy",
        "トンネル" + tunnel + "にIPsecポリシーがありません: ipsec tunnel と ipsec sa policy を設定してください");
  }
}
