package org.sekisho.ike.crypto;

import java.util.EnumSet;
import java.util.Set;
import org.sekisho.api.crypto.SignatureScheme;

/** SIGNATURE_HASH_ALGORITHMS: what a side can verify (RFC 7427 section 4, RFC 8420 section 2). */
public enum SignatureHashes {
  /** SHA2-256. */
  SHA2_256(2),
  /** SHA2-384. */
  SHA2_384(3),
  /** SHA2-512. */
  SHA2_512(4),
  /** No hash before the signature algorithm: Ed25519. */
  IDENTITY(5);

  private final int id;

  SignatureHashes(int id) {
    this.id = id;
  }

  /** The notification's data for all of them. */
  public static byte[] announcement() {
    byte[] data = new byte[2 * values().length];
    for (SignatureHashes hash : values()) {
      data[2 * hash.ordinal() + 1] = (byte) hash.id;
    }
    return data;
  }

  /** Those a peer's notification names that are known here. */
  public static Set<SignatureHashes> of(byte[] data) {
    Set<SignatureHashes> hashes = EnumSet.noneOf(SignatureHashes.class);
    for (int at = 0; at + 1 < data.length; at += 2) {
      int id = (data[at] & 0xff) << 8 | (data[at + 1] & 0xff);
      for (SignatureHashes hash : values()) {
        if (hash.id == id) {
          hashes.add(hash);
        }
      }
    }
    return hashes;
  }

  /** The hash of a signature algorithm. */
  static SignatureHashes of(SignatureScheme scheme) {
    return switch (scheme) {
      case RSA_PSS_SHA256, RSA_PKCS1_SHA256, ECDSA_SHA256 -> SHA2_256;
      case RSA_PSS_SHA384, RSA_PKCS1_SHA384, ECDSA_SHA384 -> SHA2_384;
      case RSA_PSS_SHA512, RSA_PKCS1_SHA512, ECDSA_SHA512 -> SHA2_512;
      case ED25519 -> IDENTITY;
      case RSA_PKCS1_SHA1 -> throw new IllegalArgumentException("SHA-1 is not announced");
    };
  }
}
