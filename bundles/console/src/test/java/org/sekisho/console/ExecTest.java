package org.sekisho.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekisho.api.log.LogLevel;

/** {@code ssh HOST 'LINE'} and lines by standard input: output, errors, exit codes. */
class ExecTest {

  @TempDir Path data;
  private TestRouter router;
  private Ssh ssh;

  @BeforeEach
  void start() throws Exception {
    router = TestRouter.started(data);
    ssh = Ssh.key(router);
  }

  @AfterEach
  void stop() throws Exception {
    ssh.close();
    router.close();
  }

  @Test
  void aLineThatRunsGivesZeroAndItsOutput() throws Exception {
    assertEquals(new Ssh.Result(0, "number 1 ;\nnumber 2 ;\n", ""), ssh.exec("show numbers 2"));
  }

  @Test
  void aRefusedLineGivesOneAndItsErrorOnStandardError() throws Exception {
    assertEquals(new Ssh.Result(1, "", "Error: Invalid command name\n"), ssh.exec("shw config"));
    assertEquals(new Ssh.Result(1, "", "Error: It is broken; mend it\n"), ssh.exec("test fail"));
  }

  @Test
  void aFaultInACommandIsSaidAndDoesNotEndTheServer() throws Exception {
    Ssh.Result result = ssh.exec("test fault");
    assertEquals(1, result.code());
    assertTrue(result.err().startsWith("Error: "), result.err());
    assertEquals(0, ssh.exec("show numbers 1").code());
  }

  @Test
  void errorsAreJapaneseWhereTheClientIs() throws Exception {
    Ssh.Result result = ssh.exec("test fail", "ja_JP.UTF-8");
    assertEquals(new Ssh.Result(1, "", "エラー: 壊れています\n"), result);
  }

  @Test
  void consoleCharacterCountsMoreThanTheClientsLanguage() throws Exception {
    assertEquals(0, ssh.exec("console character en.ascii").code());
    assertEquals("Error: It is broken; mend it\n", ssh.exec("test fail", "ja_JP.UTF-8").err());
  }

  @Test
  void linesOfStandardInputRunOneAfterTheOtherAndTheWrongOnesAreNamed() throws Exception {
    String lines = "test value 1 a\n\n# a comment\ntest valu 2 b x y\r\ntest value 3 c\n";
    Ssh.Result result = ssh.stdin(lines.getBytes(StandardCharsets.UTF_8), "C");
    assertEquals(1, result.code());
    assertEquals("Error: Insufficient or too many parameters (line 4)\n", result.err());
    assertEquals("test value 1 a\ntest value 3 c\n", ssh.exec("show config | grep '^test'").out());
  }

  @Test
  void theLastLineNeedsNoLineEnd() throws Exception {
    Ssh.Result result = ssh.stdin("show numbers 1".getBytes(StandardCharsets.UTF_8), "C");
    assertEquals(new Ssh.Result(0, "number 1 ;\n", ""), result);
  }

  @Test
  void severalLinesMayStandInOneCommand() throws Exception {
    assertEquals("number 1 ;\nnumber 1 ;\n", ssh.exec("show numbers 1\nshow numbers 1\n").out());
  }

