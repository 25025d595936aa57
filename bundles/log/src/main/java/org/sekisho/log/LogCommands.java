package org.sekisho.log;

import static org.sekisho.api.config.ParameterType.onOff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;
import org.sekisho.api.log.EventLog;
import org.sekisho.api.log.LogEntry;
import org.sekisho.api.log.LogLevel;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;

/** The commands {@code syslog …}, {@code show log} and {@code clear log}. */
@Component
public final class LogCommands implements CommandContributor {

  static final String SWITCH = "SWITCH";
  static final String HOST = "HOST";
  static final String FACILITY = "FACILITY";
  static final String FORMAT = "FORMAT";
  static final String NAME = "NAME";
  static final String ADDRESS = "ADDRESS";
  static final String PORT = "PORT";
  static final String TRANSPORT = "TRANSPORT";
  static final String AUTHORITIES = "CERTIFICATE";
  private static final int MOST_CERTIFICATE_FILES = 100;
  private static final int MOST_HOSTS = 4;

  private static final Shape<LogEntry> ENTRY =
      Shape.<LogEntry>fields()
          .time("time", "when it was logged", LogEntry::time)
          .word("level", "importance", LogLevel.class, LogEntry::level)
          .text("text", "the line without its time", LogEntry::text)
          .build();

  private final EventLog log;
  private final List<Command> commands = new ArrayList<>();

  /** Declares the commands on a log. */
  @Activate
  public LogCommands(@Reference EventLog log) {
    this.log = log;
    settings();
    operations();
  }

  @Override
  public Collection<Command> commands() {
    return Collections.unmodifiableList(commands);
  }

  /** Id of the command that switches a level. */
  static String levelId(LogLevel level) {
    return "syslog " + level.name().toLowerCase(Locale.ROOT);
  }

