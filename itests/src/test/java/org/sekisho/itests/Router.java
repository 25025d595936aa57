package org.sekisho.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The router under test: the assembled distribution in the branch namespace (lab/router). */
final class Router {

  /** Ten seconds on a machine that has nothing else to do. */
  static final Duration BOOT = Duration.ofSeconds(180);

  private final String prefix;

  Router(String prefix) {
    this.prefix = prefix;
  }

  /** Boots it with a first configuration and waits for its console. */
  void start(List<String> configuration) {
    withFile(
        configuration,
        file -> router("start", "--config", file, "--dist", Lab.distribution()).orFail());
    awaitConsole();
  }

  /**
   * Boots it like {@link #start(List)}, with properties.
   *
   * @param properties as {@code bin/sekisho --set} takes them
   */
  void startWith(List<String> properties, List<String> configuration) {
    withFile(
        configuration,
        file -> {
          List<String> options =
              new ArrayList<>(List.of("--config", file, "--dist", Lab.distribution()));
          options.addAll(set(properties));
          router("start", options.toArray(String[]::new)).orFail();
        });
    awaitConsole();
  }

  /**
   * Kills it, which is quicker than an orderly stop, and starts it with the data it left and other
   * properties.
   */
  void restartWith(List<String> properties) {
    kill();
    List<String> options = new ArrayList<>(List.of("--keep"));
    options.addAll(set(properties));
    router("start", options.toArray(String[]::new)).orFail();
    awaitConsole();
  }

  private static List<String> set(List<String> properties) {
    return properties.stream().flatMap(property -> Stream.of("--set", property)).toList();
  }

  /** The same, with the files of a folder as its certificate files. */
  void start(List<String> configuration, Path pki) {
    withFile(
        configuration,
        file ->
            router("start", "--config", file, "--dist", Lab.distribution(), "--pki", pki.toString())
                .orFail());
    awaitConsole();
  }

  /** Boots it without a configuration. */
  void startEmpty() {
    start(List.of("# empty"));
  }

  private void awaitConsole() {
    router("wait", Long.toString(BOOT.toSeconds())).orFail();
  }

  /** SIGTERM, and wait for its end. */
  void stop() {
    router("stop").orFail();
  }

  /** SIGKILL. */
  void kill() {
    router("kill").orFail();
  }

  /** Starts it again with the data it left. */
  void startAgain() {
    router("start", "--keep").orFail();
    awaitConsole();
  }

  /** Runs one line of the console, whatever comes of it. */
  Command.Result exec(String line) {
    return router("exec", line);
  }

  /** Runs one line of the console from the LAN host, whatever comes of it. */
  Command.Result execFromLan(String line) {
    return router("from-lan", line);
  }

  /** Runs one line that must be accepted; returns what it printed. */
  String show(String line) {
    return exec(line).orFail().output();
  }

  /** Types lines in one session of the console; returns the dialogue. */
  Command.Result type(List<String> lines) {
    Command.Result[] result = new Command.Result[1];
    withFile(lines, file -> result[0] = router("type", file));
    return result[0];
  }

  /** Where it has its state; files for it must be readable to all. */
  Path data() {
    String base = System.getenv().getOrDefault("SEKISHO_LAB_DATA", "/var/tmp/sekisho-lab");
    return Path.of(base, "router", prefix, "data");
  }

  /** The event log, each line without its time. */
  List<String> log() {
    return show("show log").lines().map(Router::withoutTime).toList();
  }

  private static String withoutTime(String line) {
    return line.replaceFirst("^\\d{4}/\\d{2}/\\d{2} \\d{2}:\\d{2}:\\d{2}: ", "");
  }

  /** Its process. */
  ProcessHandle process() {
    long pid = Long.parseLong(router("pid").orFail().output().strip());
    return ProcessHandle.of(pid).orElseThrow();
  }

  /** What the process printed. */
  String output() {
    return router("output").output();
  }

  void down() {
    router("down");
  }

  private Command.Result router(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(Lab.script("router"), command, prefix));
    all.addAll(List.of(arguments));
    return Command.run(BOOT.plusSeconds(30), all);
  }

  private interface FileUse {
    void use(String file);
  }

  private static void withFile(List<String> lines, FileUse use) {
    try {
      Path file = Files.createTempFile("sekisho-itest", ".conf");
      try {
        Files.write(file, lines);
        use.use(file.toString());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
