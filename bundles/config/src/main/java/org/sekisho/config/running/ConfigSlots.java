package org.sekisho.config.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The saved configurations as an RTX has them: {@code config0} to {@code config4}, of each the two
 * that were saved before ({@code config0.1}, {@code config0.2}), and which of them the router boots
 * from. Files of the data directory that only their owner can read.
 */
final class ConfigSlots {

  /** Number of the last slot. */
  static final int LAST = 4;

  /** Generations that are kept beside the newest. */
  static final int GENERATIONS = 2;

  private static final String PREFIX = "config";
  private static final String DEFAULT = "default-config";
  private static final String NEXT = "next-config";
  private static final String ROLLBACK = "rollback-config";
  private static final String COMMENT = "# Comment: ";

  private final Path data;
  private final Disk disk;

  /**
   * Prepares.
   *
   * @param data directory of the files, made when something is saved
   */
  ConfigSlots(Path data, Disk disk) {
    this.data = data;
    this.disk = disk;
  }

  /**
   * A saved configuration.
   *
   * @param name as it is typed: {@code 0}, {@code 0.1}
   * @param saved when
   * @param size in octets
   * @param comment as given with save, may be empty
   */
  record Entry(String name, Instant saved, int size, String comment) {}

  private ConfigFile file(String name) {
    return new ConfigFile(path(name), disk);
  }

  private Path path(String name) {
    return data.resolve(PREFIX + name);
  }

  private ConfigFile marker(String name) {
    return new ConfigFile(data.resolve(name), disk);
  }

  /** The names there can be, in their order. */
  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int slot = 0; slot <= LAST; slot++) {
      names.add(String.valueOf(slot));
      for (int age = 1; age <= GENERATIONS; age++) {
        names.add(slot + "." + age);
      }
    }
    return names;
  }

  /** The configurations there are. */
  synchronized List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String name : names()) {
      Optional<byte[]> content = file(name).read();
      if (content.isPresent()) {
        entries.add(
            new Entry(
                name,
                disk.modified(path(name)).toInstant(),
                content.get().length,
                comment(SourceText.decode(content.get()))));
      }
    }
    return entries;
  }

  /** The line at the head of a file that holds its comment; empty without. */
  static List<String> commentLine(String comment) {
    return comment.isEmpty() ? List.of() : List.of(COMMENT + comment);
  }

  /** The comment of a file, as {@link #commentLine} wrote it; empty without. */
  static String comment(String text) {
    return text.lines()
        .takeWhile(l -> l.startsWith("#"))
        .filter(l -> l.startsWith(COMMENT))
        .map(l -> l.substring(COMMENT.length()))
        .findFirst()
        .orElse("");
  }

  /** A configuration by its name, empty when there is none. */
  synchronized Optional<byte[]> read(String name) throws IOException {
    return file(name).read();
  }

  /**
   * Saves into a slot; what was there becomes generation 1, and that generation 2.
   *
   * @throws IOException the slot is untouched then
   */
  synchronized void write(int slot, byte[] content) throws IOException {
    file(String.valueOf(slot))
        .write(
            content,
            () -> {
              for (int age = GENERATIONS; age > 0; age--) {
                String younger = age == 1 ? String.valueOf(slot) : slot + "." + (age - 1);
                file(younger).keepAs(file(slot + "." + age));
              }
            });
  }

  /**
   * Removes a configuration.
   *
   * @return whether there was one of that name
   */
  synchronized boolean remove(String name) throws IOException {
    return file(name).remove();
  }

  /** Removes everything that was ever saved, and which one to boot from. */
  synchronized void erase() throws IOException {
    for (String name : names()) {
      file(name).remove();
    }
    marker(DEFAULT).remove();
    marker(NEXT).remove();
    marker(ROLLBACK).remove();
  }

  /** The slot the router boots from. */
  synchronized int preferred() throws IOException {
    return number(DEFAULT).orElse(0);
  }

  /** Chooses the slot the router boots from. */
  synchronized void prefer(int slot) throws IOException {
    marker(DEFAULT).write(String.valueOf(slot).getBytes(StandardCharsets.US_ASCII));
  }

  /** Chooses the slot the router boots from once. */
  synchronized void next(int slot) throws IOException {
    marker(NEXT).write(String.valueOf(slot).getBytes(StandardCharsets.US_ASCII));
  }

  /** The slot to boot from now; the choice of {@link #next} is used up. */
  synchronized int takeNext() throws IOException {
    OptionalInt next = number(NEXT);
    marker(NEXT).remove();
    return next.isPresent() ? next.getAsInt() : preferred();
  }

  private OptionalInt number(String name) throws IOException {
    String text =
        marker(name).read().map(b -> new String(b, StandardCharsets.US_ASCII).strip()).orElse("");
    return text.matches("[0-" + LAST + "]")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /** The configuration to go back to, where a change was not confirmed before the process ended. */
  synchronized Optional<byte[]> rollback() throws IOException {
    return marker(ROLLBACK).read();
  }

  /** Notes the configuration to go back to. */
  synchronized void rollback(byte[] content) throws IOException {
    marker(ROLLBACK).write(content);
  }

  /** There is nothing to go back to any more. */
  synchronized void forgetRollback() throws IOException {
    marker(ROLLBACK).remove();
  }
}
