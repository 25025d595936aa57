package org.sekisho.api.config;

import java.io.PrintWriter;

/**
 * One execution of an operation.
 *
 * @param arguments what was typed
 * @param session who typed it
 * @param config the running configuration
 */
public record CommandCall(Arguments arguments, Session session, ConfigSnapshot config) {

  /** Where output goes. */
  public PrintWriter out() {
    return session.out();
  }

  /** Picks the session's language. */
  public String text(String english, String japanese) {
    return session.language() == Language.JAPANESE ? japanese : english;
  }
}
