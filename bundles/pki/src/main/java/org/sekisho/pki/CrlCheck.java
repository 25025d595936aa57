package org.sekisho.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** Looks certificates up in CRLs (RFC 5280 section 5). */
final class CrlCheck {

  private static final int CRL_SIGN = 6;

  private final Clock clock;

  CrlCheck(Clock clock) {
    this.clock = clock;
  }

  /** Parses a CRL in PEM or DER. */
  static X509CRL parse(byte[] content) throws GeneralSecurityException {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(content));
  }

  /** Whether the CRL is the issuer's of a certificate. */
  static boolean concerns(X509CRL crl, X509Certificate certificate) {
    return crl.getIssuerX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /**
   * What a CRL says; one that is out of date still tells who is revoked.
   *
   * @param issuer the certificate's issuer, trusted
   */
  RevocationStatus status(X509CRL crl, X509Certificate certificate, X509Certificate issuer) {
    if (!concerns(crl, certificate) || !isSignedBy(crl, issuer)) {
      return RevocationStatus.unknown("the CRL is not one of " + Names.issuerOf(certificate));
    }
    if (!covers(crl, certificate)) {
      return RevocationStatus.unknown("the CRL covers only a part of the certificates");
    }
    X509CRLEntry entry = crl.getRevokedCertificate(certificate.getSerialNumber());
    if (entry != null) {
      return RevocationStatus.revoked(Names.of(entry.getRevocationDate()));
    }
    Date next = crl.getNextUpdate();
    if (next != null && next.toInstant().isBefore(clock.instant())) {
      return RevocationStatus.unknown("the CRL was to be renewed on " + Names.of(next));
    }
    return RevocationStatus.GOOD;
  }

  /** A delta CRL, or one for some certificates or reasons only, says too little (section 5.2). */
  private static boolean covers(X509CRL crl, X509Certificate certificate) {
    byte[] scope = crl.getExtensionValue(Extension.issuingDistributionPoint.getId());
    if (crl.hasUnsupportedCriticalExtension()
        || crl.getExtensionValue(Extension.deltaCRLIndicator.getId()) != null) {
      return false;
    }
    if (scope == null) {
      return true;
    }
    try {
      IssuingDistributionPoint point =
          IssuingDistributionPoint.getInstance(JcaX509ExtensionUtils.parseExtensionValue(scope));
      boolean authority = certificate.getBasicConstraints() >= 0;
      return !point.isIndirectCRL()
          && !point.onlyContainsAttributeCerts()
          && point.getOnlySomeReasons() == null
          && !(authority && point.onlyContainsUserCerts())
          && !(!authority && point.onlyContainsCACerts());
    } catch (IOException | RuntimeException e) {
      return false; // however Bouncy Castle says so; the caller says that the CRL is of no use
    }
  }

  private static boolean isSignedBy(X509CRL crl, X509Certificate issuer) {
    boolean[] usage = issuer.getKeyUsage();
    if (usage != null && !usage[CRL_SIGN]) {
      return false;
    }
    try {
      crl.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false; // the caller says that it is not the issuer's
    }
  }
}
