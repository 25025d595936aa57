package org.sekisho.ike.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.PrfAlgorithm;

/**
 * AUTH with a shared secret: a pre-shared key, the MSK of EAP, or what a session ticket leads to
 * (RFC 7296 sections 2.15 and 2.16, RFC 5723 section 4.3.3).
 */
public final class PskAuthentication {

  private static final byte[] PAD = "Key Pad for IKEv2".getBytes(StandardCharsets.US_ASCII);

  private final IkeCrypto crypto;

  /** Computes with the primitives given. */
  public PskAuthentication(IkeCrypto crypto) {
    this.crypto = crypto;
  }

  /**
   * AUTH = prf(prf(secret, "Key Pad for IKEv2"), octets).
   *
   * @param secret the shared secret, zeroed here
   * @param octets what the side signs whose AUTH this is
   */
  public byte[] auth(PrfAlgorithm prf, byte[] secret, SignedOctets octets) {
    byte[] padded = crypto.prf(prf, secret, PAD);
    byte[] auth = crypto.prf(prf, padded, octets.pieces());
    Arrays.fill(secret, (byte) 0);
    Arrays.fill(padded, (byte) 0);
    return auth;
  }

  /**
   * AUTH = prf(SK_pi or SK_pr, octets) of a resumed IKE SA (RFC 5723 section 4.3.3).
   *
   * @param key SK_pi or SK_pr, zeroed here
   * @param octets what the side signs whose AUTH this is
   */
  public byte[] resumed(PrfAlgorithm prf, byte[] key, SignedOctets octets) {
    byte[] auth = crypto.prf(prf, key, octets.pieces());
    Arrays.fill(key, (byte) 0);
    return auth;
  }
}
