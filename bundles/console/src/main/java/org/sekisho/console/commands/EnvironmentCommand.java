package org.sekisho.console.commands;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import java.util.TreeMap;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Setting;
import org.sekisho.console.session.Router;

/** {@code show environment}: firmware, load, memory, times, security class. */
public final class EnvironmentCommand {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss xxx");

  private final Router router;
  private final CpuMeter cpu;
  private final Map<String, String> interfaces;
  private final Path root;
  private final Instant started;

  /**
   * Declares on a router.
   *
   * @param interfaces Linux names of the LANs
   * @param root directory below which {@code proc} and {@code sys} are, {@code /} on a router
   * @param started when the router started
   */
  public EnvironmentCommand(
      Router router, CpuMeter cpu, Map<String, String> interfaces, Path root, Instant started) {
    this.router = router;
    this.cpu = cpu;
    this.interfaces = new TreeMap<>(interfaces);
    this.root = root;
    this.started = started;
  }

  /** The commands. */
  public List<Command> commands() {
    return List.of(
        Command.operation(
            CommandSpec.operation("show environment")
                .user()
                .help("Shows firmware, load, memory and times", "機器の状態を表示する")
                .build(),
            this::show));
  }

  private void show(CommandCall call) {
    PrintWriter out = call.out();
    out.println("Sekisho Rev." + router.version());
    out.println("  main:  Sekisho ver=00 serial=none" + macAddresses());
    List<Integer> load = cpu.percent();
    out.println(
        "CPU: %3d%%(5sec) %3d%%(1min) %3d%%(5min)    %s%3d%% used"
            .formatted(
                load.get(0),
                load.get(1),
                load.get(2),
                call.text("Memory:", "メモリ:"),
                memoryPercent().orElse(0)));
    out.println(
        call.text("Firmware: ", "実行中ファームウェア: ")
            + "internal  "
            + call.text("Config. file: ", "実行中設定ファイル: ")
            + "config0");
    out.println(
        call.text("Default firmware: ", "デフォルトファームウェア: ")
            + "internal  "
            + call.text("Default config. file: ", "デフォルト設定ファイル: ")
            + "config0");
    Instant now = Instant.now();
    out.println(call.text("Boot time: ", "起動時刻: ") + time(started));
    out.println(call.text("Current time: ", "現在の時刻: ") + time(now));
    out.println(
        call.text("Elapsed time from boot: ", "起動からの経過時間: ")
            + elapsed(Duration.between(started, now), call));
    out.println(securityClass());
    temperature()
        .ifPresent(t -> out.println(call.text("Inside Temperature(C.): ", "筐体内温度(℃): ") + t));
  }

  private static String time(Instant instant) {
    return TIME.format(ZonedDateTime.ofInstant(instant, TimeZone.getDefault().toZoneId()));
  }

  private static String elapsed(Duration time, CommandCall call) {
    long days = time.toDays();
    String unit = call.text(days == 1 ? "day" : "days", "日");
    return "%d%s %02d:%02d:%02d"
        .formatted(days, unit, time.toHoursPart(), time.toMinutesPart(), time.toSecondsPart());
  }

  private String securityClass() {
    Optional<Arguments> line = router.config().get("security class").map(Setting::arguments);
    int level = line.map(a -> a.integer(SettingCommands.CLASS)).orElse(1);
    // There is no rescue word and no telnet client, whatever the stored line says.
    return "Security Class: " + level + ", FORGET: OFF, TELNET: OFF";
  }

  private String macAddresses() {
    StringBuilder text = new StringBuilder();
    for (String name : interfaces.values()) {
      try {
        NetworkInterface device = NetworkInterface.getByName(name);
        byte[] address = device == null ? null : device.getHardwareAddress();
        if (address != null) {
          text.append(" MAC-Address=").append(HexFormat.ofDelimiter(":").formatHex(address));
        }
      } catch (SocketException e) {
        text.append(" MAC-Address=unknown");
      }
    }
    return text.toString();
  }

  private OptionalInt memoryPercent() {
    long total = 0;
    long available = 0;
    for (String line : lines("proc/meminfo")) {
      String digits = line.replaceAll("\\D", "");
      if (line.startsWith("MemTotal:")) {
        total = Long.parseLong(digits);
      } else if (line.startsWith("MemAvailable:")) {
        available = Long.parseLong(digits);
      }
    }
    return total == 0
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.round(100.0 * (total - available) / total));
  }

  private Optional<Integer> temperature() {
    return lines("sys/class/thermal/thermal_zone0/temp").stream()
        .findFirst()
        .filter(l -> l.matches("-?\\d{1,6}"))
        .map(l -> Integer.parseInt(l) / 1000);
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      return List.of(); // this machine has no such sensor
    }
  }
}
