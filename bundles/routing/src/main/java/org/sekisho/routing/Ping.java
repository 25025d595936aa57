package org.sekisho.routing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.sekisho.api.config.Command;
import org.sekisho.api.config.CommandCall;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.CommandException;
import org.sekisho.api.config.CommandSpec;
import org.sekisho.api.config.ParameterType;

/** The command {@code ping}, done by iputils' ping. */
@Component
public final class Ping implements CommandContributor {

  private static final String WORD = "WORD";
  private static final int LOOK_MILLIS = 100;

  private final List<Command> commands =
      List.of(
          Command.operation(
              CommandSpec.operation("ping {WORD}")
                  .parameter(
                      WORD,
                      ParameterType.text(255),
                      "[-s SIZE] [-c COUNT] [-sa ADDRESS] [-w SECONDS] HOST",
                      "[-s データ長] [-c 回数] [-sa 始点アドレス] [-w 間隔] ホスト")
                  .user()
                  .help("Checks whether a host answers", "ホストからの応答を確認する")
                  .example("ping -c 3 192.168.100.2")
                  .build(),
              Ping::run));

  @Override
  public Collection<Command> commands() {
    return commands;
  }

  private static void run(CommandCall call) throws CommandException {
    List<String> words = call.arguments().all(WORD).stream().map(String.class::cast).toList();
    PingRequest request = PingRequest.parse(words);
    Process process = start(request);
    try {
      watch(call, process);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(PingRequest request) throws CommandException {
    ProcessBuilder builder = new ProcessBuilder(request.command()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new CommandException(
          "The command ping cannot be run; install iputils-ping",
          "pingコマンドを実行できません。iputils-pingをインストールしてください");
    }
  }

  private static void watch(CommandCall call, Process process)
      throws CommandException, InterruptedException {
    BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(process, lines), "sekisho-ping");
    reader.setDaemon(true);
    reader.start();
    PingReport report = new PingReport();
    String lastWords = "";
    while (!call.session().interrupted() && !call.out().checkError()) {
      Optional<String> line = lines.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (line == null) {
        continue;
      }
      if (line.isEmpty()) {
        break;
      }
      lastWords = line.get();
      report
          .take(lastWords)
          .ifPresent(text -> call.out().println(text.in(call.session().language())));
    }
    if (!report.anySent() && lastWords.startsWith("ping: ")) {
      String why = lastWords.substring("ping: ".length());
      throw new CommandException(why, why);
    }
    call.out().println(report.summary().in(call.session().language()));
  }

  /** Hands the lines on; an empty one marks the end. */
  private static void read(Process process, BlockingQueue<Optional<String>> lines) {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reader.readLine()) != null) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      // the process was ended by us: its output ends with it
    } finally {
      lines.add(Optional.empty());
    }
  }
}
