package org.sekisho.ike.service;

import static org.sekisho.api.config.ParameterType.integer;

import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;

/** {@code ipsec refresh sa} and {@code ipsec sa delete}. */
final class DeleteSaCommands {

  static final int MAX_SA_NUMBER = 65_535;

  private DeleteSaCommands() {}

  static List<Command> all(ServiceAccess ike) {
    return List.of(
        Command.operation(
            CommandSpec.operation("ipsec refresh sa")
                .help("Drop all SAs and start again", "SAを削除して再始動する")
                .build(),
            call -> ike.service().refresh()),
        Command.operation(
            CommandSpec.operation("ipsec sa delete (all|NUMBER)")
                .parameter("NUMBER", integer(1, MAX_SA_NUMBER), "SA number", "SAの番号")
                .help("Delete SAs at both ends", "SAを削除する")
                .build(),
            call -> delete(ike, call)));
  }

  private static void delete(ServiceAccess ike, CommandCall call) throws CommandException {
    if (call.arguments().has("all")) {
      ike.service().deleteAll();
      return;
    }
    int number = call.arguments().integer("NUMBER");
    if (!ike.service().delete(number)) {
      throw new CommandException("There is no SA " + number, "SA " + number + " はありません");
    }
  }
}
