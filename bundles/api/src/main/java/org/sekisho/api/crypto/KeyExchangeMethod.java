package org.sekisho.api.crypto;

/** Key exchange methods (IKEv2 transform type 4, "Diffie-Hellman groups"; RFC 3526, 5903, 8031). */
public enum KeyExchangeMethod {
  /** 768-bit MODP; only where a line names it. */
  MODP_768(1, 96),
  /** 1024-bit MODP. */
  MODP_1024(2, 128),
  /** 1536-bit MODP. */
  MODP_1536(5, 192),
  /** 2048-bit MODP. */
  MODP_2048(14, 256),
  /** 3072-bit MODP. */
  MODP_3072(15, 384),
  /** 4096-bit MODP. */
  MODP_4096(16, 512),
  /** NIST P-256. */
  ECP_256(19, 64),
  /** NIST P-384. */
  ECP_384(20, 96),
  /** NIST P-521. */
  ECP_521(21, 132),
  /** Curve25519. */
  CURVE25519(31, 32);

  private final int id;
  private final int publicLength;

  KeyExchangeMethod(int id, int publicLength) {
    this.id = id;
    this.publicLength = publicLength;
  }

  /** The IANA transform id, also the group number in the KE payload. */
  public int id() {
    return id;
  }

  /** Exact octets of key exchange data in the KE payload. */
  public int publicLength() {
    return publicLength;
  }
}
