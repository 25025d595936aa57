package org.sekisho.config.running;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import org.sekisho.config.language.Grammar;
import org.sekisho.config.language.SealedForm;

/**
 * Seals the secrets of lines that go into a file, and opens those that come out of one. Files
 * without sealed words pass as they are: a file somebody wrote by hand loads, and is sealed when it
 * is saved. Safe for use by several threads.
 */
public final class SecretSeal implements ConfigPrinter.Sealing {

  /** Name of the file with the key, in the directory of the configuration. */
  public static final String KEY_FILE = "box.key";

  private static final String SECRET = "*";

  /** A hash of a password stays as it is: with the key lost, the administrator can still log in. */
  private static final String HASH_FOLLOWS = "encrypted";

  private final Path keyFile;
  private SealedWord word;

  /**
   * Prepares; the key is read when it is needed.
   *
   * @param keyFile the file with the key of the box
   */
  public SecretSeal(Path keyFile) {
    this.keyFile = keyFile;
  }

  /** With the key that lies beside a configuration. */
  public static SecretSeal beside(Path config) {
    return new SecretSeal(config.resolveSibling(KEY_FILE));
  }

  /**
   * A text with its secrets readable.
   *
   * @param text the text; sealed words that do not open are still in it
   * @param closed numbers of their lines, from 1
   * @param why the reason, empty when there are none
   */
  public record Opened(String text, List<Integer> closed, String why) {

    /**
     * One sentence with the lines concerned, for the administrator.
     *
     * @param file what the text is called
     * @return empty when everything is open
     */
    public Optional<String> sentence(String file) {
      if (closed.isEmpty()) {
        return Optional.empty();
      }
      String numbers = String.join(", ", closed.stream().map(String::valueOf).toList());
      String lines = closed.size() == 1 ? " line " : " lines ";
      return Optional.of("Without effect: " + file + lines + numbers + ", because " + why);
    }
  }

  /** Where the key lies. */
  public Path keyFile() {
    return keyFile;
  }

  /**
   * Makes the key if there is none yet.
   *
   * @throws IOException with a sentence when there is a file that is no key, or none can be written
   */
  public void prepare() throws IOException {
    word(true);
  }

  /** Opens the sealed words of a text that came out of a file. */
  public Opened open(String text) {
    if (!SealedForm.isIn(text)) {
      return new Opened(text, List.of(), "");
    }
    Optional<SealedWord> key = Optional.empty();
    String why =
        "the box key they were sealed by is not "
            + keyFile
            + "; restore that file and restart the router, or type them again";
    try {
      key = word(false);
    } catch (IOException e) {
      why = "the box key cannot be read: " + e.getMessage();
    }
    List<Integer> closed = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String opened = openLine(line, key);
      lines.add(opened);
      if (SealedForm.isIn(opened)) {
        closed.add(lines.size());
      }
    }
    return new Opened(String.join("\n", lines), closed, why);
  }

  private static String openLine(String line, Optional<SealedWord> key) {
    List<MatchResult> words = SealedForm.PATTERN.matcher(line).results().toList();
    String around = SealedForm.PATTERN.matcher(line.strip()).replaceAll(SECRET);
    StringBuilder opened = new StringBuilder();
    int from = 0;
    for (MatchResult m : words) {
      Optional<String> secret = key.flatMap(k -> k.open(m.group(), around));
      if (secret.isEmpty()) {
        return line; // a line opens as a whole or not at all
      }
      opened.append(line, from, m.start()).append(secret.get());
      from = m.end();
    }
    return opened.append(line.substring(from)).toString();
  }

  /**
   * Seals the secrets of a line.
   *
   * @param line the line as it shall be read again; of an embedded file, with its text
   * @param shown the same with {@code *} for what is secret; what is behind the first difference
   *     counts as secret where the words of the two do not correspond
   * @throws IOException with a sentence when the key can neither be read nor made
   */
  @Override
  public String seal(String line, String shown) throws IOException {
    String first = line.lines().findFirst().orElse("");
    String mask = shown.lines().findFirst().orElse("");
    if (first.equals(mask) || SealedForm.isIn(first)) {
      return line; // nothing secret, or sealed by another box and not opened
    }
    SealedWord key = word(true).orElseThrow();
    List<int[]> secrets = secrets(first, mask);
    StringBuilder around = new StringBuilder();
    int from = 0;
    for (int[] s : secrets) {
      around.append(first, from, s[0]).append(SECRET);
      from = s[1];
    }
    around.append(first.substring(from));
    StringBuilder sealed = new StringBuilder();
    from = 0;
    for (int[] s : secrets) {
      sealed
          .append(first, from, s[0])
          .append(key.seal(first.substring(s[0], s[1]), around.toString().strip()));
      from = s[1];
    }
    return sealed.append(line.substring(from)).toString();
  }

  /** Beginning and end of each secret. */
  private static List<int[]> secrets(String line, String shown) {
    List<String> words;
    List<String> masked;
    try {
      words = Grammar.rawWords(line);
      masked = Grammar.rawWords(shown);
    } catch (IllegalArgumentException e) {
      return List.of(new int[] {0, line.length()});
    }
    List<int[]> secrets = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < words.size(); i++) {
      int start = line.indexOf(words.get(i), at);
      at = start + words.get(i).length();
      String mask = i < masked.size() ? masked.get(i) : "";
      if (words.get(i).equals(mask)) {
        continue;
      }
      boolean hash = words.get(i).equals(HASH_FOLLOWS) && i == words.size() - 2;
      if (hash && mask.equals(SECRET)) {
        return secrets; // of a command that nobody knows now
      }
      if (words.size() != masked.size()) {
        secrets.add(new int[] {start, line.length()});
        return secrets;
      }
      if (i > 0 && words.get(i - 1).equals(HASH_FOLLOWS)) {
        continue;
      }
      String open = mask.endsWith(SECRET) ? mask.substring(0, mask.length() - 1) : "";
      secrets.add(new int[] {words.get(i).startsWith(open) ? start + open.length() : start, at});
    }
    return secrets;
  }

  private synchronized Optional<SealedWord> word(boolean make) throws IOException {
    if (word == null) {
      Optional<byte[]> key = BoxKey.read(keyFile);
      if (key.isEmpty() && make) {
        key = Optional.of(BoxKey.make(keyFile));
      }
      key.ifPresent(
          k -> {
            word = new SealedWord(k);
            Arrays.fill(k, (byte) 0);
          });
    }
    return Optional.ofNullable(word);
  }
}
