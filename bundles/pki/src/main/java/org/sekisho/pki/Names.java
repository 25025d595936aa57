package org.sekisho.pki;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;

/** How sentences name certificates and instants. */
final class Names {

  private static final int SHOWN = 100;
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private Names() {}

  /** The subject; cut off where a stranger made it long, and without control characters. */
  static String of(X509Certificate certificate) {
    return cut(certificate.getSubjectX500Principal().getName());
  }

  static String issuerOf(X509Certificate certificate) {
    return cut(certificate.getIssuerX500Principal().getName());
  }

  static String of(Date date) {
    return FORMAT.format(date.toInstant());
  }

  static String of(Instant instant) {
    return FORMAT.format(instant);
  }

  private static String cut(String text) {
    String harmless = text.replaceAll("\\p{Cc}", "?");
    return harmless.length() > SHOWN ? harmless.substring(0, SHOWN) + "…" : harmless;
  }
}
