package org.sekisho.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs outside the JVM: argument arrays, a time limit, output and exit code. */
final class Command {

  /** Most programs of a lab answer at once; a router needs some seconds to stop. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * What a program did.
   *
   * @param arguments the program and its arguments
   * @param code its exit code
   * @param output standard output and standard error, in the order they came, without CR
   */
  record Result(List<String> arguments, int code, String output) {
    boolean succeeded() {
      return code == 0;
    }

    List<String> lines() {
      return output.lines().toList();
    }

    /** Fails the test when the program failed. */
    Result orFail() {
      if (!succeeded()) {
        throw new AssertionError(
            "exit code %d of %s:%n%s".formatted(code, String.join(" ", arguments), output));
      }
      return this;
    }
  }

  private Command() {}

  static Result run(String... arguments) {
    return run(LIMIT, List.of(arguments));
  }

  /** Runs a program to its end; a program that outlives the limit is killed and fails the test. */
  static Result run(Duration limit, List<String> arguments) {
    try {
      Path output = Files.createTempFile("sekisho-itest", ".out");
      try {
        Process process = start(arguments, output);
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new AssertionError(
              "no end within %d s of %s:%n%s"
                  .formatted(limit.toSeconds(), String.join(" ", arguments), read(output)));
        }
        return new Result(arguments, process.exitValue(), read(output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + arguments, e);
    }
  }

  /** Starts a program whose output goes to a file; daemons it leaves behind keep no pipe open. */
  static Process start(List<String> arguments, Path output) throws IOException {
    return new ProcessBuilder(arguments)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8).replace("\r", "");
  }
}
