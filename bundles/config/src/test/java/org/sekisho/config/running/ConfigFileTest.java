package org.sekisho.config.running;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on the host's disk; what a power failure leaves is in {@link PowerLossTest}. */
class ConfigFileTest {

  @TempDir Path data;

  private static final byte[] OLD = "description 1 old\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW =
      "description 1 new and longer\n".getBytes(StandardCharsets.UTF_8);

  private ConfigFile file(String name) {
    return new ConfigFile(data.resolve(name), Disk.HOST);
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    Path path = data.resolve("state").resolve("config0");
    new ConfigFile(path, Disk.HOST).write(NEW);
    assertArrayEquals(NEW, Files.readAllBytes(path));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
  }

  @Test
  void failingWriteLeavesTheOldFileAndNothingElse() throws IOException {
    file("config0").write(OLD);
    assertThrows(
        IOException.class,
        () ->
            file("config0")
                .write(
                    NEW,
                    () -> {
                      throw new IOException("No space left on device");
                    }));
    assertArrayEquals(OLD, file("config0").read().orElseThrow());
    assertFalse(Files.exists(data.resolve("config0.tmp")));
  }

  @Test
  void leftoversOfACrashAreNoObstacle() throws IOException {
    Files.write(data.resolve("config0.tmp"), OLD);
    Files.write(data.resolve("config0.1.tmp"), OLD);
    file("config0").write(OLD);
    file("config0").keepAs(file("config0.1"));
    file("config0").keepAs(file("config0.1"));
    file("config0").write(NEW);
    assertArrayEquals(OLD, file("config0.1").read().orElseThrow());
    assertArrayEquals(NEW, file("config0").read().orElseThrow());
    assertFalse(Files.exists(data.resolve("config0.tmp")));
    assertFalse(Files.exists(data.resolve("config0.1.tmp")));
    assertTrue(file("none").read().isEmpty());
  }
}
