package org.sekisho.console.commands;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.console.session.ConsoleSession;
import org.sekisho.console.session.Router;

/** {@code disconnect user}: by name, by way in, or both. */
public final class DisconnectCommand {

  private static final String NAME = "NAME";
  private static final String NUMBER = "NUMBER";

  private final Router router;

  /** Declares on a router. */
  public DisconnectCommand(Router router) {
    this.router = router;
  }

  /** The commands. */
  public List<Command> commands() {
    return List.of(
        Command.operation(
            CommandSpec.operation("disconnect user " + NAME + " [" + NUMBER + "]")
                .parameter(
                    NAME,
                    new ParameterType.FreeText(48, "[A-Za-z0-9_.-]+(/[a-z]+)?|/[a-z]+"),
                    "name, /connection or name/connection",
                    "ユーザー名、/接続種別、ユーザー名/接続種別")
                .parameter(
                    NUMBER,
                    ParameterType.integer(1, 99),
                    "which of them, as show status user lists them",
                    "何番目か (show status user の表示順)")
                .help("Ends the other sessions of a user", "ユーザーのセッションを切断する")
                .example("disconnect user admin/ssh 2")
                .build(),
            this::disconnect));
  }

  private void disconnect(CommandCall call) throws CommandException {
    String[] target = call.arguments().text(NAME).split("/", 2);
    List<ConsoleSession> meant = new ArrayList<>();
    for (ConsoleSession s : router.sessions()) {
      boolean user = target[0].isEmpty() || s.user().equals(target[0]);
      boolean origin = target.length == 1 || s.origin().equalsIgnoreCase(target[1]);
      if (user && origin) {
        meant.add(s);
      }
    }
    int number = call.arguments().integer(NUMBER, 0);
    if (number > 0) {
      meant = number <= meant.size() ? List.of(meant.get(number - 1)) : List.of();
    }
    List<ConsoleSession> others = meant.stream().filter(s -> s != call.session()).toList();
    if (others.isEmpty()) {
      throw new CommandException("No other session of that user is open", "そのユーザーの他のセッションはありません");
    }
    others.forEach(ConsoleSession::hangUp);
  }
}
