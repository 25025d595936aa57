package org.sekisho.pki;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a certificate of a trusted chain is revoked: the CRL file, then OCSP, then the CRLs its
 * certificate names. Thread-safe; fetched CRLs are kept for a while.
 */
final class RevocationCheck {

  private static final int MAX_CRL_OCTETS = 4 << 20;
  private static final int MAX_KEPT = 16;
  private static final Duration KEPT = Duration.ofHours(1);

  private final Clock clock;
  private final CrlCheck crls;
  private final OcspCheck ocsp;
  private final Map<URI, Kept> kept = new LinkedHashMap<>();

  private record Kept(X509CRL crl, Instant until) {}

  RevocationCheck(Provider bouncyCastle, Clock clock, SecureRandom random) {
    this.clock = clock;
    this.crls = new CrlCheck(clock);
    this.ocsp = new OcspCheck(bouncyCastle, clock, random);
  }

  /**
   * Finds out; may take until the deadline and a little longer.
   *
   * @param file the CRL of a CRL file
   * @param deadlineNanos of {@link System#nanoTime}
   */
  RevocationStatus status(
      X509Certificate certificate,
      X509Certificate issuer,
      Optional<X509CRL> file,
      long deadlineNanos) {
    RevocationStatus last = RevocationStatus.NO_SOURCE;
    if (file.isPresent() && CrlCheck.concerns(file.get(), certificate)) {
      last = crls.status(file.get(), certificate, issuer);
    }
    RevocationSources sources = RevocationSources.of(certificate);
    for (URI responder : sources.ocsp()) {
      if (isOpen(last, deadlineNanos)) {
        last = ocsp.ask(responder, certificate, issuer, deadlineNanos);
      }
    }
    for (URI address : sources.crls()) {
      if (isOpen(last, deadlineNanos)) {
        last = fetched(address, certificate, issuer, deadlineNanos);
      }
    }
    return last;
  }

  private static boolean isOpen(RevocationStatus status, long deadlineNanos) {
    return !status.is(RevocationStatus.Kind.GOOD)
        && !status.is(RevocationStatus.Kind.REVOKED)
        && System.nanoTime() - deadlineNanos < 0;
  }

  private RevocationStatus fetched(
      URI address, X509Certificate certificate, X509Certificate issuer, long deadlineNanos) {
    try {
      X509CRL crl = recall(address);
      if (crl == null) {
        crl = CrlCheck.parse(HttpFetch.get(address, MAX_CRL_OCTETS, deadlineNanos));
        keep(address, crl);
      }
      return crls.status(crl, certificate, issuer);
    } catch (IOException e) {
      return RevocationStatus.unknown("the CRL " + address + " cannot be had: " + e.getMessage());
    } catch (GeneralSecurityException e) {
      return RevocationStatus.unknown("the CRL " + address + " cannot be read: " + e.getMessage());
    }
  }

  private synchronized X509CRL recall(URI address) {
    Kept found = kept.get(address);
    if (found == null || !found.until().isAfter(clock.instant())) {
      kept.remove(address);
      return null;
    }
    return found.crl();
  }

  private synchronized void keep(URI address, X509CRL crl) {
    Instant until = clock.instant().plus(KEPT);
    if (crl.getNextUpdate() != null && crl.getNextUpdate().toInstant().isBefore(until)) {
      until = crl.getNextUpdate().toInstant();
    }
    kept.put(address, new Kept(crl, until));
    if (kept.size() > MAX_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }
}
