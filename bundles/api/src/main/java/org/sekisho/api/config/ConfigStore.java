package org.sekisho.api.config;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The running and the saved configuration; a service of the configuration bundle. Thread-safe. */
public interface ConfigStore {

  /** The running configuration, with what {@code tunnel template} lines stand for. */
  ConfigSnapshot running();

  /**
   * Applies setting lines (or their {@code no} forms) as one change: listeners see one difference.
   * Starts without selection; {@code tunnel select} works inside the list. Used for lines a bundle
   * makes itself, such as a password hash.
   *
   * @return the first refusal; nothing was changed then
   */
  Optional<CommandError> apply(List<String> lines);

  /**
   * Writes the running configuration to the file the router boots from (temporary file, fsync,
   * rename; readable by its owner only).
   *
   * @throws IOException with a sentence; the old file is untouched then
   */
  void save() throws IOException;

  /**
   * Keeps a change that would be undone if nobody confirmed it ({@code load … rollback-timer=…}).
   *
   * @return whether there was one
   * @throws IOException with a sentence; the change waits for confirmation as before
   */
  boolean confirm() throws IOException;

  /**
   * Lets the next start use a saved configuration, once.
   *
   * @param slot its number, 0 to 4
   * @return whether there is one of that number
   * @throws IOException with a sentence when that cannot be noted
   */
  boolean startNextFrom(int slot) throws IOException;

  /**
   * A saved configuration.
   *
   * @param name {@code 0} to {@code 4}, with {@code .1} or {@code .2} for those saved before
   * @param saved when
   * @param size in octets
   */
  record Saved(String name, Instant saved, int size) {}

  /**
   * The saved configurations.
   *
   * @throws IOException with a sentence when they cannot be read
   */
  List<Saved> saved() throws IOException;

  /**
   * The file of a saved configuration as it stands on the disk, its secrets sealed.
   *
   * @param name as {@link Saved#name}
   * @return empty when there is none of that name
   * @throws IOException with a sentence when it cannot be read
   */
  Optional<byte[]> saved(String name) throws IOException;

  /**
   * Saves a whole file as a configuration, once each of its lines was found right; what runs is not
   * touched. Secrets are sealed; what was saved there becomes the generation before.
   *
   * @param slot its number, 0 to 4
   * @param content the file; words this router sealed may stand in it
   * @return why it is refused, with the first line that is wrong; nothing was changed then
   * @throws IOException with a sentence; nothing was changed then
   */
  Optional<Text> replaceSaved(int slot, byte[] content) throws IOException;

  /**
   * Forgets every saved configuration: the next start is as the first one. What runs stays until
   * then.
   *
   * @throws IOException with a sentence; some may be gone
   */
  void erase() throws IOException;

  /** Number of the saved configuration the router started from, 0 to 4. */
  int booted();

  /**
   * Number of the saved configuration of the next starts, 0 to 4 ({@code set-default-config}).
   *
   * @throws IOException with a sentence when the choice cannot be read
   */
  int preferred() throws IOException;

  /** Whether the running configuration differs from the saved one. */
  boolean unsaved();

  /** The configuration as show config prints it, secrets masked. */
  List<String> shown();
}
