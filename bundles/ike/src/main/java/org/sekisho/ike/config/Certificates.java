package org.sekisho.ike.config;

import java.util.OptionalInt;
import org.sekisho.api.pki.Revocation;

/**
 * Certificates of a gateway ({@code ipsec ike pki file}).
 *
 * @param file certificate file with our certificate and key
 * @param ca certificate file with the CAs trusted for the peer; empty for those of {@code file}
 * @param crl CRL file
 * @param revocation {@code ipsec ike pki revocation}
 * @param padding {@code ipsec ike signature}
 */
public record Certificates(
    int file, OptionalInt ca, OptionalInt crl, Revocation revocation, Padding padding) {

  /** How an RSA key signs towards peers that know RFC 7427. */
  public enum Padding {
    /** RSASSA-PSS, unless the peer has shown that it expects the other. */
    AUTO,
    /** RSASSA-PSS. */
    PSS,
    /** RSASSA-PKCS1-v1_5. */
    PKCS1
  }

  /** The file whose CAs are trusted. */
  public int anchors() {
    return ca.orElse(file);
  }
}
