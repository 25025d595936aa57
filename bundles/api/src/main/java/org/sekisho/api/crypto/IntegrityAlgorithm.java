package org.sekisho.api.crypto;

/** Integrity algorithms (IKEv2 transform type 3; RFC 2403, 2404, 4868). */
public enum IntegrityAlgorithm {
  /** None: used with AEAD encryption. */
  NONE(0, 0, 0),
  /** HMAC-MD5-96; only where a line names it. */
  HMAC_MD5_96(1, 16, 12),
  /** HMAC-SHA1-96. */
  HMAC_SHA1_96(2, 20, 12),
  /** HMAC-SHA2-256-128. */
  HMAC_SHA2_256_128(12, 32, 16),
  /** HMAC-SHA2-384-192. */
  HMAC_SHA2_384_192(13, 48, 24),
  /** HMAC-SHA2-512-256. */
  HMAC_SHA2_512_256(14, 64, 32);

  private final int id;
  private final int keyLength;
  private final int icvLength;

  IntegrityAlgorithm(int id, int keyLength, int icvLength) {
    this.id = id;
    this.keyLength = keyLength;
    this.icvLength = icvLength;
  }

  /** The IANA transform id. */
  public int id() {
    return id;
  }

  /** Key length in octets. */
  public int keyLength() {
    return keyLength;
  }

  /** Octets of the truncated ICV. */
  public int icvLength() {
    return icvLength;
  }
}
