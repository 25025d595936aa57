package org.sekisho.ike.config;

import static org.sekisho.api.config.ParameterType.integer;
import static org.sekisho.api.config.ParameterType.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ConfigSnapshot;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.config.ParameterType.NumberRanges;
import org.sekisho.api.config.ParameterType.Secret;
import org.sekisho.api.config.Section;
import org.sekisho.api.config.Setting;
import org.sekisho.api.eap.EapMethod;
import org.sekisho.api.eap.EapPassword;

/** {@code ipsec ike eap …}, and the users that peers may be. */
public final class EapSettings {

  private static final String USER = "auth user";
  private static final String USER_GROUP = "auth user group";
  private static final int MAX_USER = 1000;
  private static final ParameterType GROUP = integer(1, MAX_USER);

  private EapSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        IkeLine.of("eap myname GATEWAY NAME PASSWORD", 50, "Name for EAP", "EAP認証で使用する名前とパスワード")
            .with("NAME", text(256), "User name", "名前")
            .with("PASSWORD", new Secret(64), "Password", "パスワード")
            .example("ipsec ike eap myname 100 branch7 hinoki-3")
            .build(),
        IkeLine.of(
                "eap request GATEWAY SWITCH GROUP", 50, "Ask the peer for EAP", "相手にEAP認証を要求するか否か")
            .onOff()
            .with("GROUP", GROUP, "User group the peer is in", "ユーザグループの識別子")
            .defaultValue("off")
            .example("ipsec ike eap request 100 on 1")
            .build(),
        IkeLine.of(
                "eap send certreq GATEWAY SWITCH",
                50,
                "Ask for the peer's certificate before EAP",
                "EAP認証時に証明書要求を送信するか否か")
            .onOff()
            .defaultValue("on where the peer uses a certificate")
            .build(),
        Command.setting(
            CommandSpec.setting("auth user USER NAME PASSWORD")
                .key("USER", integer(1, MAX_USER), "Number of the user", "ユーザの識別子")
                .parameter("NAME", text(256), "User name", "ユーザ名")
                .parameter("PASSWORD", new Secret(64), "Password", "パスワード")
                .section(Section.IPSEC, 2)
                .help("User that a peer may be", "ユーザの設定")
                .example("auth user 1 branch7 hinoki-3")
                .build()),
        Command.setting(
            CommandSpec.setting("auth user group GROUP {USERS}")
                .key("GROUP", GROUP, "Number of the group", "ユーザグループの識別子")
                .parameter("USERS", new NumberRanges(1, MAX_USER), "Its users", "ユーザの識別子")
                .section(Section.IPSEC, 3)
                .help("Group of users", "ユーザグループの設定")
                .example("auth user group 1 1-20 31")
                .build()));
  }

  /**
   * Reads the lines of a gateway.
   *
   * @param lines looks up a line by its words behind {@code ipsec ike}
   */
  static Eap read(ConfigSnapshot config, Function<String, Optional<Arguments>> lines) {
    Optional<Integer> group =
        lines.apply("eap request").filter(a -> a.isOn("SWITCH")).map(a -> a.integer("GROUP"));
    String method = lines.apply("auth method").map(a -> a.text("METHOD")).orElse("auto");
    return new Eap(
        lines
            .apply("eap myname")
            .map(a -> new Eap.Account(a.text("NAME"), EapPassword.of(a.text("PASSWORD")))),
        group,
        group.map(g -> users(config, g)).orElse(Map.of()),
        method.startsWith("eap"),
        methods(method),
        lines.apply("eap send certreq").map(a -> a.isOn("SWITCH")).orElse(true));
  }

  /** MD5-Challenge is weak and gives no key: it must be named. */
  private static List<EapMethod> methods(String authMethod) {
    return switch (authMethod) {
      case "eap-md5" -> List.of(EapMethod.MD5);
      case "eap-tls" -> List.of(EapMethod.TLS);
      default -> List.of(EapMethod.MSCHAPV2);
    };
  }

  private static Map<String, EapPassword> users(ConfigSnapshot config, int group) {
    Map<String, EapPassword> users = new HashMap<>();
    Optional<Arguments> members = config.get(USER_GROUP, group).map(Setting::arguments);
    for (Object numbers : members.map(a -> a.all("USERS")).orElse(List.of())) {
      for (Object number : (List<?>) numbers) {
        config
            .get(USER, number)
            .map(Setting::arguments)
            .ifPresent(a -> users.put(a.text("NAME"), EapPassword.of(a.text("PASSWORD"))));
      }
    }
    return users;
  }
}
