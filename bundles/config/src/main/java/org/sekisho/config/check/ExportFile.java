package org.sekisho.config.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sekisho.config.running.ConfigFile;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SourceText;

/**
 * {@code sekisho export FILE}: prints a saved configuration with its secrets readable, to move it
 * to another box. Works for those who may read the key of the box.
 */
public final class ExportFile {

  private static final int FINE = 0;
  private static final int CLOSED = 1;
  private static final int MISUSED = 2;
  private static final String USAGE = "Usage: sekisho export FILE [--box-key KEYFILE]";

  private ExportFile() {}

  /** Started by {@code bin/sekisho}. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int code = run(List.of(args), out, System.err);
    out.flush();
    System.exit(code);
  }

  /** Prints; returns the exit code: 1 when a secret did not open. */
  static int run(List<String> args, PrintStream out, PrintStream err) {
    boolean ownKey = args.size() == 3 && args.get(1).equals("--box-key");
    if (!ownKey && (args.size() != 1 || args.get(0).startsWith("-"))) {
      err.println(USAGE);
      return MISUSED;
    }
    try {
      Path file = Path.of(args.get(0)).toAbsolutePath();
      SecretSeal seal = ownKey ? new SecretSeal(Path.of(args.get(2))) : SecretSeal.beside(file);
      Optional<byte[]> content = ConfigFile.read(file);
      if (content.isEmpty()) {
        err.println("sekisho: there is no file " + file);
        return MISUSED;
      }
      SecretSeal.Opened opened = seal.open(SourceText.decode(content.get()));
      out.print(opened.text());
      Optional<String> sentence = opened.sentence(file.toString());
      sentence.ifPresent(s -> err.println("sekisho: " + s));
      return sentence.isPresent() ? CLOSED : FINE;
    } catch (IOException | InvalidPathException e) {
      err.println("sekisho: " + args.get(0) + " cannot be read: " + e.getMessage());
      return MISUSED;
    }
  }
}
