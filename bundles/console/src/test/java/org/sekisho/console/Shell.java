package org.sekisho.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.regex.Pattern;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** A person at a terminal: types keys and reads what appears, without colours and cursor moves. */
final class Shell implements AutoCloseable {

  private static final Pattern ESCAPES =
      Pattern.compile("\u001b(\\[[0-9;?]*[ -/]*[@-~]|[=>78]|[()][A-Z0-9])|\u0007|\u000f");

  private final ChannelShell channel;
  private final OutputStream keys;
  private final Screen screen = new Screen();

  Shell(ChannelShell channel) throws IOException {
    this.channel = channel;
    channel.setOut(screen);
    channel.setErr(screen);
    channel.open().verify(Ssh.PATIENCE);
    keys = channel.getInvertedIn();
  }

  /** Gathers output. */
  private static final class Screen extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Charset charset = StandardCharsets.UTF_8;
    private int read;

    @Override
    public synchronized void write(int b) {
      bytes.write(b);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] source, int from, int length) {
      bytes.write(source, from, length);
      notifyAll();
    }

    synchronized String all() {
      return ESCAPES.matcher(bytes.toString(charset)).replaceAll("");
    }

    synchronized String await(String text) throws InterruptedException {
      long end = System.nanoTime() + Ssh.PATIENCE.toNanos();
      while (true) {
        String all = all();
        int at = all.indexOf(text, Math.min(read, all.length()));
        if (at >= 0) {
          String seen = all.substring(read, at);
          read = at + text.length();
          return seen;
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError(
              "no <" + text + "> in <" + all.substring(Math.min(read, all.length())) + ">");
        }
        wait(left);
      }
    }
  }

  /** Types keys as they are; {@code \r} is Enter. */
  Shell type(String text) throws IOException {
    return type(text.getBytes(screen.charset));
  }

  /** Types bytes. */
  Shell type(byte[] bytes) throws IOException {
    keys.write(bytes);
    keys.flush();
    return this;
  }

  /** Waits for a text after what was read before; gives what came in between. */
  String expect(String text) throws InterruptedException {
    return screen.await(text);
  }

  /**
   * Types a line and waits for the next prompt; gives what was printed in between. Not for output
   * that has lines which begin as the prompt does.
   */
  String run(String line, String prompt) throws IOException, InterruptedException {
    type(line + "\r");
    String seen = expect("\n" + prompt).replace("\r", "");
    int echo = seen.indexOf('\n');
    return echo < 0 ? "" : seen.substring(echo + 1).strip();
  }

  /** Becomes administrator. */
  Shell administrator() throws IOException, InterruptedException {
    expect("> ");
    type("administrator\r");
    expect("Password: ");
    type(TestRouter.ADMINISTRATOR_PASSWORD + "\r");
    expect("# ");
    return this;
  }

  /** All that appeared. */
  String all() {
    return screen.all();
  }

  /** Reads in another encoding from now on. */
  void charset(Charset charset) {
    screen.charset = charset;
  }

  /** The window has another size. */
  void resize(int columns, int lines) throws IOException {
    channel.sendWindowChange(columns, lines);
  }

  /** Waits for the end; gives the exit code. */
  int awaitEnd() {
    if (!channel
        .waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Ssh.PATIENCE)
        .contains(ClientChannelEvent.CLOSED)) {
      throw new AssertionError("the session goes on: " + all());
    }
    return channel.getExitStatus() == null ? -1 : channel.getExitStatus();
  }

  /** Whether the session is there. */
  boolean open() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close(false).await(Ssh.PATIENCE);
  }
}
