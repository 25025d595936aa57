package org.sekisho.console.commands;

import java.io.IOException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Session;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.console.session.Router;
import org.sekisho.console.ssh.AuthorizedKeys;
import org.sekisho.console.ssh.HostKeys;
import org.sekisho.console.ssh.UserKeys;
import org.sekisho.console.users.Users;

/**
 * Operations on the keys of SSH: {@code import} and {@code show sshd authorized-keys}, host keys.
 */
public final class SshKeyCommands {

  private static final String NAME = "NAME";
  private static final String EVERYBODY = "*";
  private static final int MOST_KEYS = 50;
  private static final String FORM = " [type=TYPE [ALGORITHM]]";
  private static final ParameterType NAME_TYPE = new ParameterType.FreeText(32, "[A-Za-z0-9_.-]+");

  private final Router router;
  private final UserKeys keys;
  private final HostKeys hostKeys;

  /** Declares on a router and its key files. */
  public SshKeyCommands(Router router, UserKeys keys, HostKeys hostKeys) {
    this.router = router;
    this.keys = keys;
    this.hostKeys = hostKeys;
  }

  /**
   * A key as it is shown.
   *
   * @param owner user, or {@code router}
   * @param text the key in OpenSSH's form, or its fingerprint
   */
  record ShownKey(String owner, String text) {}

  private static final Shape<List<ShownKey>> SHAPE =
      Shape.rows(
          "keys",
          "public keys",
          Shape.<ShownKey>fields()
              .text("owner", "user, empty for the one without a name; router", ShownKey::owner)
              .text("key", "the key in OpenSSH's form, or its fingerprint", ShownKey::text)
              .build());

  /** The commands. */
  public List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    commands.add(
        Command.operation(
            CommandSpec.operation("import sshd authorized-keys [" + NAME + "]")
                .parameter(NAME, NAME_TYPE, "user", "ユーザー名")
                .help("Asks for public keys of a user", "ユーザーの公開鍵を登録する")
                .example("import sshd authorized-keys admin")
                .build(),
            this::importKeys));
    commands.add(
        Command.operation(
            form(CommandSpec.operation("show sshd authorized-keys [" + NAME + "]" + FORM))
                .parameter(
                    NAME,
                    new ParameterType.FreeText(32, "[A-Za-z0-9_.-]+|[*]"),
                    "user, or * for all",
                    "ユーザー名 (* は全ユーザー)")
                .help("Shows the public keys of users", "ユーザーの公開鍵を表示する")
                .build(),
            Show.of(SHAPE, this::userKeys, (shown, language) -> lines(shown))));
    commands.add(
        Command.operation(
            form(CommandSpec.operation("show sshd host key" + FORM))
                .help("Shows the public keys of this router", "ルーターの公開鍵を表示する")
                .build(),
            Show.of(SHAPE, this::hostKeys, (shown, language) -> lines(shown))));
    return commands;
  }

  private static CommandSpec.Builder form(CommandSpec.Builder builder) {
    return builder
        .parameter("TYPE", ParameterType.choice("fingerprint"), "form", "表示形式")
        .parameter("ALGORITHM", ParameterType.choice("sha256", "md5"), "hash", "ハッシュ関数");
  }

  private void importKeys(CommandCall call) throws CommandException {
    String user = call.arguments().text(NAME, Users.ANONYMOUS);
    if (!router.users().exists(user)) {
      throw new CommandException(
          "There is no such user; add it with login user first",
          "登録されていないユーザーです。先に login user で登録してください");
    }
    Session session = call.session();
    if (session.interactive()) {
      call.out()
          .println(
              call.text(
                  "Paste public keys in OpenSSH's form; an empty line ends:",
                  "OpenSSH形式の公開鍵を貼り付けてください (空行で終了):"));
    }
    List<String> lines = new ArrayList<>();
    String line = session.ask("", true);
    while (line != null && !line.isBlank()) {
      if (AuthorizedKeys.key(line).isEmpty() || lines.size() == MOST_KEYS) {
        throw new CommandException(
            "Line " + (lines.size() + 1) + " is no public key without options; nothing was stored",
            (lines.size() + 1) + "行目はオプションのない公開鍵ではありません。保存しませんでした");
      }
      lines.add(line.strip());
      line = session.ask("", true);
    }
    if (lines.isEmpty() || (line == null && session.interactive())) {
      throw new CommandException("No key was stored", "公開鍵は保存しませんでした");
    }
    try {
      keys.add(router.users(), user, lines);
    } catch (IOException e) {
      throw new CommandException(
          "The file of keys cannot be written: " + e.getMessage(),
          "公開鍵ファイルに書き込めません: " + e.getMessage());
    }
    int count = lines.size();
    call.out()
        .println(
            call.text(count == 1 ? "1 key stored" : count + " keys stored", count + "個の鍵を保存しました"));
  }

  private List<ShownKey> userKeys(CommandCall call) {
    Arguments arguments = call.arguments();
    Users users = router.users();
    boolean all = arguments.text(NAME, "").equals(EVERYBODY);
    List<String> names = all ? users.names() : List.of(arguments.text(NAME, Users.ANONYMOUS));
    List<ShownKey> shown = new ArrayList<>();
    for (String name : names) {
      for (PublicKey key : keys.keys(users, name)) {
        shown.add(new ShownKey(name, text(key, arguments)));
      }
    }
    return shown;
  }

  private List<ShownKey> hostKeys(CommandCall call) throws CommandException {
    try {
      List<ShownKey> shown = new ArrayList<>();
      for (PublicKey key : hostKeys.publicKeys()) {
        shown.add(new ShownKey("router", text(key, call.arguments())));
      }
      return shown;
    } catch (IOException e) {
      throw new CommandException(
          "The host keys cannot be read: " + e.getMessage(), "ホスト鍵を読み込めません: " + e.getMessage());
    }
  }

  private static String text(PublicKey key, Arguments arguments) {
    if (!arguments.has("TYPE")) {
      return PublicKeyEntry.toString(key);
    }
    boolean md5 = arguments.text("ALGORITHM", "sha256").equals("md5");
    return KeyUtils.getKeyType(key)
        + " "
        + KeyUtils.getFingerPrint(md5 ? BuiltinDigests.md5 : BuiltinDigests.sha256, key);
  }

  private static List<String> lines(List<ShownKey> shown) {
    return shown.stream().map(k -> k.text() + " " + k.owner()).toList();
  }
}
