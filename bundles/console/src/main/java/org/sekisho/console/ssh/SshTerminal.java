package org.sekisho.console.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.karaf.shell.api.console.SignalListener;
import org.apache.karaf.shell.support.terminal.SignalSupport;
import org.apache.sshd.server.Environment;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;

/**
 * The user's terminal at the other end of an SSH channel. It is also a terminal of Karaf's shell,
 * which the command {@code shell} hands it to.
 */
final class SshTerminal extends ExternalTerminal
    implements org.apache.karaf.shell.api.console.Terminal {

  private static final Set<String> KNOWN =
      Set.of(
          "ansi",
          "dumb",
          "rxvt",
          "rxvt-basic",
          "rxvt-unicode",
          "rxvt-unicode-256color",
          "screen",
          "screen-256color",
          "xterm",
          "xterm-256color");

  private final SignalSupport signals = new SignalSupport();

  SshTerminal(Environment environment, InputStream in, OutputStream out) throws IOException {
    super("sekisho", type(environment.getEnv()), in, out, StandardCharsets.UTF_8);
    resize(environment);
    environment.addSignalListener(
        (channel, signal) -> {
          resize(environment);
          raise(Signal.WINCH);
        },
        org.apache.sshd.server.Signal.WINCH);
    environment.addSignalListener(
        (channel, signal) -> raise(Signal.INT), org.apache.sshd.server.Signal.INT);
  }

  /** Types JLine has a description of; for others it would start a program to ask. */
  private static String type(Map<String, String> environment) {
    String type = environment.getOrDefault(Environment.ENV_TERM, "dumb");
    if (KNOWN.contains(type)) {
      return type;
    }
    if (type.startsWith("tmux") || type.startsWith("screen")) {
      return "screen-256color";
    }
    if (type.startsWith("rxvt")) {
      return "rxvt";
    }
    return type.isEmpty() || type.equals("unknown") ? "dumb" : "xterm";
  }

  private void resize(Environment environment) {
    int columns = number(environment.getEnv().get(Environment.ENV_COLUMNS), 80);
    int lines = number(environment.getEnv().get(Environment.ENV_LINES), 24);
    setSize(new Size(columns, lines));
  }

  private static int number(String text, int otherwise) {
    if (text == null || !text.matches("\\d{1,4}") || Integer.parseInt(text) == 0) {
      return otherwise;
    }
    return Integer.parseInt(text);
  }

  @Override
  public int getWidth() {
    return getSize().getColumns();
  }

  @Override
  public int getHeight() {
    return getSize().getRows();
  }

  @Override
  public boolean isAnsiSupported() {
    return !getType().equals("dumb");
  }

  @Override
  public boolean isEchoEnabled() {
    return echo();
  }

  @Override
  public void setEchoEnabled(boolean enabled) {
    echo(enabled);
  }

  @Override
  public void addSignalListener(
      SignalListener listener, org.apache.karaf.shell.api.console.Signal... which) {
    signals.addSignalListener(listener, which);
  }

  @Override
  public void addSignalListener(
      SignalListener listener, EnumSet<org.apache.karaf.shell.api.console.Signal> which) {
    signals.addSignalListener(listener, which);
  }

  @Override
  public void addSignalListener(SignalListener listener) {
    signals.addSignalListener(listener);
  }

  @Override
  public void removeSignalListener(SignalListener listener) {
    signals.removeSignalListener(listener);
  }
}
