package org.sekisho.ike.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sekisho.api.crypto.IkeCrypto;
import org.sekisho.api.crypto.PrfAlgorithm;

/** AUTH with a shared secret: a pre-shared key or EAP's MSK (RFC 7296 sections 2.15 and 2.16). */
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
}
