package org.sekisho.ike.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sekisho.api.config.Text;
import org.sekisho.api.ipsec.TrafficSelector;
import org.sekisho.ike.config.Identity;
import org.sekisho.ike.diagnosis.Advice;
import org.sekisho.ike.diagnosis.CauseTexts;
import org.sekisho.ike.diagnosis.Comparison;
import org.sekisho.ike.diagnosis.Diagnosis;
import org.sekisho.ike.diagnosis.Evidence;
import org.sekisho.ike.diagnosis.Failure;
import org.sekisho.ike.diagnosis.Keywords;
import org.sekisho.ike.diagnosis.Offer;
import org.sekisho.ike.diagnosis.Trust;
import org.sekisho.ike.message.NotifyType;
import org.sekisho.ike.message.Proposal;
import org.sekisho.ike.message.Transform;

/** Both sides of a failure as lines of the console: a label and what follows it. */
final class EvidenceTexts {

  private static final int MOST_PROPOSALS = 6;

  private final Diagnosis diagnosis;
  private final Advice advice;
  private final List<Row> rows = new ArrayList<>();

  /**
   * One line.
   *
   * @param label what it is about; empty to go on with the line before
   * @param text what is known
   */
  record Row(Text label, Text text) {}

  private EvidenceTexts(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
    this.advice = new Advice(diagnosis.config(), diagnosis.peer());
  }

  static List<Row> of(Diagnosis diagnosis, Failure failure) {
    EvidenceTexts texts = new EvidenceTexts(diagnosis);
    texts.evidence(failure);
    return texts.rows;
  }

  private void evidence(Failure failure) {
    if (failure.evidence() instanceof Evidence.Algorithms e) {
      algorithms(failure, e);
    } else if (failure.evidence() instanceof Evidence.Names e) {
      names(e);
    } else if (failure.evidence() instanceof Evidence.Path e) {
      path(e);
    } else if (failure.evidence() instanceof Evidence.Selectors e) {
      selectors(e);
    } else if (failure.evidence() instanceof Evidence.Method e) {
      both(peer(), method(e.theirs()));
    } else if (failure.evidence() instanceof Evidence.Notification e) {
      same(peer(), NotifyType.name(e.type()));
      asked();
    }
  }

  private static Text peer() {
    return new Text("Peer", "相手");
  }

  private static Text ours() {
    return new Text("Ours", "自分");
  }

  private void same(Text label, String text) {
    rows.add(new Row(label, new Text(text, text)));
  }

  private void both(Text label, Text text) {
    rows.add(new Row(label, text));
  }

  private void algorithms(Failure failure, Evidence.Algorithms e) {
    Offer offer = advice.offer(failure);
    if (e.wantedGroup().isPresent()) {
      String group = Keywords.groupName(e.wantedGroup().getAsInt());
      both(peer(), new Text("wants group " + group, "グループ " + group + " を要求"));
    } else if (offer.isKnown()) {
      source(failure, e, offer);
      offer.proposals().stream()
          .limit(MOST_PROPOSALS)
          .forEach(p -> same(new Text("", ""), p.number() + ": " + proposal(p)));
    } else {
      both(peer(), new Text("refused without saying what it wants", "拒否しました (希望する内容は不明です)"));
    }
    if (e.sentGroup().isPresent()) {
      String sent = Keywords.groupName(e.sentGroup().getAsInt());
      both(new Text("Sent", "送信"), new Text("key exchange " + sent, "鍵交換 " + sent));
    }
    same(ours(), transforms(e.ours()));
    advice.compare(failure).filter(c -> e.wantedGroup().isEmpty()).ifPresent(this::comparison);
  }

  private void source(Failure failure, Evidence.Algorithms e, Offer offer) {
    boolean here = e.theirs().isKnown();
    boolean proved = here ? failure.trust() == Trust.AUTHENTICATED : diagnosis.peer().keyIsRight();
    Text what =
        offer.choice()
            ? new Text("would choose, out of everything", "全アルゴリズムを提示した場合の選択")
            : here
                ? new Text("offers", "提案")
                : new Text("offered in an attempt of its own", "相手からの試行時の提案");
    both(
        peer(),
        proved
            ? what
            : new Text(what.english() + " (not authenticated)", what.japanese() + " (未認証)"));
  }

