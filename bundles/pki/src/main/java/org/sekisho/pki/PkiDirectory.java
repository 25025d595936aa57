package org.sekisho.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.sekisho.api.pki.PkiException;

/** The folder {@code pki} in the router's data directory: certificates are read from there only. */
final class PkiDirectory {

  private static final long MAX_OCTETS = 4 << 20;

  private final Path folder;

  /**
   * A folder that need not exist yet.
   *
   * @param folder its path
   */
  PkiDirectory(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * One state of a file.
   *
   * @param modified when it was changed
   * @param size octets
   */
  record Version(FileTime modified, long size) {}

  /**
   * The present state of a file.
   *
   * @throws PkiException when it is not there, or not inside the folder
   */
  Version version(String name) throws PkiException {
    Path file = inside(name);
    try {
      return new Version(Files.getLastModifiedTime(file), Files.size(file));
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Reads a whole file.
   *
   * @param name as typed; a leading slash means this folder
   * @throws PkiException when it cannot be read, or is not inside the folder
   */
  byte[] read(String name) throws PkiException {
    Path file = inside(name);
    try {
      if (Files.size(file) > MAX_OCTETS) {
        throw new PkiException(name + " is too long for a certificate file");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static PkiException unreadable(String name, IOException cause) {
    return new PkiException(name + " cannot be read: " + cause.getMessage(), cause);
  }

  /** Links are followed before the place is judged. */
  private Path inside(String name) throws PkiException {
    String relative = name.startsWith("/") ? name.substring(1) : name;
    Path file = folder.resolve(relative).normalize();
    try {
      if (file.startsWith(folder) && Files.isRegularFile(file)) {
        Path real = file.toRealPath();
        if (real.startsWith(folder.toRealPath())) {
          return real;
        }
      }
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    throw new PkiException(name + " is not there: copy the file into " + folder);
  }
}
