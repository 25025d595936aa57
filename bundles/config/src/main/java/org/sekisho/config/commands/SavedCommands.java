package org.sekisho.config.commands;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.config.running.ConfigLife;

/** Commands about saved configurations. */
final class SavedCommands {

  /** Number of a saved configuration. */
  static final ParameterType SLOT = ParameterType.integer(0, 4);

  /** A saved configuration, or one of the two saved before it. */
  static final ParameterType NAME =
      new ParameterType.Form("0-4[.1|.2]", Pattern.compile("[0-4](\\.[12])?"), "0.1");

  /** A comment; a line of the file. */
  static final ParameterType COMMENT = new ParameterType.FreeText(200, "[^\\p{Cntrl}]+");

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  private static final Shape<ConfigLife.Saved> SAVED =
      Shape.<ConfigLife.Saved>fields()
          .text("name", "number of the file, such as `0` or `0.1`", ConfigLife.Saved::name)
          .bool("preferred", "whether the next start takes it", ConfigLife.Saved::preferred)
          .time("saved", "when it was saved", ConfigLife.Saved::saved)
          .integer("size_octets", "size of the file", ConfigLife.Saved::size)
          .text("comment", "of `save`, may be empty", ConfigLife.Saved::comment)
          .build();

  private final ConfigLife life;

  SavedCommands(ConfigLife life) {
    this.life = life;
  }

  /** What may fail. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it. */
    T run() throws IOException, CommandException;
  }

  /** Turns what the disk says into an error of the command. */
  static <T> T withFiles(Work<T> work) throws CommandException {
    try {
      return work.run();
    } catch (IOException e) {
      throw new CommandException(
          "The configuration files cannot be used: " + e.getMessage(),
          "設定ファイルを操作できません: " + e.getMessage());
    }
  }

  /** A saved configuration that must be there. */
  static byte[] read(ConfigLife life, String name) throws CommandException {
    return withFiles(() -> life.read(name)).orElseThrow(() -> missing(name));
  }

  private static CommandException missing(String name) {
    return new CommandException(
        "There is no CONFIG" + name + "; see show config list",
        "CONFIG" + name + " はありません。show config list で確認してください");
  }

  Command list() {
    return Command.operation(
        CommandSpec.operation("show config list")
            .help(
                "Lists the saved configurations; * is the one of the next start",
                "保存されている設定ファイルの一覧を表示する (* は起動時に使用)")
            .build(),
        Show.of(
            Shape.rows("configurations", "the saved configurations, by name", SAVED),
            call -> List.copyOf(withFiles(life::list)),
            (saved, language) -> lines(saved)));
  }

  private static List<String> lines(List<ConfigLife.Saved> saved) {
    List<String> lines = new ArrayList<>();
    lines.add("No.   Date       Time         Size Comment");
    lines.add("----- ---------- -------- -------- " + "-".repeat(40));
    for (ConfigLife.Saved s : saved) {
      lines.add(
          String.format(
                  "%s%-5s%s %8d %s",
                  s.preferred() ? "*" : s.name().contains(".") ? "  " : " ",
                  s.name() + (s.name().contains(".") ? "" : " "),
                  time(s.saved()),
                  s.size(),
                  s.comment())
              .stripTrailing());
    }
    return lines;
  }

  private static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  Command show() {
    // Words and not a parameter: what stands behind show config by mistake is no command at all.
    StringJoiner names = new StringJoiner("|", "(", ")");
    for (int slot = 0; slot <= 4; slot++) {
      names.add(slot + "|" + slot + ".1|" + slot + ".2");
    }
    return Command.operation(
        CommandSpec.operation("show config " + names)
            .id("show config saved")
            .help("Shows a saved configuration", "保存されている設定を表示する")
            .example("show config 0.1")
            .build(),
        ShowCommands.lines(call -> life.masked(read(life, call.arguments().list().get(0).name())))
            .onRequest());
  }

  Command difference() {
    return Command.operation(
        CommandSpec.operation("show config difference [[config] FROM] [config] TO")
            .parameter("FROM", NAME, "Configuration to start from", "比較元の設定ファイル")
            .parameter("TO", NAME, "Configuration to come to", "比較先の設定ファイル")
            .help(
                "Shows the lines that turn one configuration, by default the running one, into"
                    + " another",
                "設定 (省略時は動作中の設定) を別の設定に変えるコマンドを表示する")
            .example("show config difference 0.1 0")
            .build(),
        ShowCommands.lines(this::difference).onRequest());
  }

  private List<String> difference(CommandCall call) throws CommandException {
    Optional<byte[]> from = Optional.empty();
    if (call.arguments().has("FROM")) {
      from = Optional.of(read(life, call.arguments().text("FROM")));
    }
    byte[] to = read(life, call.arguments().text("TO"));
    return life.difference(from, to);
  }

  Command copy() {
    return Command.operation(
        CommandSpec.operation("copy config FROM TO")
            .parameter("FROM", NAME, "Saved configuration", "コピー元の設定ファイル")
            .parameter("TO", SLOT, "Number of the file", "コピー先の番号")
            .help("Copies a saved configuration", "保存されている設定をコピーする")
            .example("copy config 0.1 0")
            .build(),
        call -> {
          String from = call.arguments().text("FROM");
          if (!withFiles(() -> life.copy(from, call.arguments().integer("TO")))) {
            throw missing(from);
          }
        });
  }

  Command delete() {
    return Command.operation(
        CommandSpec.operation("delete config CONFIG")
            .parameter("CONFIG", NAME, "Saved configuration", "設定ファイルの番号")
            .help("Deletes a saved configuration", "保存されている設定を削除する")
            .example("delete config 0.2")
            .build(),
        call -> {
          String name = call.arguments().text("CONFIG");
          if (!withFiles(() -> life.remove(name))) {
            throw missing(name);
          }
        });
  }

  Command prefer() {
    return Command.operation(
        CommandSpec.operation("set-default-config SLOT")
            .parameter("SLOT", SLOT, "Number of the file", "設定ファイルの番号")
            .help("Chooses the configuration of the next start", "起動時に使用する設定ファイルを選ぶ")
            .example("set-default-config 1")
            .build(),
        call -> {
          int slot = call.arguments().integer("SLOT");
          byte[] unused = read(life, String.valueOf(slot));
          withFiles(
              () -> {
                life.prefer(slot);
                return slot;
              });
        });
  }
}
