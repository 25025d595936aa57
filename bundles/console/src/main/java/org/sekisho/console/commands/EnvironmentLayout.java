package org.sekisho.console.commands;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;

/** The lines of {@code show environment}. */
final class EnvironmentLayout {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss xxx");

  private final Language language;

  private EnvironmentLayout(Language language) {
    this.language = language;
  }

  static List<String> lines(Environment data, Language language) {
    return new EnvironmentLayout(language).lines(data);
  }

  private List<String> lines(Environment e) {
    List<String> out = new ArrayList<>();
    out.add("Sekisho Rev." + e.version());
    String addresses =
        e.macAddresses().stream().map(a -> " MAC-Address=" + a).collect(Collectors.joining());
    String serial = e.serialNumber().orElse("none");
    out.add("  main:  Sekisho ver=00 serial=" + serial + addresses);
    out.add(
        "CPU: %3d%%(5sec) %3d%%(1min) %3d%%(5min)    %s%3d%% used"
            .formatted(
                e.cpuPercent().get(0),
                e.cpuPercent().get(1),
                e.cpuPercent().get(2),
                in("Memory:", "メモリ:"),
                e.memoryPercent().orElse(0)));
    out.add(
        in("Firmware: ", "実行中ファームウェア: ")
            + "internal  "
            + in("Config. file: ", "実行中設定ファイル: ")
            + file(e.configFile()));
    out.add(
        in("Default firmware: ", "デフォルトファームウェア: ")
            + "internal  "
            + in("Default config. file: ", "デフォルト設定ファイル: ")
            + file(e.defaultConfigFile()));
    out.add(in("Boot time: ", "起動時刻: ") + time(e.boot()));
    out.add(in("Current time: ", "現在の時刻: ") + time(e.now()));
    out.add(in("Elapsed time from boot: ", "起動からの経過時間: ") + elapsed(e.uptime()));
    // There is no rescue word and no telnet client, whatever the stored line says.
    out.add("Security Class: " + e.securityClass() + ", FORGET: OFF, TELNET: OFF");
    e.temperature().ifPresent(t -> out.add(in("Inside Temperature(C.): ", "筐体内温度(℃): ") + t));
    return out;
  }

  private String file(Optional<String> name) {
    return name.orElse(in("unknown", "不明"));
  }

  private String in(String english, String japanese) {
    return new Text(english, japanese).in(language);
  }

  private static String time(Instant instant) {
    return TIME.format(ZonedDateTime.ofInstant(instant, TimeZone.getDefault().toZoneId()));
  }

  private String elapsed(Duration time) {
    long days = time.toDays();
    return "%d%s %02d:%02d:%02d"
        .formatted(
            days,
            in(days == 1 ? "day" : "days", "日"),
            time.toHoursPart(),
            time.toMinutesPart(),
            time.toSecondsPart());
  }
}
