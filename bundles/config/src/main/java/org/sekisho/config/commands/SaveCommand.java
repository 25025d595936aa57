package org.sekisho.config.commands;

import java.io.IOException;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.log.EventLog;
import org.sekisho.config.running.RunningConfig;

/** Saves the running configuration. */
final class SaveCommand {

  private SaveCommand() {}

  static Command of(RunningConfig running, EventLog log) {
    return Command.operation(
        CommandSpec.operation("save").help("Save the running configuration", "動作中の設定を保存する").build(),
        call -> save(call, running, log));
  }

  private static void save(CommandCall call, RunningConfig running, EventLog log)
      throws CommandException {
    call.out().print(call.text("Saving ... ", "セーブ中... "));
    call.out().flush();
    try {
      running.save();
    } catch (IOException e) {
      call.out().println();
      throw new CommandException(e.getMessage(), "設定を保存できませんでした: " + e.getMessage());
    }
    call.out().println(call.text("CONFIG0 Done", "CONFIG0 終了"));
    log.info("Configuration saved in \"CONFIG0\" by " + call.session().origin());
  }
}
