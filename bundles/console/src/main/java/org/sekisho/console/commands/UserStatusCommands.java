package org.sekisho.console.commands;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.TimeZone;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.Level;
import org.sekisho.console.session.ConsoleSession;
import org.sekisho.console.session.Router;

/** {@code show status user}. */
public final class UserStatusCommands {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd HH:mm");

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
            this::show));
  }

  private void show(CommandCall call) {
    PrintWriter out = call.out();
    out.println(call.text("(*: your own session, +: administrator)", "(*: 自分自身のセッション, +: 管理ユーザー)"));
    out.println(
        "   %-16s %-10s %-12s %-10s %s"
            .formatted(
                call.text("User", "ユーザー名"),
                call.text("Connection", "接続種別"),
                call.text("Login", "ログイン"),
                call.text("Idle", "アイドル"),
                call.text("Address", "IPアドレス")));
    out.println("-".repeat(70));
    long now = System.nanoTime();
    for (ConsoleSession s : router.sessions()) {
      Duration idle = Duration.ofNanos(Math.max(0, now - s.lastInput()));
      ZonedDateTime since = ZonedDateTime.ofInstant(s.since(), TimeZone.getDefault().toZoneId());
      out.println(
          "%s%s %-16s %-10s %-12s %-10s %s"
              .formatted(
                  s == call.session() ? "*" : " ",
                  s.level() == Level.ADMINISTRATOR ? "+" : " ",
                  s.user().isEmpty() ? "-" : s.user(),
                  s.origin(),
                  TIME.format(since),
                  "%d:%02d:%02d"
                      .formatted(idle.toHours(), idle.toMinutesPart(), idle.toSecondsPart()),
                  s.login().remote()));
    }
  }
}
