package org.sekisho.console.users;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.sekisho.api.config.Arguments;

/**
 * What {@code user attribute} says about a user.
 *
 * @param administrator may become administrator
 * @param ssh may log in by SSH
 * @param multiSession may be logged in more than once
 * @param loginTimer idle time after which the user is logged out, empty for that of {@code login
 *     timer}
 */
public record UserAttributes(
    boolean administrator, boolean ssh, boolean multiSession, Optional<Duration> loginTimer) {

  /** What holds without a line. */
  public static final UserAttributes DEFAULT =
      new UserAttributes(true, true, true, Optional.empty());

  /** These attributes with those of a line in their place. */
  public UserAttributes with(Arguments line) {
    return new UserAttributes(
        line.has("administrator")
            ? !line.text(UserCommands.ADMINISTRATOR).equals("off")
            : administrator,
        line.has("connection") ? allowsSsh(line.text(UserCommands.CONNECTION)) : ssh,
        line.has("multi-session") ? line.isOn(UserCommands.MULTI_SESSION) : multiSession,
        line.has("login-timer") ? timer(line) : loginTimer);
  }

  private static boolean allowsSsh(String ways) {
    return Arrays.stream(ways.split(",")).anyMatch(w -> w.equals("all") || w.equals("ssh"));
  }

  private static Optional<Duration> timer(Arguments line) {
    return line.has(UserCommands.LOGIN_TIMER)
        ? Optional.of(Duration.ofSeconds(line.integer(UserCommands.LOGIN_TIMER)))
        : Optional.empty();
  }
}
