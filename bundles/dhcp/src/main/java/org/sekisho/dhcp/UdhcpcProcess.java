package org.sekisho.dhcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * udhcpc as a child process. It ends with the router, however that ends: the kernel kills it when
 * the thread that started it is gone (prctl(2), PR_SET_PDEATHSIG, by setpriv(1)), so that thread
 * stays with it.
 */
final class UdhcpcProcess implements Udhcpc {

  private static final List<String> FOLDERS =
      List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin");

  /** What to do when there is none; the sentence goes on. */
  static final String MISSING = "udhcpc is not installed; run: apt-get install udhcpc";

  @Override
  public Running start(List<String> arguments, Consumer<String> line, Runnable ended) {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread thread = new Thread(() -> run(arguments, line, ended, started), "sekisho-dhcp-client");
    thread.setDaemon(true);
    thread.start();
    return new Running() {
      @Override
      public void release() {
        started.thenAccept(Process::destroy);
      }

      @Override
      public void kill() {
        started.thenAccept(Process::destroyForcibly);
      }
    };
  }

  private static void run(
      List<String> arguments,
      Consumer<String> line,
      Runnable ended,
      CompletableFuture<Process> started) {
    try {
      Process process = launch(arguments);
      started.complete(process);
      try (BufferedReader reader = process.inputReader(StandardCharsets.ISO_8859_1)) {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
          line.accept(text);
        }
      }
    } catch (IOException e) {
      line.accept(e.getMessage());
    } finally {
      ended.run();
    }
  }

  private static Process launch(List<String> arguments) throws IOException {
    String program = find().orElseThrow(() -> new IOException(MISSING));
    List<String> command =
        new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "--", program));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // its script sees what it adds and nothing of ours
    builder.environment().clear();
    builder.environment().put("PATH", String.join(":", FOLDERS));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static Optional<String> find() {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, "udhcpc"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
