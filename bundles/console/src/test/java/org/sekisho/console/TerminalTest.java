package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a terminal: prompts, keys, questions, encodings. */
class TerminalTest {

  private static final String TAB = "\t";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";
  private static final String CTRL_U = "\u0015";
  private static final String UP = "\u001b[A";
  private static final String UP_OF_APPLICATION_MODE = "\u001bOA";

  @TempDir Path data;
  private TestRouter router;
  private Ssh taro;
  private Shell shell;

  @BeforeEach
  void start() throws Exception {
    router = TestRouter.started(data);
    taro = Ssh.taro(router);
    shell = taro.shell();
  }

  @AfterEach
  void stop() throws Exception {
    shell.close();
    taro.close();
    router.close();
  }

  @Test
  void theBannerComesFirstThenThePromptOfTheLevel() throws Exception {
    String banner = shell.expect("> ");
    assertTrue(banner.contains("Sekisho Rev.0.1.0"), banner);
    assertFalse(banner.contains("#"), banner);
    assertEquals("Error: Administrator use only", shell.run("test value 1 x", "> "));
  }

  @Test
  void administratorAsksForThePasswordAndDoesNotShowIt() throws Exception {
    shell.expect("> ");
    shell.type("administrator\r").expect("Password: ");
    shell.type("wrong\r").expect("Error: Incorrect password");
    shell.expect("> ");
    shell.type("adm\r").expect("Password: ");
    shell.type(TestRouter.ADMINISTRATOR_PASSWORD + "\r").expect("# ");
    assertFalse(shell.all().contains("wrong"), shell.all());
    assertFalse(shell.all().contains(TestRouter.ADMINISTRATOR_PASSWORD), shell.all());
    assertTrue(router.log.texts().contains("'administrator' failed for SSH: 127.0.0.1 taro"));
    assertTrue(router.log.texts().contains("'administrator' succeeded for SSH: 127.0.0.1 taro"));
  }

  @Test
  void aSelectionIsInThePromptAndSoIsItsText() throws Exception {
    shell.administrator();
    shell.type("tunnel select 100\r").expect("tunnel100# ");
    shell.type("console prompt branch%1\r").expect("branch%1tunnel100# ");
    shell.type("tunnel select none\r").expect("\nbranch%1# ");
  }

  @Test
  void aQuestionMarkListsWhatMayFollowAndKeepsTheLine() throws Exception {
    shell.administrator();
    shell.type("console ?").expect("? character columns info lines prompt");
    shell.type("lines ?").expect("infinity");
    shell.type("infinity\r").type("console prompt x\r").expect("\nx# ");
    assertTrue(router.config.running().get("console lines").isPresent());
  }

  @Test
  void aQuestionMarkInQuotesIsACharacter() throws Exception {
    shell.administrator();
    shell.run("test value 1 'what?'", "# ");
    shell.run("test value 2 why\\?", "# ");
    assertEquals("what?", value(1));
    assertEquals("why?", value(2));
  }

  @Test
  void tabCompletesWhatIsSureAndListsTheRest() throws Exception {
    shell.administrator();
    shell.type("cons").expect("cons");
    shell.type(TAB).expect("ole ");
    shell.type("ch").expect("ch");
    shell.type(TAB).expect("aracter ");
    shell.type("ja.u").expect("ja.u");
    shell.type(TAB).expect("tf8 ");
    shell.type("\r").expect("# ");
    assertEquals(
        "ja.utf8",
        router
            .config
            .running()
            .get("console character")
            .orElseThrow()
            .arguments()
            .text("CHARACTER"));
    shell.type("console character en\r").expect("# ");
    shell.type("console " + TAB).expect("? character columns info lines prompt");
    shell.type(CTRL_U).expect("# ");
  }

  @Test
  void spaceSpellsAWordOutWhenItIsTypedByHand() throws Exception {
    shell.administrator();
    shell.type("cons").expect("cons");
    shell.type(" ").expect("ole ");
    shell.type("prom").expect("prom");
    shell.type(" ").expect("pt ");
    shell.type("cons").expect("cons");
    shell.type(" ").type("\r").expect("\ncons# ");
    assertEquals("", shell.run("cons pro x", "x# "));
    assertEquals("", shell.run("test value 3 'cons pro'", "x# "));
    assertEquals("cons pro", value(3));
  }

