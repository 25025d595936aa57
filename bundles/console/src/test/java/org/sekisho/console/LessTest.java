package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person who reads with {@code less}. */
class LessTest {

  @TempDir Path data;
  private TestRouter router;
  private Ssh ssh;
  private Shell shell;

  @BeforeEach
  void start() throws Exception {
    router = TestRouter.started(data);
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

  private String key(String key, String place) throws Exception {
    return shell.type(key).expect(place);
  }

  @Test
  void theKeysOfAnRtxMoveThroughTheText() throws Exception {
    String first = key("show numbers 100 | less\r", "1-23/100");
    assertTrue(first.contains("number 23 ;"), first);
    assertFalse(first.contains("number 24 ;"), first);
    key("f", "24-46/100");
    key("b", "1-23/100");
    key("3j", "4-26/100");
    key("k", "3-25/100");
    key("d", "14-36/100");
    key("u", "3-25/100");
    key("G", "78-100/100 (END)");
    key("50g", "50-72/100");
    key("g", "1-23/100");
    key(" ", "24-46/100");
    key("\r", "25-47/100");
    key("\u001b[A", "24-46/100");
    key("\u001b[6~", "47-69/100");
    shell.type("q").expect("# ");
    assertEquals("number 1 ;", shell.run("show numbers 1", "# "));
  }

  @Test
  void slashSearchesAndNRepeatsIt() throws Exception {
    key("show numbers 300 | less\r", "1-23/300");
    key("/number 5. ;", "/number 5. ;");
    key("\r", "50-72/300");
    key("n", "51-73/300");
    key("N", "50-72/300");
    key("/nothing\u007f\u007f\u007fhing\r", "Pattern not found");
    key("g", "1-23/300");
    key("/\u0003", "Pattern not found");
    shell.type("q").expect("# ");
  }

  @Test
  void aResizedWindowIsDrawnAnew() throws Exception {
    key("show numbers 300 | less\r", "1-23/300");
    shell.resize(60, 11);
    shell.expect("1-10/300");
    shell.type("\u0003").expect("# ");
  }

  @Test
  void filtersComeFirstAndConsoleLinesDoesNotMatter() throws Exception {
    shell.run("console lines infinity", "# ");
    String page = key("show numbers 300 | grep 1 | grep -v 11 | less\r", "1-23/126");
    assertTrue(page.contains("number 10 ;"), page);
    assertFalse(page.contains("number 11 ;"), page);
    assertFalse(page.contains("number 9 ;"), page);
    shell.type("q").expect("# ");
  }

  @Test
  void lessConfigAndLessLogAreCommandsOfTheirOwn() throws Exception {
    assertTrue(shell.run("less config | grep login", "# ").contains("login user taro"));
    for (int i = 1; i <= 30; i++) {
      router.log.info("entry " + i);
    }
    key("less log\r", "1-23/");
    key("/entry 30\r", "(END)");
    shell.type("q").expect("# ");
    assertTrue(shell.run("less config nonsense", "# ").contains("Error: "));
  }

  @Test
  void logLinesWaitUntilTheTextIsLeft() throws Exception {
    shell.run("console info on", "# ");
    key("show numbers 100 | less\r", "1-23/100");
    router.log.info("in between");
    String more = key("f", "24-46/100");
    assertFalse(more.contains("in between"), more);
    shell.type("q").expect("in between");
  }

  @Test
  void theEndOfTheConnectionEndsIt() throws Exception {
    key("show numbers 100 | less\r", "1-23/100");
    ssh.cut();
    router.log.await("Logout from SSH");
  }
}
