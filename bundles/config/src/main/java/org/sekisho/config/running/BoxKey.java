package org.sekisho.config.running;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The key of this box: 256 random bits in a file that only its owner can read. What the saved
 * configuration holds in secret is sealed under it, so that a copy of that file alone tells
 * nothing.
 */
final class BoxKey {

  private static final int SIZE = 32;

  private BoxKey() {}

  /**
   * Reads the key.
   *
   * @return empty when there is no such file; the caller zeroes what it gets
   * @throws IOException with a sentence when the file is no key or cannot be read
   */
  static Optional<byte[]> read(Path file) throws IOException {
    Optional<byte[]> key = ConfigFile.read(file);
    if (key.isPresent() && key.get().length != SIZE) {
      Arrays.fill(key.get(), (byte) 0);
      throw new IOException(
          file + " is not a box key (" + SIZE + " octets): restore it from your backup");
    }
    return key;
  }

  /**
   * Makes a key where there is none.
   *
   * @return the key; the caller zeroes it
   */
  static byte[] make(Path file) throws IOException {
    byte[] key = new byte[SIZE];
    new SecureRandom().nextBytes(key);
    new ConfigFile(file, Disk.HOST).write(key);
    return key;
  }
}
