package org.sekisho.console.users;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.sekisho.api.config.Arguments;

/**
 * What {@code user attribute} says about a user.
 *
 * @param administrator may become administrator
 * @param filesAsAdministrator may use SFTP, which asks for no administrator password: {@code
 *     administrator=on} stands in a line
 * @param connection ways in, as the line has them: {@code all}, {@code off} or words and commas
 * @param multiSession may be logged in more than once
 * @param loginTimer idle time after which the user is logged out, zero for {@code clear}, empty for
 *     that of {@code login timer}
 */
public record UserAttributes(
    boolean administrator,
    boolean filesAsAdministrator,
    String connection,
    boolean multiSession,
    Optional<Duration> loginTimer) {

  /** What holds without a line. */
  public static final UserAttributes DEFAULT =
      new UserAttributes(true, false, "all", true, Optional.empty());

  /** These attributes with those of a line in their place. */
  public UserAttributes with(Arguments line) {
    return new UserAttributes(
        line.has("administrator")
            ? !line.text(UserCommands.ADMINISTRATOR).equals("off")
            : administrator,
        line.has("administrator")
            ? line.text(UserCommands.ADMINISTRATOR).equals("on")
            : filesAsAdministrator,
        line.has("connection") ? line.text(UserCommands.CONNECTION) : connection,
        line.has("multi-session") ? line.isOn(UserCommands.MULTI_SESSION) : multiSession,
        line.has("login-timer") ? timer(line) : loginTimer);
  }

  /**
   * Whether the user may come in that way.
   *
   * @param way {@code ssh}, {@code sftp} or {@code serial}
   */
  public boolean allows(String way) {
    return Arrays.stream(connection.split(",")).anyMatch(w -> w.equals("all") || w.equals(way));
  }

  private static Optional<Duration> timer(Arguments line) {
    return Optional.of(
        line.has(UserCommands.LOGIN_TIMER)
            ? Duration.ofSeconds(line.integer(UserCommands.LOGIN_TIMER))
            : Duration.ZERO);
  }
}
