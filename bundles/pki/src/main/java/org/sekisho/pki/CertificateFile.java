package org.sekisho.pki;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekisho.api.pki.Credential;
import org.sekisho.api.pki.PkiException;

/**
 * What one certificate file holds.
 *
 * @param credential our certificate, the CAs between it and a root, and the key; empty in a file
 *     without key
 * @param anchors the CAs it makes trusted
 */
record CertificateFile(Optional<Credential> credential, List<X509Certificate> anchors) {

  private static final int MAX_CHAIN = 8;

  /** A file of trusted CAs. */
  static CertificateFile ofAuthorities(List<X509Certificate> certificates) throws PkiException {
    if (certificates.isEmpty()) {
      throw new PkiException("it holds no certificate");
    }
    for (X509Certificate certificate : certificates) {
      if (!isAuthority(certificate)) {
        throw new PkiException("it holds a certificate that is no CA's: " + Names.of(certificate));
      }
    }
    return new CertificateFile(Optional.empty(), List.copyOf(certificates));
  }

  /**
   * A file with our certificate.
   *
   * @param certificates ours and CAs', in any order
   * @param key the key of one of them
   */
  static CertificateFile of(List<X509Certificate> certificates, PrivateKey key)
      throws PkiException {
    X509Certificate own = null;
    for (X509Certificate certificate : certificates) {
      if (own == null && KeyPairs.belong(certificate.getPublicKey(), key)) {
        own = certificate;
      }
    }
    if (own == null) {
      throw new PkiException("its key is not that of any certificate in it");
    }
    List<X509Certificate> authorities =
        certificates.stream().filter(CertificateFile::isAuthority).toList();
    List<X509Certificate> chain = new ArrayList<>(List.of(own));
    Optional<X509Certificate> next = issuer(own, authorities);
    while (next.isPresent() && !isSelfSigned(next.get()) && chain.size() < MAX_CHAIN) {
      chain.add(next.get());
      next = issuer(next.get(), authorities);
    }
    List<X509Certificate> anchors =
        authorities.stream()
            .filter(a -> isSelfSigned(a) || issuer(a, authorities).isEmpty())
            .toList();
    return new CertificateFile(Optional.of(new Credential(chain, key)), anchors);
  }

  private static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  private static boolean isSelfSigned(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate certificate, List<X509Certificate> authorities) {
    return authorities.stream()
        .filter(
            a ->
                a != certificate
                    && a.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .findFirst();
  }
}
