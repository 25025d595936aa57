package org.sekisho.schedule;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;

/** {@code schedule at}. */
public final class ScheduleCommands implements CommandContributor {

  static final String NAME = "schedule at";
  static final String ID = "SCHEDULE";
  static final String DAY = "DAY";
  static final String WHEN = "WHEN";
  static final String COMMAND = "COMMAND";

  /** Commands for somebody at a console, and those that would lock everybody out. */
  private static final List<String> NOT_SCHEDULED =
      List.of(
          "administrator",
          "clear configuration",
          "cold start",
          "confirm",
          "console character",
          "console columns",
          "console info",
          "console lines",
          "copy",
          "date",
          "delete",
          "embedded file",
          "exit",
          "help",
          "import",
          "less",
          "load",
          "login",
          "nslookup",
          "packetdump",
          "ping",
          "ping6",
          "pp select",
          "quit",
          "remote setup",
          "rollback",
          "save",
          "schedule",
          "shell",
          "show",
          "ssh",
          "sshd host key generate",
          "telnet",
          "time",
          "timezone",
          "traceroute",
          "traceroute6",
          "tunnel select",
          "tunnel template",
          "user attribute");

  private static final Pattern SECRET =
      Pattern.compile("(?i)pre-shared-key|.*password|myname|secret|encrypted");

  private final List<Command> commands = List.of(Command.setting(spec(), (a, c, r) -> check(a)));

  private static CommandSpec spec() {
    return CommandSpec.setting("schedule at SCHEDULE [DAY] WHEN (*|pp PP|tunnel TUNNEL) {COMMAND}")
        .key(ID, ParameterType.integer(1, 65_535), "Number", "スケジュール番号")
        .parameter(
            DAY,
            new ParameterType.Form(
                "MM/DD|*/*|1-5/mon-fri",
                Pattern.compile("[*0-9,-]{1,32}/[*0-9A-Za-z,-]{1,32}"),
                "*/*"),
            "Month and day, or day of the week; by default each day",
            "月/日または曜日 (省略時は毎日)")
        .parameter(
            WHEN,
            new ParameterType.Form(
                "hh:mm[:ss]|startup|+SECONDS",
                Pattern.compile(
                    "[*0-9,-]{1,32}:[*0-9,-]{1,32}(:\\d\\d)?|(?i:startup|usb-attached|sd-attached)"
                        + "|\\+[1-9]\\d{0,7}"),
                "00:00:00"),
            "Time of day, start of the router, or seconds from now",
            "時刻、起動時、または設定からの秒数")
        .parameter("PP", ParameterType.integer(1, 150), "Peer number", "相手先情報番号")
        .parameter("TUNNEL", ParameterType.tunnel(), "Tunnel number", "トンネル番号")
        .parameter(COMMAND, ParameterType.text(255), "Command", "実行するコマンド")
        .section(Section.SCHEDULE, 10)
        .help("Runs a command at a time", "指定した時刻にコマンドを実行する")
        .example("schedule at 1 */mon-fri 08:30 tunnel 1 tunnel enable 1")
        .build();
  }

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private static Optional<Text> check(Arguments line) {
    String when = line.text(WHEN).toLowerCase(Locale.ROOT);
    if (when.endsWith("-attached")) {
      return Optional.of(
          new Text(
              "This router watches no USB or SD slot; schedule a time, startup or +SECONDS",
              "USBやSDの挿入は検出しません。時刻、startup または +秒数 を指定してください"));
    }
    if (line.has(DAY) && !when.contains(":")) {
      return Optional.of(
          new Text("A date needs a time of day: hh:mm", "日付を指定する場合は時刻 (hh:mm) を指定してください"));
    }
    Entry entry;
    try {
      entry = Entry.of(line);
    } catch (IllegalArgumentException e) {
      return Optional.of(
          new Text(
              "There is no such date or time: " + e.getMessage(),
              "日付または時刻が正しくありません: " + e.getMessage()));
    }
    String command = entry.command().toLowerCase(Locale.ROOT) + " ";
    Optional<String> refused =
        NOT_SCHEDULED.stream().filter(n -> command.startsWith(n + " ")).findFirst();
    if (refused.isPresent()) {
      return Optional.of(
          new Text(
              refused.get() + " cannot be scheduled; it is for somebody at a console",
              refused.get() + " はスケジュールで実行できません"));
    }
    boolean secret = line.all(COMMAND).stream().anyMatch(w -> SECRET.matcher((String) w).matches());
    return secret
        ? Optional.of(
            new Text(
                "A command with a secret cannot be scheduled: show config would tell it",
                "秘密情報を含むコマンドはスケジュールに設定できません"))
        : Optional.empty();
  }
}
