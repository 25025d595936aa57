package org.sekisho.console.local;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.sekisho.console.session.Login;
import org.sekisho.console.session.Router;
import org.sekisho.console.users.LoginGuard;
import org.sekisho.console.users.Users;

/**
 * Asks for name and password as an RTX does on its serial port: Enter alone is the user without a
 * name, who needs no password where {@code login password} is not set. While there is no
 * administrator password nobody has a name yet: the session begins by setting one.
 */
final class LocalLogin {

  private static final int ATTEMPTS = 3;
  private static final int LONGEST = 128;

  private final Router router;
  private final Terminal terminal;
  private final LoginGuard guard;
  private final Duration delay;

  /**
   * Asks at a terminal.
   *
   * @param guard counts wrong passwords, those of all terminals of the box together
   * @param delay how long the answer to a wrong password is held back
   */
  LocalLogin(Router router, Terminal terminal, LoginGuard guard, Duration delay) {
    this.router = router;
    this.terminal = terminal;
    this.guard = guard;
    this.delay = delay;
  }

  /** Who logged in; empty when nobody did. Blocks. */
  Optional<Login> ask() throws InterruptedException {
    LineReader lines =
        LineReaderBuilder.builder().terminal(terminal).appName("sekisho-login").build();
    lines.setOpt(Option.DISABLE_EVENT_EXPANSION);
    lines.unsetOpt(Option.BRACKETED_PASTE);
    lines.setVariable(LineReader.DISABLE_HISTORY, true);
    lines.setVariable(LineReader.DISABLE_COMPLETION, true);
    try {
      if (!router.users().hasAdministratorPassword()) {
        lines.readLine("\r\nSekisho: press Enter to set it up. ");
        return Optional.of(login(""));
      }
      for (int i = 0; i < ATTEMPTS; i++) {
        String name = lines.readLine((i == 0 ? "\r\n" : "") + "Username: ").strip();
        char[] password = lines.readLine("Password: ", (char) 0).toCharArray();
        boolean allowed = guard.allows(Login.SERIAL);
        boolean right = allowed && admits(name, password);
        Arrays.fill(password, '\0');
        if (right) {
          guard.succeeded(Login.SERIAL);
          return Optional.of(login(name.equals(Users.ANONYMOUS) ? "" : name));
        }
        if (allowed) {
          guard.failed(Login.SERIAL);
          router.log().info("Login failed for " + Login.SERIAL + ": " + name);
        } else {
          router.log().info("Login refused for " + Login.SERIAL + ", too many attempts");
        }
        Thread.sleep(delay.toMillis());
        terminal
            .writer()
            .println(
                allowed
                    ? "Error: Incorrect name or password"
                    : "Error: Too many wrong passwords; try again in a minute");
        terminal.flush();
      }
    } catch (EndOfFileException | UserInterruptException e) {
      return Optional.empty(); // begins anew
    }
    return Optional.empty();
  }

  private boolean admits(String name, char[] password) {
    if (name.length() > LONGEST || password.length > LONGEST) {
      return false;
    }
    Users users = router.users();
    String account = name.isEmpty() ? Users.ANONYMOUS : name;
    boolean right =
        users.mayLogIn(account, password)
            || (name.isEmpty() && password.length == 0 && users.isOpenToTheNameless());
    return right && users.attributes(account).allows("serial");
  }

  private Login login(String name) {
    return new Login(name, Login.SERIAL, "", false, "");
  }
}
