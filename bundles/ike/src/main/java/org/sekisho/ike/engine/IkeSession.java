package org.sekisho.ike.engine;

/**
 * What an IKE SA and all those that renew it have in common. A resumed IKE SA begins another one
 * (RFC 5723 section 5).
 */
final class IkeSession {

  private final boolean client;
  private long authenticateBy = Long.MAX_VALUE;
  private boolean resumed;
  private boolean postQuantumKey;

  /**
   * Begins with the first IKE SA.
   *
   * @param client whether we started it; renewals by either side change nothing about that
   */
  IkeSession(boolean client) {
    this.client = client;
  }

  /** Whether we started its first IKE SA, and so are the one to ask for tickets. */
  boolean isClient() {
    return client;
  }

  /**
   * It goes on where another one was lost.
   *
   * @param withPostQuantumKey whether that one had a post-quantum pre-shared key in its keys
   * @param authenticateBefore instant, see {@link #authenticateBy}
   */
  void resume(boolean withPostQuantumKey, long authenticateBefore) {
    resumed = true;
    authenticateBy = authenticateBefore;
    postQuantumKey = withPostQuantumKey;
  }

  /**
   * Until when tickets are good. What was resumed and resumed again has to prove who it is within a
   * day of the first ticket, by its key, certificate or EAP: a ticket shows only that it is the
   * same.
   */
  long authenticateBy() {
    return authenticateBy;
  }

  /** Whether it was resumed by a ticket, without a key exchange. */
  boolean isResumed() {
    return resumed;
  }

  /** A post-quantum pre-shared key is mixed into its keys (RFC 8784 section 3). */
  void mixed() {
    postQuantumKey = true;
  }

  /** Whether a post-quantum pre-shared key is in its keys, or in those they come from. */
  boolean hasPostQuantumKey() {
    return postQuantumKey;
  }
}
