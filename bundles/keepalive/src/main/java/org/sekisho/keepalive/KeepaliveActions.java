package org.sekisho.keepalive;

/** What the logic asks for. */
interface KeepaliveActions {

  /** Send one liveness check. */
  void probe(int gateway);

  /**
   * The peer is dead.
   *
   * @param reason for the log
   */
  void dead(int gateway, String reason);

  /** A line for the log at debug level. */
  void trace(String line);
}
