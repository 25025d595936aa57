package org.sekisho.console.commands;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandInterpreter;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Session;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.console.session.ConsoleSession;
import org.sekisho.console.session.Router;
import org.sekisho.console.users.LoginGuard;

/** Commands about the session itself: levels, leaving, history, help. */
public final class SessionCommands {

  private static final int HISTORY = 20;

  private final Router router;
  private final LoginGuard guard = new LoginGuard(System::nanoTime);

  /** Declares on a router. */
  public SessionCommands(Router router) {
    this.router = router;
  }

  /** The commands. */
  public List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    commands.add(
        Command.operation(
            CommandSpec.operation("administrator")
                .user()
                .help("Becomes administrator", "管理ユーザーに昇格する")
                .build(),
            this::administrator));
    for (String word : List.of("quit", "exit")) {
      commands.add(
          Command.operation(
              CommandSpec.operation(word + " [save]")
                  .user()
                  .help("Leaves administrator level, or logs out", "管理ユーザーから抜ける、またはログアウトする")
                  .build(),
              this::quit));
    }
    commands.add(
        Command.operation(
            CommandSpec.operation("help")
                .user()
                .help("Shows how to use the console", "コンソールの使い方を表示する")
                .build(),
            SessionCommands::help));
    commands.add(
        Command.operation(
            CommandSpec.operation("show command history [COUNT]")
                .user()
                .parameter("COUNT", ParameterType.integer(1, 500), "lines", "行数")
                .help("Shows the commands typed before", "コマンドの入力履歴を表示する")
                .build(),
            Show.of(
                    Shape.<List<String>>fields()
                        .texts("lines", "lines typed in this session, oldest first", l -> l)
                        .build(),
                    SessionCommands::history,
                    (lines, language) -> lines)
                .onRequest()));
    less(commands, "config", Level.ADMINISTRATOR);
    less(commands, "log", Level.USER);
    for (String word : List.of("date DATE", "time TIME")) {
      commands.add(clock(word));
    }
    return commands;
  }

  private void administrator(CommandCall call) throws CommandException {
    Session session = call.session();
    if (session.level() == Level.ADMINISTRATOR) {
      return;
    }
    String label = session.origin() + " " + session.user();
    if (session instanceof ConsoleSession console) {
      label = console.login().label();
      if (console.login().trusted()) {
        router.log().info("'administrator' succeeded for " + label);
        session.level(Level.ADMINISTRATOR);
        return;
      }
    }
    if (!router.users().attributes(session.user()).administrator()) {
      throw new CommandException(
          "This user may not become administrator (user attribute)",
          "このユーザーは管理ユーザーに昇格できません (user attribute)");
    }
    if (!router.users().hasAdministratorPassword()) {
      throw new CommandException(
          "No administrator password is set; log in with an authorized key and set one",
          "管理パスワードが設定されていません。登録済みの鍵でログインして設定してください");
    }
    if (!guard.allows(label)) {
      router.log().info("'administrator' refused for " + label + ", too many attempts");
      throw new CommandException(
          "Too many wrong passwords; try again in a minute", "パスワードの誤りが続いたため拒否しました。1分後に実行してください");
    }
    String answer = session.ask("Password: ", false);
    if (answer == null) {
      return;
    }
    char[] typed = answer.toCharArray();
    boolean right = router.users().isAdministrator(typed);
    Arrays.fill(typed, '\0');
    if (!right) {
      guard.failed(label);
      router.log().info("'administrator' failed for " + label);
      throw new CommandException("Incorrect password", "パスワードが間違っています");
    }
    guard.succeeded(label);
    router.log().info("'administrator' succeeded for " + label);
    session.level(Level.ADMINISTRATOR);
  }

  private void quit(CommandCall call) throws CommandException {
    Session session = call.session();
    Optional<ConfigStore> store = router.store();
    boolean administrator = session.level() == Level.ADMINISTRATOR;
    boolean save = call.arguments().has("save");
    if (save && !administrator) {
      throw new CommandException("Administrator use only", "このコマンドは管理レベルでのみ使用できます");
    }
    boolean unsaved = store.isPresent() && store.get().unsaved();
    if (administrator && unsaved && !save && session.interactive()) {
      String answer =
          session.ask(call.text("Save new configuration ? (Y/N)", "新しい設定を保存しますか? (Y/N)"), true);
      if (answer == null) {
        return; // Ctrl-C: stay
      }
      save = answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
    if (save) {
      execute("save", session);
    }
    if (administrator) {
      confirm(store);
      session.level(Level.USER);
    } else {
      session.close();
    }
  }

  /** Who can still type quit was not cut off by what they loaded. */
  private static void confirm(Optional<ConfigStore> store) throws CommandException {
    if (store.isEmpty()) {
      return;
    }
    try {
      store.get().confirm();
    } catch (IOException e) {
      throw new CommandException(
          "The loaded configuration is not confirmed: " + e.getMessage(),
          "設定を確定できません: " + e.getMessage());
    }
  }

  private static void help(CommandCall call) {
    List<String> english =
        List.of(
            "?            lists what may be typed next; TAB completes it",
            "Space        spells a shortened word out",
            "Up, Down     earlier lines; Ctrl-R searches them",
            "Ctrl-C       stops a command; Ctrl-D is quit",
            "COMMAND      every word may be shortened as long as it is unique",
            "no COMMAND   removes a setting",
            "show command lists all commands",
            "show ... | grep [-i] [-v] [-w] PATTERN   prints matching lines",
            "show ... | less, less config, less log   to go back and search: f b j k d u g G / q",
            "show ... | json   prints the same data as JSON, for scripts",
            "save         keeps the configuration",
            "quit         leaves administrator level, then logs out");
    List<String> japanese =
        List.of(
            "?            続けて入力できるものを表示する。TABで補完する",
            "スペース     短縮した単語を補う",
            "↑ ↓          入力履歴。Ctrl-Rで検索する",
            "Ctrl-C       コマンドを中断する。Ctrl-Dはquitと同じ",
            "コマンド     各単語は区別できる範囲で短縮できる",
            "no コマンド  設定を削除する",
            "show command コマンドの一覧を表示する",
            "show ... | grep [-i] [-v] [-w] パターン  一致する行を表示する",
            "show ... | less、less config、less log   前後に移動、検索する: f b j k d u g G / q",
            "show ... | json   同じ内容をJSON形式で表示する (スクリプト用)",
            "save         設定を保存する",
            "quit         管理ユーザーから抜ける。もう一度でログアウトする");
    boolean inJapanese = call.session().language() == Language.JAPANESE;
    (inJapanese ? japanese : english).forEach(call.out()::println);
  }

  private static List<String> history(CommandCall call) {
    if (call.session() instanceof ConsoleSession session) {
      List<String> lines = session.history();
      int count = Math.min(call.arguments().integer("COUNT", HISTORY), lines.size());
      return lines.subList(lines.size() - count, lines.size());
    }
    return List.of();
  }

  /** {@code less X …} shows what {@code show X …} prints; the session brings the viewer. */
  private void less(List<Command> commands, String what, Level level) {
    CommandSpec.Builder builder =
        CommandSpec.operation("less " + what + " [{WORD}]")
            .parameter("WORD", ParameterType.text(1024), "as with show", "showと同じ")
            .help(
                "Shows what show " + what + " prints, with going back and searching",
                "show " + what + " の内容を前後に移動、検索しながら表示する");
    commands.add(
        Command.operation(
            (level == Level.USER ? builder.user() : builder).build(),
            call -> {
              List<String> words = new ArrayList<>(List.of("show", what));
              call.arguments().all("WORD").forEach(w -> words.add((String) w));
              execute(String.join(" ", words), call.session());
            }));
  }

  private void execute(String line, Session session) throws CommandException {
    CommandInterpreter interpreter =
        router
            .interpreter()
            .orElseThrow(
                () ->
                    new CommandException(
                        "The configuration is not ready; try again in a moment",
                        "設定を読み込み中です。しばらくしてから実行してください"));
    Optional<CommandError> error = interpreter.execute(line, session);
    if (error.isPresent()) {
      throw new CommandException(error.get().text().english(), error.get().text().japanese());
    }
  }

  private static Command clock(String syntax) {
    String english = "The operating system keeps the clock; set it there or let it follow NTP";
    String japanese = "時計はOSが管理しています。OS側で設定するか、NTPで同期してください";
    String parameter = syntax.substring(syntax.indexOf(' ') + 1);
    return Command.operation(
        CommandSpec.operation(syntax)
            .parameter(parameter, ParameterType.text(10), "value", "値")
            .refused(english, japanese)
            .help("Sets the clock", "時計を設定する")
            .build(),
        call -> {
          throw new CommandException(english, japanese);
        });
  }
}
