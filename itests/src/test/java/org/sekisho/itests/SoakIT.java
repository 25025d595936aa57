package org.sekisho.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that renews the child SA every 20 s and the IKE SA every 30 s. */
@ExtendWith(LabExtension.class)
@Order(7)
class SoakIT {

  @Test
  void losesNoPingIn75Seconds(Lab lab) {
    lab.up(Variant.initiator("soak"));
    lab.expectPings();
    lab.pingAndLoseNone(Duration.ofSeconds(75), 1000);
    expectAtLeast(3, "SA:\\d+/IKE established", lab);
    expectAtLeast(4, "SA:\\d+/CHLD_SEND established", lab);
    expectAtLeast(2, "SA:\\d+/IKE deleted", lab);
    expectAtLeast(3, "SA:\\d+/CHLD_RECV deleted", lab);
  }

  private static void expectAtLeast(long count, String line, Lab lab) {
    long seen = lab.router().log().stream().filter(l -> l.matches("\\[IKE2\\] " + line)).count();
    assertTrue(
        seen >= count,
        () -> seen + " times '" + line + "' in the log:\n" + lab.router().show("show log"));
  }
}
