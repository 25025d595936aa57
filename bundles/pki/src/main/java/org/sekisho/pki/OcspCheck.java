package org.sekisho.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Asks an OCSP responder (RFC 6960). */
final class OcspCheck {

  private static final int MAX_OCTETS = 65_536;
  private static final int NONCE_OCTETS = 16;
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** How old an answer may be that does not say when the next one is due. */
  private static final Duration FRESH = Duration.ofDays(1);

  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  private final Provider bouncyCastle;
  private final Clock clock;
  private final SecureRandom random;

  OcspCheck(Provider bouncyCastle, Clock clock, SecureRandom random) {
    this.bouncyCastle = bouncyCastle;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Asks.
   *
   * @param issuer the certificate's issuer, trusted
   * @param deadlineNanos of {@link System#nanoTime}
   */
  RevocationStatus ask(
      URI responder, X509Certificate certificate, X509Certificate issuer, long deadlineNanos) {
    try {
      byte[] nonce = new byte[NONCE_OCTETS];
      random.nextBytes(nonce);
      DigestCalculatorProvider digests =
          new JcaDigestCalculatorProviderBuilder().setProvider(bouncyCastle).build();
      X509CertificateHolder issuerHolder = new JcaX509CertificateHolder(issuer);
      CertificateID id =
          new CertificateID(
              digests.get(CertificateID.HASH_SHA1), issuerHolder, certificate.getSerialNumber());
      byte[] request =
          new OCSPReqBuilder()
              .addRequest(id)
              .setRequestExtensions(
                  new Extensions(
                      new Extension(
                          OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                          false,
                          new DEROctetString(nonce).getEncoded())))
              .build()
              .getEncoded();
      OCSPResp response =
          new OCSPResp(
              HttpFetch.post(
                  responder, "application/ocsp-request", request, MAX_OCTETS, deadlineNanos));
      if (response.getStatus() != OCSPResp.SUCCESSFUL
          || !(response.getResponseObject() instanceof BasicOCSPResp basic)) {
        return RevocationStatus.unknown(
            "the OCSP responder " + responder + " answers with status " + response.getStatus());
      }
      if (!isAnswerTo(basic, nonce) || !isSigned(basic, issuer)) {
        return RevocationStatus.unknown("the OCSP answer of " + responder + " is not trusted");
      }
      for (SingleResp single : basic.getResponses()) {
        if (single.getCertID().getSerialNumber().equals(certificate.getSerialNumber())
            && single.getCertID().matchesIssuer(issuerHolder, digests)) {
          return status(responder, single);
        }
      }
      return RevocationStatus.unknown(
          "the OCSP responder " + responder + " answers about another certificate");
    } catch (IOException e) {
      return RevocationStatus.unknown(
          "the OCSP responder " + responder + " cannot be reached: " + e.getMessage());
    } catch (OCSPException
        | OperatorCreationException
        | GeneralSecurityException
        | RuntimeException e) {
      // RuntimeException: Bouncy Castle knows several for octets that are not what they should be
      return RevocationStatus.unknown(
          "the OCSP answer of " + responder + " cannot be read: " + e.getMessage());
    }
  }

  /** A responder may leave the nonce out; a wrong one is a replay. */
  private static boolean isAnswerTo(BasicOCSPResp response, byte[] nonce) throws IOException {
    Extension echoed = response.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    return echoed == null
        || Arrays.equals(echoed.getExtnValue().getOctets(), new DEROctetString(nonce).getEncoded());
  }

  private RevocationStatus status(URI responder, SingleResp single) {
    Instant now = clock.instant();
    Instant made = single.getThisUpdate().toInstant();
    Date next = single.getNextUpdate();
    Instant end = next == null ? made.plus(FRESH) : next.toInstant();
    CertificateStatus status = single.getCertStatus();
    if (status instanceof RevokedStatus revoked) {
      return RevocationStatus.revoked(Names.of(revoked.getRevocationTime()));
    }
    if (made.isAfter(now.plus(SKEW)) || end.isBefore(now.minus(SKEW))) {
      return RevocationStatus.unknown("the OCSP answer of " + responder + " is not of now");
    }
    return status == CertificateStatus.GOOD
        ? RevocationStatus.GOOD
        : RevocationStatus.unknown(
            "the OCSP responder " + responder + " does not know the certificate");
  }

  /** By the issuer itself, or by whom it has made its responder (RFC 6960 section 4.2.2.2). */
  private boolean isSigned(BasicOCSPResp response, X509Certificate issuer)
      throws OperatorCreationException, OCSPException, GeneralSecurityException, IOException {
    if (isSignedBy(response, issuer)) {
      return true;
    }
    for (X509CertificateHolder holder : response.getCerts()) {
      X509Certificate delegate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
      if (isDelegate(delegate, issuer) && isSignedBy(response, delegate)) {
        return true;
      }
    }
    return false;
  }

  private boolean isSignedBy(BasicOCSPResp response, X509Certificate signer)
      throws OperatorCreationException {
    try {
      return response.isSignatureValid(
          new JcaContentVerifierProviderBuilder()
              .setProvider(bouncyCastle)
              .build(signer.getPublicKey()));
    } catch (OCSPException e) {
      return false; // signed by a key of another kind
    }
  }

  private boolean isDelegate(X509Certificate certificate, X509Certificate issuer)
      throws GeneralSecurityException {
    if (certificate.getExtendedKeyUsage() == null
        || !certificate.getExtendedKeyUsage().contains(OCSP_SIGNING)) {
      return false;
    }
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false; // not its delegate
    }
  }
}
