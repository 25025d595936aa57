package org.sekisho.console.commands;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;
import org.sekisho.api.config.Text;
import org.sekisho.api.show.Shape;
import org.sekisho.api.show.Show;
import org.sekisho.console.session.Router;

/** {@code show status user}. */
public final class UserStatusCommands {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd HH:mm");

  private static final Text LEGEND =
      new Text("(*: your own session, +: administrator)", "(*: 自分自身のセッション, +: 管理ユーザー)");

  /** Japanese characters are two columns wide. */
  private static final Text HEAD =
      new Text(
          "   User             Connection Login        Idle       Address",
          "   ユーザー名       接続種別   ログイン     アイドル   IPアドレス");

  private static final Shape<Row> ROW =
      Shape.<Row>fields()
          .text("user", "user name, empty for the anonymous user", r -> r.user)
          .word("level", "present privilege", Level.class, r -> r.level)
          .text("connection", "how they came in, such as `SSH`", r -> r.origin)
          .text("address", "from where", r -> r.remote)
          .time("since", "when the session began", r -> r.since)
          .integer("idle_seconds", "since the last key", r -> r.idle.toSeconds())
          .bool("own", "whether it is the session that asks", r -> r.own)
          .build();

  private final Router router;

  /** Declares on a router. */
  public UserStatusCommands(Router router) {
    this.router = router;
  }

  /** The commands. */
  public List<Command> commands() {
    return List.of(
        Command.operation(
            CommandSpec.operation("show status user")
                .user()
                .help("Shows who is logged in", "ログイン中のユーザーを表示する")
                .build(),
            Show.of(
                Shape.rows("sessions", "the sessions that are open", ROW),
                this::rows,
                UserStatusCommands::lines)));
  }

  private List<Row> rows(CommandCall call) {
    long now = System.nanoTime();
    return router.sessions().stream()
        .map(
            s ->
                new Row(
                    s == call.session(),
                    s.level(),
                    s.user(),
                    s.origin(),
                    s.since(),
                    Duration.ofNanos(Math.max(0, now - s.lastInput())),
                    s.login().remote()))
        .toList();
  }

  private static List<String> lines(List<Row> rows, Language language) {
    List<String> lines = new ArrayList<>();
    lines.add(LEGEND.in(language));
    lines.add(HEAD.in(language));
    lines.add("-".repeat(70));
    for (Row r : rows) {
      ZonedDateTime since = ZonedDateTime.ofInstant(r.since, TimeZone.getDefault().toZoneId());
      lines.add(
          "%s%s %-16s %-10s %-12s %-10s %s"
              .formatted(
                  r.own ? "*" : " ",
                  r.level == Level.ADMINISTRATOR ? "+" : " ",
                  r.user.isEmpty() ? "-" : r.user,
                  r.origin,
                  TIME.format(since),
                  "%d:%02d:%02d"
                      .formatted(r.idle.toHours(), r.idle.toMinutesPart(), r.idle.toSecondsPart()),
                  r.remote));
    }
    return lines;
  }

  private record Row(
      boolean own,
      Level level,
      String user,
      String origin,
      Instant since,
      Duration idle,
      String remote) {}
}
