package org.sekisho.config.running;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file the router boots from, and how files are read. Written so that a crash or a pulled plug
 * at any instant leaves the old or the new content: temporary file, fsync, rename, fsync of the
 * directory.
 */
public final class ConfigFile {

  /** Largest file that is read; far more than the most tunnels need. */
  private static final long MAX_SIZE = 64L << 20;

  private static final FileAttribute<?> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWNER_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path path;
  private final Steps steps;

  ConfigFile(Path path) {
    this(path, new Steps() {});
  }

  ConfigFile(Path path, Steps steps) {
    this.path = path;
    this.steps = steps;
  }

  /** The steps of a write; a test lets each of them fail. */
  interface Steps {
    /** Writes the content. */
    default void write(FileChannel channel, ByteBuffer content) throws IOException {
      while (content.hasRemaining()) {
        channel.write(content);
      }
    }

    /** Makes sure it is on the disk. */
    default void sync(FileChannel channel) throws IOException {
      channel.force(true);
    }

    /** Puts the new file in the place of the old one. */
    default void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
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
    return read(path);
  }

  /**
   * Replaces the content.
   *
   * @throws IOException the old content is untouched then
   */
  void write(byte[] content) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    Files.createDirectories(directory, OWNER_DIRECTORY);
    Path temporary = directory.resolve(path.getFileName() + ".tmp");
    Files.deleteIfExists(temporary);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              OWNER_FILE)) {
        steps.write(channel, ByteBuffer.wrap(content));
        steps.sync(channel);
      }
      steps.rename(temporary, path);
    } finally {
      Files.deleteIfExists(temporary);
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      steps.sync(channel);
    }
  }
}
