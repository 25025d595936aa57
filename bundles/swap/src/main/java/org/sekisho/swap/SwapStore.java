package org.sekisho.swap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The bundles that were swapped in, one jar and one note each: they outlive the bundle cache, which
 * is made anew after a crash.
 */
final class SwapStore {

  private static final String JAR = ".jar";
  private static final String NOTE = ".properties";

  private final Path folder;

  /**
   * A bundle that was swapped in.
   *
   * @param jar the file
   * @param sha256 its digest when it was swapped in
   * @param signed false: the administrator permitted it without a signature
   */
  record Entry(Path jar, String sha256, boolean signed) {}

  /** Keeps files in a folder, which is made when it is needed. */
  SwapStore(Path folder) {
    this.folder = folder;
  }

  /** A private copy of a file, so that what is checked is what runs. */
  Path incoming(Path file) throws IOException {
    Files.createDirectories(folder);
    Path copy = folder.resolve("incoming.part");
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    return copy;
  }

  /** Removes the private copy. */
  void forgetIncoming() throws IOException {
    Files.deleteIfExists(folder.resolve("incoming.part"));
  }

  /** Keeps a private copy under the name of its bundle; it is on the disk when this returns. */
  void keep(BundleFile file, boolean signed) throws IOException {
    Properties note = new Properties();
    note.setProperty("sha256", file.sha256());
    note.setProperty("signed", Boolean.toString(signed));
    Path part = folder.resolve("note.part");
    try (OutputStream out = Files.newOutputStream(part)) {
      note.store(out, null);
    }
    force(part);
    force(file.path());
    Files.move(file.path(), folder.resolve(file.name() + JAR), StandardCopyOption.ATOMIC_MOVE);
    Files.move(part, folder.resolve(file.name() + NOTE), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Forgets a bundle. */
  void forget(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name + NOTE));
    Files.deleteIfExists(folder.resolve(name + JAR));
  }

  /** What was swapped in, by symbolic name. */
  Map<String, Entry> entries() throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path note : files.filter(f -> f.toString().endsWith(NOTE)).toList()) {
        String name = note.getFileName().toString();
        name = name.substring(0, name.length() - NOTE.length());
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(note)) {
          properties.load(in);
        }
        entries.put(
            name,
            new Entry(
                folder.resolve(name + JAR),
                properties.getProperty("sha256", ""),
                Boolean.parseBoolean(properties.getProperty("signed"))));
      }
    }
    return entries;
  }
}
