package org.sekisho.console.session;

import org.sekisho.api.config.Level;

/**
 * Who opened a session.
 *
 * @param user name, empty for the user without a name
 * @param origin how they came in: {@code SSH}, {@link #SERIAL}, {@code SHELL}
 * @param remote address they came from, empty when local
 * @param trusted whether they proved to be administrator by a key; such a user becomes
 *     administrator without a password
 * @param locale their {@code LANG}, may be empty
 */
public record Login(String user, String origin, String remote, boolean trusted, String locale) {

  /** Origin of who sits at the box itself. */
  public static final String SERIAL = "SERIAL";

  /** Level the session starts at. */
  public Level level() {
    return trusted ? Level.ADMINISTRATOR : Level.USER;
  }

  /** As log lines name it: {@code SSH: 192.0.2.1 admin}. */
  public String label() {
    return (origin + ": " + remote + " " + user).replace(":  ", ": ").strip();
  }
}
