package org.sekisho.api.crypto;

/**
 * Key exchange methods (IKEv2 transform type 4, "Diffie-Hellman groups"; RFC 3526, 5903, 8031) and,
 * as additional key exchanges only (RFC 9370), the key encapsulation mechanisms of FIPS 203.
 */
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
  CURVE25519(31, 32),
  /** ML-KEM-512, additional only. */
  ML_KEM_512(35, 800, 768),
  /** ML-KEM-768, additional only. */
  ML_KEM_768(36, 1184, 1088),
  /** ML-KEM-1024, additional only. */
  ML_KEM_1024(37, 1568, 1568);

  private final int id;
  private final int publicLength;
  private final int answerLength;

  KeyExchangeMethod(int id, int publicLength) {
    this(id, publicLength, publicLength);
  }

  KeyExchangeMethod(int id, int publicLength, int answerLength) {
    this.id = id;
    this.publicLength = publicLength;
    this.answerLength = answerLength;
  }

  /** The IANA transform id, also the group number in the KE payload. */
  public int id() {
    return id;
  }

  /** Exact octets of key exchange data in the initiator's KE payload. */
  public int publicLength() {
    return publicLength;
  }

  /** Exact octets of key exchange data in the responder's KE payload. */
  public int answerLength() {
    return answerLength;
  }

  /**
   * Whether it is a key encapsulation mechanism: the responder's value is a ciphertext for the
   * initiator's, so it cannot be made before that one has come. They are for additional key
   * exchanges, beside one of the other methods.
   */
  public boolean isKem() {
    return this == ML_KEM_512 || this == ML_KEM_768 || this == ML_KEM_1024;
  }
}
