package org.sekisho.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network namespace of a test's own; a second JVM runs the checks in it. */
public final class Namespace implements AutoCloseable {

  private final String name = "sekisho-test-" + ProcessHandle.current().pid();

  /** Makes it, with loopback up. */
  public Namespace() {
    try {
      run(List.of("ip", "netns", "add", name));
      run(List.of("ip", "-n", name, "link", "set", "lo", "up"));
    } catch (IOException e) {
      throw new AssertionError(
          "this test makes a network namespace: run it as root, with iproute2 installed"
              + " (sudo apt-get install iproute2; sudo ./sekisho test)",
          e);
    }
  }

  /** Runs the main method of a class inside; its exit code must be 0. */
  public void java(Class<?> main, String... arguments) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "ip",
                "netns",
                "exec",
                name,
                System.getProperty("java.home") + "/bin/java",
                "-ea",
                "-cp",
                classPath,
                main.getName()));
    command.addAll(List.of(arguments));
    run(command);
  }

  /** Runs a command and returns what it printed. */
  public static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("no end after 60 s: " + String.join(" ", command));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          command.get(command.size() - 1) + ": exit " + process.exitValue() + "\n" + output);
    }
    return output;
  }

  @Override
  public void close() throws IOException {
    run(List.of("ip", "netns", "delete", name));
  }
}
