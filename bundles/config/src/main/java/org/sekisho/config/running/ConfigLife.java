package org.sekisho.config.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.sekisho.api.config.Text;
import org.sekisho.api.log.EventLog;

/** Where configurations come from and go to: saved ones, and the one to go back to. Thread-safe. */
public final class ConfigLife {

  private final RunningConfig running;
  private final ConfigSlots slots;
  private final Rollback rollback;
  private final SystemFacts facts;
  private final EventLog log;
  private volatile int booted;

  /**
   * Prepares.
   *
   * @param running the running configuration
   * @param data directory of the saved ones
   * @param facts for the head of saved files
   * @param log the event log
   * @param thread on which an unconfirmed change is undone
   */
  public ConfigLife(
      RunningConfig running, Path data, SystemFacts facts, EventLog log, ConfigThread thread) {
    this(running, data, facts, log, thread, Disk.HOST);
  }

  /** The same on another disk. */
  ConfigLife(
      RunningConfig running,
      Path data,
      SystemFacts facts,
      EventLog log,
      ConfigThread thread,
      Disk disk) {
    this.running = running;
    this.facts = facts;
    this.log = log;
    slots = new ConfigSlots(data, disk);
    rollback = new Rollback(running, slots, thread, log);
  }

  /**
   * A saved configuration.
   *
   * @param name as it is typed: {@code 0}, {@code 0.1}
   * @param saved when
   * @param size in octets
   * @param comment as given with save, may be empty
   * @param preferred whether the router boots from it
   */
  public record Saved(String name, Instant saved, int size, String comment, boolean preferred) {}

  /**
   * Starts with the configuration that was chosen with restart or set-default-config, else config0,
   * else the first configuration. A change that nobody confirmed before the last process ended is
   * undone.
   *
   * @param initial the first configuration
   */
  public void boot(Optional<Path> initial) {
    try {
      booted = slots.takeNext();
      Optional<byte[]> content = slots.read(String.valueOf(booted));
      if (content.isEmpty() && booted != 0) {
        log.info("There is no config" + booted + "; the router starts from config0");
        booted = 0;
        content = slots.read("0");
      }
      if (content.isEmpty() && initial.isPresent()) {
        content = ConfigFile.read(initial.get());
        if (content.isEmpty()) {
          log.info("There is no first configuration at " + initial.get());
        }
      }
      if (content.isPresent()) {
        String name = "config" + booted;
        SecretSeal.Opened opened = running.seal().open(SourceText.decode(content.get()));
        opened.sentence(name).ifPresent(log::info);
        running.load(opened.text(), name);
      }
      Optional<byte[]> unconfirmed = rollback.leftover();
      if (unconfirmed.isPresent()) {
        ConfigState before = read(unconfirmed.get());
        if (!new Difference(running.state(), before, running.grammar()).isEmpty()) {
          running.become(before);
        }
        rollback.confirm();
        log.info("A change was not confirmed before the restart: the configuration before is back");
      }
    } catch (IOException e) {
      log.info("The configuration cannot be read, the router starts without: " + e.getMessage());
    }
  }

  /**
   * Saves the running configuration; a change that waited for confirmation is confirmed.
   *
   * @param slot where, empty for the one the router booted from
   * @param comment for the list, may be empty
   * @return the slot
   * @throws IOException with a sentence; the old file is untouched then
   */
  public int save(OptionalInt slot, String comment) throws IOException {
    int where = slot.orElse(booted);
    try {
      running.save(state -> slots.write(where, file(state, comment)));
      rollback.confirm();
    } catch (IOException e) {
      throw new IOException("The configuration was not saved: " + e.getMessage(), e);
    }
    return where;
  }

