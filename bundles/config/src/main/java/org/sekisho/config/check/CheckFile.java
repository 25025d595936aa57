package org.sekisho.config.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.sekisho.api.config.CommandContributor;
import org.sekisho.api.config.ConfigReview;
import org.sekisho.api.config.Language;
import org.sekisho.config.commands.LanguageCommands;
import org.sekisho.config.running.ConfigFile;
import org.sekisho.config.running.ConfigLife;
import org.sekisho.config.running.ImportReport;
import org.sekisho.config.running.ImportReport.Verdict;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;

/**
 * {@code sekisho check FILE}: tells of each line whether a router would apply, keep or refuse it.
 * The commands are those of all bundles on the class path.
 */
public final class CheckFile {

  /** No line is refused. */
  static final int FINE = 0;

  /** A line is refused; with {@code --strict} also: a line has no effect, or there is a note. */
  static final int FAULTY = 1;

  /** The file cannot be read, or the command line is wrong. */
  static final int MISUSED = 2;

  private static final String USAGE =
      "Usage: sekisho check FILE [--quiet] [--strict] [--language en|ja]";

  private final PrintStream out;
  private final PrintStream err;
  private Language language;
  private boolean quiet;
  private boolean strict;
  private String file;

  CheckFile(PrintStream out, PrintStream err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    String locale = environment.getOrDefault("LC_ALL", environment.getOrDefault("LANG", ""));
    language = locale.startsWith("ja") ? Language.JAPANESE : Language.ENGLISH;
  }

  /** Started by {@code bin/sekisho}. */
  public static void main(String[] args) {
    Charset terminal = StandardCharsets.UTF_8;
    PrintStream out = new PrintStream(System.out, false, terminal);
    PrintStream err = new PrintStream(System.err, true, terminal);
    int code = new CheckFile(out, err, System.getenv()).run(List.of(args));
    out.flush();
    System.exit(code);
  }

  /** Checks; returns the exit code. */
  int run(List<String> args) {
    if (!parse(args)) {
      err.println(USAGE);
      return MISUSED;
    }
    Optional<byte[]> content;
    try {
      content = ConfigFile.read(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      err.println("sekisho: " + file + " cannot be read: " + e.getMessage());
      return MISUSED;
    }
    if (content.isEmpty()) {
      err.println("sekisho: there is no file " + file);
      return MISUSED;
    }
    ImportReport report = emptyRouter().importFile(content.get(), false);
    report.text(language, !quiet).forEach(out::println);
    boolean weak = report.count(Verdict.STORED) > 0 || report.remarks() > 0;
    return report.count(Verdict.REFUSED) > 0 || (strict && weak) ? FAULTY : FINE;
  }

  private boolean parse(List<String> args) {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      switch (args.get(i)) {
        case "--quiet" -> quiet = true;
        case "--strict" -> strict = true;
        case "--language" -> {
          i++;
          String wanted = i < args.size() ? args.get(i) : "";
          if (!wanted.equals("en") && !wanted.equals("ja")) {
            return false;
          }
          language = wanted.equals("ja") ? Language.JAPANESE : Language.ENGLISH;
        }
        default -> files.add(args.get(i));
      }
    }
    if (files.size() != 1 || files.get(0).startsWith("-")) {
      return false;
    }
    file = files.get(0);
    return true;
  }

  private RunningConfig emptyRouter() {
    ErrorLog log = new ErrorLog(err);
    SystemFacts facts = new SystemFacts("", Map.of(), LocalDateTime::now);
    SecretSeal seal = SecretSeal.beside(Path.of(file).toAbsolutePath());
    NoThread thread = new NoThread();
    RunningConfig router = new RunningConfig(seal, facts, log, thread, () -> true);
    ConfigLife unused = new ConfigLife(router, Path.of(""), facts, log, thread);
    router.addContributor(new LanguageCommands(router, unused, log));
    ServiceLoader.load(CommandContributor.class).forEach(router::addContributor);
    ServiceLoader.load(ConfigReview.class).forEach(router::addReview);
    return router;
  }
}
