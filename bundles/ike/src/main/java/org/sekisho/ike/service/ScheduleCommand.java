package org.sekisho.ike.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Text;
import org.sekisho.api.ike.SaStatus;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.ike.engine.SaSchedule;

/** {@code show ipsec sa schedule}: who renews which SA when, and what happens if nobody does. */
final class ScheduleCommand {

  private static final Shape<SaSchedule> ENTRY =
      Shape.<SaSchedule>fields()
          .integers("numbers", "numbers of the SA, or of both SAs of the pair", SaSchedule::numbers)
          .bool("ike", "whether it is an IKE SA", s -> s.kind() == SaStatus.Kind.IKE)
          .word("state", "where it stands in its life", SaStatus.State.class, SaSchedule::state)
          .integer("gateway", "gateway number", SaSchedule::gateway)
          .integer("tunnel", "tunnel bound to the gateway", SaSchedule::tunnel)
          .integer("age_seconds", "since it was established", SaSchedule::age)
          .integer(
              "renewal_seconds",
              "until this router renews it; null if it does not",
              SaSchedule::renewal)
          .integer(
              "peer_renewal_seconds",
              "until the peer does, going by what it did last; null if that is not known",
              SaSchedule::peerRenewal)
          .integer("end_seconds", "until it ends if nobody renews it", SaSchedule::end)
          .build();

  private ScheduleCommand() {}

  static Command of(ServiceAccess ike) {
    return Command.operation(
        CommandSpec.operation("show ipsec sa schedule")
            .user()
            .help("Show when SAs are renewed, and by whom", "SAの更新の予定を表示する")
            .build(),
        Show.of(
            Shape.rows("schedule", "an entry an IKE SA and an entry a pair of CHILD SAs", ENTRY),
            call -> ike.ask(e -> e.schedule(ControlThread.now())),
            ScheduleCommand::lines));
  }

  private static List<String> lines(List<SaSchedule> all, Language language) {
    List<String> lines = new ArrayList<>();
    if (all.isEmpty()) {
      lines.add(new Text("There is no SA", "SAはありません").in(language));
    }
    for (SaSchedule s : all) {
      lines.add(head(s).in(language));
      lines.add("  " + renewal(s).in(language));
      lines.add("  " + end(s).in(language));
    }
    return lines;
  }

  private static Text head(SaSchedule s) {
    String numbers = s.numbers().stream().map(String::valueOf).collect(Collectors.joining("/"));
    String kind = s.kind() == SaStatus.Kind.IKE ? "IKE" : "CHILD (send/recv)";
    return new Text(
        "SA[" + numbers + "] " + kind + ", sgw " + s.gateway() + ", age " + time(s.age()),
        "SA[" + numbers + "] " + kind + "、sgw " + s.gateway() + "、経過 " + time(s.age()));
  }

  private static Text renewal(SaSchedule s) {
    if (s.state() == SaStatus.State.SUPERSEDED) {
      return new Text("Replaced by a newer SA: not renewed", "新しいSAに置き換え済み: 更新されません");
    }
    if (s.state() != SaStatus.State.ESTABLISHED) {
      return new Text("Being made or deleted: not renewed", "生成または削除中: 更新されません");
    }
    boolean peerFirst =
        s.peerRenewal().isPresent()
            && (s.renewal().isEmpty() || s.peerRenewal().getAsLong() < s.renewal().getAsLong());
    String ours = when(s.renewal());
    String peers = when(s.peerRenewal());
    if (peerFirst) {
      return s.renewal().isPresent()
          ? new Text(
              "The peer likely renews it in "
                  + peers
                  + " (as it did last); else this router in "
                  + ours,
              "おそらく相手が " + peers + " 後に更新 (前回の実績)。なければこのルーターが " + ours + " 後に更新")
          : new Text(
              "The peer likely renews it in " + peers + " (as it did last); this router never does",
              "おそらく相手が " + peers + " 後に更新 (前回の実績)。このルーターは更新しません");
    }
    if (s.renewal().isPresent()) {
      return new Text("This router renews it in " + ours, "このルーターが " + ours + " 後に更新");
    }
    return new Text(
        "This router does not renew it; when the peer does is not known",
        "このルーターは更新しません。相手の更新時期は不明です");
  }

  private static Text end(SaSchedule s) {
    if (s.end().isEmpty()) {
      return new Text("Waits for the peer to confirm its end", "相手による削除の確認を待っています");
    }
    String in = when(s.end());
    if (s.state() == SaStatus.State.SUPERSEDED) {
      return new Text(
          "Receives until the peer deletes it, at the latest for " + in,
          "相手が削除するまで受信を続けます (最長 " + in + ")");
    }
    return s.kind() == SaStatus.Kind.IKE
        ? new Text(
            "If nobody does, it ends in " + in + " together with its CHILD SAs, and is made anew",
            "更新されない場合は " + in + " 後にCHILD SAと共に終了し、新たに生成されます")
        : new Text(
            "If nobody does, it ends in " + in + ": no packet passes until a new one is made",
            "更新されない場合は " + in + " 後に終了し、新しいSAができるまで通信が途切れます");
  }

  private static String when(OptionalLong seconds) {
    return seconds.isPresent() ? time(seconds.getAsLong()) : "-";
  }

  private static String time(long seconds) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
