package org.sekisho.pki;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.sekisho.api.pki.PkiException;

/**
 * Files by number as lines name them, read when a line or a file has changed. Thread-safe.
 *
 * @param <L> what a line says
 * @param <C> what a file holds
 */
final class FileTable<L, C> {

  /**
   * Reads a file.
   *
   * @param <L> what a line says
   * @param <C> what a file holds
   */
  interface Reader<L, C> {
    C read(L line, byte[] content) throws PkiException;
  }

  /**
   * One entry.
   *
   * @param line what the line says
   * @param version the file's state when it was read, null when it could not be
   * @param content what it holds, null when it could not be read
   * @param problem why it could not be read, null when it was
   */
  record Entry<L, C>(L line, PkiDirectory.Version version, C content, String problem) {}

  private final PkiDirectory directory;
  private final java.util.function.Function<L, String> name;
  private final Reader<L, C> reader;
  private final BiConsumer<Integer, String> problems;
  private volatile Map<Integer, Entry<L, C>> entries = Map.of();

  /**
   * An empty table.
   *
   * @param name the file's name in a line
   * @param problems takes a number and a sentence when a file cannot be read
   */
  FileTable(
      PkiDirectory directory,
      java.util.function.Function<L, String> name,
      Reader<L, C> reader,
      BiConsumer<Integer, String> problems) {
    this.directory = directory;
    this.name = name;
    this.reader = reader;
    this.problems = problems;
  }

  /** Takes the lines there are now. */
  synchronized void configure(Map<Integer, L> lines) {
    Map<Integer, Entry<L, C>> next = new TreeMap<>();
    lines.forEach((number, line) -> next.put(number, entry(number, line)));
    entries = Map.copyOf(next);
  }

  /** Reads what has changed since. */
  synchronized void refresh() {
    Map<Integer, L> lines = new TreeMap<>();
    entries.forEach((number, entry) -> lines.put(number, entry.line()));
    configure(lines);
  }

  private Entry<L, C> entry(int number, L line) {
    Entry<L, C> before = entries.get(number);
    boolean sameLine = before != null && before.line().equals(line);
    try {
      PkiDirectory.Version version = directory.version(name.apply(line));
      if (sameLine && version.equals(before.version())) {
        return before;
      }
      return read(number, line, version, before);
    } catch (PkiException e) {
      return failed(number, line, null, e.getMessage(), before);
    }
  }

  private Entry<L, C> read(int number, L line, PkiDirectory.Version version, Entry<L, C> before) {
    try {
      C content = reader.read(line, directory.read(name.apply(line)));
      return new Entry<>(line, version, content, null);
    } catch (PkiException e) {
      return failed(number, line, version, name.apply(line) + ": " + e.getMessage(), before);
    }
  }

  private Entry<L, C> failed(
      int number, L line, PkiDirectory.Version version, String problem, Entry<L, C> before) {
    if (before == null || !Objects.equals(before.problem(), problem)) {
      problems.accept(number, problem);
    }
    return new Entry<>(line, version, null, problem);
  }

  /** The entry of a number, null when no line has it. */
  Entry<L, C> get(int number) {
    return entries.get(number);
  }

  /** All entries by number. */
  Map<Integer, Entry<L, C>> all() {
    return new TreeMap<>(entries);
  }
}
