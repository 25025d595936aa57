package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.config.Running;
import org.sekisho.console.commands.RestartCommands;
import org.sekisho.console.session.Login;
import org.sekisho.console.session.ScriptSession;

/** {@code restart} and {@code cold start}, up to where the framework is told to stop. */
class RestartTest {

  @TempDir Path data;
  private final AtomicInteger restarts = new AtomicInteger();
  private TestRouter router;

  @BeforeEach
  void start() throws Exception {
    router = new TestRouter(data, TestRouter.USERS);
    router.await(() -> router.state.users().hasAdministratorPassword());
    RestartCommands commands =
        new RestartCommands(router.consoles, () -> restarts.incrementAndGet());
    // the later declaration counts
    Running.add(router.config, commands::commands);
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private String run(String line, String input) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    Login login = new Login("kei", "SSH", "", true, "");
    BufferedReader answers = new BufferedReader(new StringReader(input));
    ScriptSession.of(router.consoles, login, line, answers, printer, printer).run();
    return out.toString();
  }

  @Test
  void restartTakesASavedConfigurationOnce() throws Exception {
    assertTrue(run("restart 3", "").contains("There is no CONFIG3; see show config list"));
    assertEquals(0, restarts.get());
    run("save 3", "");
    assertEquals("", run("restart 3", ""));
    assertEquals(1, restarts.get());
    assertEquals("3", Files.readString(data.resolve("next-config")));
    assertTrue(router.log.texts().contains("Restart by restart command"));
  }

  @Test
  void showEnvironmentNamesTheSavedConfigurations() throws Exception {
    run("save 3", "");
    run("set-default-config 3", "");
    String first = run("show environment", "");
    assertTrue(first.contains("  Config. file: config0\n"), first);
    assertTrue(first.contains("  Default config. file: config3\n"), first);
    router.close();
    router = new TestRouter(data, TestRouter.USERS);
    router.await(() -> router.state.users().hasAdministratorPassword());
    String second = run("show environment", "");
    assertTrue(second.contains("  Config. file: config3\n"), second);
    String json = run("show environment | json", "");
    assertTrue(json.contains("\"config_file\": \"config3\""), json);
    assertTrue(json.contains("\"default_config_file\": \"config3\""), json);
  }

  @Test
  void showEnvironmentTellsTheSerialNumberOfABoxThatHasOne() throws Exception {
    assertTrue(run("show environment", "").contains(" serial=none MAC"), "no serial number yet");
    assertTrue(run("show environment | json", "").contains("\"serial_number\": null"));
    Files.writeString(data.resolve("serial"), "S7KQ2M9XWDP\n");
    assertTrue(run("show environment", "").contains(" ver=00 serial=S7KQ2M9XWDP MAC"));
    assertTrue(run("show environment | json", "").contains("\"serial_number\": \"S7KQ2M9XWDP\""));
  }

  @Test
  void coldStartWantsTheAdministratorPassword() {
    assertTrue(run("cold start", "wrong\n").contains("Incorrect password"));
    assertEquals(0, restarts.get());
    assertTrue(Files.exists(data.resolve("config0")));
    run("cold start", TestRouter.ADMINISTRATOR_PASSWORD + "\n");
    assertEquals(1, restarts.get());
    assertFalse(Files.exists(data.resolve("config0")));
  }
}
