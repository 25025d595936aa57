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
  FRAGMENTS_INCOMPLETE("messages incomplete");

  private final String label;

  Counter(String label) {
    this.label = label;
  }

  /** A few words for the console. */
  public String label() {
    return label;
  }
}
