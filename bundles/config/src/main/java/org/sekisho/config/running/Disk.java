package org.sekisho.config.running;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What saving asks of a file system, a system call at a time, so that a test can let the power fail
 * between any two.
 */
interface Disk {

  /** The file system of the host. */
  Disk HOST = new Host();

  /**
   * Reads a file.
   *
   * @return its bytes, empty when there is no such file
   */
  Optional<byte[]> read(Path file) throws IOException;

  /** When a file was written. */
  FileTime modified(Path file) throws IOException;

  /** Makes a directory that only its owner may use, with those above it. */
  void makeDirectory(Path directory) throws IOException;

  /** Makes a file that only its owner may read, open(2) with O_CREAT and O_EXCL. */
  Output create(Path file) throws IOException;

  /** Gives a file another name beside its own, link(2). */
  void link(Path file, Path name) throws IOException;

  /** Puts a file in the place of another, rename(2). */
  void rename(Path from, Path to) throws IOException;

  /** Removes a file if it is there, unlink(2). */
  boolean remove(Path file) throws IOException;

  /** Makes sure that the names in a directory are on the disk, fsync(2). */
  void sync(Path directory) throws IOException;

  /** A file being written. */
  interface Output extends Closeable {
    /** Appends, write(2). */
    void write(ByteBuffer content) throws IOException;

    /** Makes sure the content is on the disk, fsync(2). */
    void sync() throws IOException;
  }

  /** The real one. */
  final class Host implements Disk {

    private static final FileAttribute<?> OWNER_FILE =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_DIRECTORY =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    @Override
    public Optional<byte[]> read(Path file) throws IOException {
      return ConfigFile.read(file);
    }

    @Override
    public FileTime modified(Path file) throws IOException {
      return Files.getLastModifiedTime(file);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
      Files.createDirectories(directory, OWNER_DIRECTORY);
    }

    @Override
    public Output create(Path file) throws IOException {
      FileChannel channel =
          FileChannel.open(
              file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_FILE);
      return new Output() {
        @Override
        public void write(ByteBuffer content) throws IOException {
          while (content.hasRemaining()) {
            channel.write(content);
          }
        }

        @Override
        public void sync() throws IOException {
          channel.force(true);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }

    @Override
    public void link(Path file, Path name) throws IOException {
      Files.createLink(name, file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public boolean remove(Path file) throws IOException {
      return Files.deleteIfExists(file);
    }

    @Override
    public void sync(Path directory) throws IOException {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
