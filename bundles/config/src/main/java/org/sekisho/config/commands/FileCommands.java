package org.sekisho.config.commands;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.config.running.ConfigFile;
import org.sekisho.config.running.EmbeddedText;
import org.sekisho.config.running.ImportReport;
import org.sekisho.config.running.ImportReport.Verdict;
import org.sekisho.config.running.RunningConfig;

/** {@code import config}, and files inside the configuration. */
final class FileCommands {

  private FileCommands() {}

  static Command importConfig(RunningConfig running) {
    return Command.operation(
        CommandSpec.operation("import config FILE [--check]")
            .parameter("FILE", ParameterType.text(1024), "File of this host", "ファイル名")
            .help(
                "Takes the lines of a file; with --check only tells what would become of them",
                "ファイルの設定を取り込む (--check は結果の表示のみ)")
            .example("import config /root/branch.conf --check")
            .build(),
        call -> importConfig(call, running));
  }

  private static void importConfig(CommandCall call, RunningConfig running)
      throws CommandException {
    byte[] content = read(call.arguments().text("FILE"));
    boolean apply = !call.arguments().has("--check");
    ImportReport report = running.importFile(content, apply);
    for (String line : report.text(call.session().language(), true)) {
      if (call.session().interrupted()) {
        return;
      }
      call.out().println(line);
    }
    if (apply && report.count(Verdict.REFUSED) > 0) {
      call.out().println(call.text("The refused lines were left out.", "拒否された行は取り込まれていません。"));
    }
  }

  /** A file of this host. */
  static byte[] read(String file) throws CommandException {
    try {
      Optional<byte[]> content = ConfigFile.read(Path.of(file));
      return content.orElseThrow(
          () -> new CommandException("There is no file " + file, "ファイル " + file + " がありません"));
    } catch (IOException | InvalidPathException e) {
      throw new CommandException(
          "The file cannot be read: " + e.getMessage(), "ファイルを読み込めません: " + e.getMessage());
    }
  }

  static Command embeddedFile() {
    return Command.setting(
        CommandSpec.setting("embedded file [-b] FILE " + EmbeddedText.MARK)
            .id(EmbeddedText.ID)
            .key("FILE", ParameterType.text(255), "Name", "ファイル名")
            .parameter(
                EmbeddedText.MARK,
                new ParameterType.Form("<<WORD", Pattern.compile("<<\\S{1,64}"), "<<EOF"),
                "The text follows, up to a line with this word alone",
                "この文字列だけの行までがテキストになる")
            .section(Section.OTHER, 99)
            .storedOnly("Scripts are kept but not run", "スクリプトは保存のみで実行しません")
            .help("A file inside the configuration", "設定に埋め込むファイル")
            .example("embedded file notify.lua <<EOF")
            .build());
  }
}
