package org.sekisho.api.crypto;

/** Signature schemes of IKEv2 authentication (RFC 7427). */
public enum SignatureScheme {
  /** RSASSA-PSS, SHA2-256, salt 32. */
  RSA_PSS_SHA256,
  /** RSASSA-PSS, SHA2-384, salt 48. */
  RSA_PSS_SHA384,
  /** RSASSA-PSS, SHA2-512, salt 64. */
  RSA_PSS_SHA512,
  /** RSASSA-PKCS1-v1_5, SHA-1: RFC 7296 method 1. */
  RSA_PKCS1_SHA1,
  /** RSASSA-PKCS1-v1_5, SHA2-256. */
  RSA_PKCS1_SHA256,
  /** RSASSA-PKCS1-v1_5, SHA2-384. */
  RSA_PKCS1_SHA384,
  /** RSASSA-PKCS1-v1_5, SHA2-512. */
  RSA_PKCS1_SHA512,
  /** ECDSA, SHA2-256, DER signature. */
  ECDSA_SHA256,
  /** ECDSA, SHA2-384, DER signature. */
  ECDSA_SHA384,
  /** ECDSA, SHA2-512, DER signature. */
  ECDSA_SHA512,
  /** Ed25519 (RFC 8420). */
  ED25519
}
