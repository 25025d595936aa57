package org.sekisho.pki;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A chain that is trusted.
 *
 * @param certificates the peer's certificate, then those of its issuers; the last one's issuer is
 *     the anchor
 * @param anchor the CA it ends at
 */
record TrustedPath(List<X509Certificate> certificates, X509Certificate anchor) {

  /** Who has issued the certificate of that position. */
  X509Certificate issuer(int position) {
    return position + 1 < certificates.size() ? certificates.get(position + 1) : anchor;
  }
}