  private void comparison(Comparison nearest) {
    same(
        new Text("Nearest", "最も近い提案"),
        nearest.proposal().number() + ": " + proposal(nearest.proposal()));
    for (Comparison.Difference d : nearest.differences()) {
      Text field = CauseTexts.field(d.field());
      String theirs = transforms(d.theirs());
      String own = transforms(d.ours());
      both(
          new Text("Differs", "相違"),
          new Text(
              field.english() + ": peer " + theirs + "; ours " + own,
              field.japanese() + ": 相手 " + theirs + "、自分 " + own));
    }
  }

  private static String proposal(Proposal p) {
    return transforms(p.transforms());
  }

  private static String transforms(List<Transform> transforms) {
    return transforms.stream()
        .filter(t -> t.type() != Transform.ESN)
        .map(Keywords::name)
        .collect(Collectors.joining(" "));
  }

  private void names(Evidence.Names e) {
    e.theirs()
        .ifPresent(id -> both(peer(), new Text("calls itself " + id, "自身を " + id + " と名乗っています")));
    e.theirs().ifPresent(id -> name("remote name", e.expected()));
    e.asked()
        .ifPresent(
            id -> both(peer(), new Text("calls this router " + id, "このルーターを " + id + " と呼んでいます")));
    e.asked().ifPresent(id -> name("local name", e.own()));
  }

  private void name(String line, Optional<Identity> configured) {
    same(
        ours(),
        "ipsec ike "
            + line
            + " "
            + diagnosis.config().number()
            + ": "
            + configured.map(Identity::toString).orElse("-"));
  }

  private void asked() {
    Optional<Identity> asked = diagnosis.peer().asked();
    if (asked.isPresent()) {
      both(
          peer(),
          new Text(
              "calls this router " + asked.get() + " in its own attempts",
              "相手からの試行ではこのルーターを " + asked.get() + " と呼んでいます"));
    }
    name("local name", diagnosis.config().localId());
  }

  private void path(Evidence.Path e) {
    same(new Text("Way", "経路"), e.local() + " > " + e.remote());
    if (!e.sendError().isEmpty()) {
      both(ours(), new Text("sending failed: " + e.sendError(), "送信エラー: " + e.sendError()));
    }
    e.unreachable()
        .ifPresent(
            u -> same(new Text("ICMP", "ICMP"), u.from().getHostAddress() + ": " + u.kind()));
    e.answersFrom()
        .ifPresent(
            a ->
                both(
                    peer(),
                    new Text("answers from " + a.getHostAddress(), a.getHostAddress() + " から応答")));
    if (e.answers4500()) {
      both(peer(), new Text("answers on UDP 4500 only", "UDP 4500でのみ応答"));
    }
  }

  private void selectors(Evidence.Selectors e) {
    if (e.isKnown()) {
      same(peer(), ranges(e.theirsHere()) + " <> " + ranges(e.theirsThere()));
    } else {
      both(peer(), new Text("refused without saying what it wants", "拒否しました (希望する内容は不明です)"));
    }
    same(ours(), ranges(e.oursHere()) + " <> " + ranges(e.oursThere()));
  }

  private static String ranges(List<TrafficSelector> selectors) {
    return selectors.stream().map(TrafficSelector::toString).collect(Collectors.joining(" "));
  }

  private static Text method(int number) {
    String name =
        switch (number) {
          case 0 -> "EAP";
          case 1 -> "RSA";
          case 2 -> "pre-shared key";
          case 3 -> "DSS";
          case 9, 10, 11 -> "ECDSA";
          case 14 -> "digital signature";
          default -> "method " + number;
        };
    return new Text("authenticates by " + name, "認証方式: " + name);
  }
}
