package org.sekisho.ike.config;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.gateway;
import static org.sekisho.api.config.ParameterType.integer;
import static org.sekisho.api.config.ParameterType.text;

import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType.Secret;
import org.sekisho.api.config.Section;

/**
 * {@code ipsec ike …} lines that are kept and shown but have no effect here, each with its reason.
 */
public final class StoredSettings {

  private StoredSettings() {}

  /** All of them. */
  public static List<Command> all() {
    return List.of(
        ikev1("esp-encapsulation GATEWAY SWITCH").onOff().build(),
        ikev1("negotiate-strictly GATEWAY SWITCH").onOff().build(),
        ikev1("backward-compatibility GATEWAY TYPE")
            .with("TYPE", integer(1, 2), "Type", "タイプ")
            .build(),
        ikev1("send info GATEWAY SWITCH").onOff().build(),
        ikev1("restrict-dangling-sa GATEWAY ACTION")
            .with("ACTION", choice("auto", "off"), "Action", "動作")
            .build(),
        ikev1("auto received-id-route-add GATEWAY SWITCH").onOff().build(),
        ikev1("xauth myname GATEWAY NAME PASSWORD")
            .with("NAME", text(64), "Name", "名前")
            .with("PASSWORD", new Secret(64), "Password", "パスワード")
            .build(),
        ikev1("xauth request GATEWAY SWITCH [GROUP]")
            .onOff()
            .with("GROUP", integer(1, 1000), "User group", "ユーザグループ")
            .build(),
        line(
                "always-on GATEWAY SWITCH",
                "a tunnel that is started is always tried again",
                "始動したトンネルは常に再試行します")
            .onOff()
            .build(),
        line(
                "message-id-control GATEWAY SWITCH",
                "one request at a time is the rule here",
                "常に要求は一つずつ送信します")
            .onOff()
            .build(),
        line(
                "child-exchange type GATEWAY TYPE",
                "a missing CHILD SA is always made by CREATE_CHILD_SA",
                "CHILD SAは常にCREATE_CHILD_SAで生成します")
            .with("TYPE", integer(1, 2), "Type", "タイプ")
            .build(),
        line("payload type GATEWAY TYPE [TYPE2]", "messages follow RFC 7296", "メッセージはRFC 7296に従います")
            .with("TYPE", integer(1, 3), "Type for IKEv1", "IKEv1のタイプ")
            .with("TYPE2", integer(1, 2), "Type for IKEv2", "IKEv2のタイプ")
            .build(),
        queueLength(),
        log("ipsec ike log GATEWAY {KIND}", true),
        log("ipsec ike log {KIND}", false));
  }

  private static IkeLine ikev1(String syntax) {
    return line(syntax, "it is for IKEv1 only", "IKEv1でのみ有効です");
  }

  private static IkeLine line(String syntax, String reason, String japanese) {
    return IkeLine.of(syntax, 50, "Kept without effect: " + reason, "効果なし: " + japanese)
        .storedOnly(reason, japanese);
  }

  private static Command queueLength() {
    return Command.setting(
        CommandSpec.setting("ipsec ike queue length LENGTH")
            .parameter("LENGTH", integer(1, 12000), "Messages", "メッセージ数")
            .section(Section.IPSEC, 21)
            .storedOnly("the queue's length is fixed", "キューの長さは固定です")
            .help("Kept without effect: length of the queue", "効果なし: キューの長さ")
            .build());
  }

  private static Command log(String syntax, boolean ofGateway) {
    CommandSpec.Builder builder =
        CommandSpec.setting(syntax)
            .parameter(
                "KIND", choice("message-info", "payload-info", "key-info"), "What to log", "ログの種類")
            .section(Section.IPSEC, 51)
            .storedOnly("faults are logged with syslog debug on", "不具合は syslog debug on でログに出力されます")
            .help("Kept without effect: details in the log", "効果なし: ログの詳細");
    if (ofGateway) {
      builder
          .id("ipsec ike log gateway")
          .key("GATEWAY", gateway(), "Gateway number", "セキュリティゲートウェイの識別子")
          .under("ipsec sa policy", "GATEWAY", 51);
    }
    return Command.setting(builder.build());
  }
}
