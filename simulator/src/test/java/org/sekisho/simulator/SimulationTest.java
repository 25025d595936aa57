package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs with random faults: a sample of what {@code ./sekisho simulate} does for hours. */
class SimulationTest {

  private static List<String> trace(long seed, String profile) {
    List<String> lines = new ArrayList<>();
    new Simulation(seed, GatewayProfile.byName(profile).orElseThrow(), 0.3, lines::add).run();
    return lines;
  }

  @Test
  void theSameSeedIsTheSameRun() {
    for (String profile : List.of("azure", "google", "aws")) {
      List<String> first = trace(11, profile);
      assertEquals(first, trace(11, profile));
      assertTrue(first.size() > 50);
      assertNotEquals(first, trace(12, profile));
    }
  }

  @Test
  void everythingHoldsInASampleOfRuns() {
    long seed = 1_000;
    for (int round = 0; round < 2; round++) {
      for (GatewayProfile profile : GatewayProfile.all()) {
        Simulation simulation = new Simulation(seed++, profile, 1, null);
        Simulation.Result result = simulation.run();
        assertEquals(List.of(), result.breaches(), simulation::replay);
        assertTrue(result.delivered() > 20_000, () -> result + " " + simulation.replay());
      }
    }
  }

  /** Time of this thread, so that a busy machine does not matter. */
  @Test
  void fortyEightHoursTakeLessThanASecond() {
    GatewayProfile azure = GatewayProfile.byName("azure").orElseThrow();
    new Simulation(1, azure, 2, null).run(); // classes are loaded and compiled
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    new Simulation(2, azure, 2, null).run();
    long millis =
        (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000_000;
    assertTrue(millis < 1_000, () -> millis + " ms");
  }
}