  @Test
  void twoThousandLinesArriveWithoutLoss() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 2_000; i++) {
      lines.append("test value ").append(i).append(" text-").append(i).append('\n');
    }
    Ssh.Result result = ssh.stdin(lines.toString().getBytes(StandardCharsets.UTF_8), "C");
    assertEquals(new Ssh.Result(0, "", ""), result);
    assertEquals(lines.toString(), ssh.exec("show config | grep ^test").out());
  }

  @Test
  void pipesFilterWithoutAWordMore() throws Exception {
    assertEquals(
        "number 9 ;\nnumber 19 ;\n",
        ssh.exec("show numbers 20 | grep -w 9 | grep number").out()
            + ssh.exec("show numbers 20 | grep 19").out());
    assertEquals("number 1 ;\n", ssh.exec("show numbers 2 | grep -iv NUMBER.2").out());
  }

  @Test
  void jsonIsTheSameDataForScripts() throws Exception {
    router.log.log(LogLevel.NOTICE, "関所 \"x\"");
    Ssh.Result result = ssh.exec("show log | json | grep notice");
    assertEquals(new Ssh.Result(0, "      \"level\": \"notice\",\n", ""), result);
    String all = ssh.exec("show log | json").out();
    assertTrue(all.startsWith("{\n  \"entries\": [\n    {\n      \"time\": \""), all);
    assertTrue(all.contains("\"text\": \"\\u95a2\\u6240 \\\"x\\\"\""), all);
    assertTrue(all.endsWith("    }\n  ]\n}\n"), all);
    String lines = ssh.exec("show log", "ja_JP.UTF-8").out();
    assertTrue(lines.contains(": 関所 \"x\"\n"), lines);
  }

  @Test
  void whatHasNoJsonSaysSo() throws Exception {
    String none = "Error: This command has no JSON form; leave | json out\n";
    assertEquals(new Ssh.Result(1, "", none), ssh.exec("show numbers 1 | json"));
    assertEquals(1, ssh.exec("show log | grep x | json").code());
    assertEquals(1, ssh.exec("show log | json pretty").code());
  }

  @Test
  void aPagerNeverHoldsAScript() throws Exception {
    String out = ssh.exec("show numbers 500 | less").out();
    assertEquals(500, out.lines().count());
  }

  @ParameterizedTest
  @CsvSource({"ja.sjis, windows-31j", "ja.euc, EUC-JP"})
  void japaneseEncodingsGoBothWays(String character, Charset charset) throws Exception {
    String line = "console character " + character + "\n";
    String lines = line + "test value 1 関所ソ表\n";
    assertEquals(0, ssh.stdin(line.getBytes(charset), "C").code());
    assertEquals(0, ssh.stdin(lines.getBytes(charset), "C").code());
    assertEquals(0, ssh.exec("console character ja.utf8").code());
    assertEquals("test value 1 関所ソ表\n", ssh.exec("show config | grep ^test").out());
  }

  @ParameterizedTest
  @CsvSource({"ja_JP.UTF-8, UTF-8", "ja_JP.SJIS, windows-31j", "ja_JP.eucJP, EUC-JP"})
  void withoutConsoleCharacterTheClientsLocaleCounts(String locale, Charset charset)
      throws Exception {
    byte[] lines = "test value 1 関所ソ表\ntest nothing\n".getBytes(charset);
    String error = ssh.stdin(lines, locale, charset).err();
    assertEquals("エラー: コマンド名を確認してください (2行目)\n", error);
    assertEquals("test value 1 関所ソ表\n", ssh.exec("show config | grep ^test").out());
  }

  @Test
  void anEmbeddedFileMayStandInACommand() throws Exception {
    String lines = "embedded file a.lua <<EOF\ntest value 1 x\nEOF\ntest value 2 y";
    assertEquals(new Ssh.Result(0, "", ""), ssh.exec(lines));
    assertEquals("test value 2 y\n", ssh.exec("show config | grep ^test.value.2").out());
    ssh.exec("no embedded file a.lua");
    assertEquals("test value 2 y\n", ssh.exec("show config | grep ^test").out());
  }

  @Test
  void aScriptLeavesAdministratorLevelWithoutQuestion() throws Exception {
    String lines = "test value 1 a\nquit\nshow numbers 1\nquit\nshow numbers 1\n";
    Ssh.Result result = ssh.stdin(lines.getBytes(StandardCharsets.UTF_8), "C");
    assertEquals(new Ssh.Result(0, "number 1 ;\n", ""), result);
  }

  @Test
  void quitSaveSaves() throws Exception {
    ssh.stdin("test value 1 kept\nquit save\n".getBytes(StandardCharsets.UTF_8), "C");
    String saved = Files.readString(data.resolve("config0"));
    assertTrue(saved.contains("test value 1 kept"), saved);
  }

  @Test
  void aUserWithAPasswordIsNoAdministrator() throws Exception {
    try (Ssh taro = Ssh.taro(router)) {
      assertEquals(
          new Ssh.Result(1, "", "Error: Administrator use only\n"), taro.exec("show config"));
      // by standard input the password is the next line
      String lines = "administrator\n" + TestRouter.ADMINISTRATOR_PASSWORD + "\ntest value 1 x\n";
      assertEquals(0, taro.stdin(lines.getBytes(StandardCharsets.UTF_8), "C").code());
    }
  }
}
