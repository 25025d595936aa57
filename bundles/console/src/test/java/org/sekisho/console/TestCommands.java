package org.sekisho.console;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;

/** Commands that do what tests need: print, block, fail. */
final class TestCommands implements CommandContributor {

  /** Released when {@code test block} runs. */
  final CountDownLatch blocking = new CountDownLatch(1);

  private final List<Command> commands =
      List.of(
          Command.operation(
              CommandSpec.operation("show numbers COUNT")
                  .user()
                  .parameter("COUNT", ParameterType.integer(1, 1_000_000), "lines", "行数")
                  .help("Prints numbers", "番号を表示する")
                  .build(),
              TestCommands::numbers),
          Command.operation(
              CommandSpec.operation("test progress")
                  .user()
                  .help("Tells how far it is", "進捗を表示する")
                  .build(),
              TestCommands::progress),
          Command.operation(
              CommandSpec.operation("test columns")
                  .user()
                  .help("Prints the width", "幅を表示する")
                  .build(),
              call -> call.out().println("columns=" + call.session().columns())),
          Command.operation(
              CommandSpec.operation("test block").user().help("Waits", "待つ").build(), this::block),
          Command.operation(
              CommandSpec.operation("test fail").user().help("Fails", "失敗する").build(),
              call -> {
                throw new CommandException("It is broken; mend it", "壊れています");
              }),
          Command.operation(
              CommandSpec.operation("test fault").user().help("Has a fault", "故障").build(),
              call -> {
                throw new IllegalStateException("a bug");
              }),
          Command.setting(
              CommandSpec.setting("test value NUMBER TEXT")
                  .key("NUMBER", ParameterType.integer(1, 100_000), "number", "番号")
                  .parameter("TEXT", ParameterType.text(200), "text", "文字列")
                  .help("Stores a text", "文字列を保存する")
                  .build()));

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  /** Waits until {@code test block} runs. */
  void awaitBlocking() throws InterruptedException {
    if (!blocking.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("test block never ran");
    }
  }

  private static void numbers(CommandCall call) {
    int count = call.arguments().integer("COUNT");
    for (int i = 1; i <= count && !call.session().interrupted(); i++) {
      call.out().println("number " + i + " ;");
    }
  }

  private static void progress(CommandCall call) {
    for (int percent = 0; percent <= 100; percent++) {
      call.session().progress(percent + "% done");
    }
    call.out().println("that was all");
  }

  private void block(CommandCall call) {
    call.out().println("blocking");
    blocking.countDown();
    while (!call.session().interrupted()) {
      LockSupport.parkNanos(1_000_000);
    }
    call.out().println("interrupted");
  }
}
