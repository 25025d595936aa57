package org.sekisho.ike.service;

import static org.sekisho.api.config.ParameterType.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Text;
import org.sekisho.api.show.Show;
import org.sekisho.ike.diagnosis.Diagnosis;

/** {@code show ipsec diagnosis} and {@code clear ipsec diagnosis}. */
final class DiagnosisCommands {

  private final ServiceAccess ike;

  private DiagnosisCommands(ServiceAccess ike) {
    this.ike = ike;
  }

  static List<Command> all(ServiceAccess ike) {
    DiagnosisCommands commands = new DiagnosisCommands(ike);
    return List.of(
        Command.operation(
            CommandSpec.operation("show ipsec diagnosis [GATEWAY]")
                .user()
                .parameter(
                    "GATEWAY",
                    gateway(),
                    "Gateway number (as in ipsec ike); left out: every one that failed",
                    "セキュリティゲートウェイの識別子 (省略時は失敗した全て)")
                .help(
                    "Show why key exchanges failed, and the lines that fix it",
                    "鍵交換が失敗した原因と対処となる設定を表示する")
                .example("show ipsec diagnosis 100")
                .build(),
            Show.of(DiagnosisFields.PAGE, commands::page, DiagnosisPage::lines)),
        Command.operation(
            CommandSpec.operation("clear ipsec diagnosis [GATEWAY]")
                .parameter(
                    "GATEWAY",
                    gateway(),
                    "Gateway number; left out: all",
                    "セキュリティゲートウェイの識別子 (省略時は全て)")
                .help("Forget why key exchanges failed", "鍵交換の失敗の記録を消去する")
                .build(),
            commands::clear));
  }

  private DiagnosisPage.Data page(CommandCall call) throws CommandException {
    int wanted = call.arguments().integer("GATEWAY", 0);
    Map<Integer, Diagnosis> known = new TreeMap<>();
    ike.ask(e -> e.diagnoses()).forEach(d -> known.put(d.config().number(), d));
    Map<Integer, List<Lacks.Lack>> lacks =
        Lacks.of(
            call.config(),
            g -> {
              Diagnosis d = known.get(g);
              return d != null && !d.up() && d.entries().isEmpty();
            });
    TreeSet<Integer> shown = new TreeSet<>(lacks.keySet());
    known.values().stream()
        .filter(d -> !d.entries().isEmpty())
        .forEach(d -> shown.add(d.config().number()));
    shown.removeIf(g -> wanted != 0 && g != wanted);
    long offset = System.currentTimeMillis() - ControlThread.now();
    List<DiagnosisPage.Gateway> gateways =
        shown.stream()
            .map(
                g ->
                    new DiagnosisPage.Gateway(
                        g,
                        lacks.getOrDefault(g, List.of()),
                        Optional.ofNullable(known.get(g)),
                        offset))
            .toList();
    return new DiagnosisPage.Data(gateways, nothing(call, wanted, known));
  }

  private static Text nothing(CommandCall call, int wanted, Map<Integer, Diagnosis> known) {
    boolean policy =
        call.config().all("ipsec sa policy").stream()
            .anyMatch(s -> s.arguments().integer("GATEWAY") == wanted);
    if (wanted != 0 && !policy) {
      return new Text(
          "No ipsec sa policy line names gateway " + wanted,
          "ゲートウェイ" + wanted + "を使うipsec sa policyの設定がありません");
    }
    Diagnosis one = known.get(wanted);
    return one != null && one.up()
        ? new Text(
            "Gateway " + wanted + " is up, no failure is known",
            "ゲートウェイ" + wanted + "は接続中で、失敗の記録はありません")
        : new Text("No failure is known", "失敗の記録はありません");
  }

  private void clear(CommandCall call) throws CommandException {
    int wanted = call.arguments().integer("GATEWAY", 0);
    ike.ask(
        e -> {
          for (Diagnosis d : e.diagnoses()) {
            if (wanted == 0 || d.config().number() == wanted) {
              e.clearDiagnosis(ControlThread.now(), d.config().number());
            }
          }
          return true;
        });
  }
}
