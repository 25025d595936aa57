package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lines that people paste from other devices' templates: each is refused, none changes a thing. */
@ExtendWith(LabExtension.class)
class RefusedLinesIT {

  private record Refused(String line, String error) {}

  @Test
  void eachGetsItsErrorAndChangesNothing(Lab lab) {
    Variant variant = Variant.responder("azure-gcm");
    lab.network(variant.topology());
    lab.router().start(variant.configuration());
    String before = configuration(lab);
    List<Refused> refused =
        ScenarioConfigurationsIT.resource("refused-lines.txt").stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(" => "))
            .map(parts -> new Refused(parts[0].strip(), parts[1].strip()))
            .toList();
    assertFalse(refused.isEmpty());
    for (Refused line : refused) {
      Command.Result result = lab.router().exec(line.line());
      assertFalse(result.succeeded(), line.line() + " was accepted: " + result.output());
      assertEquals("Error: " + line.error(), result.output().strip(), line.line());
      assertEquals(before, configuration(lab), line.line());
    }
    List<String> typed = refused.stream().map(Refused::line).toList();
    Command.Result dialogue = lab.router().type(typed);
    assertFalse(dialogue.succeeded());
    for (Refused line : refused) {
      assertTrue(dialogue.output().contains("Error: " + line.error()), dialogue.output());
    }
    assertEquals(before, configuration(lab));
  }

  private static String configuration(Lab lab) {
    return lab.router().show("show config").replaceAll("(?m)^#.*\n", "");
  }
}
