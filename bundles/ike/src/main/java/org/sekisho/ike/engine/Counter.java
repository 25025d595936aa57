package org.sekisho.ike.engine;

import org.sekisho.api.config.Text;

/** What the engine counts of datagrams it did not act on, since it was made. */
public enum Counter {
  /** An SK or SKF payload whose integrity check value was wrong. */
  NOT_AUTHENTIC("not authentic", "認証に失敗したメッセージ"),
  /** A request outside the window, or a changed repetition of an answered one. */
  OUTSIDE_WINDOW("outside the window", "ウィンドウ外のメッセージ"),
  /** A fragment without agreement on fragments, or with numbers that do not fit its message. */
  FRAGMENT_REFUSED("fragments refused", "拒否した断片"),
  /** A fragment that is there already. */
  FRAGMENT_REPEATED("fragments repeated", "重複した断片"),
  /** A fragment for which there was no room. */
  FRAGMENT_NO_ROOM("fragments without room", "収容できなかった断片"),
  /** Messages of which not all fragments came in time. */
  FRAGMENTS_INCOMPLETE("messages incomplete", "断片が揃わなかったメッセージ"),
  /** An IKE_SA_INIT request answered with a cookie. */
  INIT_COOKIE_ASKED("first messages sent back with a cookie", "cookieを要求した初回メッセージ"),
  /** An IKE_SA_INIT request answered with a cookie and a puzzle. */
  INIT_PUZZLE_ASKED("first messages sent back with a puzzle", "puzzleを要求した初回メッセージ"),
  /** An IKE_SA_INIT request with a wrong solution. */
  INIT_WRONG_SOLUTION("first messages with a wrong solution", "puzzleの解が誤った初回メッセージ"),
  /** An IKE_SA_INIT request whose sender does not solve puzzles, out of turn. */
  INIT_UNSOLVED("first messages without solution", "puzzleの解がない初回メッセージ"),
  /** An IKE_SA_INIT request under load that is no chain of payloads, or too long at any time. */
  INIT_MALFORMED("first messages malformed", "形式が誤った初回メッセージ"),
  /** An IKE_SA_INIT request beyond the number of half-open SAs. */
  INIT_NO_ROOM("first messages without room", "収容できなかった初回メッセージ"),
  /** A ticket that came back and is not, or not any more, good for anything (RFC 5723). */
  TICKET_REFUSED("tickets refused", "拒否したチケット");

  private final Text label;

  Counter(String english, String japanese) {
    label = new Text(english, japanese);
  }

  /** A few words for the console. */
  public Text label() {
    return label;
  }
}
