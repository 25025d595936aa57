package org.sekisho.ike.service;

import static org.sekisho.api.config.ParameterType.choice;
import static org.sekisho.api.config.ParameterType.tunnel;

import java.util.ArrayList;
import java.util.List;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.ike.cloud.CloudPolicy;
import org.sekisho.ike.cloud.Finding;
import org.sekisho.ike.cloud.PolicyCheck;
import org.sekisho.ike.cloud.Standing;
import org.sekisho.ike.config.GatewayConfig;
import org.sekisho.ike.config.GatewayConfigReader;

/** {@code check ipsec tunnel}: a tunnel's lines against a gateway's published policy. */
final class CheckTunnelCommand {

  private CheckTunnelCommand() {}

  static Command command() {
    return Command.operation(
        CommandSpec.operation("check ipsec tunnel TUNNEL against CLOUD")
            .user()
            .parameter("TUNNEL", tunnel(), "Tunnel number", "トンネル番号")
            .parameter(
                "CLOUD",
                choice(CloudPolicy.CLOUDS.toArray(String[]::new)),
                "Whose gateway",
                "クラウドの種類")
            .help(
                "Compare a tunnel's lines with a cloud gateway's published policy",
                "トンネルの設定をクラウドの公開仕様と比較する")
            .example("check ipsec tunnel 100 against azure")
            .build(),
        CheckTunnelCommand::run);
  }

  private static void run(CommandCall call) throws CommandException {
    int number = call.arguments().integer("TUNNEL");
    GatewayConfig gateway =
        GatewayConfigReader.ofTunnel(call.config(), number)
            .orElseThrow(() -> TunnelCommands.noPolicy(number));
    CloudPolicy policy = CloudPolicy.of(call.arguments().text("CLOUD"));
    List<Finding> findings = PolicyCheck.of(call.config(), number, gateway, policy);
    lines(number, policy, findings, call.session().language()).forEach(call.out()::println);
  }

  static List<String> lines(
      int tunnel, CloudPolicy policy, List<Finding> findings, Language language) {
    List<String> lines = new ArrayList<>();
    lines.add(
        new Text("Tunnel " + tunnel + " against ", "トンネル" + tunnel + " と ").in(language)
            + policy.title());
    lines.add(policy.source());
    lines.add(new Text("Read: ", "参照日: ").in(language) + policy.read());
    section(
        lines, Finding.Level.MISMATCH, new Text("Will not match:", "一致しません:"), findings, language);
    section(lines, Finding.Level.ADVICE, new Text("Advisable:", "推奨:"), findings, language);
    section(lines, Finding.Level.MATCH, new Text("Matches:", "一致:"), findings, language);
    long wrong = count(findings, Finding.Level.MISMATCH);
    long advice = count(findings, Finding.Level.ADVICE);
    Text result =
        wrong == 0
            ? new Text(
                "Result: nothing is known that will not match; " + advice + " advisable",
                "結果: 一致しない項目は見つかりませんでした (推奨 " + advice + "件)")
            : new Text(
                "Result: " + wrong + " will not match, " + advice + " advisable",
                "結果: 不一致 " + wrong + "件、推奨 " + advice + "件");
    lines.add(result.in(language));
    return lines;
  }

  private static long count(List<Finding> findings, Finding.Level level) {
    return findings.stream().filter(f -> f.level() == level).count();
  }

  private static void section(
      List<String> lines,
      Finding.Level level,
      Text title,
      List<Finding> findings,
      Language language) {
    if (count(findings, level) == 0) {
      return;
    }
    lines.add(title.in(language));
    for (Finding f : findings) {
      if (f.level() == level) {
        lines.add("  " + f.text().in(language) + " [" + standing(f.standing()).in(language) + "]");
        f.lines().forEach(l -> lines.add("        " + l));
      }
    }
  }

  private static Text standing(Standing standing) {
    return switch (standing) {
      case DOCUMENTED -> new Text("documented", "文書");
      case OBSERVED -> new Text("observed", "実測");
      case UNCONFIRMED -> new Text("unconfirmed", "未確認");
    };
  }
}
