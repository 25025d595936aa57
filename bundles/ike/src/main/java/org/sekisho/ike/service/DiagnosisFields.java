package org.sekisho.ike.service;

import java.util.List;
import java.util.Optional;
import org.sekisho.api.show.Shape;
import org.sekisho.ike.diagnosis.Advice;
import org.sekisho.ike.diagnosis.Cause;
import org.sekisho.ike.diagnosis.CauseTexts;
import org.sekisho.ike.diagnosis.Diagnosis;
import org.sekisho.ike.diagnosis.Entry;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Remedy;
import org.sekisho.ike.diagnosis.Stage;
import org.sekisho.ike.diagnosis.Trust;

/** What {@code show ipsec diagnosis} is in JSON. */
final class DiagnosisFields {

  private static final Shape<Lacks.Lack> LACK =
      Shape.<Lacks.Lack>fields()
          .text("what", "what is missing, in English", l -> l.what().english())
          .text("line", "the line that adds it", Lacks.Lack::line)
          .build();

  private static final Shape<EvidenceTexts.Row> EVIDENCE =
      Shape.<EvidenceTexts.Row>fields()
          .text(
              "label",
              "whose side, in English; empty: goes on with the one before",
              r -> r.label().english())
          .text("text", "what is known, in English", r -> r.text().english())
          .build();

  private static final Shape<Remedy> REMEDY =
      Shape.<Remedy>fields()
          .word("kind", "what to do", Remedy.Kind.class, Remedy::kind)
          .text("text", "the same in English", r -> CauseTexts.remedy(r.kind()).english())
          .texts("lines", "what to type; words in `<>` are to be replaced", Remedy::lines)
          .build();

  private static final Shape<One> FAILURE =
      Shape.<One>fields()
          .word("cause", "why", Cause.class, o -> o.failure().cause())
          .text("text", "the same in English", o -> CauseTexts.cause(o.failure()).english())
          .word("stage", "how far it had come", Stage.class, o -> o.failure().stage())
          .bool("started_here", "whether this router began", o -> o.failure().weStarted())
          .word("trust", "who vouches for the peer's part", Trust.class, o -> o.failure().trust())
          .integer("count", "how often it was seen", o -> o.entry.count())
          .time("first", "when it was first seen", o -> o.gateway.time(o.entry.first()))
          .time("last", "when it was last seen", o -> o.gateway.time(o.entry.last()))
          .word(
              "end",
              "what has become of it; none while it holds",
              Entry.End.class,
              o -> o.entry.end())
          .time("ended", "since when", One::ended)
          .list("evidence", "both sides", EVIDENCE, One::evidence)
          .list("remedies", "ways out, the likeliest first", REMEDY, One::remedies)
          .build();

  private static final Shape<DiagnosisPage.Gateway> GATEWAY =
      Shape.<DiagnosisPage.Gateway>fields()
          .integer("gateway", "gateway number", DiagnosisPage.Gateway::number)
          .bool(
              "up",
              "whether its tunnel is up; null while the engine does not know the gateway",
              g -> g.diagnosis().map(Diagnosis::up))
          .list("lacks", "lines it cannot do without", LACK, DiagnosisPage.Gateway::lacks)
          .list("failures", "those that hold, then the newest", FAILURE, DiagnosisFields::failures)
          .build();

  static final Shape<DiagnosisPage.Data> PAGE =
      Shape.<DiagnosisPage.Data>fields()
          .list("gateways", "those with failures", GATEWAY, DiagnosisPage.Data::gateways)
          .build();

  private DiagnosisFields() {}

  private static List<One> failures(DiagnosisPage.Gateway gateway) {
    return gateway.diagnosis().map(Diagnosis::entries).orElse(List.of()).stream()
        .map(e -> new One(gateway, gateway.diagnosis().orElseThrow(), e))
        .toList();
  }

  /** One failure with what is around it. */
  private record One(DiagnosisPage.Gateway gateway, Diagnosis diagnosis, Entry entry) {
    Failure failure() {
      return entry.failure();
    }

    Optional<?> ended() {
      return entry.isCurrent() ? Optional.empty() : Optional.of(gateway.time(entry.endedAt()));
    }

    List<EvidenceTexts.Row> evidence() {
      return EvidenceTexts.of(diagnosis, failure());
    }

    List<Remedy> remedies() {
      return new Advice(diagnosis.config(), diagnosis.peer()).remedies(failure());
    }
  }
}
