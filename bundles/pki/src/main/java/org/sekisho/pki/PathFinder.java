package org.sekisho.pki;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.PkiException;

/** Finds and validates the chain from a peer's certificate to a trusted CA (RFC 5280 section 6). */
final class PathFinder {

  private static final int MAX_INTERMEDIATES = 5;

  private final Clock clock;

  PathFinder(Clock clock) {
    this.clock = clock;
  }

  /**
   * Looks for a chain; nothing is fetched.
   *
   * @throws PkiException with one sentence when there is none
   */
  TrustedPath find(ChainCheck check, List<X509Certificate> anchors) throws PkiException {
    Date now = Date.from(clock.instant());
    X509Certificate own = check.presented().get(0);
    checkDates("the peer's certificate", own, now);
    try {
      PKIXCertPathBuilderResult result = build(check.presented(), anchors, now);
      X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
      checkDates("the trusted CA", anchor, now);
      List<X509Certificate> path =
          result.getCertPath().getCertificates().stream().map(X509Certificate.class::cast).toList();
      return new TrustedPath(path, anchor);
    } catch (CertPathBuilderException e) {
      throw explain(check, now, e);
    } catch (GeneralSecurityException e) {
      throw new PkiException("the peer's chain cannot be checked: " + e.getMessage(), e);
    }
  }

  private static PKIXCertPathBuilderResult build(
      List<X509Certificate> presented, List<X509Certificate> anchors, Date now)
      throws CertPathBuilderException,
          InvalidAlgorithmParameterException,
          NoSuchAlgorithmException {
    Set<TrustAnchor> trusted = new HashSet<>();
    anchors.forEach(a -> trusted.add(new TrustAnchor(a, null)));
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(presented.get(0));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(presented)));
    parameters.setMaxPathLength(MAX_INTERMEDIATES);
    parameters.setRevocationEnabled(false); // afterwards, and only for chains that are trusted
    parameters.setDate(now);
    return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
  }

  private static void checkDates(String what, X509Certificate certificate, Date now)
      throws PkiException {
    if (now.after(certificate.getNotAfter())) {
      throw new PkiException(
          what
              + " "
              + Names.of(certificate)
              + " expired on "
              + Names.of(certificate.getNotAfter())
              + ": have it renewed, or set this router's clock");
    }
    if (now.before(certificate.getNotBefore())) {
      throw new PkiException(
          what
              + " "
              + Names.of(certificate)
              + " is valid from "
              + Names.of(certificate.getNotBefore())
              + " only: set this router's clock, or that of its CA");
    }
  }

  private static PkiException explain(ChainCheck check, Date now, CertPathBuilderException cause) {
    Optional<X509Certificate> expired =
        check.presented().stream().skip(1).filter(c -> now.after(c.getNotAfter())).findFirst();
    if (expired.isPresent()) {
      return new PkiException(
          "the CA "
              + Names.of(expired.get())
              + " between the peer and its root expired on "
              + Names.of(expired.get().getNotAfter())
              + ": have it renewed",
          cause);
    }
    return new PkiException(
        "no trusted CA has signed the peer's certificate "
            + Names.of(check.presented().get(0))
            + " of "
            + Names.issuerOf(check.presented().get(0))
            + ": load that CA by pki certificate file ID FILE x509-ca and name it by ca=ID in"
            + " ipsec ike pki file "
            + check.gateway(),
        cause);
  }
}
