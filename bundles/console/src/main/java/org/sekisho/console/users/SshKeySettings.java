package org.sekisho.console.users;

import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;

/** {@code sshd auth method} and {@code sshd authorized-keys filename}. */
public final class SshKeySettings {

  static final String METHODS = "sshd auth method";
  static final String METHOD = "METHOD";
  static final String FILES = "sshd authorized-keys filename";
  static final String ANONYMOUS_FILE = "sshd authorized-keys filename anonymous";
  static final String PATH = "PATH";
  private static final String NAME = UserCommands.NAME;

  /** Below the data directory; nothing leads out of it. */
  private static final ParameterType PATH_TYPE =
      new ParameterType.FreeText(200, "(?!.*[.][.]).*[^/]");

  private SshKeySettings() {}

  /** The commands. */
  public static List<Command> commands() {
    String english = "Sets the file with a user's public keys, below DATA";
    String japanese = "ユーザーの公開鍵ファイルを設定する (DATAの下)";
    return List.of(
        Command.setting(
            CommandSpec.setting(METHODS + " {" + METHOD + "}")
                .section(Section.REMOTE_ACCESS, 34)
                .parameter(METHOD, ParameterType.choice("password", "publickey"), "method", "認証方式")
                .defaultValue(METHODS + " password publickey")
                .help("Sets how SSH users prove who they are", "SSHユーザーの認証方式を設定する")
                .example(METHODS + " publickey")
                .build()),
        Command.setting(
            CommandSpec.setting(FILES + " " + NAME + " path=" + PATH)
                .section(Section.REMOTE_ACCESS, 35)
                .key(NAME, UserCommands.NAME_TYPE, "user", "ユーザー名")
                .parameter(PATH, PATH_TYPE, "file", "ファイル名")
                .help(english, japanese)
                .example(FILES + " admin path=/ssh/authorized_keys/admin")
                .build()),
        Command.setting(
            CommandSpec.setting(FILES + " path=" + PATH)
                .id(ANONYMOUS_FILE)
                .section(Section.REMOTE_ACCESS, 36)
                .parameter(PATH, PATH_TYPE, "file", "ファイル名")
                .help(english, japanese)
                .build()));
  }
}