  private byte[] file(ConfigState state, String comment) throws IOException {
    List<String> lines = new ArrayList<>(List.of(facts.fileHeader()));
    lines.addAll(ConfigSlots.commentLine(comment));
    lines.addAll(ConfigPrinter.sealed(state, running.seal()).all());
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Saves a whole file, once each of its lines was found right; what runs is not touched.
   *
   * @param slot where, 0 to 4
   * @param content the file; words this router sealed may stand in it
   * @return why it is refused; nothing was changed then
   * @throws IOException with a sentence; nothing was changed then
   */
  public Optional<Text> replace(int slot, byte[] content) throws IOException {
    if (slot < 0 || slot > ConfigSlots.LAST) {
      throw new IllegalArgumentException("no slot " + slot);
    }
    SecretSeal.Opened opened = running.seal().open(SourceText.decode(content));
    Draft draft = ConfigReader.read(running.grammar(), opened.text());
    Optional<Text> refusal = WholeFile.refusal(opened, draft);
    if (refusal.isEmpty()) {
      slots.write(slot, file(draft.state(), ConfigSlots.comment(opened.text())));
    }
    return refusal;
  }

  /** The saved configurations. */
  public List<Saved> list() throws IOException {
    String preferred = String.valueOf(slots.preferred());
    return slots.list().stream()
        .map(e -> new Saved(e.name(), e.saved(), e.size(), e.comment(), e.name().equals(preferred)))
        .toList();
  }

  /** The content of a saved configuration, empty when there is none. */
  public Optional<byte[]> read(String name) throws IOException {
    return slots.read(name);
  }

  /** The lines of a file as they stand, secrets masked. */
  public List<String> masked(byte[] content) {
    String text = running.seal().open(SourceText.decode(content)).text();
    return ConfigReader.masked(running.grammar(), text);
  }

  /**
   * Copies a saved configuration.
   *
   * @return whether there is one of that name
   */
  public boolean copy(String from, int to) throws IOException {
    Optional<byte[]> content = slots.read(from);
    if (content.isPresent()) {
      slots.write(to, content.get());
    }
    return content.isPresent();
  }

  /**
   * Removes a saved configuration.
   *
   * @return whether there was one of that name
   */
  public boolean remove(String name) throws IOException {
    return slots.remove(name);
  }

  /** The slot the router started from. */
  public int booted() {
    return booted;
  }

  /** The slot the router boots from. */
  public int preferred() throws IOException {
    return slots.preferred();
  }

  /** Chooses the slot the router boots from. */
  public void prefer(int slot) throws IOException {
    slots.prefer(slot);
  }

  private ConfigState read(byte[] content) {
    String text = running.seal().open(SourceText.decode(content)).text();
    return ConfigReader.read(running.grammar(), text).state();
  }

  /** The lines that turn one configuration into another, secrets masked. */
  public List<String> difference(Optional<byte[]> from, byte[] to) {
    ConfigState before = from.map(this::read).orElseGet(running::state);
    return new Difference(before, read(to), running.grammar()).shown();
  }

  /**
   * What came of loading a file.
   *
   * @param notices what the administrator should know
   * @param refused lines that are wrong or unknown, masked, each with its reason
   */
  public record Loaded(List<Text> notices, List<Text> refused) {}

  /**
   * Lets the configuration of a file run in place of the running one, as one change: what both have
   * is not touched.
   *
   * @param content the file
   * @param wanted asked for each line of the difference, secrets masked
   * @param back time after which the change is undone unless somebody confirms it; empty for never
   * @throws IOException when the configuration to go back to cannot be kept; nothing was changed
   *     then
   */
  public Loaded load(byte[] content, Predicate<String> wanted, Optional<Duration> back)
      throws IOException {
    ConfigState file = read(content);
    ConfigState next = new Difference(running.state(), file, running.grammar()).choose(wanted);
    if (back.isPresent()) {
      rollback.start(back.get());
    }
    List<Text> notices = running.become(next);
    List<Text> refused = new ArrayList<>();
    for (DormantLine d : file.dormant()) {
      Text why = d.error().text();
      refused.add(new Text(d.shown() + ": " + why.english(), d.shown() + ": " + why.japanese()));
    }
    return new Loaded(notices, refused);
  }

  /**
   * Lets changes from now on be undone unless somebody confirms them.
   *
   * @throws IOException when the configuration to go back to cannot be kept
   */
  public void rollbackAfter(Duration time) throws IOException {
    rollback.start(time);
  }

  /**
   * Keeps a change that waited for confirmation.
   *
   * @return whether one did
   */
  public boolean confirm() throws IOException {
    return rollback.confirm();
  }

  /**
   * Chooses the slot of the next start alone.
   *
   * @return whether there is a configuration in it
   */
  public boolean bootNextFrom(int slot) throws IOException {
    boolean there = slots.read(String.valueOf(slot)).isPresent();
    if (there) {
      slots.next(slot);
    }
    return there;
  }

  /** Forgets every saved configuration; the next start is the first one. */
  public void erase() throws IOException {
    rollback.confirm();
    slots.erase();
  }
}
