package org.sekisho.ike.crypto;

import java.util.Arrays;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.ike.message.PayloadChain;
import org.sekisho.ike.message.SpiCodec;

/**
 * What IKE_INTERMEDIATE messages add to the octets AUTH covers (RFC 9242 section 3.3.2): a chain of
 * prf values over each side's messages, taken whole and in plaintext, and the message ID of the
 * first IKE_AUTH request. One thread.
 */
public final class IntermediateAuth {

  private final IkeCrypto crypto;
  private byte[] initiator = {};
  private byte[] responder = {};
  private int exchanges;

  /** Nothing has travelled yet. */
  public IntermediateAuth(IkeCrypto crypto) {
    this.crypto = crypto;
  }

  /**
   * Adds a message: IntAuth_n = prf(SK_p, IntAuth_n-1 | A | P).
   *
   * @param suite the SA's algorithms
   * @param keys the SA's keys as they protect this message
   * @param ofInitiator whether the original initiator sent it, which is so for requests only
   * @param head from the header to the end of the generic header of the Encrypted payload, with any
   *     lengths; those of the plaintext take their place
   * @param chain the payloads inside, without padding
   */
  public void add(IkeSuite suite, IkeKeys keys, boolean ofInitiator, byte[] head, byte[] chain) {
    byte[] adjusted = PayloadChain.withLengths(head, chain.length);
    byte[] before = ofInitiator ? initiator : responder;
    byte[] after =
        crypto.prf(suite.prf(), ofInitiator ? keys.pi : keys.pr, before, adjusted, chain);
    if (ofInitiator) {
      initiator = after;
      exchanges++;
    } else {
      responder = after;
    }
  }

  /** IntAuth = IntAuth_iN | IntAuth_rN | IKE_AUTH_MID; nothing when no message has been added. */
  public byte[] octets() {
    return exchanges == 0
        ? new byte[0]
        : KeySchedule.concat(initiator, responder, SpiCodec.octets(exchanges + 1));
  }

  /** Zeroes what it holds. */
  public void close() {
    Arrays.fill(initiator, (byte) 0);
    Arrays.fill(responder, (byte) 0);
  }
}
