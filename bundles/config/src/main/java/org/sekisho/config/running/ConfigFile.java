package org.sekisho.config.running;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One file of the data directory, and how files are read. Written so that a crash or a pulled plug
 * at any instant leaves the old or the new content: temporary file, fsync, rename, fsync of the
 * directory.
 */
public final class ConfigFile {

  /** Largest file that is read; far more than the most tunnels need. */
  private static final long MAX_SIZE = 64L << 20;

  private final Path path;
  private final Path directory;
  private final Path temporary;
  private final Disk disk;

  ConfigFile(Path path, Disk disk) {
    this.path = path;
    this.disk = disk;
    directory = path.toAbsolutePath().getParent();
    temporary = directory.resolve(path.getFileName() + ".tmp");
  }

  /**
   * Reads a file.
   *
   * @return its bytes, empty when there is no such file
   */
  public static Optional<byte[]> read(Path path) throws IOException {
    try {
      if (Files.size(path) > MAX_SIZE) {
        throw new IOException(path + " is larger than " + (MAX_SIZE >> 20) + " MB");
      }
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  Optional<byte[]> read() throws IOException {
    return disk.read(path);
  }

  /** What is done when the new content is on the disk and the old one still in its place. */
  @FunctionalInterface
  interface Between {
    /** Does it. */
    void run() throws IOException;
  }

  /**
   * Replaces the content.
   *
   * @throws IOException the old content is untouched then
   */
  void write(byte[] content) throws IOException {
    write(content, () -> {});
  }

  /**
   * Replaces the content.
   *
   * @param before done before the new file takes the place of the old one
   * @throws IOException the old content is untouched then
   */
  void write(byte[] content, Between before) throws IOException {
    disk.makeDirectory(directory);
    disk.remove(temporary);
    try {
      try (Disk.Output output = disk.create(temporary)) {
        output.write(ByteBuffer.wrap(content));
        output.sync();
      }
      before.run();
      disk.rename(temporary, path);
    } finally {
      disk.remove(temporary);
    }
    disk.sync(directory);
  }

  /** Lets the content also be that of another file, which is replaced; nothing when absent. */
  void keepAs(ConfigFile other) throws IOException {
    if (read().isEmpty()) {
      return;
    }
    disk.remove(other.temporary);
    disk.link(path, other.temporary);
    disk.rename(other.temporary, other.path);
    // rename(2) does nothing when both names are of one file already.
    disk.remove(other.temporary);
  }

  /**
   * Removes the file.
   *
   * @return whether there was one
   */
  boolean remove() throws IOException {
    boolean removed = disk.remove(path);
    if (removed) {
      disk.sync(directory);
    }
    return removed;
  }
}