  @Test
  void tabCompletesValuesThatExist() throws Exception {
    shell.administrator();
    shell.run("test value 1234 a", "# ");
    shell.run("test value 1299 b", "# ");
    shell.type("no test value ?").expect("? 1234 1299 NUMBER(1-100000)");
    shell.expect("NUMBER(1-100000): number");
    shell.type(TAB).expect("12");
    shell.type("3").expect("3");
    shell.type(TAB).expect("4 ");
    shell.type("\r");
    shell.run("console prompt done", "done# ");
    assertTrue(router.config.running().get("test value", 1234).isEmpty());
    assertEquals("b", value(1299));
  }

  @Test
  void everyWordMayBeShortenedWhileItIsUnique() throws Exception {
    shell.administrator();
    assertEquals("", shell.run("cons pro x", "x# "));
    assertTrue(shell.run("c pro y", "x# ").contains("Error: "));
  }

  @Test
  void earlierLinesComeBackWithUp() throws Exception {
    shell.expect("> ");
    shell.run("show numbers 3", "> ");
    shell.run("test columns", "> ");
    shell.type(UP + UP_OF_APPLICATION_MODE + "\r").expect("number 3 ;");
    shell.expect("> ");
    String history = shell.run("show command history", "> ").replace("\r", "");
    assertTrue(
        history.contains("show numbers 3\ntest columns\nshow numbers 3\nshow command history"),
        history);
  }

  @Test
  void passwordsAreNotInTheHistory() throws Exception {
    shell.administrator();
    String history = shell.run("show command history", "# ");
    assertEquals("administrator\nshow command history", history);
    shell.run("login user jiro ShirakabaNoKi1", "# ");
    shell.run("login user jiro ShirakabaNoKi2 x y", "# ");
    shell.run("login user saburo encrypted ShirakabaNoKi3", "# ");
    shell.run("login usr jiro ShirakabaNoKi4", "# ");
    shell.run("lgoin user jiro ShirakabaNoKi5", "# ");
    shell.run("console lines many", "# ");
    history = shell.run("show command history 8", "# ");
    assertTrue(history.contains("login user jiro *"), history);
    assertTrue(history.contains("login usr *"), history);
    assertTrue(history.contains("lgoin *"), history);
    assertTrue(history.contains("console lines many"), history);
    assertFalse(history.contains("Shirakaba"), history);
  }

  @Test
  void ctrlCDropsALineAndStopsACommand() throws Exception {
    shell.expect("> ");
    shell.type("test fail").expect("test fail");
    shell.type(CTRL_C).expect("> ");
    shell.type("test block\r").expect("blocking");
    router.commands.awaitBlocking();
    shell.type(CTRL_C).expect("interrupted");
    shell.expect("> ");
    assertEquals("number 1 ;", shell.run("show numbers 1", "> "));
    assertFalse(shell.all().contains("broken"), shell.all());
  }

  @Test
  void keysTypedWhileACommandRunsAreNotLost() throws Exception {
    shell.expect("> ");
    shell.type("test block\rshow numbers 2\r").expect("blocking");
    router.commands.awaitBlocking();
    shell.type(CTRL_C).expect("interrupted");
    shell.expect("number 2 ;");
    shell.expect("> ");
  }

  @Test
  void ctrlDLeavesAsQuitDoes() throws Exception {
    shell.administrator();
    shell.type(CTRL_D).expect("> ");
    shell.run("show numbers 1", "> ");
    shell.type(CTRL_D);
    assertEquals(0, shell.awaitEnd());
    router.log.await("Logout from SSH: 127.0.0.1 taro");
  }

  @Test
  void quitAsksWhetherToSaveOnlyWhenThereIsSomething() throws Exception {
    shell.administrator();
    shell.type("quit\r").expect("> ");
    shell.type("administrator\r").expect("Password: ");
    shell.type(TestRouter.ADMINISTRATOR_PASSWORD + "\r").expect("# ");
    shell.run("test value 7 seven", "# ");
    shell.type("quit\r").expect("Save new configuration ? (Y/N)");
    shell.type(CTRL_C).expect("# ");
    shell.type("quit\r").expect("Save new configuration ? (Y/N)");
    shell.type("y\r").expect("Saving ... CONFIG0 Done");
    shell.expect("> ");
    assertTrue(Files.readString(data.resolve("config0")).contains("test value 7 seven"));
    shell.type("exit\r");
    assertEquals(0, shell.awaitEnd());
  }

