package org.sekisho.eap;

/** Counts packets of one conversation: whoever sends more than a method can need is stopped. */
final class Rounds {

  /** What stopping says. */
  static final String EXCEEDED = "EAP does not come to an end";

  private static final int MOST = 50;

  private int used;

  /** Whether one more is allowed. */
  boolean another() {
    return used++ < MOST;
  }
}
