package org.sekisho.ike.service;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.ike.diagnosis.Advice;
import org.sekisho.ike.diagnosis.Diagnosis;
import org.sekisho.ike.diagnosis.Entry;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Remedy;
import org.sekisho.ike.diagnosis.Trust;

/** The layout of {@code show ipsec diagnosis}. Lines to be typed stand alone, indented by eight. */
final class DiagnosisPage {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss");

  private final Language language;
  private final LongFunction<String> clock;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param clock says an instant of the engine's clock as date and time
   */
  DiagnosisPage(Language language, LongFunction<String> clock) {
    this.language = language;
    this.clock = clock;
  }

  /** Date and time of instants of the engine's clock, by the system's clock of now. */
  static LongFunction<String> systemClock() {
    long offset = System.currentTimeMillis() - ControlThread.now();
    return at -> TIME.format(Instant.ofEpochMilli(at + offset).atZone(ZoneId.systemDefault()));
  }

  private String in(Text text) {
    return text.in(language);
  }

  /** One gateway: what its lines lack, then its failures. */
  void gateway(int number, List<Lacks.Lack> lacks, Diagnosis diagnosis) {
    lines.add(in(new Text("Gateway ", "ゲートウェイ ")) + number);
    for (Lacks.Lack lack : lacks) {
      lines.add("  " + in(lack.what()));
      row(new Text("Fix", "対処"), in(CauseTexts.remedy(Remedy.Kind.COMPLETE)));
      typed(List.of(lack.line()));
    }
    int count = 1;
    for (Entry entry : diagnosis == null ? List.<Entry>of() : diagnosis.entries()) {
      entry(count++, entry, diagnosis);
    }
    lines.add("");
  }

  private void entry(int count, Entry entry, Diagnosis diagnosis) {
    Failure failure = entry.failure();
    lines.add("  [" + count + "] " + clock.apply(entry.last()) + "  " + state(entry));
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

  private String state(Entry entry) {
    String text = in(CauseTexts.end(entry.end()));
    if (!entry.isCurrent()) {
      text += " (" + clock.apply(entry.endedAt()) + ")";
    }
    if (entry.count() > 1) {
      text +=
          in(
              new Text(
                  ", " + entry.count() + " times since " + clock.apply(entry.first()),
                  "、" + clock.apply(entry.first()) + " から" + entry.count() + "回"));
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

  List<String> lines() {
    return lines;
  }
}
