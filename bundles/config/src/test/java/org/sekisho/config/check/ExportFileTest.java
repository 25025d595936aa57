package org.sekisho.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekisho.config.running.ConfigLife;
import org.sekisho.config.running.RunningConfig;
import org.sekisho.config.running.SecretSeal;
import org.sekisho.config.running.SystemFacts;
import org.sekisho.testkit.RecordingLog;

/** A saved configuration with its secrets readable, for those who may read the key. */
class ExportFileTest {

  private static final String LINE = "frobnicate 1 password geheim";

  @TempDir Path data;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int export(String... arguments) {
    return ExportFile.run(List.of(arguments), stream(out), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private String save() throws IOException {
    Path file = data.resolve("config0");
    Files.writeString(file, LINE + "\n");
    SystemFacts facts = new SystemFacts("0", Map.of(), () -> LocalDateTime.MIN);
    RecordingLog log = new RecordingLog();
    NoThread thread = new NoThread();
    RunningConfig running = new RunningConfig(SecretSeal.beside(file), facts, log, thread);
    ConfigLife life = new ConfigLife(running, data, facts, log, thread);
    life.boot(Optional.empty());
    life.save(OptionalInt.empty(), "");
    assertTrue(Files.readString(file).contains("password $box1$"));
    return file.toString();
  }

  @Test
  void opensSecrets() throws IOException {
    String file = save();
    assertEquals(0, export(file));
    assertTrue(out.toString(StandardCharsets.UTF_8).endsWith("\n" + LINE + "\n"));
  }

  @Test
  void takesTheKeyFromElsewhereAndNamesLinesWithoutIt() throws IOException {
    String file = save();
    Path key = Files.move(data.resolve("box.key"), data.resolve("elsewhere"));
    assertEquals(1, export(file));
    assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("sekisho: Without effect: " + file));
    assertEquals(0, export(file, "--box-key", key.toString()));
  }

  @Test
  void saysHowItIsUsed() {
    assertEquals(2, export());
    assertEquals(2, export("--box-key"));
    assertEquals(2, export(data.resolve("none").toString()));
  }
}
