package org.sekisho.console.users;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandError;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Setting;
import org.sekisho.api.config.Text;

/**
 * {@code login password}, {@code administrator password}, {@code login user} and {@code user
 * attribute}. A password in plain is never stored: the line that holds it stands for the line with
 * its hash.
 */
public final class UserCommands {

  static final String NAME = "NAME";
  static final String HASH = "HASH";
  static final String ADMINISTRATOR = "ADMINISTRATOR";
  static final String CONNECTION = "CONNECTION";
  static final String MULTI_SESSION = "MULTI-SESSION";
  static final String LOGIN_TIMER = "LOGIN-TIMER";
  static final String LOGIN_PASSWORD = "login password";
  static final String ADMINISTRATOR_PASSWORD = "administrator password";
  static final String LOGIN_USER = "login user";
  static final String ATTRIBUTE = "user attribute";
  static final String ATTRIBUTE_ANONYMOUS = "user attribute anonymous";
  static final String EVERYBODY = "*";
  private static final String PASSWORD = "PASSWORD";
  private static final int LONGEST = 128;
  static final ParameterType NAME_TYPE = new ParameterType.FreeText(32, "[A-Za-z0-9_.-]+");

  private static final ParameterType ATTRIBUTE_NAME =
      new ParameterType.FreeText(32, "[A-Za-z0-9_.-]+|[*]|[*]radius");

  private final SecureRandom random = new SecureRandom();
  private final Supplier<Optional<ConfigStore>> store;

  /**
   * Declares on a store.
   *
   * @param store the configuration, empty while there is none
   */
  public UserCommands(Supplier<Optional<ConfigStore>> store) {
    this.store = store;
  }

