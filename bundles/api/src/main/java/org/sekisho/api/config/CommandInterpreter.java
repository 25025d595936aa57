package org.sekisho.api.config;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Executes lines; a service of the configuration bundle. Thread-safe: sessions run side by side.
 */
public interface CommandInterpreter {

  /**
   * Executes one line: stores, removes, or runs it. Output goes to the session; an error is
   * returned, not printed. Blank lines and {@code #} comments do nothing.
   */
  Optional<CommandError> execute(String line, Session session);

  /**
   * What may be typed at the cursor, for TAB and {@code ?}.
   *
   * @param line the line up to the cursor
   */
  List<Candidate> candidates(String line, Session session);

  /**
   * A line as it may be logged or listed: its secrets replaced by {@code *}, shortened words
   * spelled out.
   *
   * @return empty when the line is no command as it stands
   */
  Optional<String> masked(String line);

  /** Every command there is now, by name. */
  Collection<Command> commands();

  /**
   * One thing that may be typed next.
   *
   * @param token what TAB would insert, empty where only a value of some type fits
   * @param label what {@code ?} prints: the word, or the parameter with type and range
   * @param help what it means
   */
  record Candidate(String token, String label, Text help) {}
}
