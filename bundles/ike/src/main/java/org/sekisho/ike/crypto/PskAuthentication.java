package org.sekisho.ike.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.PrfAlgorithm;

/** AUTH with a pre-shared key (RFC 7296 section 2.15). */
public final class PskAuthentication {

  private static final byte[] PAD = "Key Pad for IKEv2".getBytes(StandardCharsets.US_ASCII);

  private final IkeCrypto crypto;

  /** Computes with the primitives given. */
  public PskAuthentication(IkeCrypto crypto) {
    this.crypto = crypto;
  }

  /**
   * AUTH = prf(prf(PSK, "Key Pad for IKEv2"), message | nonce | prf(SK_p, ID')).
   *
   * @param ofInitiator whose AUTH: the original initiator's or the responder's
   * @param psk the key, zeroed here
   * @param message the signer's IKE_SA_INIT message as it travelled
   * @param otherNonce the other side's nonce
   * @param idBody body of the signer's ID payload
   */
  public byte[] auth(
      PrfAlgorithm prf,
      IkeKeys keys,
      boolean ofInitiator,
      byte[] psk,
      byte[] message,
      byte[] otherNonce,
      byte[] idBody) {
    byte[] macedId = crypto.prf(prf, ofInitiator ? keys.pi : keys.pr, idBody);
    byte[] padded = crypto.prf(prf, psk, PAD);
    byte[] auth = crypto.prf(prf, padded, message, otherNonce, macedId);
    Arrays.fill(psk, (byte) 0);
    Arrays.fill(padded, (byte) 0);
    return auth;
  }
}
