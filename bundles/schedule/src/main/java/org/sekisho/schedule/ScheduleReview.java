package org.sekisho.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;

/** Names the lines of an RTX whose command does nothing on this router. */
@Component(service = ConfigReview.class)
public final class ScheduleReview implements ConfigReview {

  @Override
  public boolean namesIdleLines() {
    return true;
  }

  @Override
  public List<Remark> review(ConfigSnapshot config) {
    return review(config, line -> true);
  }

  @Override
  public List<Remark> review(ConfigSnapshot config, Predicate<String> isCommand) {
    List<Remark> remarks = new ArrayList<>();
    for (Setting line : config.all(ScheduleCommands.NAME)) {
      String command = Entry.of(line).command();
      why(command)
          .or(() -> isCommand.test(command) ? Optional.empty() : Optional.of(unknown(command)))
          .ifPresent(text -> remarks.add(new Remark(line, text, true)));
    }
    return remarks;
  }

  private static Text unknown(String command) {
    return new Text(
        "'" + command + "' cannot be run: correct it; the error of the line typed alone says where",
        "'" + command + "' は実行できません。コマンド名とパラメータを確認してください");
  }

  private static Optional<Text> why(String command) {
    String first = command.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    return switch (first) {
      case "lua", "call" ->
          Optional.of(
              new Text(
                  "There are no scripts on this router: schedule its commands themselves",
                  "スクリプトはありません。コマンドを直接スケジュールに設定してください"));
      case "ntpdate", "rdate" ->
          Optional.of(
              new Text(
                  "The clock is kept by the Linux host: this line can go",
                  "時刻はLinuxホストが管理するため、この行は不要です"));
      default -> Optional.empty();
    };
  }
}
