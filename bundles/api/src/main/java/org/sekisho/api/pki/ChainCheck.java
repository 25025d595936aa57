package org.sekisho.api.pki;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.OptionalInt;

/**
 * A peer's certificate to be checked.
 *
 * @param gateway the gateway it is for, named in sentences
 * @param presented the peer's certificate, then any others it sent, in no order
 * @param anchors number of the certificate file whose CAs are trusted
 * @param crl number of the CRL file to look into
 * @param revocation what happens when revocation cannot be found out
 */
public record ChainCheck(
    int gateway,
    List<X509Certificate> presented,
    int anchors,
    OptionalInt crl,
    Revocation revocation) {

  /** Copies the list. */
  public ChainCheck {
    presented = List.copyOf(presented);
  }
}
