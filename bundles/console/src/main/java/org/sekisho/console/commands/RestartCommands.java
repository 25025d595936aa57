package org.sekisho.console.commands;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.config.ParameterType;
import org.sekisho.console.session.Router;

/** {@code restart} and {@code cold start}. */
public final class RestartCommands {

  private final Router router;
  private final Runnable restart;

  /**
   * Declares on a router.
   *
   * @param router whose configuration it is
   * @param restart lets the router end and start anew; returns at once
   */
  public RestartCommands(Router router, Runnable restart) {
    this.router = router;
    this.restart = restart;
  }

  /** The commands. */
  public List<Command> commands() {
    return List.of(
        Command.operation(
            CommandSpec.operation("restart [CONFIG]")
                .parameter(
                    "CONFIG", ParameterType.integer(0, 4), "Saved configuration", "設定ファイルの番号")
                .help(
                    "Restarts the router, this once with a saved configuration",
                    "ルーターを再起動する (番号を指定すると今回のみその設定を使用)")
                .example("restart 1")
                .build(),
            this::restart),
        Command.operation(
            CommandSpec.operation("cold start")
                .help("Forgets all saved configurations and restarts", "保存されている設定をすべて消去して再起動する")
                .build(),
            this::coldStart));
  }

  @FunctionalInterface
  private interface Work {
    boolean run(ConfigStore store) throws IOException;
  }

  private boolean with(Work work) throws CommandException {
    ConfigStore store =
        router
            .store()
            .orElseThrow(
                () ->
                    new CommandException(
                        "The configuration is not ready; try again in a moment",
                        "設定を読み込み中です。しばらくしてから実行してください"));
    try {
      return work.run(store);
    } catch (IOException e) {
      throw new CommandException(e.getMessage(), "設定ファイルを操作できません: " + e.getMessage());
    }
  }

  private void restart(CommandCall call) throws CommandException {
    if (call.session().interactive() && with(ConfigStore::unsaved)) {
      String answer =
          call.session()
              .ask(call.text("Save new configuration ? (Y/N)", "新しい設定を保存しますか? (Y/N)"), true);
      if (answer == null) {
        return; // Ctrl-C: stay
      }
      if (isYes(answer)) {
        with(
            store -> {
              store.save();
              return true;
            });
      }
    }
    with(ConfigStore::confirm);
    if (call.arguments().has("CONFIG")) {
      int slot = call.arguments().integer("CONFIG");
      if (!with(store -> store.startNextFrom(slot))) {
        throw new CommandException(
            "There is no CONFIG" + slot + "; see show config list",
            "CONFIG" + slot + " はありません。show config list で確認してください");
      }
    }
    router.log().info("Restart by restart command");
    restart.run();
  }

  private void coldStart(CommandCall call) throws CommandException {
    if (router.users().hasAdministratorPassword()) {
      String answer = call.session().ask("Password: ", false);
      if (answer == null) {
        return;
      }
      char[] typed = answer.toCharArray();
      boolean right = router.users().isAdministrator(typed);
      Arrays.fill(typed, '\0');
      if (!right) {
        throw new CommandException("Incorrect password", "パスワードが間違っています");
      }
    } else {
      String answer =
          call.session()
              .ask(
                  call.text(
                      "All saved configurations will be lost. Continue ? (Y/N)",
                      "保存されている設定をすべて消去します。よろしいですか? (Y/N)"),
                  true);
      if (answer == null || !isYes(answer)) {
        return;
      }
    }
    with(
        store -> {
          store.erase();
          return true;
        });
    router.log().info("Restart by cold start command");
    restart.run();
  }

  private static boolean isYes(String answer) {
    return answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
