package org.sekisho.config.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.sekisho.config.RouterCommands;
import org.sekisho.config.SteppedThread;
import org.sekisho.config.commands.LanguageCommands;
import org.sekisho.testkit.RecordingLog;

/** The power fails at each system call of save: the old or the new configuration loads. */
class PowerLossTest {

  private static final Path DATA = Path.of("/data");

  /** A router on a disk. */
  private static final class Machine {
    private final RunningConfig running;
    private final ConfigLife life;

    private Machine(Disk disk) {
      RecordingLog log = new RecordingLog();
      SteppedThread thread = new SteppedThread();
      SystemFacts facts =
          new SystemFacts("0.1.0", Map.of(), () -> LocalDateTime.of(2026, 11, 23, 9, 5, 7));
      running = new RunningConfig(SecretSeal.beside(DATA.resolve("config0")), facts, log, thread);
      life = new ConfigLife(running, DATA, facts, log, thread, disk);
      running.addContributor(new LanguageCommands(running, life, log));
      running.addContributor(RouterCommands.everything());
      life.boot(Optional.empty());
    }

    private Machine describe(int version) {
      List<String> change = List.of("tunnel select 1", "ipsec tunnel " + version);
      assertEquals(Optional.empty(), running.apply(change));
      return this;
    }

    private List<String> lines() {
      return running.shown().stream().filter(l -> !l.startsWith("#")).toList();
    }
  }

  /** A disk on which versions 1 to {@code saves} were saved one after the other. */
  private static LossyDisk saved(int saves) throws IOException {
    LossyDisk disk = new LossyDisk();
    Machine machine = new Machine(disk);
    for (int version = 1; version <= saves; version++) {
      machine.describe(version).life.save(OptionalInt.empty(), "");
    }
    return disk;
  }

  private static List<String> lines(int version) {
    return version == 0 ? List.of() : List.of("tunnel select 1", " ipsec tunnel " + version);
  }

  @Test
  void oldOrNewConfigurationLoadsWhereverThePowerFails() throws IOException {
    for (int before = 0; before <= 4; before++) {
      LossyDisk whole = saved(before);
      int start = whole.calls();
      new Machine(whole).describe(before + 1).life.save(OptionalInt.empty(), "");
      int calls = whole.calls() - start;
      assertTrue(calls > 8, "system calls of a save: " + calls);
      List<List<String>> seen = new ArrayList<>();
      for (int failure = 0; failure < calls; failure++) {
        LossyDisk disk = saved(before);
        Machine machine = new Machine(disk).describe(before + 1);
        disk.failAfter(failure - (disk.calls() - start));
        assertThrows(
            IOException.class,
            () -> machine.life.save(OptionalInt.empty(), ""),
            "call " + failure + " of " + calls);
        assertTrue(machine.running.unsaved());
        for (int survivor = 0; survivor < disk.survivors(); survivor++) {
          LossyDisk after = disk.survivor(survivor);
          List<String> booted = new Machine(after).lines();
          assertTrue(
              booted.equals(lines(before)) || booted.equals(lines(before + 1)),
              "version " + before + ", call " + failure + ": " + booted);
          seen.add(booted);
          new Machine(after).describe(9).life.save(OptionalInt.empty(), "");
          assertEquals(lines(9), new Machine(after).lines(), "a later save works");
        }
      }
      assertTrue(seen.contains(lines(before)), "the old one was seen");
    }
  }

  @Test
  void savedConfigurationSurvivesAnything() throws IOException {
    LossyDisk disk = saved(3);
    for (int survivor = 0; survivor < disk.survivors(); survivor++) {
      LossyDisk after = disk.survivor(survivor);
      assertEquals(lines(3), new Machine(after).lines());
      ConfigSlots slots = new ConfigSlots(DATA, after);
      assertEquals(
          List.of("0", "0.1", "0.2"), slots.list().stream().map(ConfigSlots.Entry::name).toList());
      for (int age = 1; age <= 2; age++) {
        String text = new String(slots.read("0." + age).orElseThrow(), StandardCharsets.UTF_8);
        assertTrue(text.endsWith("ipsec tunnel " + (3 - age) + "\n"), text);
      }
    }
  }
}
