package org.sekisho.console.sftp;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.sekisho.api.config.ConfigStore;
import org.sekisho.api.config.Text;

/**
 * The files SFTP shows: {@code /system/config0} and its like, and nothing else. Paths are names of
 * this tree and are never handed to the operating system. Thread-safe.
 */
final class SystemFiles {

  private static final String DIRECTORY = "/system";
  private static final String PREFIX = DIRECTORY + "/config";

  private final Supplier<Optional<ConfigStore>> store;

  SystemFiles(Supplier<Optional<ConfigStore>> store) {
    this.store = store;
  }

  /**
   * A file or directory.
   *
   * @param name without the path
   * @param size in octets
   */
  record Entry(String name, boolean directory, long size, Instant modified) {}

  /** A path from the root without {@code .} and {@code ..}, which lead nowhere above it. */
  static String absolute(String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/")) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return "/" + String.join("/", names);
  }

  /** What is at a path, empty when there is nothing. */
  Optional<Entry> find(String path) throws IOException {
    String at = absolute(path);
    if (at.equals("/") || at.equals(DIRECTORY)) {
      return Optional.of(directory(at.equals("/") ? "/" : "system"));
    }
    return saved().stream().filter(e -> at.equals(DIRECTORY + "/" + e.name())).findFirst();
  }

  /** What a directory holds, empty when the path is none. */
  Optional<List<Entry>> list(String path) throws IOException {
    String at = absolute(path);
    if (at.equals("/")) {
      return Optional.of(List.of(directory("."), directory(".."), directory("system")));
    }
    if (!at.equals(DIRECTORY)) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>(List.of(directory("."), directory("..")));
    entries.addAll(saved());
    return Optional.of(entries);
  }

  /** The octets of a file, empty when there is none at that path. */
  Optional<byte[]> read(String path) throws IOException {
    String at = absolute(path);
    return at.startsWith(PREFIX) ? store().saved(at.substring(PREFIX.length())) : Optional.empty();
  }

  /** The number of the configuration that can be sent to a path, empty for all other paths. */
  OptionalInt slot(String path) {
    String at = absolute(path);
    return at.matches(PREFIX + "[0-4]")
        ? OptionalInt.of(at.charAt(at.length() - 1) - '0')
        : OptionalInt.empty();
  }

  /** Saves a configuration that was sent; see {@link ConfigStore#replaceSaved}. */
  Optional<Text> replace(int slot, byte[] content) throws IOException {
    return store().replaceSaved(slot, content);
  }

  private List<Entry> saved() throws IOException {
    return store().saved().stream()
        .map(s -> new Entry("config" + s.name(), false, s.size(), s.saved()))
        .toList();
  }

  private ConfigStore store() throws IOException {
    return store
        .get()
        .orElseThrow(
            () -> new IOException("The configuration is not ready; try again in a moment"));
  }

  private static Entry directory(String name) {
    return new Entry(name, true, 0, Instant.EPOCH);
  }
}