  @Test
  void quitWithNoSavesNothing() throws Exception {
    shell.administrator();
    shell.run("test value 7 seven", "# ");
    shell.type("quit\r").expect("Save new configuration ? (Y/N)");
    shell.type("n\r").expect("> ");
    assertFalse(Files.readString(data.resolve("config0")).contains("test value 7 seven"));
  }

  @Test
  void quitSaveDoesNotAsk() throws Exception {
    shell.administrator();
    shell.run("test value 7 seven", "# ");
    shell.type("quit save\r").expect("> ");
    assertFalse(shell.all().contains("(Y/N)"), shell.all());
    assertTrue(Files.readString(data.resolve("config0")).contains("test value 7 seven"));
  }

  @Test
  void aChangedPasswordIsAskedTwiceAndStoredHashed() throws Exception {
    shell.administrator();
    shell.type("administrator password\r").expect("Old_Password:");
    shell.type("nonsense\r").expect("Error: Incorrect password");
    shell.expect("# ");
    shell.type("administrator password\r").expect("Old_Password:");
    shell.type(TestRouter.ADMINISTRATOR_PASSWORD + "\r").expect("New_Password:");
    shell.type("Torii-Gate-2026\r").expect("New_Password(Confirm):");
    shell.type("Torii-Gate-2027\r").expect("Error: The two passwords differ");
    shell.expect("# ");
    shell.type("administrator password\r").expect("Old_Password:");
    shell.type(TestRouter.ADMINISTRATOR_PASSWORD + "\r").expect("New_Password:");
    shell.type("Torii-Gate-2026\r").expect("New_Password(Confirm):");
    shell.type("Torii-Gate-2026\r").expect("Password Strength : Strong");
    shell.expect("# ");
    String config = shell.run("show config | grep password", "# ");
    assertTrue(config.contains("administrator password encrypted *"), config);
    assertFalse(config.contains("pbkdf2"), config);
    assertFalse(shell.all().contains("Torii"), shell.all());
    shell.run("save", "# ");
    String file = Files.readString(data.resolve("config0"));
    assertTrue(file.contains("administrator password encrypted pbkdf2-sha256:1:120000:"), file);
    shell.type("quit\r").expect("> ");
    shell.type("administrator\r").expect("Password: ");
    shell.type("Torii-Gate-2026\r").expect("# ");
  }

  @Test
  void theLoginPasswordIsThatOfTheUserWithoutAName() throws Exception {
    shell.administrator();
    shell.type("login password\r").expect("New_Password:");
    shell.type("nanashi\r").expect("New_Password(Confirm):");
    shell.type("nanashi\r").expect("Password Strength : Weak");
    shell.expect("# ");
    try (Ssh nobody = Ssh.password(router.address(), "anonymous", "nanashi")) {
      assertEquals(0, nobody.exec("show numbers 1").code());
    }
    assertTrue(shell.run("login password nanashi", "# ").contains("Error: "));
  }

  @Test
  void theWindowMayChangeItsSizeAtAnyTime() throws Exception {
    shell.expect("> ");
    assertEquals("columns=80", shell.run("test columns", "> "));
    shell.resize(132, 50);
    // a key after it: the server has seen the new size when it answers
    assertEquals("columns=132", shell.run("test columns", "> "));
    String page = pageOf("show numbers 200");
    assertEquals(49, page.lines().filter(l -> l.startsWith("number")).count());
    shell.type("q").expect("> ");
  }

  private String pageOf(String line) throws Exception {
    shell.type(line + "\r").expect("\n");
    return shell.expect("---more---");
  }

  @Test
  void consoleColumnsCountsMoreThanTheWindow() throws Exception {
    shell.administrator();
    shell.run("console columns 200", "# ");
    assertEquals("columns=200", shell.run("test columns", "# "));
  }

  @Test
  void theWrongPlaceOfALineIsMarked() throws Exception {
    shell.administrator();
    shell.type("console columns 9\r").expect(" ".repeat("# console columns ".length()) + "^");
    shell.expect("Error: Parameter out of range");
    shell.expect("# ");
    shell.run("console character ja.utf8", "# ");
    shell.type("console prompt 支店 x\r");
    shell.expect(" ".repeat("# console prompt ____ ".length()) + "^");
    shell.expect("エラー: パラメータの数が不適当です");
  }

