package org.sekisho.fuzz;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./sekisho fuzz}: lists targets, runs Jazzer on one, keeps what it learned. */
public final class Fuzz {

  private static final String USAGE =
      """
      Usage: ./sekisho fuzz                     the targets
             ./sekisho fuzz TARGET --minutes N  fuzz one; N may be a fraction
             ./sekisho fuzz TARGET --file FILE  run it once with the input in a file
             ./sekisho fuzz evil-peer --minutes N
                                                a peer with valid keys that breaks every rule,
                                                in the simulator

      Ends with one line: executions, executions per second, inputs of the corpus, findings.
      What was learned goes to fuzz/corpus/TARGET.zip; inputs that made something fail go to
      fuzz/findings/TARGET and are replayed by each build until somebody takes them away.
      Status 1 when there was a finding.""";

  /** When an input is taken for one that never ends; how long others may take, see Entry. */
  private static final int SECONDS = 30;

  /** Inputs of a corpus that is small enough as it is. */
  private static final int MOST_INPUTS = 300;

  private static final int HEAP_MEGABYTES = 512;

  private static final String EXECUTIONS = "number_of_executed_units";
  private static final Pattern STATISTIC = Pattern.compile("stat::(\\w+):\\s+(\\d+)");
  private static final Pattern COUNT = Pattern.compile("^#(\\d+)\\s.*");

  private final Path root = Path.of("fuzz");
  private final Corpus corpus = new Corpus(root);
  private final PrintStream out = System.out;

  private Fuzz() {}

  /** Runs as the arguments say. */
  public static void main(String[] arguments) throws Exception {
    System.exit(new Fuzz().run(List.of(arguments)));
  }

  private int run(List<String> arguments) throws Exception {
    if (arguments.isEmpty()) {
      list();
      return 0;
    }
    if (arguments.size() != 3 || !Targets.all().containsKey(arguments.get(0))) {
      out.println(USAGE);
      return arguments.equals(List.of("--help")) ? 0 : 2;
    }
    String target = arguments.get(0);
    if (arguments.get(1).equals("--file")) {
      Targets.of(target).run(Files.readAllBytes(Path.of(arguments.get(2))));
      out.println(target + ": nothing found");
      return 0;
    }
    if (!arguments.get(1).equals("--minutes") || !arguments.get(2).matches("\\d+(\\.\\d+)?")) {
      out.println(USAGE);
      return 2;
    }
    return fuzz(target, Math.round(Double.parseDouble(arguments.get(2)) * 60));
  }

  private void list() throws IOException {
    for (String name : Targets.all().keySet()) {
      out.printf(
          "%-14s %5d inputs  %s%n", name, corpus.inputs(name).size(), Targets.of(name).what());
    }
  }

  private int fuzz(String name, long seconds) throws Exception {
    FuzzTarget target = Targets.of(name);
    Path work = Files.createTempDirectory("sekisho-fuzz-");
    Path learned = Files.createDirectory(work.resolve("corpus"));
    Path found = Files.createDirectory(work.resolve("findings"));
    Map<String, byte[]> known = new TreeMap<>(corpus.inputs(name));
    target.seeds().forEach(seed -> known.put(Corpus.name(seed), seed));
    write(learned, known);
    Map<String, Long> statistics =
        jazzer(
            work.resolve("log"),
            target,
            List.of(
                "-max_total_time=" + seconds,
                "-timeout=" + SECONDS,
                "-print_final_stats=1",
                "-artifact_prefix=" + found + "/",
                learned.toString()));
    Collection<byte[]> kept = least(work, target, learned);
    corpus.write(name, kept);
    Map<String, byte[]> findings = Corpus.files(found);
    if (!findings.isEmpty()) {
      Files.createDirectories(corpus.findings(name));
      write(corpus.findings(name), findings);
    }
    long executions = statistics.getOrDefault(EXECUTIONS, 0L);
    out.printf(
        Locale.ROOT,
        "%s: %d executions, %d/s, corpus %d, findings %d (log: %s)%n",
        name,
        executions,
        executions / Math.max(1, seconds),
        kept.size(),
        findings.size(),
        work.resolve("log"));
    findings.keySet().forEach(f -> out.println("   " + corpus.findings(name).resolve(f)));
    return findings.isEmpty() ? 0 : 1;
  }

  /** What was learned; of very many inputs only those that are needed to reach the same code. */
  private static Collection<byte[]> least(Path work, FuzzTarget target, Path learned)
      throws IOException, InterruptedException {
    Collection<byte[]> all = Corpus.files(learned).values();
    if (all.size() <= MOST_INPUTS) {
      return all;
    }
    Path merged = Files.createDirectory(work.resolve("merged"));
    jazzer(
        work.resolve("merge"), target, List.of("-merge=1", merged.toString(), learned.toString()));
    Collection<byte[]> kept = Corpus.files(merged).values();
    return kept.isEmpty() ? all : kept;
  }

  private static void write(Path folder, Map<String, byte[]> inputs) throws IOException {
    for (Map.Entry<String, byte[]> input : inputs.entrySet()) {
      Files.write(folder.resolve(input.getKey()), input.getValue());
    }
  }

  /** Runs Jazzer to its end and gives the figures it prints. */
  private static Map<String, Long> jazzer(Path log, FuzzTarget target, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:-OmitStackTraceInFastThrow",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Entry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=org.sekisho.**",
                "--reproducer_path=" + log.getParent(),
                "-max_len=" + target.longest(),
                "-rss_limit_mb=0"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Map<String, Long> statistics = new TreeMap<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Writer all = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        all.write(line + "\n");
        all.flush();
        Matcher matcher = STATISTIC.matcher(line);
        if (matcher.matches()) {
          statistics.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        Matcher count = COUNT.matcher(line);
        if (count.matches()) {
          statistics.merge(EXECUTIONS, Long.parseLong(count.group(1)), Math::max);
        }
      }
    }
    process.waitFor();
    return statistics;
  }
}
