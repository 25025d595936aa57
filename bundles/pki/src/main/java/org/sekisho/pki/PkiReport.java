package org.sekisho.pki;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.sekisho.api.pki.Credential;

/** What {@code show pki …} prints. */
final class PkiReport {

  private PkiReport() {}

  /**
   * The certificate files.
   *
   * @param number the only one, 0 for all
   */
  static List<String> certificates(
      Map<Integer, FileTable.Entry<CertificateLine, CertificateFile>> entries, int number) {
    List<String> lines = new ArrayList<>();
    entries.forEach(
        (id, entry) -> {
          if (number == 0 || number == id) {
            lines.add(
                "Certificate "
                    + id
                    + ": "
                    + entry.line().file()
                    + " ("
                    + entry.line().type().keyword()
                    + ")");
            if (entry.content() == null) {
              lines.add("  not loaded: " + entry.problem());
            } else {
              entry.content().credential().ifPresent(c -> own(lines, c));
              entry
                  .content()
                  .anchors()
                  .forEach(
                      a ->
                          lines.add(
                              "  Trusted CA: "
                                  + Names.of(a)
                                  + ", until "
                                  + Names.of(a.getNotAfter())));
            }
          }
        });
    return lines;
  }

  private static void own(List<String> lines, Credential credential) {
    X509Certificate own = credential.chain().get(0);
    lines.add("  Subject: " + Names.of(own));
    lines.add("  Names: " + names(own));
    lines.add("  Issuer: " + Names.issuerOf(own));
    lines.add("  Serial number: " + own.getSerialNumber().toString(16));
    lines.add("  Valid: " + Names.of(own.getNotBefore()) + " - " + Names.of(own.getNotAfter()));
    lines.add("  Key: " + key(own.getPublicKey()) + ", private key present");
    credential.chain().stream().skip(1).forEach(c -> lines.add("  Sent with it: " + Names.of(c)));
  }

  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? "none"
          : String.join(
              ", ",
              names.stream()
                  .filter(n -> n.get(1) instanceof String)
                  .map(n -> (String) n.get(1))
                  .toList());
    } catch (CertificateParsingException e) {
      return "cannot be read: " + e.getMessage();
    }
  }

  private static String key(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return "RSA, " + rsa.getModulus().bitLength() + " bits";
    }
    if (key instanceof ECPublicKey ec) {
      return "EC, " + ec.getParams().getCurve().getField().getFieldSize() + " bits";
    }
    return key.getAlgorithm();
  }

  /**
   * The CRL files.
   *
   * @param number the only one, 0 for all
   */
  static List<String> crls(Map<Integer, FileTable.Entry<String, X509CRL>> entries, int number) {
    List<String> lines = new ArrayList<>();
    entries.forEach(
        (id, entry) -> {
          if (number == 0 || number == id) {
            lines.add("CRL " + id + ": " + entry.line());
            if (entry.content() == null) {
              lines.add("  not loaded: " + entry.problem());
            } else {
              crl(lines, entry.content());
            }
          }
        });
    return lines;
  }

  private static void crl(List<String> lines, X509CRL crl) {
    lines.add("  Issuer: " + crl.getIssuerX500Principal().getName());
    lines.add(
        "  Issued: "
            + Names.of(crl.getThisUpdate())
            + ", next "
            + (crl.getNextUpdate() == null ? "unknown" : Names.of(crl.getNextUpdate())));
    var revoked = crl.getRevokedCertificates();
    lines.add("  Revoked certificates: " + (revoked == null ? 0 : revoked.size()));
  }
}
