package org.sekisho.ike.engine;

import static java.util.stream.Collectors.joining;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sekisho.ike.config.Identity;

/** Whether a certificate is for an identity (RFC 4945 section 3.1, RFC 7296 section 4). */
final class CertificateIdentity {

  private static final int EMAIL = 1;
  private static final int DNS = 2;
  private static final int ADDRESS = 7;
  private static final int MAX_NAMES = 8;
  private static final int SHOWN = 64;

  private final X509Certificate certificate;

  CertificateIdentity(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /** Whether the certificate holds the identity; a key-id is in no certificate. */
  boolean isFor(Identity identity) {
    return switch (identity.type()) {
      case Identity.ASN1_DN ->
          identity.distinguishedName().equals(Optional.of(certificate.getSubjectX500Principal()));
      case Identity.FQDN ->
          names(DNS).stream().anyMatch(n -> lower(n).equals(lower(identity.text())));
      case Identity.USER_FQDN -> names(EMAIL).contains(identity.text());
      case Identity.IPV4_ADDR, Identity.IPV6_ADDR ->
          names(ADDRESS).stream()
              .anyMatch(n -> Identity.literal(n).equals(Identity.literal(identity.text())));
      default -> false;
    };
  }

  /** What it is for, for a sentence. */
  String text() {
    List<String> all = new ArrayList<>();
    for (int kind : new int[] {DNS, EMAIL, ADDRESS}) {
      all.addAll(names(kind));
    }
    all.add(certificate.getSubjectX500Principal().getName());
    return all.stream().limit(MAX_NAMES).map(CertificateIdentity::shown).collect(joining(" or "));
  }

  /** Nobody vouches for the name yet: no control characters, not too long. */
  private static String shown(String name) {
    String harmless = name.replaceAll("\\p{Cc}", "?");
    return harmless.length() > SHOWN ? harmless.substring(0, SHOWN) + "…" : harmless;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Alternative names of a kind; none when the extension cannot be read. */
  private List<String> names(int kind) {
    Collection<List<?>> all;
    try {
      all = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return List.of(); // then it is for nobody, which the sentence says
    }
    return all == null
        ? List.of()
        : all.stream()
            .filter(n -> n.get(0).equals(kind) && n.get(1) instanceof String)
            .map(n -> (String) n.get(1))
            .toList();
  }
}
