package org.sekisho.api.config;

import java.io.PrintWriter;

/** Who types: an SSH user, the serial console, a script, a schedule. */
public interface Session {

  /** User name, empty for the anonymous user. */
  String user();

  /** How they came in, for the log: {@code SSH}, {@code SERIAL}, {@code SCHEDULE}… */
  String origin();

  /** Present privilege. */
  Level level();

  /** Changes the privilege. */
  void level(Level level);

  /** Present selection. */
  Context context();

  /** Changes the selection. */
  void context(Context context);

  /** Language of messages. */
  Language language();

  /** Width of the terminal in characters. */
  int columns();

  /** Whether the present command's answer is to be JSON ({@code show … | json}). */
  default boolean json() {
    return false;
  }

  /** Where output goes; lines end with {@code println}. */
  PrintWriter out();

  /**
   * Tells how far a long command is, at once and without waiting for a key: no pager counts the
   * line, so the command goes on when nobody looks.
   *
   * @param line without line end
   */
  default void progress(String line) {
    out().println(line);
    out().flush();
  }

  /** Whether a person can answer questions. */
  boolean interactive();

  /**
   * Asks a question.
   *
   * @param prompt printed without line end
   * @param echo whether the answer is shown while it is typed
   * @return the answer, null when the session ended, was interrupted or is not interactive
   */
  String ask(String prompt, boolean echo);

  /** Whether Ctrl-C was typed since the present command started. */
  boolean interrupted();

  /** Ends the session after the present command. */
  void close();
}
