package org.sekisho.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that udhcpc calls, and the reading of its lines. */
class ReportTest {

  @TempDir Path folder;

  @Test
  void theScriptPassesOnWhatUdhcpcFound() throws Exception {
    Report report =
        Report.parse(
                script(
                    "bound",
                    Map.of("ip", "10.66.0.60", "subnet", "255.255.255.0", "router", "10.66.0.1")))
            .orElseThrow();
    assertEquals(Report.Event.BOUND, report.event());
    assertEquals("10.66.0.60", report.value("ip"));
    assertEquals("255.255.255.0", report.value("subnet"));
    assertEquals("10.66.0.1", report.value("router"));
    assertEquals("", report.value("dns"));
    assertEquals("", report.value("hostname"));
  }

  @Test
  void noValueIsRunOrBecomesAnother() throws Exception {
    Path trap = folder.resolve("trap");
    String evil = "$(touch " + trap + ")`touch " + trap + "`; touch " + trap + " & %s\\n\\0";
    String line =
        script("bound", Map.of("ip", evil, "dns", "1|ip=6.6.6.6", "IFS", "i", "router", "%n"));
    assertFalse(Files.exists(trap));
    assertEquals(1, line.lines().count());
    Report report = Report.parse(line).orElseThrow();
    assertEquals(evil, report.value("ip"), "the first of a name counts");
    assertEquals("%n", report.value("router"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "udhcpc: sending discover",
        "udhcpc: sekisho-dhcp bound|ip=1.2.3.4",
        "sekisho-dhcp",
        "sekisho-dhcp ",
        "sekisho-dhcp BOUND|ip=1.2.3.4",
        "sekisho-dhcp bound ip=1.2.3.4",
        "sekisho-dhcp other|ip=1.2.3.4"
      })
  void otherLinesAreNone(String line) {
    assertTrue(Report.parse(line).isEmpty());
  }

  @Test
  void endlessLinesAreNone() {
    assertTrue(Report.parse(Report.MARK + "bound|ip=" + "1".repeat(9000)).isEmpty());
  }

  private String script(String event, Map<String, String> environment) throws Exception {
    Path script = DhcpComponent.script(folder);
    assertEquals(script, DhcpComponent.script(folder), "laid again, as at each start");
    ProcessBuilder builder = new ProcessBuilder(script.toString(), event);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    return read(process).stripTrailing();
  }

  private static String read(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
