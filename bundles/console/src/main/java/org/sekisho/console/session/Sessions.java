package org.sekisho.console.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sekisho.api.config.Language;
import org.sekisho.console.ConsoleSettings;
import org.sekisho.console.users.UserAttributes;

/** The sessions there are; admits, counts and times them out. Thread-safe. */
public final class Sessions {

  private static final int MOST = 16;

  private final List<ConsoleSession> open = new CopyOnWriteArrayList<>();

  /** All sessions, oldest first. */
  public List<ConsoleSession> list() {
    return List.copyOf(open);
  }

  /**
   * Admits a session.
   *
   * @return why not, in the user's language; empty when it was admitted
   */
  public synchronized Optional<String> open(ConsoleSession session) {
    if (open.size() >= MOST) {
      return refusal(
          session,
          "Error: " + MOST + " sessions are open already; close one first",
          "エラー: すでに" + MOST + "セッションが接続中です。いずれかを終了してください");
    }
    Login login = session.login();
    UserAttributes attributes = session.router().users().attributes(login.user());
    boolean again = open.stream().anyMatch(s -> s.login().user().equals(login.user()));
    if (!login.trusted() && !attributes.multiSession() && again) {
      return refusal(session, "Error: this user is logged in already", "エラー: このユーザーはすでにログインしています");
    }
    open.add(session);
    session.router().log().info("Login succeeded for " + login.label());
    return Optional.empty();
  }

  /** A session is over. */
  public void ended(ConsoleSession session) {
    if (open.remove(session)) {
      String from = session.login().label().replaceFirst("^[A-Z]+", "");
      session.router().log().info("Logout from " + session.origin() + from);
    }
  }

  /**
   * Ends the sessions of persons who typed or moved nothing for longer than {@code login timer}
   * says; {@code clear} means no limit at the box itself and the default elsewhere, as on an RTX.
   *
   * @param now monotonic time in nanoseconds
   */
  public void endIdle(long now) {
    for (ConsoleSession session : open) {
      Duration limit = loginTimer(session);
      if (limit.isZero() && !session.origin().equals(Login.SERIAL)) {
        limit = ConsoleSettings.LOGIN_TIMER;
      }
      boolean limited = session.idles() && !limit.isZero();
      if (limited && now - session.lastInput() > limit.toNanos()) {
        session.hangUp();
      }
    }
  }

  private static Duration loginTimer(ConsoleSession session) {
    Router router = session.router();
    return router
        .users()
        .attributes(session.login().user())
        .loginTimer()
        .orElse(router.settings().loginTimer());
  }

  /** Ends all sessions. */
  public void endAll() {
    open.forEach(ConsoleSession::hangUp);
  }

  private static Optional<String> refusal(ConsoleSession s, String english, String japanese) {
    return Optional.of(s.language() == Language.JAPANESE ? japanese : english);
  }
}