  /** The commands. */
  public List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    password(
        commands,
        LOGIN_PASSWORD,
        10,
        "Sets the password of the user without a name",
        "無名ユーザーのログインパスワードを設定する");
    password(
        commands, ADMINISTRATOR_PASSWORD, 20, "Sets the administrator password", "管理パスワードを設定する");
    users(commands);
    attributes(commands);
    return commands;
  }

  private void password(
      List<Command> commands, String words, int rank, String english, String japanese) {
    commands.add(
        Command.setting(
            CommandSpec.setting(words + " (encrypted) " + HASH)
                .id(words)
                .parameter(HASH, new ParameterType.Secret(300), "hashed password", "暗号化パスワード")
                .section(Section.LOGIN, rank)
                .help(english, japanese)
                .build(),
            (arguments, context, running) -> checkHash(arguments)));
    commands.add(
        Command.rewrite(
            CommandSpec.setting(words + " " + PASSWORD)
                .id(words + " plain")
                .fileOnly()
                .parameter(PASSWORD, new ParameterType.Secret(LONGEST), "password", "パスワード")
                .section(Section.LOGIN, rank)
                .help(english, japanese)
                .build(),
            (arguments, context, running) -> List.of(words + " encrypted " + hash(arguments))));
    commands.add(
        Command.operation(
            CommandSpec.operation(words).id(words + " ask").help(english, japanese).build(),
            call -> change(call, words)));
  }

  private void users(List<Command> commands) {
    String english = "Adds a user who may log in";
    String japanese = "ログインユーザーを登録する";
    commands.add(
        Command.setting(
            CommandSpec.setting(LOGIN_USER + " " + NAME + " (encrypted) " + HASH)
                .id(LOGIN_USER)
                .key(NAME, NAME_TYPE, "name", "ユーザー名")
                .parameter(HASH, new ParameterType.Secret(300), "hashed password", "暗号化パスワード")
                .section(Section.LOGIN, 30)
                .help(english, japanese)
                .build(),
            (arguments, context, running) -> checkHash(arguments)));
    commands.add(
        Command.rewrite(
            CommandSpec.setting(LOGIN_USER + " " + NAME + " " + PASSWORD)
                .id(LOGIN_USER + " plain")
                .key(NAME, NAME_TYPE, "name", "ユーザー名")
                .parameter(PASSWORD, new ParameterType.Secret(LONGEST), "password", "パスワード")
                .section(Section.LOGIN, 30)
                .help(english, japanese)
                .example("login user admin")
                .build(),
            (arguments, context, running) ->
                List.of(
                    LOGIN_USER + " " + arguments.text(NAME) + " encrypted " + hash(arguments))));
    commands.add(
        Command.operation(
            CommandSpec.operation(LOGIN_USER + " " + NAME)
                .id(LOGIN_USER + " ask")
                .parameter(NAME, NAME_TYPE, "name", "ユーザー名")
                .help(english, japanese)
                .build(),
            call -> {
              String words = LOGIN_USER + " " + call.arguments().text(NAME);
              storeHash(words, askNew(call));
            }));
  }

  private static void attributes(List<Command> commands) {
    String options =
        " [administrator=ADMINISTRATOR] [connection=CONNECTION] [gui-page=GUI-PAGE]"
            + " [host=HOST] [multi-session=MULTI-SESSION] [login-timer=(LOGIN-TIMER|clear)]";
    commands.add(
        Command.setting(
            attributeOptions(CommandSpec.setting(ATTRIBUTE + " " + NAME + options))
                .id(ATTRIBUTE)
                .key(NAME, ATTRIBUTE_NAME, "name, or * for all users", "ユーザー名 (* は全ユーザー)")
                .section(Section.LOGIN, 40)
                .help(
                    "Sets what a user may do (applied: administrator, connection=…serial,ssh…,"
                        + " multi-session, login-timer)",
                    "ユーザーの属性を設定する (有効: administrator、connection、multi-session、login-timer)")
                .build()));
    commands.add(
        Command.setting(
            attributeOptions(CommandSpec.setting(ATTRIBUTE + options))
                .id(ATTRIBUTE_ANONYMOUS)
                .section(Section.LOGIN, 39)
                .help("Sets what the user without a name may do", "無名ユーザーの属性を設定する")
                .build()));
  }

  private static CommandSpec.Builder attributeOptions(CommandSpec.Builder b) {
    return b.parameter(
            ADMINISTRATOR,
            ParameterType.choice("on", "off", "1", "2"),
            "may become administrator",
            "管理ユーザーへの昇格")
        .parameter(
            CONNECTION,
            new ParameterType.FreeText(
                64,
                "all|off|(serial|telnet|remote|ssh|sftp|http)(,(serial|telnet|remote|ssh|sftp|http))*"),
            "ways in",
            "接続方法")
        .parameter(
            "GUI-PAGE", new ParameterType.FreeText(64, "[a-z,-]+"), "pages of the GUI", "GUIのページ")
        .parameter("HOST", new ParameterType.FreeText(128, "[!-~]+"), "hosts", "接続元ホスト")
        .parameter(MULTI_SESSION, ParameterType.onOff(), "several logins", "多重ログイン")
        .parameter(LOGIN_TIMER, ParameterType.integer(120, 21474836), "idle seconds", "無操作時間 (秒)")
        .idlePart(
            "HOST",
            "Logins are not limited by address: let a firewall before the router do it",
            "接続元によるログインの制限はありません。ルーターの前のファイアウォールで制限してください")
        .idlePart("GUI-PAGE", "There is no web server on this router", "このルーターにWebサーバーはありません");
  }

  private static Optional<Text> checkHash(Arguments arguments) {
    return PasswordHash.parse(arguments.text(HASH)).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Text(
                "This password was not encrypted by this router; type the password itself",
                "このルーターで暗号化したパスワードではありません。パスワードを入力してください"));
  }

  private String hash(Arguments arguments) {
    char[] password = arguments.text(PASSWORD).toCharArray();
    try {
      return PasswordHash.of(password, random).encoded();
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private void change(CommandCall call, String words) throws CommandException {
    Optional<PasswordHash> old =
        call.config().get(words).flatMap(s -> PasswordHash.parse(s.arguments().text(HASH)));
    if (old.isPresent()) {
      char[] typed = ask(call, "Old_Password:");
      boolean right = old.get().matches(typed);
      Arrays.fill(typed, '\0');
      if (!right) {
        throw new CommandException("Incorrect password", "パスワードが間違っています");
      }
    }
    PasswordHash hash = askNew(call);
    // Who was asked the old password, or none, was asked about the one there was then.
    Optional<Setting> present = store.get().flatMap(c -> c.running().get(words));
    if (!present.equals(call.config().get(words))) {
      throw new CommandException(
          "Another session set this password meanwhile; nothing was changed",
          "別のセッションがこのパスワードを設定しました。変更しませんでした");
    }
    storeHash(words, hash);
  }

  private PasswordHash askNew(CommandCall call) throws CommandException {
    char[] first = ask(call, "New_Password:");
    char[] second = ask(call, "New_Password(Confirm):");
    try {
      if (!Arrays.equals(first, second)) {
        throw new CommandException(
            "The two passwords differ; nothing was changed", "パスワードが一致しません。変更しませんでした");
      }
      if (first.length == 0 || first.length > LONGEST) {
        throw new CommandException(
            "A password has 1 to " + LONGEST + " characters", "パスワードは1〜" + LONGEST + "文字で入力してください");
      }
      call.out()
          .println(
              call.text("Password Strength : ", "パスワード強度 : ") + PasswordStrength.of(first).word());
      return PasswordHash.of(first, random);
    } finally {
      Arrays.fill(first, '\0');
      Arrays.fill(second, '\0');
    }
  }

  private static char[] ask(CommandCall call, String prompt) throws CommandException {
    String answer = call.session().ask(prompt, false);
    if (answer == null) {
      throw new CommandException("Interrupted; nothing was changed", "中断しました。変更しませんでした");
    }
    return answer.toCharArray();
  }

  private void storeHash(String words, PasswordHash hash) throws CommandException {
    ConfigStore config =
        store
            .get()
            .orElseThrow(
                () ->
                    new CommandException(
                        "The configuration is not ready; try again in a moment",
                        "設定を読み込み中です。しばらくしてから実行してください"));
    Optional<CommandError> error = config.apply(List.of(words + " encrypted " + hash.encoded()));
    if (error.isPresent()) {
      Text text = error.get().text();
      throw new CommandException(text.english(), text.japanese());
    }
  }
}
