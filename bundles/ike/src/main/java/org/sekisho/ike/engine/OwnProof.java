package org.sekisho.ike.engine;

import java.util.List;
import org.sekisho.ike.message.Payload;

/** How this router proves its identity. */
interface OwnProof {

  /**
   * CERT payloads where there are any, and AUTH.
   *
   * @throws NegotiationException with one sentence when the proof cannot be made
   */
  List<Payload> payloads() throws NegotiationException;
}
