package org.sekisho.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Inputs that are kept: for each target one archive of those that reach some code the others do
 * not, and a folder of those that once made something fail, each in a file with a name that tells.
 */
final class Corpus {

  private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private final Path root;

  /**
   * @param root folder with {@code corpus} and {@code findings}
   */
  Corpus(Path root) {
    this.root = root;
  }

  private Path archive(String target) {
    return root.resolve("corpus").resolve(target + ".zip");
  }

  /** Folder of the inputs that once made a target fail. */
  Path findings(String target) {
    return root.resolve("findings").resolve(target);
  }

  /** The archive's inputs by name; none without an archive. */
  Map<String, byte[]> inputs(String target) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    if (Files.exists(archive(target))) {
      try (InputStream in = Files.newInputStream(archive(target));
          ZipInputStream zip = new ZipInputStream(in)) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          all.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    return all;
  }

  /** The inputs that once made it fail, by name. */
  Map<String, byte[]> found(String target) throws IOException {
    return files(findings(target));
  }

  /** The files of a folder by name; none without it. */
  static Map<String, byte[]> files(Path folder) throws IOException {
    Map<String, byte[]> all = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      List<Path> files = new ArrayList<>();
      try (Stream<Path> listed = Files.list(folder)) {
        listed.filter(Files::isRegularFile).forEach(files::add);
      }
      for (Path file : files) {
        all.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return all;
  }

  /** Writes the archive; the same inputs make the same file. */
  void write(String target, Collection<byte[]> inputs) throws IOException {
    Map<String, byte[]> named = new TreeMap<>();
    inputs.forEach(input -> named.put(name(input), input));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> input : named.entrySet()) {
        ZipEntry entry = new ZipEntry(input.getKey());
        entry.setLastModifiedTime(TIME);
        zip.putNextEntry(entry);
        zip.write(input.getValue());
        zip.closeEntry();
      }
    }
    Files.createDirectories(archive(target).getParent());
    Files.write(archive(target), out.toByteArray());
  }

  /** A name made of the content. */
  static String name(byte[] input) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(input);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
