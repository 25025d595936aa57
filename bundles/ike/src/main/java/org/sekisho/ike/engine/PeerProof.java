package org.sekisho.ike.engine;

import java.util.List;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/** How the peer's proof of its identity is checked. */
interface PeerProof {

  /** What becomes of the check. */
  interface Verdict {

    /** The peer is who it says it is. */
    void proved();

    /**
     * It is not, or nobody can tell.
     *
     * @param sentence for the log, with what to change
     */
    void failed(String sentence);
  }

  /**
   * What we ask for in the message in which the peer's proof is still to come; nothing by default.
   *
   * @throws NegotiationException with one sentence when the check will not be possible
   */
  default List<Payload> wanted() throws NegotiationException {
    return List.of();
  }

  /**
   * Checks AUTH and CERT payloads of a message.
   *
   * @param verdict called once, at once or later on the engine's thread
   */
  void check(Payloads message, Verdict verdict) throws MalformedMessageException;
}