  private void settings() {
    level(LogLevel.NOTICE, 30, "Records packets that filters rejected", "フィルタで破棄したパケットを記録する");
    level(LogLevel.INFO, 31, "Records what happens on the router", "ルーターの動作状況を記録する");
    level(LogLevel.DEBUG, 32, "Records details for finding faults", "デバッグ用の詳細を記録する");
    commands.add(
        Command.setting(
            syslog("syslog host {HOST}", 10)
                .parameter(HOST, new ParameterType.Host(), "name or address", "ホスト名またはIPアドレス")
                .help(
                    "Sends the log to up to four hosts, by UDP 514 without syslog transport",
                    "ログを送るホストを設定する (4台まで、syslog transport がなければUDP 514)")
                .example("syslog host 192.168.100.10")
                .build(),
            (arguments, context, running) ->
                arguments.all(HOST).size() <= MOST_HOSTS
                    ? Optional.empty()
                    : Optional.of(
                        new Text("At most four syslog hosts can be set", "SYSLOGホストは4台まで設定できます"))));
    commands.add(
        Command.setting(
            syslog("syslog transport TRANSPORT [port=PORT] [ca=CERTIFICATE]", 11)
                .parameter(
                    TRANSPORT,
                    ParameterType.choice("udp", "tcp", "tls"),
                    "udp: a datagram a line; tcp: RFC 6587 with octet counting; tls: RFC 5425",
                    "udp: 1行ごとのデータグラム、tcp: RFC 6587 (octet counting)、tls: RFC 5425")
                .parameter(
                    PORT,
                    ParameterType.integer(1, 65535),
                    "port of the hosts (514, with tls 6514)",
                    "ホストのポート番号 (514、tlsでは6514)")
                .parameter(
                    AUTHORITIES,
                    ParameterType.integer(1, MOST_CERTIFICATE_FILES),
                    "number of the pki certificate file whose CAs are trusted (those of Java)",
                    "信頼するCAの pki certificate file の識別子 (省略時はJavaのCA)")
                .defaultValue("syslog transport udp")
                .help("Sets how the log travels to the syslog hosts", "SYSLOGの転送方式を設定する")
                .example("syslog transport tls ca=1")
                .build(),
            (arguments, context, running) ->
                arguments.has(AUTHORITIES) && !arguments.text(TRANSPORT).equals("tls")
                    ? Optional.of(
                        new Text(
                            "ca= is for syslog transport tls", "ca= は syslog transport tls で指定します"))
                    : Optional.empty()));
    commands.add(
        Command.setting(
            syslog("syslog facility FACILITY", 20)
                .parameter(
                    FACILITY,
                    new ParameterType.FreeText(6, "user|local[0-7]|1?[0-9]|2[0-3]"),
                    "user, local0 to local7, or 0 to 23",
                    "user、local0〜local7、または 0〜23")
                .defaultValue("syslog facility user")
                .help("Sets the facility the log is sent with", "SYSLOGのファシリティを設定する")
                .build()));
    commands.add(
        Command.setting(
            syslog("syslog format type FORMAT", 21)
                .parameter(
                    FORMAT,
                    ParameterType.choice("yamaha", "rfc3164", "rfc5424"),
                    "form of the datagrams",
                    "データグラムの形式")
                .defaultValue("syslog format type yamaha")
                .help("Sets the form the log is sent in", "SYSLOGの送信形式を設定する")
                .build()));
    commands.add(
        Command.setting(
            syslog("syslog format hostname text NAME", 22)
                .parameter(
                    NAME, new ParameterType.FreeText(64, "[!-~]+"), "name of the router", "ルーターの名前")
                .help("Sets the name sent with rfc3164 and rfc5424", "送信するホスト名を設定する")
                .build()));
    commands.add(
        Command.setting(
            syslog("syslog local address ADDRESS", 40)
                .parameter(
                    ADDRESS,
                    new ParameterType.IpAddress(true, true),
                    "address of the router",
                    "始点アドレス")
                .help("Sets the source address of syslog packets", "SYSLOGパケットの始点IPアドレスを設定する")
                .build()));
    commands.add(
        Command.setting(
            syslog("syslog srcport PORT", 41)
                .parameter(PORT, ParameterType.integer(1, 65535), "port", "ポート番号")
                .defaultValue("syslog srcport 514")
                .help("Sets the source port of syslog packets", "SYSLOGパケットの始点ポート番号を設定する")
                .build()));
    commands.add(
        Command.setting(
            syslog("syslog execute command SWITCH", 42)
                .parameter(SWITCH, onOff(), "on or off", "on または off")
                .defaultValue("syslog execute command off")
                .help("Records every command that is executed", "実行したコマンドを記録する")
                .build()));
  }

  private void operations() {
    commands.add(
        Command.operation(
            CommandSpec.operation("show log [reverse]")
                .user()
                .help(
                    "Shows the log, with reverse the newest line first", "ログを表示する (reverse は新しい順)")
                .example("show log reverse")
                .build(),
            Show.of(
                Shape.rows("entries", "the lines of the log, in the order asked for", ENTRY),
                this::entries,
                (entries, language) -> entries.stream().map(LogEntry::line).toList())));
    commands.add(
        Command.operation(
            CommandSpec.operation("clear log").help("Clears the log", "ログを消去する").build(),
            call -> log.clear()));
  }

  private void level(LogLevel level, int rank, String english, String japanese) {
    String fallback = level == LogLevel.INFO ? " on" : " off";
    commands.add(
        Command.setting(
            syslog(levelId(level) + " SWITCH", rank)
                .parameter(SWITCH, onOff(), "on or off", "on または off")
                .defaultValue(levelId(level) + fallback)
                .help(english, japanese)
                .build()));
  }

  private static CommandSpec.Builder syslog(String syntax, int rank) {
    return CommandSpec.setting(syntax).section(Section.SYSLOG, rank);
  }

  private List<LogEntry> entries(CommandCall call) {
    List<LogEntry> entries = new ArrayList<>(log.entries());
    if (call.arguments().has("reverse")) {
      Collections.reverse(entries);
    }
    return entries;
  }
}
