package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and pipes at a terminal of 80 by 24. */
class PagerTest {

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

  private String page(String keys) throws Exception {
    shell.type(keys);
    return shell.expect("---more---");
  }

  private static long numbers(String text) {
    return text.lines().filter(l -> l.strip().matches("number \\d+ ;")).count();
  }

  @Test
  void aPageIsAWindowLessTheQuestion() throws Exception {
    assertEquals(23, numbers(page("show numbers 100\r")));
    assertEquals(23, numbers(page(" ")));
    assertEquals(1, numbers(page("\r")));
    assertEquals(1, numbers(page("\r")));
    assertEquals(23, numbers(page(" ")));
    assertEquals(23, numbers(page(" ")));
    shell.type(" ");
    assertEquals(100 - 4 * 23 - 2, numbers(shell.expect("# ")));
  }

  @Test
  void whatFitsIsNotPaged() throws Exception {
    assertEquals(22, numbers(shell.run("show numbers 22", "# ")));
    assertFalse(shell.all().contains("more"), shell.all());
  }

  @Test
  void progressIsNotPaged() throws Exception {
    String shown = shell.run("test progress", "# ");
    assertEquals(101, shown.lines().filter(l -> l.strip().endsWith("% done")).count(), shown);
    assertTrue(shown.strip().endsWith("that was all"), shown);
    assertFalse(shell.all().contains("more"), shell.all());
  }

  @Test
  void qEndsTheOutputAndTheCommand() throws Exception {
    page("show numbers 1000000\r");
    shell.type("q").expect("# ");
    assertFalse(shell.all().contains("number 24 ;"), shell.all());
    assertEquals("number 1 ;", shell.run("show numbers 1", "# "));
  }

  @Test
  void ctrlCDoesTheSame() throws Exception {
    page("show numbers 1000000\r");
    shell.type("\u0003").expect("# ");
    assertFalse(shell.all().contains("number 24 ;"), shell.all());
    assertEquals("number 1 ;", shell.run("show numbers 1", "# "));
  }

  @Test
  void otherKeysDoNothing() throws Exception {
    page("show numbers 30\r");
    shell.type("xyz ").expect("number 30 ;");
    shell.expect("# ");
    assertFalse(shell.all().contains("xyz"), shell.all());
  }

  @Test
  void theEndOfTheConnectionEndsAWaitingPage() throws Exception {
    page("show numbers 1000000\r");
    ssh.cut();
    router.log.await("Logout from SSH");
  }

  @Test
  void consoleLinesSetsThePage() throws Exception {
    shell.run("console lines 10", "# ");
    assertEquals(9, numbers(page("show numbers 100\r")));
    shell.type("q").expect("# ");
    shell.run("console lines infinity", "# ");
    assertEquals(100, numbers(shell.run("show numbers 100", "# ")));
  }

  @Test
  void grepSaysThatItSearches() throws Exception {
    assertEquals("Searching ...\nnumber 19 ;", shell.run("show numbers 20 | grep 19", "# "));
    assertEquals("Searching ...\nnumber 9 ;", shell.run("show numbers 20 | grep -w 9", "# "));
    assertEquals(
        "Searching ...\nnumber 2 ;", shell.run("show numbers 2 | grep -i -v NUMBER.1", "# "));
    assertEquals("Searching ...", shell.run("show numbers 2 | grep nothing", "# "));
  }

  @Test
  void aPipeThatCannotBeIsRefused() throws Exception {
    assertEquals("Error: Illegal keyword", shell.run("show numbers 2 | sort", "# "));
    assertEquals(
        "Error: Insufficient or too many parameters", shell.run("show numbers 2 | grep", "# "));
    assertTrue(shell.run("show numbers grep 2", "# ").contains("Error: "));
  }

  @Test
  void aBrokenPatternDoesNoHarm() throws Exception {
    String wrong = "Error: The pattern of grep is wrong: ";
    String answer = shell.run("show numbers 2 | grep \"[a\"", "# ");
    assertTrue(answer.startsWith(wrong), answer);
    assertTrue(shell.run("show numbers 2 | grep -v *", "# ").startsWith(wrong));
    assertEquals("number 1 ;", shell.run("show numbers 1", "# "));
  }

  @Test
  void longLinesCountAsTheRowsTheyFill() throws Exception {
    shell.resize(80, 10);
    for (int i = 1; i <= 9; i++) {
      shell.run("test value " + i + " " + "x".repeat(90), "# ");
    }
    String first = page("show config | grep xx\r");
    // nine rows: four lines of two rows, and the first row of the fifth line
    assertEquals(4, first.lines().filter(l -> l.strip().length() > 100).count(), first);
    assertTrue(first.endsWith("test value 5 " + "x".repeat(67)), first);
    shell.type("q").expect("# ");
  }
}
