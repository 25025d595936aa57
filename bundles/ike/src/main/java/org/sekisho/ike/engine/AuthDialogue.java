package org.sekisho.ike.engine;

import java.util.List;
import java.util.Optional;
import org.sekisho.ike.message.MalformedMessageException;
import org.sekisho.ike.message.Payload;
import org.sekisho.ike.message.Payloads;

/**
 * One side's part in proving both identities, over one or several IKE_AUTH exchanges (RFC 7296
 * sections 1.2 and 2.16). It sees identities, certificates, AUTH and EAP; everything else that
 * travels with them is the exchange's.
 */
interface AuthDialogue {

  /** Where the dialogue goes after a message: exactly one call, at once or later. */
  interface Step {

    /** Not done: send these and wait for the peer's next message. */
    void next(List<Payload> payloads);

    /**
     * Both sides are proved.
     *
     * @param last what the responder's last answer carries; nothing from the initiator
     */
    void authenticated(List<Payload> last);

    /**
     * The peer is refused.
     *
     * @param sentence for the log, with what to change
     */
    void failed(String sentence);

    /**
     * The peer is refused.
     *
     * @param sentence for the log, with what to change
     * @param last what the responder's last answer carries instead of AUTHENTICATION_FAILED; empty
     *     for just that
     */
    default void failed(String sentence, List<Payload> last) {
      failed(sentence);
    }
  }

  /**
   * What the initiator's first message carries: its proof, or nothing where the proof comes later.
   *
   * @throws NegotiationException with one sentence when the proof cannot be made
   */
  List<Payload> opening() throws NegotiationException;

  /** Why the peer is going to be refused where that is known before it is told, one sentence. */
  default Optional<String> refusal() {
    return Optional.empty();
  }

  /**
   * Takes the peer's next message.
   *
   * @param step what happens then; calls after the IKE SA has died are harmless
   */
  void message(Payloads received, Step step) throws MalformedMessageException;
}
