package org.sekisho.ike.service;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.ike.diagnosis.Advice;
import org.sekisho.ike.diagnosis.CauseTexts;
import org.sekisho.ike.diagnosis.Diagnosis;
import org.sekisho.ike.diagnosis.Entry;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Remedy;
import org.sekisho.ike.diagnosis.Trust;

/** The layout of {@code show ipsec diagnosis}. Lines to be typed stand alone, indented by eight. */
final class DiagnosisPage {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  private final Language language;
  private final List<String> lines = new ArrayList<>();

  private DiagnosisPage(Language language) {
    this.language = language;
  }

  /**
   * What is shown.
   *
   * @param gateways those with something to say
   * @param nothing what to say when there is none
   */
  record Data(List<Gateway> gateways, Text nothing) {}

  /**
   * One gateway.
   *
   * @param number its number
   * @param lacks what its lines lack
   * @param diagnosis its failures
   * @param offset milliseconds from the engine's clock to the time of day
   */
  record Gateway(int number, List<Lacks.Lack> lacks, Optional<Diagnosis> diagnosis, long offset) {

    /** The time of day of an instant of the engine's clock. */
    Instant time(long at) {
      return Instant.ofEpochMilli(at + offset);
    }
  }

  /** The page in one language. */
  static List<String> lines(Data data, Language language) {
    DiagnosisPage page = new DiagnosisPage(language);
    data.gateways.forEach(page::gateway);
    return data.gateways.isEmpty() ? List.of(data.nothing.in(language)) : page.lines;
  }

  private String in(Text text) {
    return text.in(language);
  }

  /** One gateway: what its lines lack, then its failures. */
  private void gateway(Gateway gateway) {
    lines.add(in(new Text("Gateway ", "ゲートウェイ ")) + gateway.number);
    for (Lacks.Lack lack : gateway.lacks) {
      lines.add("  " + in(lack.what()));
      row(new Text("Fix", "対処"), in(CauseTexts.remedy(Remedy.Kind.COMPLETE)));
      typed(List.of(lack.line()));
    }
    int count = 1;
    for (Entry entry : gateway.diagnosis.map(Diagnosis::entries).orElse(List.of())) {
      entry(count++, entry, gateway);
    }
    lines.add("");
  }

  private void entry(int count, Entry entry, Gateway gateway) {
    Failure failure = entry.failure();
    Diagnosis diagnosis = gateway.diagnosis.orElseThrow();
    lines.add("  [" + count + "] " + time(gateway, entry.last()) + "  " + state(entry, gateway));
    row(new Text("What", "内容"), in(CauseTexts.cause(failure)));
    row(
        new Text("Where", "段階"),
        in(CauseTexts.stage(failure.stage()))
            + in(
                failure.weStarted()
                    ? new Text(", started by this router", " (このルーターから開始)")
                    : new Text(", started by the peer", " (相手から開始)"))
            + (failure.trust() == Trust.STRANGER
                ? in(new Text("; from a stranger's address", "、未知のアドレスから"))
                : ""));
    for (EvidenceTexts.Row r : EvidenceTexts.of(diagnosis, failure)) {
      row(r.label(), in(r.text()));
    }
    remedies(new Advice(diagnosis.config(), diagnosis.peer()).remedies(failure));
  }

  private String state(Entry entry, Gateway gateway) {
    String text = in(CauseTexts.end(entry.end()));
    if (!entry.isCurrent()) {
      text += " (" + time(gateway, entry.endedAt()) + ")";
    }
    if (entry.count() > 1) {
      text +=
          in(
              new Text(
                  ", " + entry.count() + " times since " + time(gateway, entry.first()),
                  "、" + time(gateway, entry.first()) + " から" + entry.count() + "回"));
    }
    return text;
  }

  private void row(Text label, String text) {
    String head = label.english().isEmpty() ? "" : in(label) + ": ";
    lines.add("      " + head + text);
  }

  private void remedies(List<Remedy> remedies) {
    boolean first = true;
    for (Remedy remedy : remedies) {
      Text label = first ? new Text("Fix", "対処") : new Text("Or", "または");
      row(label, in(CauseTexts.remedy(remedy.kind())));
      typed(remedy.lines());
      if (remedy.lines().stream().anyMatch(DiagnosisPage::isWeak)) {
        row(
            new Text("Note", "注意"),
            in(
                new Text(
                    "this algorithm is weak; rather let the gateway use a better one",
                    "このアルゴリズムは脆弱です。可能であれば相手側を変更してください")));
      }
      first = false;
    }
  }

  private static boolean isWeak(String line) {
    return line.matches(".* (des-cbc|md5|md5-hmac|modp768)( .*)?");
  }

  private void typed(List<String> typed) {
    typed.forEach(l -> lines.add("        " + l));
  }

  private static String time(Gateway gateway, long at) {
    return TIME.format(gateway.time(at).atZone(ZoneId.systemDefault()));
  }
}
