package org.sekisho.config.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Context;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.config.running.IdleLine;
import org.sekisho.config.running.RunningConfig;

/** Commands that show the configuration and the commands. */
final class ShowCommands {

  private static final Pattern SELECT = Pattern.compile("(tunnel|pp) select (\\S+)");

  private static final Shape<Placed> LINE =
      Shape.<Placed>fields()
          .text("text", "the line with its indentation", Placed::text)
          .text("selected", "what is selected there, such as `tunnel 1`", Placed::selected)
          .build();

  private static final Shape<IdleLine> IDLE =
      Shape.<IdleLine>fields()
          .text("text", "the line, secrets masked", IdleLine::shown)
          .text(
              "selected", "what is selected there, such as `tunnel 1`", l -> selection(l.context()))
          .text("reason", "why it has no effect, in English", l -> l.reason().english())
          .build();

  private static final Shape<CommandSpec> COMMAND =
      Shape.<CommandSpec>fields()
          .text("id", "its unique name", CommandSpec::id)
          .text("syntax", "as in docs/commands.md", CommandSpec::syntax)
          .bool("setting", "whether it is stored, else it does something", CommandSpec::isSetting)
          .word("level", "who may type it", Level.class, CommandSpec::level)
          .text("default", "what holds without it, may be empty", CommandSpec::defaultValue)
          .text("help", "what it does, in English", c -> c.help().english())
          .build();

  private final RunningConfig running;

  ShowCommands(RunningConfig running) {
    this.running = running;
  }

  Command config() {
    return Command.operation(
        CommandSpec.operation("show config")
            .help("Show the running configuration", "動作中の設定を表示する")
            .build(),
        lines(call -> running.shown()));
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
        lines(
                call ->
                    running.shownTunnels(
                        call.arguments().has("TUNNELS")
                            ? call.arguments().numbers("TUNNELS")
                            : selected(call, Context.Kind.TUNNEL),
                        call.arguments().has("expand")))
            .onRequest());
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
        lines(call -> running.shownPeers(peers(call))).onRequest());
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
        Show.of(
            Shape.rows("lines", "the lines without effect", IDLE),
            call -> running.unsupported(),
            (lines, language) -> lines.stream().map(l -> l.line(language)).toList()));
  }

  Command commands() {
    return Command.operation(
        CommandSpec.operation("show command")
            .user()
            .help("Show every command", "コマンドの一覧を表示する")
            .build(),
        Show.of(
                Shape.rows("commands", "every command, by syntax", COMMAND),
                call -> running.commands().stream().map(Command::spec).toList(),
                ShowCommands::commandLines)
            .onRequest());
  }

  private static List<String> commandLines(List<CommandSpec> commands, Language language) {
    Map<String, String> lines = new TreeMap<>();
    commands.forEach(c -> lines.putIfAbsent(name(c), c.help().in(language)));
    return lines.entrySet().stream().map(l -> l.getKey() + ": " + l.getValue()).toList();
  }

  /** The syntax up to its last plain word: {@code ip INTERFACE address}. */
  private static String name(CommandSpec spec) {
    String head = spec.syntax().split("[\\[({]", 2)[0].strip();
    return head.replaceFirst("( [A-Z][A-Z0-9-]*| \\S+=\\S+)+$", "");
  }

  /** A {@code show} of lines of a configuration, as printed, secrets masked. */
  static Show<List<String>> lines(Show.Query<List<String>> query) {
    return Show.of(
        Shape.<List<String>>fields()
            .list("lines", "the lines in their order, secrets masked", LINE, ShowCommands::placed)
            .build(),
        query,
        (lines, language) -> lines);
  }

  /** Blocks are indented below the line that selects what they are about. */
  private static List<Placed> placed(List<String> lines) {
    List<Placed> placed = new ArrayList<>();
    String selected = null;
    for (String line : lines) {
      if (!line.startsWith(" ")) {
        Matcher select = SELECT.matcher(line);
        selected = select.matches() ? select.group(1) + " " + select.group(2) : null;
      }
      placed.add(new Placed(line, selected));
    }
    return placed;
  }

  private record Placed(String text, String selected) {}

  private static String selection(Context context) {
    return context.kind() == Context.Kind.GLOBAL
        ? null
        : context.kind().name().toLowerCase(Locale.ROOT)
            + " "
            + (context.number() == 0 ? "anonymous" : context.number());
  }

  private static int tunnelLimit() {
    return ((ParameterType.IntegerRange) ParameterType.tunnel()).max();
  }
}
