package org.sekisho.config.commands;

import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.config.running.Batch;
import org.sekisho.config.running.BatchOperation;

/** Selections, and the line that starts a file from nothing. */
final class SelectCommands {

  /** Most PP numbers of the largest models. */
  static final int MAX_PEER = 150;

  private SelectCommands() {}

  static Command tunnel() {
    return Command.operation(
        CommandSpec.operation("tunnel select (TUNNEL|none)")
            .parameter("TUNNEL", ParameterType.tunnel(), "Tunnel number", "トンネル番号")
            .user()
            .withNo()
            .help("Select the tunnel the next lines are about", "設定対象のトンネルを選択する")
            .example("tunnel select 100")
            .build(),
        new Selection() {
          @Override
          Context selected(Arguments arguments) {
            return arguments.has("TUNNEL")
                ? Context.tunnel(arguments.integer("TUNNEL"))
                : Context.GLOBAL;
          }
        });
  }

  static Command peer() {
    return Command.operation(
        CommandSpec.operation("pp select (PP|anonymous|none)")
            .parameter("PP", ParameterType.integer(1, MAX_PEER), "Peer number", "相手先情報番号")
            .user()
            .withNo()
            .help("Select the peer the next lines are about", "設定対象の相手先を選択する")
            .example("pp select 1")
            .build(),
        new Selection() {
          @Override
          Context selected(Arguments arguments) {
            return arguments.has("PP") || arguments.has("anonymous")
                ? Context.pp(arguments.integer("PP", 0))
                : Context.GLOBAL;
          }
        });
  }

  static Command clear() {
    return Command.operation(
        CommandSpec.operation("clear configuration")
            .help("At the head of a file: forget all earlier lines", "ファイルの先頭で設定を初期化する")
            .build(),
        new BatchOperation() {
          @Override
          public void run(CommandCall call) throws CommandException {
            throw new CommandException(
                "clear configuration works at the head of a file only",
                "clear configuration はファイルの先頭でのみ使用できます");
          }

          @Override
          public void inBatch(Arguments arguments, Batch batch) throws CommandException {
            batch.clear();
          }
        });
  }

  private abstract static class Selection implements BatchOperation {

    abstract Context selected(Arguments arguments);

    @Override
    public void run(CommandCall call) {
      call.session().context(selected(call.arguments()));
    }

    @Override
    public void inBatch(Arguments arguments, Batch batch) {
      batch.select(selected(arguments));
    }
  }
}
