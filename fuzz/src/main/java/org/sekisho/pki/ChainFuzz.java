package org.sekisho.pki;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import org.sekisho.api.pki.ChainCheck;
import org.sekisho.api.pki.PkiException;
import org.sekisho.api.pki.Revocation;

/**
 * What the pki bundle does with certificates of a stranger, at a fixed time and without asking any
 * server. It lies in this package to reach what the bundle does not export.
 */
public final class ChainFuzz {

  /** When it is. */
  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private ChainFuzz() {}

  /**
   * Looks for a chain to the last certificate and, as if there were one, whether it is revoked.
   *
   * @param certificates the peer's, others, and one that is trusted; at least two
   * @param crl a CRL in any form
   */
  public static void check(List<X509Certificate> certificates, byte[] crl) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    int last = certificates.size() - 1;
    ChainCheck check =
        new ChainCheck(1, certificates.subList(0, last), 1, OptionalInt.empty(), Revocation.OFF);
    try {
      TrustedPath path = new PathFinder(clock).find(check, certificates.subList(last, last + 1));
      if (path.certificates().isEmpty()) {
        throw new AssertionError("a chain without certificates");
      }
    } catch (PkiException e) {
      if (e.getMessage().chars().anyMatch(Character::isISOControl)) {
        throw new AssertionError("control characters in a sentence", e);
      }
    }
    RevocationSources.of(certificates.get(0));
    try {
      X509CRL list = CrlCheck.parse(crl);
      if (list != null) {
        new CrlCheck(clock).status(list, certificates.get(0), certificates.get(1));
      }
    } catch (GeneralSecurityException e) {
      return; // as documented: it cannot be read
    }
  }
}
