package org.sekisho.config.commands;

import java.io.IOException;
import java.util.OptionalInt;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.log.EventLog;
import org.sekisho.config.running.ConfigLife;

/** Saves the running configuration. */
final class SaveCommand {

  private SaveCommand() {}

  static Command of(ConfigLife life, EventLog log) {
    return Command.operation(
        CommandSpec.operation("save [SLOT [COMMENT]]")
            .parameter("SLOT", SavedCommands.SLOT, "Number of the file", "設定ファイルの番号")
            .parameter("COMMENT", SavedCommands.COMMENT, "Comment", "コメント")
            .help(
                "Saves the running configuration; without a number as the file of the last start",
                "動作中の設定を保存する (番号を省略すると起動に使用したファイル)")
            .example("save 1 \"before the move\"")
            .build(),
        call -> save(call, life, log));
  }

  private static void save(CommandCall call, ConfigLife life, EventLog log)
      throws CommandException {
    OptionalInt slot =
        call.arguments().has("SLOT")
            ? OptionalInt.of(call.arguments().integer("SLOT"))
            : OptionalInt.empty();
    call.out().print(call.text("Saving ... ", "セーブ中... "));
    call.out().flush();
    int saved;
    try {
      saved = life.save(slot, call.arguments().text("COMMENT", ""));
    } catch (IOException e) {
      call.out().println();
      throw new CommandException(e.getMessage(), "設定を保存できませんでした: " + e.getMessage());
    }
    call.out().println("CONFIG" + saved + call.text(" Done", " 終了"));
    log.info("Configuration saved in \"CONFIG" + saved + "\" by " + call.session().origin());
  }
}
