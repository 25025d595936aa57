package org.sekisho.config.commands;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.sekisho.api.config.Arguments;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;
import org.sekisho.api.log.EventLog;
import org.sekisho.config.running.ConfigLife;

/** {@code load}, and what undoes it when its author is cut off. */
final class LoadCommands {

  /** An RTX takes 120 seconds and more; shorter times do for who sits beside the router. */
  private static final ParameterType TIME = ParameterType.integer(10, 21_474_836);

  private final ConfigLife life;
  private final EventLog log;

  LoadCommands(ConfigLife life, EventLog log) {
    this.life = life;
    this.log = log;
  }

  Command load() {
    return Command.operation(
        CommandSpec.operation(
                "load ([config] CONFIG|file FILE) [difference] [silent|interactive]"
                    + " [no-configure-refresh] [no-key-generate] [rollback-timer=SECONDS]")
            .parameter("CONFIG", SavedCommands.NAME, "Saved configuration", "設定ファイルの番号")
            .parameter("FILE", ParameterType.text(1024), "File of this host", "ファイル名")
            .parameter(
                "SECONDS",
                TIME,
                "Time after which the old configuration is back unless confirm is typed",
                "confirm しない場合に元の設定に戻すまでの秒数")
            .help(
                "Lets a configuration run in place of the present one, as one change",
                "動作中の設定を、指定した設定に一括で置き換える")
            .example("load 1 difference rollback-timer=120")
            .build(),
        this::load);
  }

  private void load(CommandCall call) throws CommandException {
    Arguments arguments = call.arguments();
    boolean file = arguments.has("FILE");
    String name = file ? arguments.text("FILE") : "CONFIG" + arguments.text("CONFIG");
    byte[] content =
        file
            ? FileCommands.read(arguments.text("FILE"))
            : SavedCommands.read(life, arguments.text("CONFIG"));
    boolean interactive = arguments.has("interactive");
    if (interactive && !call.session().interactive()) {
      throw new CommandException(
          "interactive needs somebody at a console; leave it out",
          "interactive は対話的なコンソールでのみ使用できます");
    }
    if (!interactive && !arguments.has("silent")) {
      List<String> lines =
          arguments.has("difference")
              ? life.difference(Optional.empty(), content)
              : life.masked(content);
      for (int i = 0; i < lines.size() && !call.session().interrupted(); i++) {
        call.out().println(lines.get(i));
      }
      call.out().flush();
    }
    Optional<Duration> back =
        arguments.has("SECONDS")
            ? Optional.of(Duration.ofSeconds(arguments.integer("SECONDS")))
            : Optional.empty();
    Predicate<String> wanted = interactive ? line -> asks(call, line) : line -> true;
    ConfigLife.Loaded loaded = SavedCommands.withFiles(() -> life.load(content, wanted, back));
    log.info("Configuration loaded from \"" + name + "\" by " + call.session().origin());
    loaded.notices().forEach(n -> call.out().println(n.in(call.session().language())));
    loaded
        .refused()
        .forEach(
            r ->
                call.out()
                    .println(
                        call.text("Without effect: ", "無効な設定: ")
                            + r.in(call.session().language())));
    back.ifPresent(this::announce);
    back.ifPresent(
        b ->
            call.out()
                .println(
                    call.text(
                        "The old configuration comes back in "
                            + b.toSeconds()
                            + " seconds unless you type confirm",
                        b.toSeconds() + " 秒以内に confirm を実行しない場合、元の設定に戻ります")));
  }

  private void announce(Duration time) {
    log.info("The configuration goes back in " + time.toSeconds() + " s unless it is confirmed");
  }

  private static boolean asks(CommandCall call, String line) {
    String answer = call.session().ask(line + " (Y/N)", true);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  Command timer() {
    return Command.operation(
        CommandSpec.operation("rollback timer SECONDS")
            .parameter("SECONDS", TIME, "Seconds", "秒数")
            .help(
                "Undoes what is changed from now on unless confirm is typed in time",
                "指定した時間内に confirm しない場合、以後の設定変更を元に戻す")
            .example("rollback timer 120")
            .build(),
        call -> {
          Duration time = Duration.ofSeconds(call.arguments().integer("SECONDS"));
          SavedCommands.withFiles(
              () -> {
                life.rollbackAfter(time);
                return time;
              });
          announce(time);
        });
  }

  Command confirm() {
    return Command.operation(
        CommandSpec.operation("confirm")
            .help("Keeps a loaded configuration: stops the rollback timer", "変更した設定を確定する")
            .build(),
        call -> {
          if (!SavedCommands.withFiles(life::confirm)) {
            throw new CommandException(
                "No rollback timer is running: the configuration stays as it is",
                "ロールバックタイマーは動作していません");
          }
          log.info("Configuration confirmed by " + call.session().origin());
        });
  }
}
