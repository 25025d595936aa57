package org.sekisho.config.running;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file is the old or the new one, whatever happens. */
class ConfigFileTest {

  @TempDir Path data;

  private static final byte[] OLD = "description 1 old\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NEW =
      "description 1 new and longer\n".getBytes(StandardCharsets.UTF_8);

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    Path path = data.resolve("state").resolve("config0");
    new ConfigFile(path).write(NEW);
    assertArrayEquals(NEW, Files.readAllBytes(path));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())));
  }

  @Test
  void failingStepLeavesTheOldFile() throws IOException {
    Path path = data.resolve("config0");
    new ConfigFile(path).write(OLD);
    List<ConfigFile.Steps> failing =
        List.of(
            new ConfigFile.Steps() {
              @Override
              public void write(FileChannel channel, ByteBuffer content) throws IOException {
                content.limit(5);
                ConfigFile.Steps.super.write(channel, content);
                throw new IOException("No space left on device");
              }
            },
            new ConfigFile.Steps() {
              @Override
              public void sync(FileChannel channel) throws IOException {
                throw new IOException("Input/output error");
              }
            },
            new ConfigFile.Steps() {
              @Override
              public void rename(Path from, Path to) throws IOException {
                throw new IOException("Read-only file system");
              }
            });
    for (ConfigFile.Steps steps : failing) {
      assertThrows(IOException.class, () -> new ConfigFile(path, steps).write(NEW));
      assertArrayEquals(OLD, Files.readAllBytes(path));
      try (Stream<Path> files = Files.list(data)) {
        assertEquals(List.of(path), files.toList());
      }
    }
  }

  /** A pulled plug: no code of ours runs after it, so the temporary file stays. */
  @Test
  void crashAtAnyByteLeavesTheOldFileAndTheNextWriteWorks() throws IOException {
    Path path = data.resolve("config0");
    for (int at = 0; at <= NEW.length; at++) {
      new ConfigFile(path).write(OLD);
      int last = at;
      ConfigFile.Steps crash =
          new ConfigFile.Steps() {
            @Override
            public void write(FileChannel channel, ByteBuffer content) throws IOException {
              content.limit(last);
              ConfigFile.Steps.super.write(channel, content);
              Files.copy(data.resolve("config0.tmp"), data.resolve("left"));
              throw new IOException("crash");
            }
          };
      assertThrows(IOException.class, () -> new ConfigFile(path, crash).write(NEW));
      Files.move(data.resolve("left"), data.resolve("config0.tmp"));
      assertArrayEquals(OLD, new ConfigFile(path).read().orElseThrow());
      new ConfigFile(path).write(NEW);
      assertArrayEquals(NEW, new ConfigFile(path).read().orElseThrow());
      assertFalse(Files.exists(data.resolve("config0.tmp")));
    }
  }

  @Test
  void syncsTheContentBeforeTheRenameAndTheDirectoryAfter() throws IOException {
    StringBuilder order = new StringBuilder();
    ConfigFile.Steps steps =
        new ConfigFile.Steps() {
          @Override
          public void write(FileChannel channel, ByteBuffer content) throws IOException {
            order.append("write ");
            ConfigFile.Steps.super.write(channel, content);
          }

          @Override
          public void sync(FileChannel channel) throws IOException {
            order.append("sync ");
            ConfigFile.Steps.super.sync(channel);
          }

          @Override
          public void rename(Path from, Path to) throws IOException {
            order.append("rename ");
            ConfigFile.Steps.super.rename(from, to);
          }
        };
    new ConfigFile(data.resolve("config0"), steps).write(NEW);
    assertEquals("write sync rename sync ", order.toString());
    assertTrue(new ConfigFile(data.resolve("none")).read().isEmpty());
  }
}
