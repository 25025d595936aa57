package org.sekisho.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.sekisho.simulator.SeedExperiment.Kind;
import org.sekisho.simulator.SeedExperiment.Life;

/** docs/simulation.md: the seed's ages beside ours. */
public final class SeedTable {

  /**
   * One line of the table.
   *
   * @param experiment index of the experiment
   * @param event what happened
   * @param seed ages in the logs of 2017, in seconds
   * @param low least age that is right, in milliseconds
   * @param high greatest age that is right, in milliseconds
   */
  public record Row(
      int experiment, String event, Kind kind, boolean gone, String seed, long low, long high) {}

  private SeedTable() {}

  /** What the logs of 2017 show, and what follows from the gateway's lives before 2017. */
  public static List<Row> rows() {
    return List.of(
        new Row(
            0,
            "router renews child, life 27000",
            Kind.CHILD,
            false,
            "20275–20277",
            20_250_000,
            20_281_000),
        oldChildDeleted(0),
        ikeRenewed(0),
        oldIkeEnds(0),
        new Row(
            1,
            "router renews child, life 28800",
            Kind.CHILD,
            false,
            "21621–21626",
            21_600_000,
            21_631_000),
        oldChildDeleted(1),
        ikeRenewed(1),
        oldIkeEnds(1),
        new Row(
            2, "gateway renews child", Kind.CHILD, false, "25579–25639", 25_579_000, 25_640_000),
        new Row(
            2,
            "gateway deletes the old child",
            Kind.CHILD,
            true,
            "the same second",
            25_579_000,
            25_641_000),
        new Row(2, "gateway renews IKE", Kind.IKE, false, "27360–27369", 27_360_000, 27_371_000),
        new Row(
            2,
            "gateway deletes the old IKE SA",
            Kind.IKE,
            true,
            "the same second",
            27_360_000,
            27_372_000),
        new Row(
            3,
            "gateway renews child, life 3600",
            Kind.CHILD,
            false,
            "not known",
            3_349_000,
            3_411_000),
        new Row(
            3,
            "gateway deletes the old child",
            Kind.CHILD,
            true,
            "not known",
            3_349_000,
            3_412_000),
        new Row(
            3,
            "gateway renews IKE, life 10800",
            Kind.IKE,
            false,
            "not known",
            10_260_000,
            10_271_000),
        new Row(
            3,
            "gateway deletes the old IKE SA",
            Kind.IKE,
            true,
            "not known",
            10_260_000,
            10_272_000));
  }

  private static Row oldChildDeleted(int experiment) {
    return new Row(
        experiment,
        "gateway deletes the old child",
        Kind.CHILD,
        true,
        "25650, 25651",
        25_649_900,
        25_651_999);
  }

  private static Row ikeRenewed(int experiment) {
    return new Row(
        experiment,
        "router renews IKE, life 28800",
        Kind.IKE,
        false,
        "21610–21619",
        21_600_000,
        21_631_000);
  }

  private static Row oldIkeEnds(int experiment) {
    return new Row(experiment, "old IKE SA ends", Kind.IKE, true, "28831", 28_830_000, 28_832_000);
  }

  /** The ages of a row in an experiment that was made, in milliseconds. */
  public static List<Long> ages(Row row, SeedExperiment made) {
    Function<Life, OptionalLong> age = row.gone() ? Life::goneAt : Life::renewedAt;
    return made.lives().stream()
        .filter(l -> l.kind() == row.kind())
        .flatMapToLong(
            l ->
                age.apply(l).isPresent()
                    ? LongStream.of(age.apply(l).getAsLong())
                    : LongStream.empty())
        .boxed()
        .toList();
  }

  /** The page. */
  public static String page(List<SeedExperiment> made) {
    List<String> lines = new ArrayList<>();
    lines.add(
        """
        # The experiments of 2017, in virtual time

        Written by `./sekisho simulate --experiments`; do not edit.

        A router with the configuration of 2017 keeps a tunnel to an Azure gateway for 48 hours of
        virtual time: three experiments with other lives in each, and the same against the lives that
        Microsoft published before 2017, where traffic had stopped after renewals. The gateway acts at
        95 % of its own lives. Ages are seconds from the establishment of the SA; ours are those of all
        SAs of the 48 hours.

        | Event | Age in 2017 | Ours | How often |
        |---|---|---|---|""");
    for (int i = 0; i < made.size(); i++) {
      SeedExperiment experiment = made.get(i);
      int which = i;
      lines.add("| **" + experiment.title() + "** | | | |");
      rows().stream()
          .filter(r -> r.experiment() == which)
          .forEach(r -> lines.add(line(r, experiment)));
      Traffic traffic = experiment.traffic();
      lines.add(
          String.format(
              Locale.ROOT,
              "| inner packets lost for want of an SA | | %d of %d | |",
              experiment.losses().size(),
              traffic.there.sent + traffic.back.sent));
    }
    lines.add("\nThe log of the first experiment begins and goes on as in 2017:\n");
    log(made.get(0)).forEach(l -> lines.add("    " + l));
    lines.add(
        """

        SA numbers come from one pool, the lowest free one first. In 2017 the first renewal got 5 and 7
        and the new IKE SA 15: the lowest that were free while other tunnels of that router held 4, 6 and
        8 to 14.""");
    return String.join("\n", lines) + "\n";
  }

  private static String line(Row row, SeedExperiment made) {
    List<Long> ages = ages(row, made);
    long low = ages.stream().mapToLong(a -> (a + 500) / 1000).min().orElse(0);
    long high = ages.stream().mapToLong(a -> (a + 500) / 1000).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %d |",
        row.event(),
        row.seed(),
        low == high ? "" + low : low + "–" + high,
        ages.size());
  }

  private static List<String> log(SeedExperiment first) {
    return first.log().subList(0, 24);
  }
}