  @Test
  void japaneseIsSpokenWhereTheConsoleIsJapanese() throws Exception {
    shell.administrator();
    shell.run("console character ja.utf8", "# ");
    assertEquals("^\nエラー: コマンド名を確認してください", shell.run("nonsense", "# "));
    assertEquals("エラー: 壊れています", shell.run("test fail", "# "));
    shell.type("show numbers 100\r").expect("---つづく---");
    shell.type("q").expect("# ");
    shell.type("quit\r").expect("新しい設定を保存しますか? (Y/N)");
    shell.type("y\r").expect("セーブ中... CONFIG0 終了");
    shell.expect("> ");
  }

  @Test
  void shiftJisIsReadAndWritten() throws Exception {
    shell.administrator();
    shell.run("console character ja.sjis", "# ");
    shell.charset(Charset.forName("windows-31j"));
    assertEquals("エラー: 壊れています", shell.run("test fail", "# "));
    shell.run("test value 5 関所ソ表能", "# ");
    assertEquals("関所ソ表能", value(5));
    assertEquals("test value 5 関所ソ表能", lastLine(shell.run("show config | grep 関所", "# ")));
  }

  @Test
  void wideCharactersAreEditedAsOne() throws Exception {
    shell.administrator();
    shell.run("console character ja.utf8", "# ");
    shell.run("test value 5 関門\u007f所", "# ");
    assertEquals("関所", value(5));
  }

  @Test
  void twoThousandPastedLinesArriveWithoutLoss() throws Exception {
    shell.administrator();
    StringBuilder paste = new StringBuilder();
    for (int i = 1; i <= 2_000; i++) {
      paste.append("  test value ").append(i).append(" text-").append(i).append('\r');
    }
    paste.append("console prompt done\r");
    shell.type(paste.toString()).expect("\ndone# ");
    assertEquals(2_000, router.config.running().all("test value").size());
    assertEquals("text-2000", value(2_000));
  }

  @Test
  void pastedLinesMayHaveTabsForBlanks() throws Exception {
    shell.administrator();
    shell.run("\ttest value 12 b", "# ");
    assertEquals("b", value(12));
    shell.run("test\tvalue\t1\ta", "# "); // 1 could be completed to 12
    assertEquals("a", value(1));
  }

  @Test
  void anEmbeddedFileMayBePastedWhateverItsLinesMean() throws Exception {
    shell.administrator();
    shell.type("embedded file a.lua <<EOF\rtest value 1 x\r\tif a? then\r# b\r\rEOF\r");
    shell.type("console prompt done\r").expect("\ndone# ");
    assertTrue(router.config.running().get("test value", 1).isEmpty());
    shell.run("save", "done# ");
    String file = Files.readString(data.resolve("config0"));
    String text = "embedded file a.lua <<EOF\ntest value 1 x\n\tif a? then\n# b\n\nEOF\n";
    assertTrue(file.contains(text), file);
  }

  @Test
  void aTooLongLineIsRefusedNotCut() throws Exception {
    shell.administrator();
    String answer = shell.run("test value 1 " + "x".repeat(5_000), "# ");
    assertTrue(answer.contains("Error: "), answer);
    assertTrue(router.config.running().all("test value").isEmpty());
  }

  @Test
  void theConfigurationMayComeAndGoUnderASession() throws Exception {
    shell.expect("> ");
    router.consoles.interpreter = null;
    router.consoles.store = null;
    assertTrue(
        shell.run("show numbers 1", "> ").startsWith("Error: The configuration is not ready"));
    router.consoles.interpreter = router.config;
    assertEquals("number 1 ;", shell.run("show numbers 1", "> "));
  }

  @Test
  void logLinesAppearAboveTheLineBeingTyped() throws Exception {
    shell.administrator();
    shell.run("console info on", "# ");
    shell.type("show numb");
    shell.expect("show numb");
    router.log.info("[IKE2] SA:1/IKE established");
    shell.expect("[IKE2] SA:1/IKE established");
    shell.type("ers 2\r").expect("number 2 ;");
  }

  @Test
  void whoIsLoggedInIsShown() throws Exception {
    shell.administrator();
    String status = shell.run("show status user", "# ");
    assertTrue(status.contains("*+ taro"), status);
  }

  private String value(int number) {
    return router
        .config
        .running()
        .get("test value", (long) number)
        .or(() -> router.config.running().get("test value", number))
        .orElseThrow()
        .arguments()
        .text("TEXT");
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n') + 1);
  }
}
