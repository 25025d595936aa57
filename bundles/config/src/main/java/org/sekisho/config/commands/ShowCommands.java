package org.sekisho.config.commands;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.ParameterType;
import org.sekisho.config.running.RunningConfig;

/** Commands that show the configuration and the commands. */
final class ShowCommands {

  private final RunningConfig running;

  ShowCommands(RunningConfig running) {
    this.running = running;
  }

  Command config() {
    return Command.operation(
        CommandSpec.operation("show config")
            .help("Show the running configuration", "動作中の設定を表示する")
            .build(),
        call -> print(call, running.shown()));
  }

  Command tunnels() {
    return Command.operation(
        CommandSpec.operation("show config tunnel [TUNNELS] [expand]")
            .parameter(
                "TUNNELS",
                new ParameterType.NumberRanges(1, tunnelLimit()),
                "Tunnel numbers",
                "トンネル番号")
            .help(
                "Show the configuration of tunnels; with expand also what templates make",
                "トンネルの設定を表示する (expand はテンプレートの展開結果)")
            .example("show config tunnel 1-3")
            .build(),
        call ->
            print(
                call,
                running.shownTunnels(
                    call.arguments().has("TUNNELS")
                        ? call.arguments().numbers("TUNNELS")
                        : selected(call, Context.Kind.TUNNEL),
                    call.arguments().has("expand"))));
  }

  Command peers() {
    return Command.operation(
        CommandSpec.operation("show config pp [(PEERS|anonymous)]")
            .parameter(
                "PEERS",
                new ParameterType.NumberRanges(1, SelectCommands.MAX_PEER),
                "Peer numbers",
                "相手先情報番号")
            .help("Show the configuration of peers", "相手先の設定を表示する")
            .build(),
        call -> print(call, running.shownPeers(peers(call))));
  }

  private static List<Integer> peers(CommandCall call) throws CommandException {
    if (call.arguments().has("anonymous")) {
      return List.of(0);
    }
    return call.arguments().has("PEERS")
        ? call.arguments().numbers("PEERS")
        : selected(call, Context.Kind.PP);
  }

  private static List<Integer> selected(CommandCall call, Context.Kind kind)
      throws CommandException {
    Context context = call.session().context();
    if (context.kind() != kind) {
      throw new CommandException("Give a number, or select one beforehand", "番号を指定するか、先に選択してください");
    }
    return List.of(context.number());
  }

  Command unsupported() {
    return Command.operation(
        CommandSpec.operation("show config unsupported")
            .help("Show the lines that have no effect, and why", "効果のない設定とその理由を表示する")
            .build(),
        call -> print(call, running.unsupported(call.session().language())));
  }

  Command commands() {
    return Command.operation(
        CommandSpec.operation("show command")
            .user()
            .help("Show every command", "コマンドの一覧を表示する")
            .build(),
        this::printCommands);
  }

  private void printCommands(CommandCall call) {
    Map<String, String> lines = new TreeMap<>();
    for (Command command : running.commands()) {
      lines.putIfAbsent(name(command.spec()), command.spec().help().in(call.session().language()));
    }
    lines.forEach((name, help) -> call.out().println(name + ": " + help));
  }

  /** The syntax up to its last plain word: {@code ip INTERFACE address}. */
  private static String name(CommandSpec spec) {
    String head = spec.syntax().split("[\\[({]", 2)[0].strip();
    return head.replaceFirst("( [A-Z][A-Z0-9-]*| \\S+=\\S+)+$", "");
  }

  /** Prints lines until somebody types Ctrl-C. */
  static void print(CommandCall call, List<String> lines) {
    for (String line : lines) {
      if (call.session().interrupted()) {
        return;
      }
      call.out().println(line);
    }
  }

  private static int tunnelLimit() {
    return ((ParameterType.IntegerRange) ParameterType.tunnel()).max();
  }
}
