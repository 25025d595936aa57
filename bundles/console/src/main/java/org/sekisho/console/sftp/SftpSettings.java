package org.sekisho.console.sftp;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Text;

/** {@code sftpd host}. */
public final class SftpSettings {

  static final String ID = "sftpd host";
  static final String HOSTS = "HOSTS";
  static final String ANY = "any";
  static final String NONE = "none";

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
  private static final String IPV6 = "[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}(" + IPV4 + ")?";
  private static final Pattern FORM =
      Pattern.compile("any|none|lan\\d*|" + IPV4 + "(-" + IPV4 + ")?|" + IPV6);

  private SftpSettings() {}

  /** The commands. */
  public static List<Command> commands() {
    return List.of(
        Command.setting(
            CommandSpec.setting(ID + " {" + HOSTS + "}")
                .section(Section.REMOTE_ACCESS, 37)
                .parameter(
                    HOSTS,
                    new ParameterType.Form("any|none|lan|lanN|A[-B]", FORM, "lan1"),
                    "who may ask",
                    "許可するホスト")
                .defaultValue(ID + " " + NONE)
                .help(
                    "Sets who may read and send saved configurations by SFTP",
                    "SFTPサーバーへのアクセスを許可するホストを設定する")
                .example(ID + " lan1")
                .build(),
            (arguments, context, running) -> check(arguments)));
  }

  private static Optional<Text> check(Arguments arguments) {
    List<String> hosts = hosts(arguments);
    if (hosts.size() > 1 && (hosts.contains(ANY) || hosts.contains(NONE))) {
      return Optional.of(
          new Text("any and none stand alone; leave the rest out", "any、noneは単独で指定してください"));
    }
    for (String host : hosts) {
      Optional<Text> wrong = HostRange.check(host);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  static List<String> hosts(Arguments arguments) {
    return arguments.all(HOSTS).stream().map(String::valueOf).toList();
  }
}
