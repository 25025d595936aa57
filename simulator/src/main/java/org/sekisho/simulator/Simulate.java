package org.sekisho.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code ./sekisho simulate}: many runs, one after the other, or one run again with its trace. */
public final class Simulate {

  private static final String USAGE =
      """
      Usage: ./sekisho simulate [--seeds N] [--days D] [--profile NAME|all] [--seed S] [--trace]

        --seeds N     so many runs, seeds S, S+1, … (default 20)
        --days D      days of virtual time of each run (default 2)
        --profile P   the gateway: %s or all, in turn (default all)
        --seed S      the first seed (default 1); without --seeds exactly this run
        --trace       print what happens in the run: messages, log lines, SAs, faults

      ./sekisho simulate --experiments prints docs/simulation.md: the experiments of 2017.
      """;

  private long firstSeed = 1;
  private long seeds = 20;
  private double days = 2;
  private boolean trace;
  private List<GatewayProfile> profiles = GatewayProfile.all();

  private double tunnelDays;
  private long exchanges;
  private long messages;
  private long sent;
  private long delivered;
  private long lostOnWire;
  private long lostInFaults;
  private long longestOutage;
  private long longestWithout;
  private int mostPairs;
  private final Map<String, Integer> faults = new TreeMap<>();
  private final List<String> breaches = new ArrayList<>();

  private Simulate() {}

  /** Exits with 0 when everything held, 1 when not, 2 when the command line is wrong. */
  public static void main(String[] arguments) {
    if (List.of(arguments).equals(List.of("--experiments"))) {
      System.out.print(
          SeedTable.page(SeedExperiment.all().stream().map(SeedExperiment::run).toList()));
      return;
    }
    Simulate simulate = new Simulate();
    try {
      if (!simulate.read(arguments)) {
        System.out.print(usage());
        return;
      }
    } catch (IllegalArgumentException e) {
      System.err.println("sekisho simulate: " + e.getMessage());
      System.err.print(usage());
      System.exit(2);
    }
    System.exit(simulate.run() ? 0 : 1);
  }

  private static String usage() {
    return String.format(
        USAGE, String.join(", ", GatewayProfile.all().stream().map(GatewayProfile::name).toList()));
  }

  private boolean read(String[] arguments) {
    boolean one = false;
    boolean many = false;
    for (int i = 0; i < arguments.length; i++) {
      String option = arguments[i];
      switch (option) {
        case "--help", "-h" -> {
          return false;
        }
        case "--trace" -> trace = true;
        case "--seeds", "--days", "--profile", "--seed" -> {
          if (++i == arguments.length) {
            throw new IllegalArgumentException(option + " needs a value");
          }
          String value = arguments[i];
          switch (option) {
            case "--seeds" -> {
              seeds = number(option, value);
              many = true;
            }
            case "--seed" -> {
              firstSeed = number(option, value);
              one = true;
            }
            case "--days" -> days = decimal(option, value);
            default -> profiles = profiles(value);
          }
        }
        default -> throw new IllegalArgumentException("there is no option " + option);
      }
    }
    seeds = one && !many ? 1 : seeds;
    if (seeds < 1 || days <= 0) {
      throw new IllegalArgumentException("--seeds and --days must be more than 0");
    }
    return true;
  }

  private static long number(String option, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a whole number, not " + value, e);
    }
  }

  private static double decimal(String option, String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a number, not " + value, e);
    }
  }

  private static List<GatewayProfile> profiles(String name) {
    return name.equals("all")
        ? GatewayProfile.all()
        : List.of(
            GatewayProfile.byName(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no profile " + name)));
  }

  private boolean run() {
    long start = System.nanoTime();
    long told = start;
    long heapAtStart = 0;
    for (long i = 0; i < seeds; i++) {
      GatewayProfile profile = profiles.get((int) Math.floorMod(firstSeed + i, profiles.size()));
      Simulation simulation =
          new Simulation(firstSeed + i, profile, days, trace ? System.out::println : null);
      add(simulation, simulation.run());
      if (i == Math.min(seeds - 1, 2L * profiles.size())) {
        heapAtStart = heap(); // classes are loaded, tables have their size
      }
      if (System.nanoTime() - told > 10_000_000_000L) {
        told = System.nanoTime();
        System.out.printf(Locale.ROOT, "%d of %d runs: %s%n", i + 1, seeds, line(start));
      }
    }
    report(start, heapAtStart, heap());
    return breaches.isEmpty();
  }

  private void add(Simulation simulation, Simulation.Result result) {
    tunnelDays += result.tunnelDays();
    exchanges += result.exchanges();
    messages += result.messages();
    sent += result.sent();
    delivered += result.delivered();
    lostOnWire += result.lostOnWire();
    lostInFaults += result.lostInFaults();
    longestOutage = Math.max(longestOutage, result.longestOutage());
    longestWithout = Math.max(longestWithout, result.longestWithout());
    mostPairs = Math.max(mostPairs, result.mostPairs());
    result.faults().forEach((kind, count) -> faults.merge(kind, count, Integer::sum));
    for (String breach : result.breaches()) {
      breaches.add(breach + "\n    " + simulation.replay());
      System.out.println("BREACH " + breaches.get(breaches.size() - 1));
    }
  }

  private String line(long start) {
    return String.format(
        Locale.ROOT,
        "%.0f tunnel-days in %.0f s, %d exchanges, %d packets, %d breaches",
        tunnelDays,
        (System.nanoTime() - start) / 1e9,
        exchanges,
        sent,
        breaches.size());
  }

  private void report(long start, long heapAtStart, long heapAtEnd) {
    long seconds = Math.max(1, (System.nanoTime() - start) / 1_000_000_000L);
    System.out.printf(
        Locale.ROOT,
        """

        tunnel-days             %.0f in %d s of this machine's time
        faults                  %s
        IKE exchanges           %d (%d messages)
        inner packets           %d sent, %d delivered
          lost on the wire      %d
          lost for want of an SA, in faults and up to %d s after  %d
          lost for want of an SA, otherwise                       %d
        longest outage          %.1f s
        longest time without an outbound SA after the fault's end %.1f s (bound %d s)
        most pairs at a node    %d
        heap after collection   %d KiB at the start, %d KiB at the end
        """,
        tunnelDays,
        seconds,
        faults,
        exchanges,
        messages,
        sent,
        delivered,
        lostOnWire,
        Invariants.BOUND_MILLIS / 1000,
        lostInFaults,
        breaches.stream().filter(b -> b.contains("lost a packet")).count(),
        longestOutage / 1000.0,
        longestWithout / 1000.0,
        Invariants.BOUND_MILLIS / 1000,
        mostPairs,
        heapAtStart / 1024,
        heapAtEnd / 1024);
    System.out.println(
        breaches.isEmpty() ? "Everything held." : breaches.size() + " breaches, see above.");
  }

  /** Octets in use after a collection. */
  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
