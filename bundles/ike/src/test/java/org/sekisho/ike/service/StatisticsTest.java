package org.sekisho.ike.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sekisho.api.config.Language;

/** {@code show ipsec statistics}. */
class StatisticsTest {

  private static final List<Map.Entry<String, Long>> COUNTERS =
      List.of(Map.entry("half-open IKE SAs", 3L), Map.entry("tickets refused", 12L));

  @Test
  void countsStandInOneColumnInBothLanguages() {
    assertEquals(
        List.of(
            "half-open IKE SAs:                        3",
            "tickets refused:                          12"),
        Statistics.lines(COUNTERS, Language.ENGLISH));
    assertEquals(
        List.of("確立途中のIKE SA:                         3", "拒否したチケット:                         12"),
        Statistics.lines(COUNTERS, Language.JAPANESE));
  }
}
