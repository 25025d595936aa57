package org.sekisho.ike.engine;

/** What the engine counts of datagrams it did not act on, since it was made. */
public enum Counter {
  /** An SK or SKF payload whose integrity check value was wrong. */
  NOT_AUTHENTIC("not authentic"),
  /** A request outside the window, or a changed repetition of an answered one. */
  OUTSIDE_WINDOW("outside the window"),
  /** A fragment without agreement on fragments, or with numbers that do not fit its message. */
  FRAGMENT_REFUSED("fragments refused"),
  /** A fragment that is there already. */
  FRAGMENT_REPEATED("fragments repeated"),
  /** A fragment for which there was no room. */
  FRAGMENT_NO_ROOM("fragments without room"),
  /** Messages of which not all fragments came in time. */
  FRAGMENTS_INCOMPLETE("messages incomplete"),
  /** An IKE_SA_INIT request answered with a cookie. */
  INIT_COOKIE_ASKED("first messages sent back with a cookie"),
  /** An IKE_SA_INIT request answered with a cookie and a puzzle. */
  INIT_PUZZLE_ASKED("first messages sent back with a puzzle"),
  /** An IKE_SA_INIT request with a wrong solution. */
  INIT_WRONG_SOLUTION("first messages with a wrong solution"),
  /** An IKE_SA_INIT request whose sender does not solve puzzles, out of turn. */
  INIT_UNSOLVED("first messages without solution"),
  /** An IKE_SA_INIT request under load that is no chain of payloads, or too long at any time. */
  INIT_MALFORMED("first messages malformed"),
  /** An IKE_SA_INIT request beyond the number of half-open SAs. */
  INIT_NO_ROOM("first messages without room"),
  /** A ticket that came back and is not, or not any more, good for anything (RFC 5723). */
  TICKET_REFUSED("tickets refused");

  private final String label;

  Counter(String label) {
    this.label = label;
  }

  /** A few words for the console. */
  public String label() {
    return label;
  }
}
