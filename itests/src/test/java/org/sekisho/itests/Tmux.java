package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A real terminal, tmux's: what a program draws on it is read back as a screen. Screens are
 * compared with files of the test's resources; {@code -Dterminal.write=true} writes those anew.
 */
final class Tmux implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** A screen that is written down is drawn to its end by then; whoever writes it looks at it. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final boolean WRITE = Boolean.getBoolean("terminal.write");

  private final String socket;

  /**
   * Opens a terminal.
   *
   * @param socket name of the tmux server, one of its own
   * @param command what runs in it, as the shell takes it
   */
  Tmux(String socket, int columns, int lines, String command) {
    this.socket = socket;
    tmux(
        "new-session",
        "-d",
        "-x",
        Integer.toString(columns),
        "-y",
        Integer.toString(lines),
        "exec " + command);
  }

  /** Types a text as it is. */
  Tmux type(String text) {
    tmux("send-keys", "-l", text);
    return this;
  }

  /** Presses a key by the name tmux has for it. */
  Tmux key(String name) {
    tmux("send-keys", name);
    return this;
  }

  /** Types a line and Enter. */
  Tmux line(String text) {
    return type(text).key("Enter");
  }

  /** Pastes lines, each with its Enter. */
  void paste(List<String> lines) {
    try {
      Path file = Files.createTempFile("sekisho-itest", ".paste");
      try {
        Files.write(file, lines);
        tmux("load-buffer", file.toString());
        tmux("paste-buffer");
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the window another size, and waits until the program in it may know. */
  void resize(int columns, int lines) {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(lines));
    String device = tmux("display-message", "-p", "#{pane_tty}").strip();
    String size = lines + " " + columns;
    Await.until(
        PATIENCE,
        "size " + size + " of " + device,
        () -> Command.run("stty", "-F", device, "size").orFail().output().strip().equals(size),
        this::screen);
  }

  /** Clears the screen, up to the line that is being typed. */
  Tmux clear() {
    key("C-l");
    await("an empty screen", screen -> screen.lines().count() == 1);
    return this;
  }

  /** The screen without blanks at the ends of lines and without empty lines below. */
  String screen() {
    return tmux("capture-pane", "-p").replaceAll("(?m)[ \t]+$", "").stripTrailing();
  }

  /** Waits until the screen is as wanted. */
  void await(String what, Predicate<String> wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String screen = screen();
    while (!wanted.test(screen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " on the screen; there is:\n" + screen);
      }
      Await.pause(PAUSE);
      screen = screen();
    }
  }

  /** Waits until the screen ends with a text. */
  Tmux awaitEnd(String text) {
    await(text, screen -> screen.endsWith(text));
    return this;
  }

  /** Waits until the screen is that of the file {@code terminal/NAME.txt}. */
  void expect(String name) {
    if (WRITE) {
      write(name);
      return;
    }
    String wanted = String.join("\n", resource(name + ".txt"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!screen().equals(wanted) && System.nanoTime() < end) {
      Await.pause(PAUSE);
    }
    assertEquals(wanted, screen(), name);
  }

  /** The lines of a file in the folder {@code terminal} of the resources. */
  static List<String> resource(String name) {
    try (InputStream in = Tmux.class.getResourceAsStream("/terminal/" + name)) {
      if (in == null) {
        throw new AssertionError("no terminal/" + name + "; -Dterminal.write=true writes it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name) {
    Await.pause(SETTLED);
    Path folder = Path.of(System.getProperty("sekisho.root"), "itests/src/test/resources/terminal");
    try {
      Files.writeString(folder.resolve(name + ".txt"), screen() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the program has ended. */
  void awaitClosed() {
    Await.until(
        PATIENCE,
        "the end of the program",
        () -> !Command.run(arguments("has-session")).succeeded(),
        this::screen);
  }

  private String tmux(String... arguments) {
    return Command.run(arguments(arguments)).orFail().output();
  }

  private String[] arguments(String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("env", "LC_ALL=C.UTF-8", "tmux", "-u", "-L", socket, "-f", "/dev/null"));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  @Override
  public void close() {
    Command.run(arguments("kill-server"));
  }
}
