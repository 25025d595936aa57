package org.sekisho.api.crypto;

/** Pseudo-random functions (IKEv2 transform type 2). */
public enum PrfAlgorithm {
  /** PRF_HMAC_MD5; only where a line names it. */
  HMAC_MD5(1, 16),
  /** PRF_HMAC_SHA1. */
  HMAC_SHA1(2, 20),
  /** PRF_HMAC_SHA2_256. */
  HMAC_SHA2_256(5, 32),
  /** PRF_HMAC_SHA2_384. */
  HMAC_SHA2_384(6, 48),
  /** PRF_HMAC_SHA2_512. */
  HMAC_SHA2_512(7, 64);

  private final int id;
  private final int outputLength;

  PrfAlgorithm(int id, int outputLength) {
    this.id = id;
    this.outputLength = outputLength;
  }

  /** The IANA transform id. */
  public int id() {
    return id;
  }

  /** Octets of output, which also is the preferred key length (RFC 7296 section 2.13). */
  public int outputLength() {
    return outputLength;
  }
}
