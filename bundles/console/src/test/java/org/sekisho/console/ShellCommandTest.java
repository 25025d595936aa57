package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code shell} and back, with a shell that does to its terminal and thread what Karaf's
 * ConsoleSessionImpl does.
 */
class ShellCommandTest {

  @TempDir Path data;
  private TestRouter router;
  private Ssh ssh;
  private Shell shell;

  @BeforeEach
  void start() throws Exception {
    router = TestRouter.started(data);
    router.console.shell = karaf();
    ssh = Ssh.key(router);
    shell = ssh.shell();
    shell.expect("# ");
  }

  @AfterEach
  void stop() throws Exception {
    shell.close();
    ssh.close();
    router.close();
  }

  private static SessionFactory karaf() {
    return (SessionFactory)
        Proxy.newProxyInstance(
            ShellCommandTest.class.getClassLoader(),
            new Class<?>[] {SessionFactory.class},
            (self, method, arguments) ->
                method.getName().equals("create") && arguments.length == 6
                    ? session(
                        (InputStream) arguments[0],
                        (PrintStream) arguments[1],
                        (Terminal) arguments[3])
                    : null);
  }

  private static Session session(InputStream in, PrintStream out, Terminal terminal) {
    assertTrue(in != null && out != null);
    return (Session)
        Proxy.newProxyInstance(
            ShellCommandTest.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (self, method, arguments) -> {
              if (method.getName().equals("run")) {
                run(out, terminal);
              }
              return null;
            });
  }

  /** Karaf's {@code exit} runs on a thread of its own: it interrupts the shell's and closes. */
  private static void run(PrintStream out, Terminal terminal) throws Exception {
    terminal.handle(Signal.INT, s -> {});
    LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
    out.println("a shell of " + terminal.getWidth());
    String line = "";
    try {
      line = reader.readLine("karaf> ");
    } catch (UserInterruptException | EndOfFileException e) {
      out.println("the end");
    }
    out.println("echo " + line);
    Thread caller = Thread.currentThread();
    Thread job =
        new Thread(
            () -> {
              try {
                terminal.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              caller.interrupt();
            });
    job.start();
    try {
      job.join();
    } catch (InterruptedException e) {
      caller.interrupt();
    }
  }

  @Test
  void theConsoleGoesOnAfterTheShell() throws Exception {
    shell.type("shell\r").expect("a shell of 80");
    shell.expect("karaf> ");
    shell.type("hello\r").expect("echo hello");
    shell.expect("# ");
    assertEquals("number 1 ;", shell.run("show numbers 1", "# "));
  }

  @Test
  void ctrlCStopsCommandsAgainAfterTheShell() throws Exception {
    shell.type("shell\r").expect("karaf> ");
    shell.type("hello\r").expect("# ");
    shell.type("test block\r").expect("blocking");
    router.commands.awaitBlocking();
    shell.type(new byte[] {3}).expect("interrupted");
    shell.expect("# ");
  }

  @Test
  void theEndOfTheConnectionEndsTheShellToo() throws Exception {
    shell.type("shell\r").expect("karaf> ");
    ssh.cut();
    router.log.await("Logout from SSH");
  }

  @Test
  void aScriptIsTold() throws Exception {
    Ssh.Result result = ssh.exec("shell");
    assertEquals(1, result.code());
    assertTrue(result.err().contains("needs a terminal"), result.err());
  }

  @Test
  void aGeneralUserMayNot() throws Exception {
    try (Ssh taro = Ssh.taro(router)) {
      assertEquals("Error: Administrator use only\n", taro.exec("shell").err());
    }
  }
}
