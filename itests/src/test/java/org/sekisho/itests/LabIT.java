package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lab without the router: strongSwan stands in for it, so that a broken lab is seen as one. */
class LabIT {

  @BeforeAll
  static void checkMachine() {
    Lab.checkMachine();
  }

  @Test
  void everyVariantWorksBetweenTwoStrongSwans() {
    Command.Result result =
        Command.run(Duration.ofMinutes(2), List.of(Lab.script("selftest"))).orFail();
    assertTrue(result.output().contains("PASS azure-natboth"), result.output());
  }

  @Test
  void everyScriptSaysWhatItDoes() {
    for (String script : List.of("topo", "peer", "router", "variant", "packages")) {
      Command.Result help = Command.run(Lab.script(script), "--help").orFail();
      assertTrue(help.output().startsWith(script + " - "), help.output());
    }
  }
}
