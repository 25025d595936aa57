package org.sekisho.ike.crypto;

import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.PrfAlgorithm;

/**
 * What one side signs or MACs in its AUTH payload (RFC 7296 section 2.15): its IKE_SA_INIT message,
 * the other side's nonce and prf(SK_p, ID'), followed by IntAuth after IKE_INTERMEDIATE (RFC 9242
 * section 3.3.2). Immutable.
 */
public final class SignedOctets {

  private final byte[][] pieces;

  private SignedOctets(byte[]... pieces) {
    this.pieces = pieces;
  }

  /**
   * Puts the octets together.
   *
   * @param keys keys of the SA, or what a post-quantum pre-shared key has made of them (RFC 8784)
   * @param ofInitiator whose AUTH: the original initiator's or the responder's
   * @param message the signer's IKE_SA_INIT message as it travelled
   * @param otherNonce the other side's nonce
   * @param idBody body of the signer's ID payload
   * @param intAuth IntAuth of both sides with the message ID; empty without IKE_INTERMEDIATE
   */
  public static SignedOctets of(
      IkeCrypto crypto,
      PrfAlgorithm prf,
      IkeKeys keys,
      boolean ofInitiator,
      byte[] message,
      byte[] otherNonce,
      byte[] idBody,
      byte[] intAuth) {
    byte[] macedId = crypto.prf(prf, ofInitiator ? keys.pi : keys.pr, idBody);
    return new SignedOctets(message, otherNonce, macedId, intAuth);
  }

  /** The octets in one array, for a signature. */
  public byte[] octets() {
    return KeySchedule.concat(pieces);
  }

  byte[][] pieces() {
    return pieces;
  }
}
