package org.sekisho.console.session;

import java.io.PrintWriter;
import org.sekisho.api.config.Language;
import org.sekisho.api.config.Level;

/**
 * The first session of a router that has no administrator password: sets one before anything else.
 * Only the session whose own password was taken goes on as administrator; one that waited at the
 * question while another session set it ends.
 */
final class FirstPassword {

  private static final int ATTEMPTS = 3;

  private final Router router;
  private final ConsoleSession session;
  private final LineRunner runner;

  FirstPassword(Router router, ConsoleSession session, LineRunner runner) {
    this.router = router;
    this.session = session;
    this.runner = runner;
  }

  /** Whether a session has to begin with this. */
  static boolean isNeeded(Router router, Login login) {
    return !login.trusted() && !router.users().hasAdministratorPassword();
  }

  /**
   * Asks.
   *
   * @return whether the session may go on
   */
  boolean ask(PrintWriter out) {
    boolean japanese = session.language() == Language.JAPANESE;
    out.println(
        japanese
            ? "管理パスワードが設定されていません。最初に設定してください。"
            : "This router has no administrator password yet. Please set one first.");
    for (int i = 0; i < ATTEMPTS && !session.closed(); i++) {
      if (router.users().hasAdministratorPassword()) {
        return false;
      }
      session.level(Level.ADMINISTRATOR);
      boolean set = runner.run("administrator password");
      session.level(Level.USER);
      if (set) {
        session.level(Level.ADMINISTRATOR);
        runner.run("save");
        out.println(
            japanese
                ? "SSHでログインするには login user NAME でユーザーを登録してください。"
                : "To log in by SSH, add a user with login user NAME, and save.");
        out.flush();
        return true;
      }
    }
    return false;
  }
}
