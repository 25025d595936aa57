package org.sekisho.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The three experiments of 2017 over 48 hours each and the gateway as it was before, against the
 * ages of the logs (docs/simulation.md shows them side by side).
 */
class SeedExperimentTest {

  private static List<SeedExperiment> made;

  @BeforeAll
  static void make() {
    made = SeedExperiment.all().stream().map(SeedExperiment::run).toList();
  }

  @Test
  void everyAgeIsThatOfTheSeed() {
    for (SeedTable.Row row : SeedTable.rows()) {
      List<Long> ages = SeedTable.ages(row, made.get(row.experiment()));
      assertTrue(ages.size() >= 5, () -> row + " " + ages);
      for (long age : ages) {
        assertTrue(age >= row.low() && age <= row.high(), () -> row + " " + ages);
      }
    }
  }

  /** In the gateway's experiments the old SA goes in the same second as the new one comes. */
  @Test
  void theGatewayDeletesInTheSecondOfItsRenewal() {
    for (int i : new int[] {2, 3}) {
      for (SeedExperiment.Life life : made.get(i).lives()) {
        if (life.goneAt().isPresent()) {
          long between = life.goneAt().getAsLong() - life.renewedAt().orElseThrow();
          assertTrue(between >= 0 && between < 1_000, life::toString);
        }
      }
    }
  }

  /** Two pairs are alive for 67 to 90 minutes and two IKE SAs for two hours. */
  @Test
  void theRoutersOldSasOverlapAsInTheSeed() {
    for (int i : new int[] {0, 1}) {
      for (SeedExperiment.Life life : made.get(i).lives()) {
        if (life.goneAt().isPresent()) {
          long minutes = (life.goneAt().getAsLong() - life.renewedAt().orElseThrow()) / 60_000;
          boolean child = life.kind() == SeedExperiment.Kind.CHILD;
          assertTrue(
              minutes >= (child ? 66 : 119) && minutes <= (child ? 91 : 121), life::toString);
        }
      }
    }
  }

  @Test
  void noInnerPacketIsLostAndTheTunnelNeverGoesDown() {
    for (SeedExperiment experiment : made) {
      assertEquals(List.of(), experiment.losses(), experiment.title());
      assertEquals(List.of("up 100 100"), experiment.events(), experiment.title());
      Traffic traffic = experiment.traffic();
      for (Traffic.Count count : List.of(traffic.there, traffic.back)) {
        assertTrue(count.sent > 43_000 && count.sent - count.delivered <= 1, experiment.title());
        assertEquals(0, count.longestOutage, experiment.title());
      }
    }
  }

  @Test
  void theLogIsThatOfTheSeed() {
    assertEquals(
        List.of(
            "2017/07/15 09:55:33: [IKE2] SA:1/IKE temporarily assigned",
            "2017/07/15 09:55:33: [IKE2] SA:1/IKE established",
            "2017/07/15 09:55:33: [IKE2] SA:2/CHLD_SEND temporarily assigned",
            "2017/07/15 09:55:33: [IKE2] SA:3/CHLD_RECV temporarily assigned",
            "2017/07/15 09:55:33: [IKE2] SA:2/CHLD_SEND established",
            "2017/07/15 09:55:33: [IKE2] SA:3/CHLD_RECV established",
            "2017/07/15 09:55:33: IP Tunnel[100] Up"),
        made.get(0).log().subList(0, 7));
    for (String line : made.get(0).log()) {
      assertTrue(
          line.matches(
              "2017/07/1[567] \\d\\d:\\d\\d:\\d\\d: (IP Tunnel\\[100] Up|\\[IKE2] SA:\\d+/"
                  + "(IKE|CHLD_SEND|CHLD_RECV) (temporarily assigned|established|deleted))"),
          line);
    }
  }

  /** Numbers come from one pool, the lowest free first, and so are soon used again. */
  @Test
  void numbersAreUsedAgain() {
    List<Integer> numbers =
        made.get(0).lives().stream().map(SeedExperiment.Life::number).distinct().toList();
    assertTrue(numbers.stream().allMatch(n -> n <= 9), numbers::toString);
    assertTrue(made.get(0).lives().size() > 14);
  }

  /** The page has these rows; our ages in it may be those of an engine of some days ago. */
  @Test
  void thePageIsTheGenerators() throws IOException {
    String page = SeedTable.page(made);
    assertEquals(
        page,
        SeedTable.page(SeedExperiment.all().stream().map(SeedExperiment::run).toList()),
        "the same seeds must give the same page");
    assertEquals(
        rows(page),
        rows(Files.readString(Path.of("../docs/simulation.md"))),
        "docs/simulation.md is not current: ./sekisho simulate --experiments >docs/simulation.md");
  }

  private static List<String> rows(String page) {
    return page.lines()
        .filter(l -> l.startsWith("|"))
        .map(l -> l.split("\\|", 4))
        .map(cells -> cells[1] + cells[2])
        .toList();
  }
}
