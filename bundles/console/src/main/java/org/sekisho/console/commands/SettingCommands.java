package org.sekisho.console.commands;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.integer;
import static org.sekisho.api.config.ParameterType.onOff;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** {@code console …}, {@code login timer}, {@code timezone} and the settings of remote access. */
public final class SettingCommands {

  /** Parameter of {@code console character}. */
  public static final String CHARACTER = "CHARACTER";

  /** Parameter of {@code console columns}. */
  public static final String COLUMNS = "COLUMNS";

  /** Parameter of {@code console lines}. */
  public static final String LINES = "LINES";

  /** Parameter of {@code console prompt}. */
  public static final String TEXT = "TEXT";

  /** Parameter of settings that are on or off. */
  public static final String SWITCH = "SWITCH";

  /** Parameter of {@code login timer}. */
  public static final String SECONDS = "SECONDS";

  /** Parameter of {@code timezone}. */
  public static final String ZONE = "ZONE";

  /** First parameter of {@code security class}. */
  public static final String CLASS = "CLASS";

  /** Second parameter of {@code security class}. */
  public static final String FORGET = "FORGET";

  /** Third parameter of {@code security class}. */
  public static final String TELNET = "TELNET";

  private SettingCommands() {}

  /** The commands. */
  public static List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    console(commands);
    session(commands);
    remoteAccess(commands);
    return commands;
  }

  private static void console(List<Command> commands) {
    commands.add(
        Command.setting(
            CommandSpec.setting("console character " + CHARACTER)
                .user()
                .section(Section.CONSOLE, 10)
                .parameter(
                    CHARACTER,
                    new ParameterType.Choice(
                        List.of("en.ascii", "ja.sjis", "ja.euc", "ja.utf8"),
                        List.of("ascii=en.ascii", "sjis=ja.sjis", "euc=ja.euc")),
                    "language and encoding",
                    "言語と文字コード")
                .help("Sets the language of the console", "コンソールの言語と文字コードを設定する")
                .example("console character ja.utf8")
                .build()));
    commands.add(
        Command.setting(
            CommandSpec.setting("console columns " + COLUMNS)
                .user()
                .section(Section.CONSOLE, 20)
                .parameter(COLUMNS, integer(80, 4096), "characters", "文字数")
                .help("Sets the width of the console", "コンソールの表示文字数を設定する")
                .build()));
    commands.add(
        Command.setting(
            CommandSpec.setting("console lines (" + LINES + "|infinity)")
                .id("console lines")
                .user()
                .section(Section.CONSOLE, 30)
                .parameter(LINES, integer(10, 100), "lines of a page", "行数")
                .help("Sets the lines of a page", "コンソールの表示行数を設定する")
                .example("console lines infinity")
                .build()));
    commands.add(
        Command.setting(
            CommandSpec.setting("console info " + SWITCH)
                .section(Section.CONSOLE, 40)
                .parameter(SWITCH, onOff(), "on or off", "on または off")
                .defaultValue("console info off")
                .help("Prints log lines on the console", "ログをコンソールに表示する")
                .build()));
    commands.add(
        Command.setting(
            CommandSpec.setting("console prompt " + TEXT)
                .section(Section.CONSOLE, 50)
                .parameter(TEXT, ParameterType.text(64), "text", "文字列")
                .help("Sets the text before the prompt sign", "プロンプトの文字列を設定する")
                .example("console prompt branch1")
                .build()));
  }

  private static void session(List<Command> commands) {
    commands.add(
        Command.setting(
            CommandSpec.setting("login timer (" + SECONDS + "|clear)")
                .id("login timer")
                .section(Section.LOGIN, 50)
                .parameter(SECONDS, integer(120, 21_474_836), "idle seconds", "無操作時間 (秒)")
                .defaultValue("login timer 300")
                .help("Sets the idle time after which a user is logged out", "自動ログアウトまでの時間を設定する")
                .build()));
    commands.add(
        Command.setting(
            CommandSpec.setting("timezone " + ZONE)
                .section(Section.TIMEZONE, 10)
                .parameter(
                    ZONE,
                    new ParameterType.FreeText(
                        6,
                        "(?i:jst|utc)|[+-](1[0-1]|0?[0-9]):[0-5][0-9]|[+-]12:00|[+]1[23]:[0-5][0-9]"),
                    "jst, utc or ±hh:mm",
                    "jst、utc または ±hh:mm")
                .defaultValue("timezone jst")
                .help("Sets the time zone", "タイムゾーンを設定する")
                .example("timezone +09:00")
                .build()));
    commands.add(
        Command.setting(
            CommandSpec.setting(
                    "security class " + CLASS + " " + FORGET + " [" + TELNET + " [SSH]]")
                .section(Section.SECURITY, 10)
                .parameter(CLASS, integer(1, 3), "ways in", "セキュリティレベル")
                .parameter(FORGET, onOff(), "rescue word", "救済パスワードの使用")
                .parameter(TELNET, onOff(), "telnet client", "TELNETクライアントの使用")
                .parameter("SSH", onOff(), "ssh client", "SSHクライアントの使用")
                .storedOnly(
                    "Sekisho has no rescue word, no telnet and no SSH client;"
                        + " SSH stays open to users with a password or key",
                    "救済パスワード、TELNET、SSHクライアントはありません。SSHでのログインは常に有効です")
                .help("Sets the security class", "セキュリティクラスを設定する")
                .build()));
  }

  private static void remoteAccess(List<Command> commands) {
    commands.add(
        stored(
            CommandSpec.setting("sshd service " + SWITCH)
                .section(Section.REMOTE_ACCESS, 30)
                .parameter(SWITCH, onOff(), "on or off", "on または off")
                .help("Switches the SSH server", "SSHサーバー機能の有無を設定する"),
            "SSH is how the console is reached; it listens as the launcher was told (--ssh)",
            "SSHはコンソールの入口です。起動時の --ssh の指定に従います"));
    commands.add(
        stored(
            CommandSpec.setting("sshd host {HOST}")
                .section(Section.REMOTE_ACCESS, 31)
                .parameter(
                    "HOST", new ParameterType.FreeText(64, "[A-Za-z0-9.:/-]+"), "hosts", "ホスト")
                .help("Sets who may reach the SSH server", "SSHサーバーへアクセスできるホストを設定する"),
            "Access by address is not limited yet; choose the address SSH listens on with --ssh",
            "アドレスによる制限はまだ有効ではありません。--ssh で待ち受けアドレスを指定してください"));
    commands.add(
        stored(
            CommandSpec.setting("sshd session COUNT")
                .section(Section.REMOTE_ACCESS, 32)
                .parameter("COUNT", integer(1, 8), "sessions", "セッション数")
                .help("Sets how many users may be logged in by SSH", "SSHの同時接続数を設定する"),
            "16 sessions are admitted",
            "同時接続数は16です"));
    commands.add(
        stored(
            CommandSpec.setting("sshd host key generate [bit=BITS] [SEED KEY]")
                .section(Section.REMOTE_ACCESS, 33)
                .parameter("BITS", choice("1024", "2048"), "bits", "鍵長")
                .parameter("SEED", new ParameterType.Secret(64), "seed", "シード")
                .parameter("KEY", new ParameterType.Secret(4096), "encoded key", "鍵")
                .help("Makes SSH host keys", "SSHホスト鍵を生成する"),
            "Host keys are made at the first start and kept in DATA/ssh",
            "ホスト鍵は初回起動時に生成され DATA/ssh に保存されます"));
  }

  private static Command stored(CommandSpec.Builder builder, String english, String japanese) {
    return Command.setting(builder.storedOnly(english, japanese).build());
  }
}
